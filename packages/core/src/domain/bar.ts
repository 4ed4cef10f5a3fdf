import type { Timeframe } from './timeframe.js'
import { BAR_FILLED, BAR_PARTIAL, type BarColumns } from './bar-columns.js'

/**
 * One bar. What a callback is handed is a view that moves on with the series: `copy()` keeps one. Times are UTC epoch milliseconds;
 * a bar covers [openTime, closeTime).
 */
export interface Bar {
  readonly symbol: string
  readonly timeframe: Timeframe
  readonly openTime: number
  readonly closeTime: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** NaN where the series has no volume. */
  readonly volume: number
  /** Volume-weighted average price; NaN where the series has none. */
  readonly vwap: number
  /** Made up by carrying the last price forward: nothing traded, and no order fills on it. */
  readonly filled: boolean
  /** False while the bar may still change. */
  readonly final: boolean
  /** The bar as a value that stays as it is. */
  copy(): Bar
}

/** A view of one row of a series. */
export class BarCursor implements Bar {
  readonly symbol: string
  readonly timeframe: Timeframe
  readonly columns: BarColumns
  row: number

  constructor(symbol: string, timeframe: Timeframe, columns: BarColumns, row: number) {
    this.symbol = symbol
    this.timeframe = timeframe
    this.columns = columns
    this.row = row
  }

  get openTime(): number {
    return this.columns.openTime[this.row]!
  }
  get closeTime(): number {
    return this.columns.closeTime[this.row]!
  }
  get open(): number {
    return this.columns.open[this.row]!
  }
  get high(): number {
    return this.columns.high[this.row]!
  }
  get low(): number {
    return this.columns.low[this.row]!
  }
  get close(): number {
    return this.columns.close[this.row]!
  }
  get volume(): number {
    return this.columns.volume === undefined ? Number.NaN : this.columns.volume[this.row]!
  }
  get vwap(): number {
    return this.columns.vwap === undefined ? Number.NaN : this.columns.vwap[this.row]!
  }
  get filled(): boolean {
    return this.columns.flags !== undefined && (this.columns.flags[this.row]! & BAR_FILLED) !== 0
  }
  get final(): boolean {
    return this.columns.flags === undefined || (this.columns.flags[this.row]! & BAR_PARTIAL) === 0
  }

  copy(): Bar {
    const { symbol, timeframe, openTime, closeTime, open, high, low, close, volume, vwap, filled, final } = this
    const bar: Bar = {
      symbol,
      timeframe,
      openTime,
      closeTime,
      open,
      high,
      low,
      close,
      volume,
      vwap,
      filled,
      final,
      copy: () => bar,
    }
    return Object.freeze(bar)
  }
}
