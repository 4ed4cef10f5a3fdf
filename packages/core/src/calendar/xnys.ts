import type { Calendar } from '../domain/calendar.js'
import { dayOf, requireDay, weekdayOf } from './civil-date.js'
import { SessionCalendar, type YearSchedule } from './session-calendar.js'
import { XNYS_SPECIAL_CLOSINGS, XNYS_SPECIAL_EARLY_CLOSES } from './xnys-special-days.js'
import { thanksgiving, xnysHolidays } from './xnys-holidays.js'
import { localToUtc } from './zoned-time.js'

const ZONE = 'America/New_York'
const OPEN = 9 * 60 + 30
const ONE_PM = 13 * 60
const TWO_PM = 14 * 60
const REGULAR = { open: OPEN, close: 16 * 60 }

const days = (dates: readonly string[]) => new Set(dates.map((date) => requireDay(date, 'XNYS')))

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
export function xnys(): Calendar {
  const closings = days(XNYS_SPECIAL_CLOSINGS)
  const special = days(XNYS_SPECIAL_EARLY_CLOSES)
  const schedule = (year: number): YearSchedule => {
    const holidays = xnysHolidays(year)
    const earlyCloses = yearlyEarlyCloses(year)
    return (day) => {
      const weekday = weekdayOf(day)
      if (weekday === 0 || weekday === 6 || holidays.has(day) || closings.has(day)) return undefined
      const close = special.has(day) ? ONE_PM : earlyCloses.get(day)
      return close === undefined ? REGULAR : { open: OPEN, close }
    }
  }
  const range = { first: '1990-01-01', last: '2035-12-31' }
  return new SessionCalendar({ name: 'XNYS', zone: ZONE, ...range, toUtc: localToUtc(ZONE), schedule })
}

/**
 * Minutes after midnight of each yearly early close, by day; holidays and weekends among them still have no session.
 *
 * Source: NYSE Special Closings up to 2011, then the notes on early closings under the exchange's holiday calendars.
 */
function yearlyEarlyCloses(year: number): ReadonlyMap<number, number> {
  const close = year < 1993 ? TWO_PM : ONE_PM
  const early = new Map([[dayOf(year, 12, 24), close]])
  if (year >= 1992) early.set(thanksgiving(year) + 1, close)
  if (year >= 1995) {
    // Beside a Thursday's Independence Day it was the Friday after until 2012, and is the Wednesday before since.
    const fourth = dayOf(year, 7, 4)
    const after = weekdayOf(fourth) === 4 && year <= 2012
    early.set(after ? fourth + 1 : fourth - 1, close)
  }
  return early
}
