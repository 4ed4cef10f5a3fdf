import { zoneDays } from '../calendar/zone-days.js'
import { rowsBetween } from '../domain/rows-between.js'
import { BAR_PARTIAL, type BarColumns } from '../domain/bar-columns.js'
import type { Instrument } from '../domain/instrument.js'
import { EARLIEST } from '../domain/time-range.js'
import { parseTimeframe, timeframeMs, type Timeframe } from '../domain/timeframe.js'

/** Until when days are over: the open of the session that goes on at a time, or the time itself where none does. Without a calendar a day of the zone is a session. */
export function daysOverBy(time: number, { calendar, zone }: Pick<Instrument, 'calendar' | 'zone'>): number {
  const session = (calendar ?? zoneDays(zone)).sessionAt(time)
  return session?.open ?? time
}

/**
 * The bars of a fetch that are over by a time, and until when it is sure that there are no others: a bar that a source gives only once it is over may have opened as
 * long before as it lasts.
 */
export function finishedUntil(
  columns: BarColumns,
  timeframe: Timeframe,
  over: number,
): { readonly columns: BarColumns; readonly until: number } {
  const { closeTime, flags } = columns
  let { length } = columns
  while (
    length > 0 &&
    (closeTime[length - 1]! > over || (flags !== undefined && (flags[length - 1]! & BAR_PARTIAL) !== 0))
  )
    length--
  const finished = length === columns.length ? columns : { ...columns, length }
  const lastClose = length === 0 ? EARLIEST : closeTime[length - 1]!
  const until = Math.min(over, Math.max(over - longestMs(timeframe), lastClose))
  return { columns: rowsBetween(finished, { from: EARLIEST, to: until }), until }
}

/** The most that a bar may last; a month has 31 days. */
function longestMs(timeframe: Timeframe): number {
  const { count, unit } = parseTimeframe(timeframe)
  return unit === 'M' ? count * 31 * 86_400_000 : timeframeMs(timeframe)
}
