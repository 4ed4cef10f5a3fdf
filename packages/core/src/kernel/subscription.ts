import { BarCursor, type Bar } from '../domain/bar.js'
import type { BarColumns } from '../domain/bar-columns.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { Indicator } from '../indicators/indicator.js'
import { BAR_FIELDS, type BarField } from '../strategy/options.js'
import { TradewrightError } from '../domain/errors.js'

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
  /** Whether every indicator that is declared on the symbol, on any of its timeframes, is ready; stays true once it is. */
  ready = false
  /** Whether its bar has closed at this instant and its strategy has not been called yet. */
  fresh = false
  readonly #newBars: boolean
  // Indicators fed by a column, and the column of each: side by side, for the one loop that runs for every bar.
  readonly #columnFed: Indicator[] = []
  readonly #feeds: Float64Array[] = []
  readonly #derivedInputs: DerivedInput[] = []

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
    if (typeof source === 'function') this.#derivedInputs.push({ indicator, of: source })
    else {
      this.#columnFed.push(indicator)
      this.#feeds.push(this.columns[source] ?? new Float64Array(this.columns.length).fill(Number.NaN))
    }
  }

  /** How many bars its indicators need before they are ready, as far as they say. */
  get warmup(): number {
    return Math.max(0, ...this.#indicators().map(({ warmup }) => warmup ?? 0))
  }

  /** Moves on to a bar that has closed. */
  advance(row: number): void {
    if (this.#newBars) this.bar = new BarCursor(this.symbol, this.timeframe, this.columns, row)
    else this.bar.row = row
    const fed = this.#columnFed
    const feeds = this.#feeds
    for (let i = 0; i < fed.length; i++) fed[i]!.update(feeds[i]![row]!)
    if (this.#derivedInputs.length > 0) this.#updateDerived()
    this.fresh = true
  }

  #updateDerived(): void {
    for (const { indicator, of } of this.#derivedInputs) indicator.update(of(this.bar))
  }

  /** Whether the indicators declared on this series are ready. */
  get indicatorsReady(): boolean {
    return this.#indicators().every(({ ready, value }) => ready ?? !Number.isNaN(value))
  }

  #indicators(): readonly Indicator[] {
    return [...this.#columnFed, ...this.#derivedInputs.map(({ indicator }) => indicator)]
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
