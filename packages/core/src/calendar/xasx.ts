import type { TradingCalendar } from '../domain/trading-calendar.js'
import { dayOf } from './civil-date.js'
import { easter, fixed, lastWeekday, nth, type HolidayRule, type YearlyDay } from './holiday-rules.js'
import { minuteOf } from './session-hours.js'
import { venueCalendar, type SpecialDay } from './venue.js'

const HOLIDAYS: readonly HolidayRule[] = [
  { name: "New Year's Day", on: fixed(1, 1), observed: 'afterWeekend' },
  { name: 'Australia Day', on: fixed(1, 26), observed: 'afterWeekend' },
  { name: 'Good Friday', on: easter(-2) },
  { name: 'Easter Monday', on: easter(1) },
  // Not moved from a weekend: on Monday 2026-04-27, a holiday in New South Wales, the exchange trades.
  { name: 'Anzac Day', on: fixed(4, 25) },
  { name: "Sovereign's Birthday", on: nth(2, 1, 6) },
  { name: 'Christmas Day', on: fixed(12, 25), observed: 'afterWeekend' },
  { name: 'Boxing Day', on: fixed(12, 26), observed: 'afterWeekend' },
]

const CLOSE = minuteOf(16)
const EARLY = minuteOf(14, 10)

const SPECIAL_DAYS: readonly SpecialDay[] = [
  { date: '2010-04-26', name: 'Anzac Day (observed)', source: 'a Monday, which New South Wales gave that year' },
  {
    date: '2011-04-26',
    name: 'Anzac Day (observed)',
    source: 'the Tuesday after Easter, as Easter Monday was Anzac Day',
  },
  { date: '2022-09-22', name: 'Mourning for Queen Elizabeth II', source: 'a public holiday in all of Australia' },
]

/**
 * December 24th and 31st; until 2021 the last weekday before them where they lie on a weekend. Source: the exchange's trading calendars, by which 2022-12-23, 2022-12-30,
 * 2023-12-22 and 2023-12-29 had normal hours (exchange_calendars, pull request 279, and holidays, Australian Securities Exchange).
 */
function shortDay(day: 24 | 31): YearlyDay {
  const lastWeekdayBy = lastWeekday(12, day)
  return (year) => (year <= 2021 ? lastWeekdayBy(year) : dayOf(year, 12, day))
}

/**
 * The Australian Securities Exchange, shares: 10:00 to 16:00 Sydney time, 2000-01-01 through 2030-12-31, approximate before 2010. On
 * Christmas Eve and New Year's Eve it closes at 14:10, until 2021 on the session before where these lie on a weekend. Shares open in groups from 10:00 to 10:09, and
 * the closing auction is at 16:10: neither is part of these hours. The early close is that of the auction, as the exchange publishes it: what is traded
 * continuously ends at 14:00.
 */
export function xasx(): TradingCalendar {
  return venueCalendar({
    name: 'XASX',
    zone: 'Australia/Sydney',
    first: '2000-01-01',
    last: '2030-12-31',
    exactFrom: '2010-01-01',
    hours: [{ open: minuteOf(10), close: CLOSE }],
    holidays: HOLIDAYS,
    shortDays: [
      { name: 'Last session before Christmas', on: shortDay(24), from: 2010, close: EARLY },
      { name: 'Last session of the year', on: shortDay(31), from: 2010, close: EARLY },
    ],
    specialDays: SPECIAL_DAYS,
  })
}
