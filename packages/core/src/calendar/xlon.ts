import type { TradingCalendar } from '../domain/trading-calendar.js'
import { easter, except, fixed, lastOn, lastWeekday, nth, type HolidayRule } from './holiday-rules.js'
import { minuteOf } from './session-hours.js'
import { venueCalendar, type SpecialDay } from './venue.js'

/** Bank holidays of England: the Banking and Financial Dealings Act 1971 and proclamations under it, which moved single ones. */
const HOLIDAYS: readonly HolidayRule[] = [
  { name: "New Year's Day", on: fixed(1, 1), observed: 'afterWeekend' },
  { name: 'Good Friday', on: easter(-2) },
  { name: 'Easter Monday', on: easter(1) },
  // In 2020 on the 75th anniversary of VE Day.
  { name: 'Early May bank holiday', on: except(nth(1, 1, 5), { 2020: [5, 8] }) },
  // In the years of jubilees beside the extra day.
  { name: 'Spring bank holiday', on: except(lastOn(1, 5, 31), { 2002: [6, 4], 2012: [6, 4], 2022: [6, 2] }) },
  { name: 'Summer bank holiday', on: lastOn(1, 8, 31) },
  { name: 'Christmas Day', on: fixed(12, 25), observed: 'afterWeekend' },
  { name: 'Boxing Day', on: fixed(12, 26), observed: 'afterWeekend' },
]

const EARLY = minuteOf(12, 30)

const SPECIAL_DAYS: readonly SpecialDay[] = [
  { date: '2002-06-03', name: "Queen's Golden Jubilee", source: 'Royal Proclamation' },
  { date: '2011-04-29', name: 'Wedding of Prince William', source: 'Royal Proclamation' },
  { date: '2012-06-05', name: "Queen's Diamond Jubilee", source: 'Royal Proclamation' },
  { date: '2022-06-03', name: "Queen's Platinum Jubilee", source: 'Royal Proclamation' },
  { date: '2022-09-19', name: 'Funeral of Queen Elizabeth II', source: 'Royal Proclamation of 2022-09-10' },
  { date: '2023-05-08', name: 'Coronation of King Charles III', source: 'Royal Proclamation' },
]

/**
 * The London Stock Exchange: 08:00 to 16:30 London time, 2000-01-01 through 2030-12-31, approximate before 2010. On the last session before Christmas and of
 * the year it closes at 12:30.
 */
export function xlon(): TradingCalendar {
  return venueCalendar({
    name: 'XLON',
    zone: 'Europe/London',
    first: '2000-01-01',
    last: '2030-12-31',
    exactFrom: '2010-01-01',
    hours: [{ open: minuteOf(8), close: minuteOf(16, 30) }],
    holidays: HOLIDAYS,
    shortDays: [
      { name: 'Last session before Christmas', on: lastWeekday(12, 24), close: EARLY },
      { name: 'Last session of the year', on: lastWeekday(12, 31), close: EARLY },
    ],
    specialDays: SPECIAL_DAYS,
  })
}
