import { DAY_MS, isoDate, requireDay, weekdayOf } from '../calendar/civil-date.js'
import type { Calendar, Session } from '../domain/calendar.js'
import { TradewrightError } from '../domain/errors.js'
import { parseTimeframe, timeframeMs, type Timeframe, type TimeframeParts } from '../domain/timeframe.js'

/**
 * Where bars of a timeframe begin and end. Those shorter than a day begin with the session, and anew after each of its breaks, and are cut where it pauses or
 * closes; a day is a session; those of a week or a month begin with its first session and end with its last. A cursor, so that nothing is made per bar.
 */
export class TimeGrid {
  /** The interval of the bar: [open, close), in UTC epoch milliseconds. */
  open = Number.NaN
  close = Number.NaN
  /** The part of it in which the venue trades on, around the time that was sought; where there is none, `from` is when it trades next. */
  from = Number.NaN
  until = Number.NaN
  /** Where what begins in that part has to end: bars of a day and longer go on over breaks. */
  end = Number.NaN
  /** Of a bar; of a month thirty days. */
  readonly lengthMs: number
  readonly #calendar: Calendar
  readonly #unit: TimeframeParts['unit']
  readonly #isIntraday: boolean

  /** Throws TIMEFRAME_INVALID; TIMEFRAME_UNALIGNED for what has no agreed beginning. */
  constructor(timeframe: Timeframe, calendar: Calendar) {
    const { unit } = parseTimeframe(timeframe)
    checkAlignment(timeframe)
    this.#calendar = calendar
    this.#unit = unit
    this.#isIntraday = isIntraday(unit)
    this.lengthMs = timeframeMs(timeframe)
  }

  /**
   * Goes to the bar of what lasts from a time until another; false where the venue does not trade then. Of a day and longer it may begin in a break. Throws
   * CALENDAR_RANGE, TIME_INVALID.
   */
  seek(time: number, until = time): boolean {
    const session = this.#calendar.nextSession(time)
    this.#enterPart(session, time)
    if (this.from > time && (this.#isIntraday || session.open > time || until <= this.from)) return false
    this.#place(session, time)
    return true
  }

  /** Goes to the first bar that closes after a time. */
  seekNext(time: number): void {
    const session = this.#calendar.nextSession(time)
    this.#enterPart(session, time)
    this.#place(session, Math.max(time, this.from))
  }

  /** Goes to the stretch without a break in which a time lies, or to the next one. */
  #enterPart({ open, close, breaks }: Session, time: number): void {
    this.from = open
    this.until = this.end = close
    if (breaks === undefined) return
    for (const { start, end } of breaks) {
      if (time < start) {
        this.until = start
        break
      }
      this.from = end
    }
    if (this.#isIntraday) this.end = this.until
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
    const { from, lengthMs: length } = this
    this.open = this.from = from + Math.floor((time - from) / length) * length
    this.close = this.until = this.end = Math.min(this.open + length, this.until)
  }
}

/** Refuses several days, weeks or months, which could begin with any of them, and hours that no session is sure to reach. */
function checkAlignment(timeframe: Timeframe): void {
  const { count, unit } = parseTimeframe(timeframe)
  if (isIntraday(unit) ? timeframeMs(timeframe) <= DAY_MS : count === 1) return
  throw new TradewrightError(
    'TIMEFRAME_UNALIGNED',
    `'${timeframe}' came; expected at most 24 hours, or '1d', '1w' or '1M': nothing says where others begin`,
    { details: { timeframe } },
  )
}

/** Refuses bars that would begin at another time each day, where no calendar says that they begin with the session. Throws TIMEFRAME_UNALIGNED. */
export function requireDayDivisor(timeframe: Timeframe): void {
  const { unit } = parseTimeframe(timeframe)
  if (!isIntraday(unit) || DAY_MS % timeframeMs(timeframe) === 0) return
  throw new TradewrightError(
    'TIMEFRAME_UNALIGNED',
    `'${timeframe}' does not divide the day; expected one that does, or a calendar, from whose opens bars of any length begin`,
    { details: { timeframe } },
  )
}

function isIntraday(unit: TimeframeParts['unit']): boolean {
  return unit === 's' || unit === 'm' || unit === 'h'
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
