import { BAR_FILLED, type BarColumns } from '../domain/bar-columns.js'
import { BarCursor, type Bar } from '../domain/bar.js'
import { TradewrightError } from '../domain/errors.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { OpenBar } from './open-bar.js'

/** Bars that were built, in columns, with the number of ticks that each is made of. */
export interface BuiltColumns extends BarColumns {
  ticks: Float64Array
}

const FIRST_CAPACITY = 64

/** Where a builder puts its bars: into columns that grow, or one after the other before a listener. */
export class BuiltBars {
  readonly columns: BuiltColumns
  /** The close of the last bar; a bar may not open before it. */
  closedTo = Number.NEGATIVE_INFINITY
  lastClose = Number.NaN
  readonly #cursor: BarCursor
  readonly #onBar: ((bar: Bar) => void) | undefined
  /** What the listener threw. */
  #thrown: { readonly error: unknown } | undefined
  #capacity = FIRST_CAPACITY

  constructor(options: {
    readonly symbol: string
    readonly timeframe: Timeframe
    readonly hasVolume: boolean
    readonly hasVwap: boolean
    readonly onBar: ((bar: Bar) => void) | undefined
  }) {
    const column = (): Float64Array => new Float64Array(FIRST_CAPACITY)
    this.columns = {
      length: 0,
      openTime: column(),
      closeTime: column(),
      open: column(),
      high: column(),
      low: column(),
      close: column(),
      volume: options.hasVolume ? column() : undefined,
      vwap: options.hasVwap ? column() : undefined,
      ticks: column(),
    }
    this.#onBar = options.onBar
    this.#cursor = new BarCursor(options.symbol, options.timeframe, this.columns, 0)
  }

  /**
   * Leaves out the columns that small bars have nothing for. Throws COLUMN_MISSING where others had, since a sum of some is none.
   */
  haveOnly(has: Pick<BarColumns, 'volume' | 'vwap'>, isUntouched: boolean): void {
    const { columns } = this
    for (const name of ['volume', 'vwap'] as const) {
      if (columns[name] === undefined || has[name] !== undefined) continue
      if (isUntouched) columns[name] = undefined
      else throw new TradewrightError('COLUMN_MISSING', `bars without ${name} came after others; expected one kind`)
    }
  }

  /** Throws on what the listener threw, once the ticks that were handed over are taken: none of them is lost by it. */
  throwOn(): void {
    const thrown = this.#thrown
    if (thrown === undefined) return
    this.#thrown = undefined
    throw thrown.error
  }

  /** Takes a bar over [openTime, closeTime) and leaves `bar` empty; the listener hears of it when that is done. */
  take(bar: OpenBar, openTime: number, closeTime: number, flags = bar.flags): void {
    const { columns } = this
    const row = this.#nextRow(openTime, closeTime)
    columns.open[row] = bar.open
    columns.high[row] = bar.high
    columns.low[row] = bar.low
    columns.close[row] = this.lastClose = bar.close
    if (columns.volume) columns.volume[row] = bar.volume
    if (columns.vwap) columns.vwap[row] = bar.vwap
    columns.ticks[row] = bar.ticks
    this.#setFlags(row, flags)
    bar.clear()
    this.#tell(row)
  }

  /** Takes a bar in which nothing traded, at the last price. */
  takeCarried(openTime: number, closeTime: number): void {
    const { columns, lastClose } = this
    const row = this.#nextRow(openTime, closeTime)
    columns.open[row] = columns.high[row] = columns.low[row] = columns.close[row] = lastClose
    if (columns.volume) columns.volume[row] = 0
    if (columns.vwap) columns.vwap[row] = lastClose
    columns.ticks[row] = 0
    this.#setFlags(row, BAR_FILLED)
    this.#tell(row)
  }

  #nextRow(openTime: number, closeTime: number): number {
    const { columns } = this
    const row = columns.length
    if (row === this.#capacity) this.#grow()
    columns.openTime[row] = openTime
    columns.closeTime[row] = this.closedTo = closeTime
    columns.length = row + 1
    return row
  }

  /** The column is made for the first bar that has any. */
  #setFlags(row: number, flags: number): void {
    const { columns } = this
    if (flags !== 0) columns.flags ??= new Uint8Array(this.#capacity)
    if (columns.flags) columns.flags[row] = flags
  }

  #tell(row: number): void {
    if (this.#onBar === undefined) return
    // Nobody keeps what a listener has had: a feed may go on for months.
    this.columns.length = 0
    this.#cursor.row = row
    try {
      this.#onBar(this.#cursor)
    } catch (error) {
      this.#thrown ??= { error }
    }
  }

  #grow(): void {
    const capacity = (this.#capacity *= 2)
    const { columns } = this
    const grown = (column: Float64Array): Float64Array => {
      const longer = new Float64Array(capacity)
      longer.set(column)
      return longer
    }
    columns.openTime = grown(columns.openTime)
    columns.closeTime = grown(columns.closeTime)
    columns.open = grown(columns.open)
    columns.high = grown(columns.high)
    columns.low = grown(columns.low)
    columns.close = grown(columns.close)
    columns.volume &&= grown(columns.volume)
    columns.vwap &&= grown(columns.vwap)
    columns.ticks = grown(columns.ticks)
    columns.flags &&= grownFlags(columns.flags, capacity)
  }
}

function grownFlags(flags: Uint8Array, capacity: number): Uint8Array {
  const longer = new Uint8Array(capacity)
  longer.set(flags)
  return longer
}
