import type { TradingCalendar } from '../domain/trading-calendar.js'
import { minuteOf } from './session-hours.js'
import { venueCalendar, type SpecialDay } from './venue.js'
import { XTKS_HOLIDAYS } from './xtks-holidays.js'

const OPEN = minuteOf(9)
const LUNCH_END = minuteOf(12, 30)

const SPECIAL_DAYS: readonly SpecialDay[] = [
  { date: '2020-10-01', name: 'Failure of the trading system', source: 'JPX announcement of 2020-10-01' },
]

/**
 * The Tokyo Stock Exchange: 09:00 to 11:30 and 12:30 to 15:30 Tokyo time, 2000-01-01 through 2030-12-31, approximate before 2010. Until 2024-11-01 it closed at
 * 15:00, and until 2011-11-18 lunch began at 11:00.
 */
export function xtks(): TradingCalendar {
  return venueCalendar({
    name: 'XTKS',
    zone: 'Asia/Tokyo',
    first: '2000-01-01',
    last: '2030-12-31',
    exactFrom: '2010-01-01',
    hours: [
      { open: OPEN, close: minuteOf(15), breaks: [[minuteOf(11), LUNCH_END]] },
      { since: '2011-11-21', open: OPEN, close: minuteOf(15), breaks: [[minuteOf(11, 30), LUNCH_END]] },
      { since: '2024-11-05', open: OPEN, close: minuteOf(15, 30), breaks: [[minuteOf(11, 30), LUNCH_END]] },
    ],
    holidays: XTKS_HOLIDAYS,
    specialDays: SPECIAL_DAYS,
  })
}
