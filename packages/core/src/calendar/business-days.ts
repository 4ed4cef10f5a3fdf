import { TradewrightError } from '../domain/errors.js'

/** What has a session of a year, by date; undefined for a year that the calendar does not have. */
type DatesOf = (year: number) => readonly { readonly date: string }[] | undefined

/** The date so many business days on, or undefined beyond the calendar's years. Throws CALENDAR_INVALID for a count that is not whole. */
export function addBusinessDays(date: string, count: number, datesOf: DatesOf): string | undefined {
  if (!Number.isSafeInteger(count)) {
    const message = `addBusinessDays: expected a whole number of days; got ${String(count)}`
    throw new TradewrightError('CALENDAR_INVALID', message, { details: { count } })
  }
  let year = Number(date.slice(0, 4))
  let dates = datesOf(year)
  // A step forward is counted from the last business day up to the date, a step back and none from the first one from the date on.
  let index = count + (count > 0 ? before(dates, date, true) - 1 : before(dates, date, false))
  while (dates !== undefined && index >= dates.length) {
    index -= dates.length
    dates = datesOf((year += 1))
  }
  while (dates !== undefined && index < 0) {
    dates = datesOf((year -= 1))
    index += dates?.length ?? 0
  }
  return dates?.[index]?.date
}

/** Business days in (from, to], or, where `to` comes first, those in [to, from) as a negative number. */
export function businessDaysBetween(from: string, to: string, datesOf: DatesOf): number {
  const inclusive = from <= to
  const [first, last] = inclusive ? [from, to] : [to, from]
  let count = 0
  for (let year = Number(first.slice(0, 4)); year < Number(last.slice(0, 4)); year += 1) {
    count += datesOf(year)?.length ?? 0
  }
  count += before(datesOf(Number(last.slice(0, 4))), last, inclusive)
  count -= before(datesOf(Number(first.slice(0, 4))), first, inclusive)
  // What is none must not be -0, which toEqual tells from 0.
  return inclusive || count === 0 ? count : -count
}

/** How many dates come before one, or with it if it is `inclusive`. */
function before(dates: readonly { readonly date: string }[] | undefined, date: string, inclusive: boolean): number {
  let low = 0
  let high = dates?.length ?? 0
  while (low < high) {
    const middle = (low + high) >>> 1
    const each = dates![middle]!.date
    if (each < date || (inclusive && each === date)) low = middle + 1
    else high = middle
  }
  return low
}
