import type { TradingCalendar } from '../domain/trading-calendar.js'
import { easter, fixed, lastOn, nth, type HolidayRule } from './holiday-rules.js'
import { minuteOf } from './session-hours.js'
import { venueCalendar, type SpecialDay } from './venue.js'

const HOLIDAYS: readonly HolidayRule[] = [
  { name: "New Year's Day", on: fixed(1, 1), observed: 'afterWeekend' },
  { name: 'Family Day', on: nth(3, 1, 2), from: 2008 },
  { name: 'Good Friday', on: easter(-2) },
  { name: 'Victoria Day', on: lastOn(1, 5, 24) },
  { name: 'Canada Day', on: fixed(7, 1), observed: 'afterWeekend' },
  { name: 'Civic Holiday', on: nth(1, 1, 8) },
  { name: 'Labour Day', on: nth(1, 1, 9) },
  { name: 'Thanksgiving Day', on: nth(2, 1, 10) },
  { name: 'Christmas Day', on: fixed(12, 25), observed: 'afterWeekend' },
  { name: 'Boxing Day', on: fixed(12, 26), observed: 'afterWeekend' },
]

const SPECIAL_DAYS: readonly SpecialDay[] = [
  { date: '2001-09-11', name: 'Attack on the World Trade Center', unverified: true },
  { date: '2001-09-12', name: 'Attack on the World Trade Center', unverified: true },
]

/**
 * The Toronto Stock Exchange: 09:30 to 16:00 Toronto time, 2000-01-01 through 2030-12-31, approximate before 2010. On December 24th, where it is a weekday, it
 * closes at 13:00. Outages leave a session as it is (2018-04-27).
 */
export function xtse(): TradingCalendar {
  return venueCalendar({
    name: 'XTSE',
    zone: 'America/Toronto',
    first: '2000-01-01',
    last: '2030-12-31',
    exactFrom: '2010-01-01',
    hours: [{ open: minuteOf(9, 30), close: minuteOf(16) }],
    holidays: HOLIDAYS,
    shortDays: [{ name: 'Christmas Eve', on: fixed(12, 24), close: minuteOf(13) }],
    specialDays: SPECIAL_DAYS,
  })
}
