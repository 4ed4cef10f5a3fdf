import type { TradingCalendar } from '../domain/trading-calendar.js'
import { easter, fixed, type HolidayRule } from './holiday-rules.js'
import { minuteOf } from './session-hours.js'
import { venueCalendar } from './venue.js'

/** Euronext's closing days, the same for its markets since 2002. None is moved from a weekend. */
const HOLIDAYS: readonly HolidayRule[] = [
  { name: "New Year's Day", on: fixed(1, 1) },
  { name: 'Good Friday', on: easter(-2) },
  { name: 'Easter Monday', on: easter(1) },
  { name: 'Labour Day', on: fixed(5, 1) },
  { name: 'Christmas Day', on: fixed(12, 25) },
  { name: 'Boxing Day', on: fixed(12, 26) },
]

const EARLY = minuteOf(14, 5)

/**
 * Euronext Paris: 09:00 to 17:30 Paris time, 2003-01-01 through 2030-12-31, approximate before 2010. On December 24th and 31st, where these are weekdays, it
 * closes at 14:05, which is the end of the auction, as Euronext publishes it; what is traded continuously ends at 14:00.
 */
export function xpar(): TradingCalendar {
  return venueCalendar({
    name: 'XPAR',
    zone: 'Europe/Paris',
    first: '2003-01-01',
    last: '2030-12-31',
    exactFrom: '2010-01-01',
    hours: [{ open: minuteOf(9), close: minuteOf(17, 30) }],
    holidays: HOLIDAYS,
    shortDays: [
      { name: 'Christmas Eve', on: fixed(12, 24), close: EARLY },
      { name: "New Year's Eve", on: fixed(12, 31), close: EARLY },
    ],
  })
}
