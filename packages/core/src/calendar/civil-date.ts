import { TradewrightError } from '../domain/errors.js'

export const DAY_MS = 86_400_000

/** 0 is Sunday, 6 is Saturday, as in `Date.getUTCDay`. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/

/** Days from 1970-01-01 to a date of the Gregorian calendar; `month` is 1 to 12. */
export function dayOf(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / DAY_MS
}

/** Days from 1970-01-01 to an ISO date, or undefined if the text is not a date that exists, such as 2023-02-29. */
export function parseDay(date: unknown): number | undefined {
  if (typeof date !== 'string' || !ISO_DATE.test(date)) return undefined
  const day = Date.parse(date) / DAY_MS
  return Number.isFinite(day) && isoDate(day) === date ? day : undefined
}

/** As `parseDay`, but throws CALENDAR_INVALID. `name` says in the message which argument of which calendar it was. */
export function requireDay(date: unknown, name: string): number {
  const day = parseDay(date)
  if (day !== undefined) return day
  const message = `${name}: expected a date that exists, written as 2024-03-11; got ${quoted(date)}`
  throw new TradewrightError('CALENDAR_INVALID', message, { details: { argument: name, got: date } })
}

/** A value as messages show it: text in quotes, so that its blanks can be seen. */
export function quoted(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

/** The ISO date that lies `day` days after 1970-01-01. */
export function isoDate(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

export function yearOf(day: number): number {
  return new Date(day * DAY_MS).getUTCFullYear()
}

export function weekdayOf(day: number): Weekday {
  // 1970-01-01 was a Thursday; the second % keeps days before it from being negative.
  return ((((day + 4) % 7) + 7) % 7) as Weekday
}

/** The first such weekday on or after `day`: the third Monday of January is `weekdayFrom(dayOf(year, 1, 15), 1)`. */
export function weekdayFrom(day: number, weekday: Weekday): number {
  return day + ((weekday - weekdayOf(day) + 7) % 7)
}

export function isWeekend(day: number): boolean {
  const weekday = weekdayOf(day)
  return weekday === 0 || weekday === 6
}
