import type { Session } from '../domain/calendar.js'
import type { CalendarDay } from '../domain/trading-calendar.js'
import { dayOf, isoDate } from './civil-date.js'
import type { DayPlan } from './session-hours.js'

/** One year of a calendar, worked out once. */
export interface YearTable {
  /** By date, which is also the order of their times. */
  readonly sessions: readonly Session[]
  /** One slot per day of the year, from January 1st on. */
  readonly byDay: readonly (Session | undefined)[]
  readonly holidays: readonly CalendarDay[]
  readonly specialHours: readonly CalendarDay[]
}

/** `plan` is asked only about days in [firstDay, lastDay]. */
export function yearTable(
  year: number,
  plan: (day: number) => DayPlan,
  { firstDay, lastDay }: { readonly firstDay: number; readonly lastDay: number },
): YearTable {
  const byDay: (Session | undefined)[] = []
  const holidays: CalendarDay[] = []
  const specialHours: CalendarDay[] = []
  for (let day = dayOf(year, 1, 1); day < dayOf(year + 1, 1, 1); day += 1) {
    const { session, note } = day < firstDay || day > lastDay ? {} : plan(day)
    byDay.push(session)
    if (note !== undefined) (session ? specialHours : holidays).push(Object.freeze({ date: isoDate(day), ...note }))
  }
  return { sessions: byDay.filter((session) => session !== undefined), byDay, holidays, specialHours }
}

/** How many of a year's sessions have closed at a time, that instant included. */
export function closedBy(sessions: readonly Session[], time: number): number {
  let low = 0
  let high = sessions.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sessions[middle]!.close <= time) low = middle + 1
    else high = middle
  }
  return low
}
