import { DAY_MS, isoDate, requireDay, weekdayOf } from '../calendar/civil-date.js'
import type { Calendar, Session } from '../domain/calendar.js'
import { TradewrightError } from '../domain/errors.js'
import { parseTimeframe, timeframeMs, type Timeframe, type TimeframeParts } from '../domain/timeframe.js'

/**
 * Where bars of a timeframe begin and end. Those of up to a day begin with the session and are cut at its close; those of a week or a month begin with its
 * first session and end with its last. A cursor, so that nothing is made per bar.
 */
export class TimeGrid {
  /** The interval of the bar: [open, close), in UTC epoch milliseconds. */
  open = Number.NaN
  close = Number.NaN
  /** The part of it in the session around the time that was sought; where there is none, `from` is the next session's open. */
  from = Number.NaN
  until = Number.NaN
  readonly #calendar: Calendar
  readonly #unit: TimeframeParts['unit']
  readonly #lengthMs: number

  /** Throws TIMEFRAME_INVALID; TIMEFRAME_UNALIGNED for what has no agreed beginning. */
  constructor(timeframe: Timeframe, calendar: Calendar) {
    const { unit } = parseTimeframe(timeframe)
    checkAlignment(timeframe)
    this.#calendar = calendar
    this.#unit = unit
    this.#lengthMs = timeframeMs(timeframe)
  }

  /** Goes to the bar of a time; false where no session is open then. Throws CALENDAR_RANGE, TIME_INVALID. */
  seek(time: number): boolean {
    const session = this.#calendar.nextSession(time)
    this.from = session.open
    this.until = session.close
    if (session.open > time) return false
    this.#place(session, time)
    return true
  }

  /** Goes to the first bar that closes after a time. */
  seekNext(time: number): void {
    const session = this.#calendar.nextSession(time)
    this.from = session.open
    this.until = session.close
    this.#place(session, Math.max(time, session.open))
  }

  #place(session: Session, time: number): void {
    const unit = this.#unit
    if (unit === 'w' || unit === 'M') {
      const [first, last] = unit === 'w' ? weekOf(session.date) : monthOf(session.date)
      const sessions = this.#calendar.sessions(first, last)
      this.open = sessions[0]!.open
      this.close = sessions.at(-1)!.close
      return
    }
    if (unit === 'd') {
      this.open = session.open
      this.close = session.close
      return
    }
    const length = this.#lengthMs
    this.open = this.from = session.open + Math.floor((time - session.open) / length) * length
    this.close = this.until = Math.min(this.open + length, session.close)
  }
}

/** Refuses several days, weeks or months, which could begin with any of them, and hours that no session is sure to reach. */
function checkAlignment(timeframe: Timeframe): void {
  const { count, unit } = parseTimeframe(timeframe)
  const isIntraday = unit === 's' || unit === 'm' || unit === 'h'
  if (isIntraday ? timeframeMs(timeframe) <= DAY_MS : count === 1) return
  throw new TradewrightError(
    'TIMEFRAME_UNALIGNED',
    `'${timeframe}' came; expected at most 24 hours, or '1d', '1w' or '1M': nothing says where others begin`,
    { details: { timeframe } },
  )
}

/** Refuses bars that would begin at another time each day, where no calendar says that they begin with the session. Throws TIMEFRAME_UNALIGNED. */
export function requireDayDivisor(timeframe: Timeframe): void {
  const { unit } = parseTimeframe(timeframe)
  if (unit === 'd' || unit === 'w' || unit === 'M' || DAY_MS % timeframeMs(timeframe) === 0) return
  throw new TradewrightError(
    'TIMEFRAME_UNALIGNED',
    `'${timeframe}' does not divide the day; expected one that does, or a calendar, from whose opens bars of any length begin`,
    { details: { timeframe } },
  )
}

/** Monday and Sunday of the ISO week of a date. */
function weekOf(date: string): readonly [string, string] {
  const day = requireDay(date, 'session date')
  const monday = day - ((weekdayOf(day) + 6) % 7)
  return [isoDate(monday), isoDate(monday + 6)]
}

/** First and last day of the month of a date. */
function monthOf(date: string): readonly [string, string] {
  const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))]
  return [`${date.slice(0, 7)}-01`, isoDate(Date.UTC(year, month, 0) / DAY_MS)]
}
