import { TradewrightError } from '../domain/errors.js'
import type { TimeRange } from '../domain/time-range.js'
import type { TradingCalendar } from '../domain/trading-calendar.js'
import { requireDay } from './civil-date.js'
import { SessionCalendar, type YearPlan } from './session-calendar.js'
import { sessionOf } from './session-hours.js'
import { isZone, localToUtc } from './zoned-time.js'

const ALL_DAY = { open: 0, close: 1440 }

/**
 * Every local day of an IANA zone as a session, from midnight to midnight: what an instrument without a calendar trades by. Covers 1900
 * through 2199. Throws CALENDAR_INVALID for a zone that this runtime doesn't know.
 */
export function zoneDays(zone: string): TradingCalendar {
  if (!isZone(zone)) {
    const message = `zone is ${String(zone)}; expected an IANA zone, such as America/New_York`
    throw new TradewrightError('CALENDAR_INVALID', message, { details: { zone } })
  }
  const range = { first: '1900-01-01', last: '2199-12-31' }
  return new SessionCalendar({ name: `days of ${zone}`, zone, ...range, plan: zoneDayPlan(zone) })
}

/**
 * A local day of an IANA zone, such as dayRange('2024-03-10', 'America/New_York'), from its midnight to the next: 23 or 25 hours where clocks change. A day that the zone has left out is an empty
 * range. Covers 1900 through 2199. Throws CALENDAR_INVALID for a date or a zone that is none, CALENDAR_RANGE for a date beyond.
 */
export function dayRange(date: string, zone = 'UTC'): TimeRange {
  const session = zoneDays(zone).session(date)
  if (session !== undefined) return { from: session.open, to: session.close }
  const at = localToUtc(zone)(requireDay(date, 'dayRange'), 0)
  return { from: at, to: at }
}

/** Each local day as a session; a day that the zone has left out has none. */
export function zoneDayPlan(zone: string): YearPlan {
  const toUtc = localToUtc(zone)
  return () => (day) => {
    const session = sessionOf(day, ALL_DAY, toUtc)
    return session.open < session.close ? { session } : {}
  }
}
