import type { TradingCalendar } from '../domain/trading-calendar.js'
import { easter, fixed, lastWeekday, type HolidayRule } from './holiday-rules.js'
import { minuteOf } from './session-hours.js'
import { venueCalendar } from './venue.js'

/** Days without trading by the rules of the Frankfurt exchange; years are those in which it kept a holiday. */
const HOLIDAYS: readonly HolidayRule[] = [
  { name: "New Year's Day", on: fixed(1, 1) },
  { name: 'Good Friday', on: easter(-2) },
  { name: 'Easter Monday', on: easter(1) },
  { name: 'Labour Day', on: fixed(5, 1) },
  { name: 'Whit Monday', on: easter(50), from: 2007, to: 2007 },
  { name: 'Whit Monday', on: easter(50), from: 2015, to: 2021 },
  { name: 'Day of German Unity', on: fixed(10, 3), from: 2014, to: 2021 },
  { name: 'Christmas Eve', on: fixed(12, 24) },
  { name: 'Christmas Day', on: fixed(12, 25) },
  { name: 'Boxing Day', on: fixed(12, 26) },
  { name: "New Year's Eve", on: fixed(12, 31) },
]

/**
 * Xetra in Frankfurt: 09:00 to 17:30 Berlin time, 2004-01-01 through 2030-12-31, approximate before 2010. The last session of the year closes at 14:00. Whit
 * Monday and the Day of German Unity were days without trading only until 2021.
 */
export function xetr(): TradingCalendar {
  return venueCalendar({
    name: 'XETR',
    zone: 'Europe/Berlin',
    first: '2004-01-01',
    last: '2030-12-31',
    exactFrom: '2010-01-01',
    hours: [{ open: minuteOf(9), close: minuteOf(17, 30) }],
    holidays: HOLIDAYS,
    shortDays: [{ name: 'Last session of the year', on: lastWeekday(12, 30), from: 2010, close: minuteOf(14) }],
    specialDays: [
      { date: '2017-10-31', name: '500 years of the Reformation', source: 'a public holiday in all of Germany' },
    ],
  })
}
