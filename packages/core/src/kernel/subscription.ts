import { BarCursor } from '../domain/bar.js'
import type { BarColumns } from '../domain/bar-columns.js'
import type { Timeframe } from '../domain/timeframe.js'
import { isReady, takesBars, type AnyIndicator, type Indicator } from '../indicators/indicator.js'
import { BAR_FIELDS, type IndicatorSource } from '../strategy/options.js'
import { TradewrightError } from '../domain/errors.js'

/** An indicator and the column that feeds it. */
interface ColumnInput {
  readonly indicator: Indicator
  readonly column: Float64Array
}

/** An indicator that is fed with something else than a column, after all that are. */
interface LaterInput {
  readonly indicator: AnyIndicator
  /** How many bars it needs, as far as it and its source say. */
  readonly warmup: number
  readonly feed: () => void
}

/** One series as one strategy sees it: the view of its latest bar, and the indicators declared on it. */
export class Subscription {
  readonly series: number
  readonly instrument: number
  readonly symbol: string
  readonly timeframe: Timeframe
  readonly columns: BarColumns
  bar: BarCursor
  // Flags are named so that they are false for nearly every bar: that is the cheap case of a test.
  /** Until every indicator that is declared on the symbol, on any of its timeframes, is ready. */
  warming = true
  /** Where it stands among all of its strategy, which are called in this order. */
  place = 0
  /** Whether its strategy has been called, or need not be, for its latest bar. */
  called = true
  readonly #newBars: boolean
  readonly #columnInputs: ColumnInput[] = []
  /** In the order of their declaration: what feeds one of them comes before it. */
  readonly #laterInputs: LaterInput[] = []
  #hasLater = false

  constructor(options: {
    readonly series: number
    readonly instrument: number
    readonly symbol: string
    readonly timeframe: Timeframe
    readonly columns: BarColumns
    readonly freshBars: boolean
  }) {
    this.series = options.series
    this.instrument = options.instrument
    this.symbol = options.symbol
    this.timeframe = options.timeframe
    this.columns = options.columns
    this.#newBars = options.freshBars
    this.bar = new BarCursor(options.symbol, options.timeframe, options.columns, -1)
  }

  /** Throws INDICATOR_INVALID for what is none, or a source that it can't have. */
  declare(indicator: AnyIndicator, source: IndicatorSource | undefined): void {
    checkIndicator(indicator)
    if (takesBars(indicator)) {
      if (source !== undefined) throw wrong('a source for an indicator of whole bars', 'none')
      this.#feedLater(indicator, 1, () => {
        indicator.update(this.bar)
      })
    } else if (typeof source === 'function') {
      this.#feedLater(indicator, 1, () => {
        indicator.update(source(this.bar))
      })
    } else if (typeof source === 'object' && this.declares(source)) {
      this.#feedLater(indicator, this.#warmupOf(source), () => {
        if (isReady(source)) indicator.update(source.value)
      })
    } else {
      const column = this.#column(source ?? 'close')
      this.#columnInputs.push({ indicator, column })
    }
  }

  /** Feeds the indicator that was declared last with all bars so far. */
  catchUp(indicator: AnyIndicator): void {
    const { row: last } = this.bar
    const input = this.#columnInputs.find((one) => one.indicator === indicator)
    const later = this.#laterInputs.find((one) => one.indicator === indicator)
    for (let row = 0; row <= last; row++) {
      this.bar.row = row
      if (input) input.indicator.update(input.column[row]!)
      else later?.feed()
    }
    this.bar.row = last
  }

  /** Whether it is an indicator that was declared on this series. */
  declares(indicator: unknown): boolean {
    return this.#indicators().some((declared) => declared === indicator)
  }

  #feedLater(indicator: AnyIndicator, firstBar: number, feed: () => void): void {
    const warmup = firstBar - 1 + (indicator.warmup ?? 0)
    this.#laterInputs.push({ indicator, warmup, feed })
    this.#hasLater = true
  }

  /** The bar, counted from 1, on which a declared indicator first has a value, as far as it is known. */
  #warmupOf(declared: AnyIndicator): number {
    const later = this.#laterInputs.find(({ indicator }) => indicator === declared)
    return Math.max(1, later?.warmup ?? declared.warmup ?? 1)
  }

  #column(source: unknown): Float64Array {
    const field = BAR_FIELDS.find((each) => each === source)
    if (field === undefined) {
      const expected = `${BAR_FIELDS.join(', ')}, a function of the bar or an indicator that was declared before`
      throw wrong(`source ${String(source)}`, expected)
    }
    return this.columns[field] ?? new Float64Array(this.columns.length).fill(Number.NaN)
  }

  /** Whether a bar has closed that its strategy is being called for. */
  get hasNews(): boolean {
    return !this.called && !this.warming
  }

  /** How many bars its indicators need before they are ready, as far as they say. */
  get warmup(): number {
    const ofColumns = this.#columnInputs.map(({ indicator }) => indicator.warmup ?? 0)
    return Math.max(0, ...ofColumns, ...this.#laterInputs.map(({ warmup }) => warmup))
  }

  /** Moves on to a bar that has closed. */
  advance(row: number): void {
    if (this.#newBars) this.#renewBar()
    this.bar.row = row
    const inputs = this.#columnInputs
    for (let i = 0; i < inputs.length; i++) {
      const { indicator, column } = inputs[i]!
      indicator.update(column[row]!)
    }
    if (this.#hasLater) this.#updateLater()
    this.called = false
  }

  #renewBar(): void {
    this.bar = new BarCursor(this.symbol, this.timeframe, this.columns, -1)
  }

  #updateLater(): void {
    for (const { feed } of this.#laterInputs) feed()
  }

  /** Whether the indicators declared on this series are ready. */
  get indicatorsReady(): boolean {
    return this.#indicators().every(isReady)
  }

  #indicators(): readonly AnyIndicator[] {
    return [...this.#columnInputs, ...this.#laterInputs].map(({ indicator }) => indicator)
  }
}

function checkIndicator(indicator: unknown): void {
  const given: Partial<Record<keyof Indicator, unknown>> =
    typeof indicator === 'object' && indicator !== null ? indicator : {}
  if (typeof given.update !== 'function' || !('value' in given))
    throw wrong(`an indicator without ${typeof given.update === 'function' ? 'value' : 'update()'}`, 'both')
  const { warmup } = given
  if (warmup !== undefined && !(typeof warmup === 'number' && Number.isInteger(warmup) && warmup >= 0))
    throw wrong(`an indicator with a warmup of ${JSON.stringify(warmup)}`, 'a number of bars')
}

function wrong(came: string, expected: string): TradewrightError {
  return new TradewrightError('INDICATOR_INVALID', `${came} came; expected ${expected}`)
}
