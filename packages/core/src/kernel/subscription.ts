import { BarCursor, type Bar } from '../domain/bar.js'
import type { BarColumns } from '../domain/bar-columns.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { Indicator } from '../indicators/indicator.js'
import { BAR_FIELDS, type BarField } from '../strategy/options.js'
import { TradewrightError } from '../domain/errors.js'

/** An indicator and the column that feeds it. */
interface ColumnInput {
  readonly indicator: Indicator
  readonly column: Float64Array
}

interface DerivedInput {
  readonly indicator: Indicator
  readonly of: (bar: Bar) => number
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
  /** Whether its strategy has been called, or need not be, for its latest bar. */
  called = true
  readonly #newBars: boolean
  readonly #columnInputs: ColumnInput[] = []
  readonly #derivedInputs: DerivedInput[] = []
  #hasDerived = false

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

  /** Throws INDICATOR_INVALID for what is none, or a source that a bar doesn't have. */
  declare(indicator: Indicator, source: BarField | ((bar: Bar) => number)): void {
    checkIndicator(indicator, source)
    if (typeof source === 'function') {
      this.#derivedInputs.push({ indicator, of: source })
      this.#hasDerived = true
    } else {
      const column = this.columns[source] ?? new Float64Array(this.columns.length).fill(Number.NaN)
      this.#columnInputs.push({ indicator, column })
    }
  }

  /** How many bars its indicators need before they are ready, as far as they say. */
  get warmup(): number {
    return Math.max(0, ...this.#indicators().map(({ warmup }) => warmup ?? 0))
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
    if (this.#hasDerived) this.#updateDerived()
    this.called = false
  }

  #renewBar(): void {
    this.bar = new BarCursor(this.symbol, this.timeframe, this.columns, -1)
  }

  #updateDerived(): void {
    for (const { indicator, of } of this.#derivedInputs) indicator.update(of(this.bar))
  }

  /** Whether the indicators declared on this series are ready. */
  get indicatorsReady(): boolean {
    return this.#indicators().every(({ ready, value }) => ready ?? !Number.isNaN(value))
  }

  #indicators(): readonly Indicator[] {
    return [...this.#columnInputs, ...this.#derivedInputs].map(({ indicator }) => indicator)
  }
}

function checkIndicator(indicator: unknown, source: unknown): void {
  const wrong = (came: string, expected: string): TradewrightError =>
    new TradewrightError('INDICATOR_INVALID', `${came} came; expected ${expected}`)
  const given: Partial<Record<keyof Indicator, unknown>> =
    typeof indicator === 'object' && indicator !== null ? indicator : {}
  if (typeof given.update !== 'function' || !('value' in given))
    throw wrong(`an indicator without ${typeof given.update === 'function' ? 'value' : 'update()'}`, 'both')
  const { warmup } = given
  if (warmup !== undefined && !(typeof warmup === 'number' && Number.isInteger(warmup) && warmup >= 0))
    throw wrong(`an indicator with a warmup of ${JSON.stringify(warmup)}`, 'a number of bars')
  if (typeof source !== 'function' && !BAR_FIELDS.some((field) => field === source))
    throw wrong(`source ${String(source)}`, `${BAR_FIELDS.join(', ')} or a function of the bar`)
}
