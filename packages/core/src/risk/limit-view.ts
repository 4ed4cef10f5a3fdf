import type { SeriesUpTo } from './correlation.js'

/** What limits need to know of markets and rates. */
export interface LimitView {
  readonly now: number
  /** The last price of an instrument, NaN before the first. */
  mark(instrument: number): number
  /** When that was its price, UTC epoch milliseconds; NaN before the first. */
  priceTime(instrument: number): number
  /** The series that an instrument is executed in, up to the row that closed last; undefined before the first. */
  series(instrument: number): SeriesUpTo | undefined
  /** Base currency per unit of a currency. */
  rateOf(currency: string): number
}
