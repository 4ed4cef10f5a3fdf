import type { TradingCalendar } from '../domain/trading-calendar.js'
import { isWeekend } from './civil-date.js'
import { SessionCalendar } from './session-calendar.js'
import { sessionOf } from './session-hours.js'
import { localToUtc } from './zoned-time.js'

const ZONE = 'America/New_York'
const HOURS = { open: -7 * 60, close: 17 * 60 }

/**
 * The currency market: open from Sunday 17:00 to Friday 17:00 New York time, 1970-01-01 through 2199-12-31. Each weekday is a session from 17:00 on the day
 * before, and one ends where the next begins. There are no holidays: who makes a market at Christmas, and when, differs from broker to broker, whose hours
 * `overriddenBy` takes.
 */
export function fx(): TradingCalendar {
  const toUtc = localToUtc(ZONE)
  const plan = (day: number) => (isWeekend(day) ? {} : { session: sessionOf(day, HOURS, toUtc) })
  return new SessionCalendar({ name: 'fx', zone: ZONE, first: '1970-01-01', last: '2199-12-31', plan: () => plan })
}
