import {
  formatTime,
  isTradewrightError,
  timeframeMs,
  type Calendar,
  type Session,
  type Timeframe,
} from '@tradewright/core'
import type { FileSource } from './file-source.js'
import type { Stamp } from './stamps.js'
import { addDays, addMonths, isoDate } from './wall-dates.js'
import type { ZoneClock } from './zone-clock.js'

const DAY_MS = 86_400_000

export interface BarSpansOptions {
  readonly timeframe: Timeframe
  /** Whether the file stamps a bar's open or its close. */
  readonly stamps: 'open' | 'close'
  readonly calendar: Calendar | undefined
  /** Zone of the file's local times. */
  readonly timeZone: ZoneClock
  /** Zone of the days that dates stand for where there is no calendar. */
  readonly dayZone: ZoneClock
}

/** Finds when a bar opens and closes from what its row is stamped with. */
export class BarSpans {
  openTime = 0
  closeTime = 0
  readonly #options: BarSpansOptions
  readonly #source: FileSource
  readonly #count: number
  readonly #unit: string
  readonly #lengthMs: number

  constructor(options: BarSpansOptions, source: FileSource) {
    this.#options = options
    this.#source = source
    this.#lengthMs = timeframeMs(options.timeframe)
    this.#count = Number.parseInt(options.timeframe, 10)
    this.#unit = options.timeframe.slice(-1)
  }

  /** Sets `openTime` and `closeTime`. `previous` is the instant of the row before: it tells the second of two equal wall times from the first. */
  find(stamp: Stamp, previous: number): void {
    try {
      if (this.#unit === 'd' || this.#unit === 'w' || this.#unit === 'M') this.#findLong(stamp, previous)
      else if (stamp.shape !== 'date') this.#findByTime(this.#instantOf(stamp, previous), this.#lengthMs)
      else
        throw this.#wrong(
          `'${isoDate(stamp.wall)}' has no time of day; expected one for bars of ${this.#options.timeframe}`,
        )
    } catch (error) {
      if (!isTradewrightError(error) || error.code !== 'CALENDAR_RANGE') throw error
      const message = error.message.replace(/^CALENDAR_RANGE: /, '')
      throw this.#source.rowError('CALENDAR_RANGE', message, error.details, error)
    }
  }

  /** Takes a bar's times as the file has them, both of them instants. Throws TIME_INVALID and BAR_OVERLAP. */
  take(stamp: Stamp, closeTime: number): void {
    if (stamp.shape !== 'instant') {
      const expected = 'an instant, such as a time with Z or an offset, since the file has close times'
      throw this.#wrong(`'${new Date(stamp.wall).toISOString().slice(0, 19)}' has no zone; expected ${expected}`)
    }
    this.openTime = stamp.time
    this.closeTime = closeTime
    if (closeTime > stamp.time) return
    const message = `${formatTime(stamp.time)} closes at ${formatTime(closeTime)}; expected a close after the open`
    throw this.#source.rowError('BAR_OVERLAP', message, { time: stamp.time, closeTime })
  }

  /** A bar of a day or longer: midnight stands for its date, every other time of day and an instant without a calendar for itself. */
  #findLong(stamp: Stamp, previous: number): void {
    const { calendar, dayZone, stamps } = this.#options
    const isLiteral = stamp.shape === 'instant' && !calendar
    if (stamp.wall % DAY_MS === 0 && !isLiteral) return this.#findByDate(stamp.wall)
    const time = this.#instantOf(stamp, previous)
    const wall = time + dayZone.offsetAt(time)
    if (wall % DAY_MS === 0 && !isLiteral) return this.#findByDate(wall)
    const other = dayZone.instantOf(this.#shift(wall, stamps === 'open' ? 1 : -1))
    this.#findByTime(time, Math.abs(other - time))
  }

  #findByDate(date: number): void {
    const { calendar, dayZone, stamps } = this.#options
    const first = stamps === 'open' || this.#isOneDay ? date : addDays(this.#shift(date, -1), 1)
    const last = stamps === 'close' || this.#isOneDay ? date : addDays(this.#shift(date, 1), -1)
    if (!calendar) {
      this.openTime = dayZone.instantOf(first)
      this.closeTime = dayZone.instantOf(addDays(last, 1))
      return
    }
    const sessions = this.#sessions(calendar, first, last)
    const firstSession = sessions[0]
    const lastSession = sessions[sessions.length - 1]
    if (!firstSession || !lastSession) {
      const span = this.#isOneDay ? isoDate(date) : `${isoDate(first)} to ${isoDate(last)}`
      const message = `${span} has no session in the calendar ${calendar.name}; expected a trading day`
      throw this.#source.rowError('SESSION_MISSING', message, { date: isoDate(date), calendar: calendar.name })
    }
    this.openTime = firstSession.open
    this.closeTime = lastSession.close
  }

  get #isOneDay(): boolean {
    return this.#unit === 'd' && this.#count === 1
  }

  /** The sessions that a bar stamped by date covers: so many sessions for days, all sessions of the span for weeks and months. */
  #sessions(calendar: Calendar, first: number, last: number): readonly Session[] {
    if (this.#isOneDay) {
      const session = calendar.session(isoDate(first))
      return session ? [session] : []
    }
    if (this.#unit !== 'd') return calendar.sessions(isoDate(first), isoDate(last))
    // Twice the days and a fortnight hold enough sessions over any holidays.
    const reach = this.#count * 2 + 14
    if (this.#options.stamps === 'close') {
      if (!calendar.session(isoDate(last))) return []
      return calendar.sessions(isoDate(addDays(last, -reach)), isoDate(last)).slice(-this.#count)
    }
    if (!calendar.session(isoDate(first))) return []
    return calendar.sessions(isoDate(first), isoDate(addDays(first, reach))).slice(0, this.#count)
  }

  /** A wall time one bar later (1) or earlier (-1). */
  #shift(wall: number, direction: 1 | -1): number {
    if (this.#unit === 'M') return addMonths(wall, direction * this.#count)
    return addDays(wall, direction * this.#count * (this.#unit === 'w' ? 7 : 1))
  }

  #instantOf(stamp: Stamp, previous: number): number {
    if (stamp.shape === 'instant') return stamp.time
    const { wall } = stamp
    const { timeZone } = this.#options
    if (timeZone.isSkipped(wall)) {
      const text = new Date(wall).toISOString().slice(0, 19).replace('T', ' ')
      const message = `'${text}' does not exist in ${timeZone.zone}, where clocks went forward over it`
      throw this.#wrong(`${message}; expected a time that does`, { zone: timeZone.zone })
    }
    const first = timeZone.instantOf(wall)
    return first > previous ? first : (timeZone.secondInstantOf(wall) ?? first)
  }

  #findByTime(time: number, lengthMs: number): void {
    const { calendar, stamps } = this.#options
    // A bar longer than a day runs over closes.
    const clips = calendar && this.#lengthMs <= DAY_MS
    if (stamps === 'open') {
      this.openTime = time
      this.closeTime = clips ? this.#beforeClose(calendar, time, time + lengthMs) : time + lengthMs
    } else {
      this.closeTime = time
      this.openTime = clips ? this.#afterOpen(calendar, time - lengthMs, time) : time - lengthMs
    }
  }

  /** The end of a bar, or the close of its session if the venue closes before; sessions may follow each other without a break. */
  #beforeClose(calendar: Calendar, from: number, to: number): number {
    let session = calendar.sessionAt(from)
    while (session && session.close < to) {
      const next = calendar.nextSession(session.close)
      if (next.open !== session.close) return session.close
      session = next
    }
    return to
  }

  #afterOpen(calendar: Calendar, from: number, to: number): number {
    let session = calendar.sessionAt(to - 1)
    while (session && session.open > from) {
      const before = calendar.sessionAt(session.open - 1)
      if (!before) return session.open
      session = before
    }
    return from
  }

  #wrong(message: string, details: Readonly<Record<string, unknown>> = {}): Error {
    return this.#source.rowError('TIME_INVALID', message, details)
  }
}
