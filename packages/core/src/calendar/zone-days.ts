import type { Calendar } from '../domain/calendar.js'
import { TradewrightError } from '../domain/errors.js'
import { DAY_MS } from './civil-date.js'
import { SessionCalendar } from './session-calendar.js'
import { isZone, localToUtc } from './zoned-time.js'

const ALL_DAY = { open: 0, close: 1440 }
const UTC_DAYS = (day: number, minute: number): number => day * DAY_MS + minute * 60_000

/**
 * Every local day of an IANA zone as a session, from midnight to midnight: what an instrument without a calendar trades by. Covers 1900
 * through 2199. Throws CALENDAR_INVALID for a zone that this runtime doesn't know.
 */
export function zoneDays(zone: string): Calendar {
  if (!isZone(zone)) {
    throw new TradewrightError(
      'CALENDAR_INVALID',
      `zone is ${String(zone)}; expected an IANA zone, such as America/New_York`,
      {
        details: { zone },
      },
    )
  }
  return new SessionCalendar({
    name: `days of ${zone}`,
    zone,
    first: '1900-01-01',
    last: '2199-12-31',
    toUtc: zone === 'UTC' ? UTC_DAYS : localToUtc(zone),
    schedule: () => () => ALL_DAY,
  })
}
