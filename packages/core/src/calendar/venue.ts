import type { TradingCalendar } from '../domain/trading-calendar.js'
import { isoDate, isWeekend, requireDay, yearOf } from './civil-date.js'
import { applies, holidaysOf, type HolidayRule, type YearlyDay } from './holiday-rules.js'
import { SessionCalendar } from './session-calendar.js'
import { sessionOf, type DayNote, type DayPlan, type SessionHours } from './session-hours.js'
import { localToUtc } from './zoned-time.js'

/** Hours that are particular to a day, in minutes after midnight; what is left out is as usual. */
type OwnHours = Partial<Pick<SessionHours, 'open' | 'close'>>

/** A yearly day with other hours than usual. It yields to holidays and weekends. */
export interface ShortRule extends OwnHours {
  readonly name: string
  readonly on: YearlyDay
  readonly from?: number
  readonly to?: number
}

/** A single date on which the venue stayed closed or, where it has hours, kept other ones. */
export interface SpecialDay extends OwnHours {
  readonly date: string
  readonly name: string
  readonly source?: string
  readonly unverified?: true
}

/** A venue that trades from Monday to Friday, as rules and tables. */
export interface Venue {
  readonly name: string
  readonly zone: string
  readonly first: string
  readonly last: string
  /** From when on the tables of special days are kept; default: `first`. */
  readonly exactFrom?: string
  /** Regular hours, each from an ISO date on; the first reach back to the beginning. */
  readonly hours: readonly (SessionHours & { readonly since?: string })[]
  readonly holidays: readonly HolidayRule[]
  readonly shortDays?: readonly ShortRule[]
  readonly specialDays?: readonly SpecialDay[]
}

/** The calendar of a venue. */
export function venueCalendar(venue: Venue): TradingCalendar {
  const { name, zone, first, last, exactFrom = first, specialDays = [] } = venue
  const toUtc = localToUtc(zone)
  const special = new Map(specialDays.map((day) => [requireDay(day.date, name), day]))
  const regularOn = regularHours(venue)
  const planOf = (regular: SessionHours, own: OwnHours & DayNote, day: number): DayPlan => {
    const { open = regular.open, close = regular.close } = own
    const session = sessionOf(day, { ...regular, open, close }, toUtc)
    // A day on which a yearly early close was left out is a regular one.
    return open === regular.open && close === regular.close ? { session } : { session, note: noteOf(own) }
  }
  const plan = (year: number): ((day: number) => DayPlan) => {
    const holidays = holidaysOf(year, venue.holidays)
    const shortDays = shortDaysOf(year, venue.shortDays ?? [])
    return (day) => {
      if (isWeekend(day)) return {}
      const exception = special.get(day)
      const holiday = holidays.get(day)
      if (exception !== undefined && !hasHours(exception)) return { note: noteOf(exception) }
      if (holiday !== undefined && exception === undefined) return { note: { name: holiday } }
      const own = exception ?? shortDays.get(day)
      const regular = regularOn(day)
      return own === undefined ? { session: sessionOf(day, regular, toUtc) } : planOf(regular, own, day)
    }
  }
  const unverified = specialDays.filter((day) => day.unverified).map(({ date, ...day }) => ({ date, ...noteOf(day) }))
  return new SessionCalendar({ name, zone, first, last, exactFrom, unverified, plan })
}

function hasHours({ open, close }: OwnHours): boolean {
  return open !== undefined || close !== undefined
}

function noteOf({ name, source, unverified }: DayNote): DayNote {
  return { name, ...(source === undefined ? {} : { source }), ...(unverified ? { unverified } : {}) }
}

/** By day; of two rules for a day the first one holds. */
function shortDaysOf(year: number, rules: readonly ShortRule[]): ReadonlyMap<number, ShortRule> {
  const days = new Map<number, ShortRule>()
  for (const rule of rules) {
    const day = rule.on(year)
    if (applies(rule, year) && !days.has(day)) days.set(day, rule)
  }
  return days
}

function regularHours({ name, hours }: Venue): (day: number) => SessionHours {
  const eras = hours.map(({ since, ...regular }) => ({
    since: since === undefined ? -Infinity : requireDay(since, name),
    regular: Object.freeze(regular),
  }))
  return (day) => {
    const era = eras.filter(({ since }) => since <= day).at(-1)
    if (era === undefined) throw new Error(`${name} has no hours on ${isoDate(day)} of ${String(yearOf(day))}`)
    return era.regular
  }
}
