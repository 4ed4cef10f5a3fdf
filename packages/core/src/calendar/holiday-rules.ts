import { dayOf, isWeekend, weekdayFrom, weekdayOf, type Weekday } from './civil-date.js'
import { easterSunday } from './easter.js'

/** A day since 1970-01-01 for each year. */
export type YearlyDay = (year: number) => number

/**
 * Where a holiday goes that falls on a weekend:
 * - `asFalls`: nowhere.
 * - `nearestWeekday`: from Saturday to Friday, from Sunday to Monday.
 * - `afterSunday`: from a Sunday, or from a day that is a holiday already, to the next day that is neither. A Saturday stays.
 * - `afterWeekend`: from a weekend, or from a day that is a holiday already, to the next day that is neither.
 */
export type Observance = 'asFalls' | 'nearestWeekday' | 'afterSunday' | 'afterWeekend'

/** A holiday that comes every year, from one year to another where these are given. */
export interface HolidayRule {
  readonly name: string
  readonly on: YearlyDay
  /** Default: `asFalls`. */
  readonly observed?: Observance
  readonly from?: number
  readonly to?: number
}

/** The same date of every year. */
export function fixed(month: number, day: number): YearlyDay {
  return (year) => dayOf(year, month, day)
}

/** The nth such weekday of a month, the first being 1. */
export function nth(count: number, weekday: Weekday, month: number): YearlyDay {
  return (year) => weekdayFrom(dayOf(year, month, 7 * count - 6), weekday)
}

/** The last such weekday on or before a date, such as the last Monday of May: `lastOn(1, 5, 31)`. */
export function lastOn(weekday: Weekday, month: number, day: number): YearlyDay {
  return (year) => weekdayFrom(dayOf(year, month, day) - 6, weekday)
}

/** So many days after Easter Sunday: Good Friday is -2, Whit Monday 50. */
export function easter(days: number): YearlyDay {
  return (year) => easterSunday(year) + days
}

/** A rule with other dates in single years. */
export function except(
  rule: YearlyDay,
  years: Readonly<Record<number, readonly [month: number, day: number]>>,
): YearlyDay {
  return (year) => {
    const moved = years[year]
    return moved === undefined ? rule(year) : dayOf(year, moved[0], moved[1])
  }
}

/** The date in a table of ISO dates, one a year. */
export function listed(dates: readonly string[]): YearlyDay {
  const byYear = new Map(dates.map((date) => [Number(date.slice(0, 4)), Date.parse(date) / 86_400_000]))
  return (year) => {
    const day = byYear.get(year)
    if (day === undefined) throw new Error(`no date of ${String(year)} is listed`)
    return day
  }
}

/** The last weekday on or before a date: the last one before Christmas is `lastWeekday(12, 24)`. */
export function lastWeekday(month: number, day: number): YearlyDay {
  return (year) => {
    const date = dayOf(year, month, day)
    const weekday = weekdayOf(date)
    return weekday === 6 ? date - 1 : weekday === 0 ? date - 2 : date
  }
}

/** The holidays of a year by day, each where it is observed. Those that stay are placed before those that move. */
export function holidaysOf(year: number, rules: readonly HolidayRule[]): ReadonlyMap<number, string> {
  const placed = new Map<number, string>()
  const moving: { readonly rule: HolidayRule; readonly day: number }[] = []
  for (const rule of rules) {
    if (!applies(rule, year)) continue
    const day = rule.on(year)
    if (moves(rule, day, placed)) moving.push({ rule, day })
    else if (!placed.has(day)) placed.set(day, rule.name)
  }
  for (const { rule, day } of moving.sort((a, b) => a.day - b.day)) {
    placed.set(observedOn(rule, day, placed), `${rule.name} (observed)`)
  }
  return placed
}

/** Whether a rule has its day in a year. */
export function applies({ from = -Infinity, to = Infinity }: Pick<HolidayRule, 'from' | 'to'>, year: number): boolean {
  return year >= from && year <= to
}

function moves({ observed = 'asFalls' }: HolidayRule, day: number, placed: ReadonlyMap<number, string>): boolean {
  if (observed === 'asFalls') return false
  if (observed === 'nearestWeekday') return isWeekend(day)
  return isOff(observed, day) || placed.has(day)
}

function observedOn({ observed }: HolidayRule, day: number, placed: ReadonlyMap<number, string>): number {
  if (observed === 'nearestWeekday') return weekdayOf(day) === 6 ? day - 1 : day + 1
  let next = day
  while (isOff(observed, next) || placed.has(next)) next += 1
  return next
}

function isOff(observed: Observance | undefined, day: number): boolean {
  return observed === 'afterSunday' ? weekdayOf(day) === 0 : isWeekend(day)
}
