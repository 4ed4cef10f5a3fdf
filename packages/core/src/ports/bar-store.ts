import type { BarColumns } from '../domain/bar-columns.js'
import type { TimeRange } from '../domain/time-range.js'
import type { Timeframe } from '../domain/timeframe.js'

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
  /** The stored bars that open within a range, in order. */
  readBars(key: SeriesKey, range: TimeRange): Promise<BarColumns>
  /** Puts all bars of a range in place of those that were stored there, and counts it as covered: both, or neither. The columns are copied. */
  writeBars(key: SeriesKey, range: TimeRange, columns: BarColumns): Promise<void>
  /** Forgets a series: its bars and its coverage. */
  deleteBars(key: SeriesKey): Promise<void>
}
