import type { TradingCalendar } from '../domain/trading-calendar.js'
import { zoneDayPlan } from './zone-days.js'
import { SessionCalendar } from './session-calendar.js'

/**
 * A calendar that never closes, named 24/7: each UTC day is a session, from midnight to midnight.
 *
 * Covers 1900 through 2199, so that a time in microseconds is a CALENDAR_RANGE and not a date in the far future.
 */
export function alwaysOpen(): TradingCalendar {
  return new SessionCalendar({
    name: '24/7',
    zone: 'UTC',
    first: '1900-01-01',
    last: '2199-12-31',
    plan: zoneDayPlan('UTC'),
  })
}
