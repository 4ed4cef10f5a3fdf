/** One trading session: the local date it belongs to, and when it opens and closes, in UTC epoch milliseconds. */
export interface Session {
  /** ISO date in the calendar's zone, e.g. 2024-03-11. */
  readonly date: string
  readonly open: number
  /** Exclusive: the first instant at which the venue is closed. */
  readonly close: number
}

/** When a venue is open. Implementations are pure: the same answer on any host, in any time zone, at any time. */
export interface Calendar {
  readonly name: string
  /** IANA zone in which sessions have their dates. */
  readonly zone: string
  /** The session of a local date, or undefined on a day without one. Throws CALENDAR_RANGE outside the calendar's tables. */
  session(date: string): Session | undefined
  /** The session with `open <= time < close`, if the venue is open then. */
  sessionAt(time: number): Session | undefined
  /** The first session with `close > time`: the one that is open, or the next one. */
  nextSession(time: number): Session
  isOpen(time: number): boolean
  /** All sessions whose date lies in [from, to], both ISO dates, in order. */
  sessions(from: string, to: string): readonly Session[]
}
