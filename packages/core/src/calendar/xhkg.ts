import type { TradingCalendar } from '../domain/trading-calendar.js'
import { fixed } from './holiday-rules.js'
import { minuteOf } from './session-hours.js'
import { venueCalendar, type ShortRule } from './venue.js'
import { lunarNewYearsEve, XHKG_HOLIDAYS } from './xhkg-holidays.js'
import { XHKG_SPECIAL_DAYS } from './xhkg-special-days.js'

const CLOSE = minuteOf(16)
const NOON = minuteOf(12)
const HALF_PAST_NOON = minuteOf(12, 30)

/** Mornings alone: until 12:30 while the morning session lasted until then, which was up to 2011-03-04. */
const SHORT_DAYS: readonly ShortRule[] = [
  { name: "Lunar New Year's Eve", on: lunarNewYearsEve, to: 2011, close: HALF_PAST_NOON },
  { name: "Lunar New Year's Eve", on: lunarNewYearsEve, from: 2012, close: NOON },
  { name: 'Christmas Eve', on: fixed(12, 24), to: 2010, close: HALF_PAST_NOON },
  { name: 'Christmas Eve', on: fixed(12, 24), from: 2011, close: NOON },
  { name: "New Year's Eve", on: fixed(12, 31), to: 2010, close: HALF_PAST_NOON },
  { name: "New Year's Eve", on: fixed(12, 31), from: 2011, close: NOON },
]

/**
 * The Stock Exchange of Hong Kong: 09:30 to 12:00 and 13:00 to 16:00 Hong Kong time, 2000-01-01 through 2030-12-31, approximate before 2010. Until 2011-03-04 it
 * was 10:00 to 12:30 and 14:30 to 16:00, and until 2012-03-02 lunch ended at 13:30. The closing auction after 16:00 is not part of these hours.
 */
export function xhkg(): TradingCalendar {
  return venueCalendar({
    name: 'XHKG',
    zone: 'Asia/Hong_Kong',
    first: '2000-01-01',
    last: '2030-12-31',
    exactFrom: '2010-01-01',
    hours: [
      { open: minuteOf(10), close: CLOSE, breaks: [[HALF_PAST_NOON, minuteOf(14, 30)]] },
      { since: '2011-03-07', open: minuteOf(9, 30), close: CLOSE, breaks: [[NOON, minuteOf(13, 30)]] },
      { since: '2012-03-05', open: minuteOf(9, 30), close: CLOSE, breaks: [[NOON, minuteOf(13)]] },
    ],
    holidays: XHKG_HOLIDAYS,
    shortDays: SHORT_DAYS,
    specialDays: XHKG_SPECIAL_DAYS,
  })
}
