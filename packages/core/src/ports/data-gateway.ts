import type { BarColumns } from '../domain/bar-columns.js'
import type { Instrument } from '../domain/instrument.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { WarningCode } from '../domain/warning.js'

/** Where bars come from. */
export interface DataGateway {
  /** Shown in messages and reports. */
  readonly name: string
  /**
   * The bars of one series, sorted and unique, those with `from <= openTime < to`, and up to `barsBefore` bars before `from` for warm-up.
   * An empty range is an empty series, not an error. Throws a DataError for what cannot be read; never repairs.
   */
  fetchBars(request: BarRequest): Promise<BarSeries>
}

export interface BarRequest {
  readonly instrument: Instrument
  readonly timeframe: Timeframe
  /** UTC epoch milliseconds, inclusive; undefined for all there is. */
  readonly from?: number | undefined
  /** UTC epoch milliseconds, exclusive; undefined for all there is. */
  readonly to?: number | undefined
  /** How many bars before `from` to give as well, where there are so many; default 0. */
  readonly barsBefore?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface BarSeries {
  readonly columns: BarColumns
  /** What a row is called in messages, e.g. `goog-daily.csv`; row numbers are added to it. */
  readonly source: string
  /** The number, as its source counts, of the first row of `columns`: 2 for a file whose first line is a header. */
  readonly firstRow?: number | undefined
  /** What a careful reader of the result should know about this series. */
  readonly warnings?: readonly SeriesWarning[] | undefined
}

export interface SeriesWarning {
  readonly code: WarningCode
  readonly message: string
  /** How often it happened; default 1. */
  readonly count?: number | undefined
}
