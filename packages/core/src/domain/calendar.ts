/** A stretch in UTC epoch milliseconds, without its end. */
export interface TradingHours {
  readonly open: number
  /** Exclusive: the first instant at which the venue is closed. */
  readonly close: number
}

/** One trading session: the local date it belongs to, and when it opens and closes, in UTC epoch milliseconds. */
export interface Session extends TradingHours {
  /** ISO date in the calendar's zone, e.g. 2024-03-11. */
  readonly date: string
  /** When it pauses, in order, such as a lunch break. Left out where it does not. */
  readonly breaks?: readonly SessionBreak[]
}

/** A pause of a session, such as lunch in Tokyo, in UTC epoch milliseconds. */
export interface SessionBreak {
  readonly start: number
  /** Exclusive: the first instant at which the venue trades again. */
  readonly end: number
}

/**
 * When a venue is open: as little as the engine asks of a calendar of one's own. The library's own calendars are `TradingCalendar`s.
 *
 * Implementations are pure: the same answer on any host, in any time zone, at any time.
 */
export interface Calendar {
  readonly name: string
  /** IANA zone in which sessions have their dates. */
  readonly zone: string
  /** The session of a local date, or undefined on a day without one. Throws CALENDAR_RANGE outside the calendar's tables. */
  session(date: string): Session | undefined
  /** The session with `open <= time < close`, its breaks included. */
  sessionAt(time: number): Session | undefined
  /** The first session with `close > time`: the one that is open, or the next one. */
  nextSession(time: number): Session
  /** Whether the venue trades: there is a session, and it does not pause. */
  isOpen(time: number): boolean
  /** All sessions whose date lies in [from, to], both ISO dates, in order. */
  sessions(from: string, to: string): readonly Session[]
}

/** The sessions of a broker or venue for a stretch of dates: a date within it that has none is closed. */
export interface BrokerSessions {
  /** First and last ISO date that they speak for. */
  readonly from: string
  readonly to: string
  /** In any order. */
  readonly sessions: readonly Session[]
}

/** The hours of a session without its breaks. */
export function tradingHoursOf({ open, close, breaks = [] }: Session): readonly TradingHours[] {
  const opens = [open, ...breaks.map(({ end }) => end)]
  const closes = [...breaks.map(({ start }) => start), close]
  return opens.map((from, i) => ({ open: from, close: closes[i]! }))
}

/** The first time at or after one at which a calendar's venue trades: the end of a break, or the open of a session. */
export function nextTrading(calendar: Calendar, time: number): number {
  const hours = tradingHoursOf(calendar.nextSession(time))
  return Math.max(time, hours.find(({ close }) => close > time)!.open)
}
