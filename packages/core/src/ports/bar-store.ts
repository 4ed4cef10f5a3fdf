import type { BarColumns } from '../domain/bar-columns.js'
import type { TimeRange } from '../domain/time-range.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { SeriesWarning } from './data-gateway.js'

/** Which series: bars of one symbol by one source are not those of another. */
export interface SeriesKey {
  readonly source: string
  readonly symbol: string
  readonly timeframe: Timeframe
}

/** Where bars are kept, with what is known of them: a stretch that was asked for and has no bars is known, one that was never asked for is not. */
export interface BarStore {
  /** Stretches of which all bars are stored, in order; they neither overlap nor touch. */
  coverage(key: SeriesKey): Promise<readonly TimeRange[]>
  /** The stored bars that open within a range, in order. Rejects with RANGE_INVALID for one that runs backwards, TIME_INVALID for a bound that is no time. */
  readBars(key: SeriesKey, range: TimeRange): Promise<BarColumns>
  /**
   * Puts all bars of a range in place of those that were stored there, and counts it as covered: both, or neither. The columns are copied. Warnings are what a careful reader of
   * these bars should know. Rejects with a DataError for bars that cannot be, TIME_INVALID for those that open before 1970 or after 2199.
   */
  writeBars(key: SeriesKey, range: TimeRange, columns: BarColumns, warnings?: readonly SeriesWarning[]): Promise<void>
  /** What was said of the bars that are stored in a range, each warning once. Rejects with RANGE_INVALID and TIME_INVALID, as `readBars` does. */
  barWarnings(key: SeriesKey, range: TimeRange): Promise<readonly SeriesWarning[]>
  /** Forgets a series: its bars, its coverage and its warnings. */
  deleteBars(key: SeriesKey): Promise<void>
  /** The series of which anything is known, in order of source, symbol and timeframe. */
  storedSeries(): Promise<readonly SeriesKey[]>
}
