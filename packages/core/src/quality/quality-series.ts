import type { Adjustment } from '../domain/adjustment.js'
import type { BarColumns } from '../domain/bar-columns.js'
import type { Calendar } from '../domain/calendar.js'
import type { Instrument } from '../domain/instrument.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { BarSeries } from '../ports/data-gateway.js'

/** What a series counts volume in; 'none' where it counts none that is of use, and volume is not looked at. */
export type VolumeUnit = 'shares' | 'lots' | 'ticks' | 'none'

/** A series with what is known of it. The more is said, the more can be checked. */
export interface QualitySeries {
  readonly symbol: string
  readonly timeframe: Timeframe
  readonly columns: BarColumns
  /** When its venue is open. Without one no session can be missed. */
  readonly calendar?: Calendar | undefined
  /** IANA zone that the source's times were read in, which a wrong zone is told against; default 'UTC'. */
  readonly zone?: string | undefined
  /** What its prices show of splits and dividends. Without it, a break is reported without saying whether it should be there. */
  readonly adjustment?: Adjustment | undefined
  /** Without it nothing is said of volumes that are not whole numbers. */
  readonly volumeUnit?: VolumeUnit | undefined
  /** The grid of its prices; without one, that on which nearly all of them lie. */
  readonly tickSize?: number | undefined
  /** What a row is called, e.g. `goog-daily.csv`, and the source's own number of row 0; default 0. */
  readonly source?: string | undefined
  readonly firstRow?: number | undefined
}

/** A fetched series as one to check: with the calendar and tick size of its instrument. */
export function qualitySeriesOf(
  { symbol, calendar, tickSize }: Instrument,
  timeframe: Timeframe,
  { columns, source, firstRow }: BarSeries,
): QualitySeries {
  return { symbol, timeframe, columns, calendar, tickSize: tickSize?.toNumber(), source, firstRow }
}
