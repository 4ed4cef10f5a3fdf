import type { Calendar } from '../domain/calendar.js'
import { DAY_MS } from './civil-date.js'
import { SessionCalendar } from './session-calendar.js'

const ALL_DAY = { open: 0, close: 1440 }

/**
 * A calendar that never closes, named 24/7: each UTC day is a session, from midnight to midnight.
 *
 * Covers 1900 through 2199, so that a time in microseconds is a CALENDAR_RANGE and not a date in the far future.
 */
export function alwaysOpen(): Calendar {
  return new SessionCalendar({
    name: '24/7',
    zone: 'UTC',
    first: '1900-01-01',
    last: '2199-12-31',
    toUtc: (day, minute) => day * DAY_MS + minute * 60_000,
    schedule: () => () => ALL_DAY,
  })
}
