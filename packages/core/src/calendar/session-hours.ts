import type { CalendarDay } from '../domain/trading-calendar.js'
import type { Session } from '../domain/calendar.js'
import { isoDate } from './civil-date.js'
import type { LocalToUtc } from './zoned-time.js'

/** Local hours of one session in minutes after its day's midnight; below 0 they lie on the day before, from 1440 on on the next one. */
export interface SessionHours {
  readonly open: number
  readonly close: number
  /** Pauses as [start, end), in order. */
  readonly breaks?: readonly (readonly [start: number, end: number])[]
}

/** What is written down of a day, apart from its date. */
export type DayNote = Omit<CalendarDay, 'date'>

/** What a calendar says of one day (since 1970-01-01): a session, a reason why it has none, or both where its hours are special. */
export interface DayPlan {
  readonly session?: Session
  readonly note?: DayNote
}

/** A session of local hours. What lies outside of `open` and `close` of its breaks is left away. */
export function sessionOf(day: number, { open, close, breaks = [] }: SessionHours, toUtc: LocalToUtc): Session {
  const within = breaks.filter(([start, end]) => start > open && end < close)
  const session = { date: isoDate(day), open: toUtc(day, open), close: toUtc(day, close) }
  if (within.length === 0) return Object.freeze(session)
  const pauses = within.map(([start, end]) => Object.freeze({ start: toUtc(day, start), end: toUtc(day, end) }))
  return Object.freeze({ ...session, breaks: Object.freeze(pauses) })
}

/** Minutes after midnight of a time written as 9:30 or 17:00. */
export function minuteOf(hours: number, minutes = 0): number {
  return hours * 60 + minutes
}
