import type { TradingCalendar } from '../domain/trading-calendar.js'
import { dayOf, weekdayOf } from './civil-date.js'
import { easter, fixed, nth, lastOn, type HolidayRule } from './holiday-rules.js'
import { minuteOf } from './session-hours.js'
import { venueCalendar, type ShortRule, type SpecialDay } from './venue.js'

const OPEN = minuteOf(17) - 1440
const CLOSE = minuteOf(16)
const NOON = minuteOf(12)
const EARLY = minuteOf(12, 15)
const BEFORE_THE_OPEN = minuteOf(8, 15)

/** Days on which Globex does not trade stock index futures: those of the New York Stock Exchange at which it does not halt at noon instead. */
const HOLIDAYS: readonly HolidayRule[] = [
  { name: "New Year's Day", on: fixed(1, 1), observed: 'afterSunday' },
  { name: 'Good Friday', on: easter(-2) },
  { name: 'Christmas Day', on: fixed(12, 25), observed: 'nearestWeekday' },
]

/** Halts of holidays in the United States, from CME Group's yearly Globex holiday schedules; until 2014 they were at 10:30. */
const SHORT_DAYS: readonly ShortRule[] = [
  ...halts('Martin Luther King, Jr. Day', nth(3, 1, 1), 2015),
  ...halts("Presidents' Day", nth(3, 1, 2), 2015),
  ...halts('Memorial Day', lastOn(1, 5, 31), 2014),
  { name: 'Juneteenth', on: nearestWeekday(6, 19), from: 2022, close: NOON },
  ...halts('Independence Day', nearestWeekday(7, 4), 2014),
  ...halts('Labor Day', nth(1, 1, 9), 2014),
  ...halts('Thanksgiving Day', nth(4, 4, 11), 2014),
  // After the halts, so that July 3rd is one where it is Independence Day as observed.
  { name: 'Day before Independence Day', on: fixed(7, 3), close: EARLY },
  { name: 'Day after Thanksgiving', on: (year) => nth(4, 4, 11)(year) + 1, close: EARLY },
  { name: 'Christmas Eve', on: fixed(12, 24), close: EARLY },
]

/** Good Fridays on which the employment report comes are traded until shortly before shares would open. */
const SPECIAL_DAYS: readonly SpecialDay[] = [
  {
    date: '2010-04-02',
    name: 'Good Friday',
    close: BEFORE_THE_OPEN,
    source: 'pandas_market_calendars, CME Globex Equity',
  },
  {
    date: '2012-04-06',
    name: 'Good Friday',
    close: BEFORE_THE_OPEN,
    source: 'pandas_market_calendars, CME Globex Equity',
  },
  {
    date: '2012-10-29',
    name: 'Hurricane Sandy',
    close: BEFORE_THE_OPEN,
    source: "CME Group's notice of 2012-10-28, quoted by marketswiki.com",
  },
  {
    date: '2012-10-30',
    name: 'Hurricane Sandy',
    close: BEFORE_THE_OPEN,
    source: "CME Group's announcement of 2012-10-29",
  },
  {
    date: '2015-04-03',
    name: 'Good Friday',
    close: BEFORE_THE_OPEN,
    source: 'pandas_market_calendars, CME Globex Equity',
  },
  {
    date: '2018-12-05',
    name: 'Mourning for President George H. W. Bush',
    close: minuteOf(8, 30),
    source: "CME Group's announcement of 2018-12-02",
  },
  {
    date: '2021-04-02',
    name: 'Good Friday',
    close: BEFORE_THE_OPEN,
    source: 'pandas_market_calendars, CME Globex Equity',
  },
  {
    date: '2023-04-07',
    name: 'Good Friday',
    close: BEFORE_THE_OPEN,
    source: 'pandas_market_calendars, CME Globex Equity',
  },
  {
    date: '2025-01-09',
    name: 'Mourning for President Carter',
    close: minuteOf(8, 30),
    source: "CME Group's announcement of 2024-12-30",
  },
  {
    date: '2026-04-03',
    name: 'Good Friday',
    close: BEFORE_THE_OPEN,
    source: 'pandas_market_calendars, CME Globex Equity (pull request 456)',
  },
]

/**
 * Stock index futures on CME Globex: from 17:00 on the day before to 16:00 Chicago time, Sunday evening to Friday, 2010-01-01 through 2030-12-31. Until
 * 2021-06-25 they paused from 15:15 to 15:30. Sessions have the date on which they close; the one of a holiday is halted at 12:00, and what opens that evening
 * belongs to the next day.
 *
 * Approximate before 2016: they closed at 16:15 from 2012-11-19 to 2015-09-18, and at 16:30 before. Until then what was traded from 15:30 on belonged to the
 * next day's session, and on Fridays they closed at 15:15, which these sessions do not have.
 */
export function cmeEquity(): TradingCalendar {
  const pause = [[minuteOf(15, 15), minuteOf(15, 30)]] as const
  return venueCalendar({
    name: 'cme-equity',
    zone: 'America/Chicago',
    first: '2010-01-01',
    last: '2030-12-31',
    exactFrom: '2016-01-01',
    hours: [
      { open: OPEN, close: minuteOf(16, 30), breaks: pause },
      { since: '2012-11-19', open: OPEN, close: minuteOf(16, 15), breaks: pause },
      { since: '2015-09-21', open: OPEN, close: CLOSE, breaks: pause },
      { since: '2021-06-28', open: OPEN, close: CLOSE },
    ],
    holidays: HOLIDAYS,
    shortDays: SHORT_DAYS,
    specialDays: SPECIAL_DAYS,
  })
}

function halts(name: string, on: (year: number) => number, noonFrom: number): readonly ShortRule[] {
  return [
    { name, on, to: noonFrom - 1, close: minuteOf(10, 30) },
    { name, on, from: noonFrom, close: NOON },
  ]
}

function nearestWeekday(month: number, day: number): (year: number) => number {
  return (year) => {
    const date = dayOf(year, month, day)
    const weekday = weekdayOf(date)
    return weekday === 6 ? date - 1 : weekday === 0 ? date + 1 : date
  }
}
