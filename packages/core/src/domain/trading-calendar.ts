import type { Calendar, TradingHours } from './calendar.js'

/** What is particular about a date of a calendar. */
export interface CalendarDay {
  /** ISO date in the calendar's zone. */
  readonly date: string
  readonly name: string
  /** Where it was found, for days that no rule of the venue gives. */
  readonly source?: string
  /** Written down from memory: nobody has held it against a source. */
  readonly unverified?: true
}

/** What a calendar knows, and how well. */
export interface CalendarCoverage {
  /** First and last ISO date that it can be asked about. */
  readonly first: string
  readonly last: string
  /** First date from which special days are known; before it there are only today's rules, and the dates are approximate. */
  readonly exactFrom: string
  /** Special days that nobody has held against a source. */
  readonly unverified: readonly CalendarDay[]
}

/**
 * A calendar with everything that the library's own can answer; `tradingCalendar` makes one of a `Calendar` of yours.
 *
 * Times are UTC epoch milliseconds, dates ISO dates in the calendar's zone. A time that is none throws TIME_INVALID, a date that is none CALENDAR_INVALID, and
 * what lies beyond the tables, or has its answer there, CALENDAR_RANGE with the end that was passed.
 */
export interface TradingCalendar extends Calendar {
  readonly coverage: CalendarCoverage
  /** The first opening of a session after a time, and not at it. Breaks are neither closes nor opens: ask `tradingHours` for them. */
  nextOpen(time: number): number
  /** The first close of a session after a time, and not at it. */
  nextClose(time: number): number
  /** The last opening of a session before a time, and not at it. */
  previousOpen(time: number): number
  /** The last close of a session before a time, and not at it. */
  previousClose(time: number): number
  /** When the venue trades on a date: one stretch, or two around a lunch break; none on a day without a session. */
  tradingHours(date: string): readonly TradingHours[]
  /** Days in [from, to] that would have a session by their weekday but have none, in order. */
  holidays(from: string, to: string): readonly CalendarDay[]
  /** Days in [from, to] with other hours than the regular ones, such as early closes, in order. */
  specialHours(from: string, to: string): readonly CalendarDay[]
  /** Whether a date has a session. */
  isBusinessDay(date: string): boolean
  /** The date so many business days after one, or before it where `count` is negative. With 0 the date itself or, if it is none, the next business day. */
  addBusinessDays(date: string, count: number): string
  /** Business days in (from, to]; where `to` comes first, those in [to, from) and negative. Undoes `addBusinessDays` from a business day. */
  businessDaysBetween(from: string, to: string): number
}
