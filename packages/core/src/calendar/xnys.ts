import type { TradingCalendar } from '../domain/trading-calendar.js'
import { venueCalendar, type ShortRule, type SpecialDay, type Venue } from './venue.js'
import { XNYS_EARLY_CLOSES, XNYS_HOLIDAYS } from './xnys-holidays.js'
import { XNYS_SPECIAL_DAYS } from './xnys-special-days.js'

/** Which hours a calendar of US shares has. */
export interface UsEquityOptions {
  /**
   * With `true`, sessions last from 04:00 to 20:00 New York time, and to 17:00 where the regular session closes at 13:00, in every year alike: as they are today.
   * Default `false`.
   */
  readonly extendedHours?: boolean
}

const REGULAR = { open: 9 * 60 + 30, close: 16 * 60 }
const EXTENDED = { open: 4 * 60, close: 20 * 60 }

/**
 * The New York Stock Exchange: regular hours of 09:30 to 16:00 New York time, 1990-01-01 through 2035-12-31.
 *
 * Holidays and early closes are computed by the exchange's rules, special closings come from a table; what the exchange
 * decides after 2025 beyond its rules is not known here. Its published calendars for 2026 through 2028 agree with them.
 * These are regular hours: a late opening or a cut on a single day leaves the session as it is (1994-02-11, 1996-01-08
 * snow, 1995-12-18 computers, 1997-10-27 circuit breaker, 2002-09-11 memorial, 2005-06-01 systems; moments of silence).
 *
 * Asking beyond these dates throws CALENDAR_RANGE.
 */
export function xnys(options: UsEquityOptions = {}): TradingCalendar {
  return usEquities('XNYS', options)
}

/** Nasdaq, which keeps the days and hours of the New York Stock Exchange: see `xnys`. */
export function xnas(options: UsEquityOptions = {}): TradingCalendar {
  return usEquities('XNAS', options)
}

function usEquities(name: string, { extendedHours = false }: UsEquityOptions): TradingCalendar {
  const later = <T extends ShortRule | SpecialDay>(day: T): T =>
    // Trading after hours lasts for four hours on early closes too: NYSE Arca's and Nasdaq's trading hours.
    extendedHours && day.close !== undefined ? { ...day, close: day.close + 240 } : day
  const venue: Venue = {
    name: extendedHours ? `${name} extended` : name,
    zone: 'America/New_York',
    first: '1990-01-01',
    last: '2035-12-31',
    hours: [extendedHours ? EXTENDED : REGULAR],
    holidays: XNYS_HOLIDAYS,
    shortDays: XNYS_EARLY_CLOSES.map(later),
    specialDays: XNYS_SPECIAL_DAYS.map(later),
  }
  return venueCalendar(venue)
}
