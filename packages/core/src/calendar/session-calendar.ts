import type { Calendar, Session } from '../domain/calendar.js'
import { formatTime, TradewrightError } from '../domain/errors.js'
import { DAY_MS, dayOf, isoDate, requireDay, yearOf } from './civil-date.js'
import type { LocalToUtc } from './zoned-time.js'

/** Local hours of one session in minutes after its day's midnight; a close of 1440 or more lies on the next day. */
export interface SessionHours {
  readonly open: number
  readonly close: number
}

/** The hours of each day (since 1970-01-01) of one year; undefined for a day without a session. */
export type YearSchedule = (day: number) => SessionHours | undefined

interface SessionCalendarOptions {
  readonly name: string
  readonly zone: string
  /** First and last ISO date that the calendar knows about. */
  readonly first: string
  readonly last: string
  readonly toUtc: LocalToUtc
  readonly schedule: (year: number) => YearSchedule
}

interface YearTable {
  readonly sessions: readonly Session[]
  /** One slot per day of the year, from January 1st on. */
  readonly byDay: readonly (Session | undefined)[]
}

/** A calendar made of one session a day at most. Each year's sessions are worked out when first asked for, and kept. */
export class SessionCalendar implements Calendar {
  readonly name: string
  readonly zone: string
  readonly #options: SessionCalendarOptions
  readonly #firstDay: number
  readonly #lastDay: number
  /** Times it can be asked about: from the first date's midnight to the last date's end, or close if that is later. */
  readonly #start: number
  readonly #end: number
  readonly #years = new Map<number, YearTable>()
  /** What `#seek` found last holds for times in [#from, #until): the answer to most calls of a loop over minutes. */
  #from = 0
  #until = 0
  #found: Session | undefined

  constructor(options: SessionCalendarOptions) {
    this.name = options.name
    this.zone = options.zone
    this.#options = options
    this.#firstDay = requireDay(options.first, 'first')
    this.#lastDay = requireDay(options.last, 'last')
    this.#start = options.toUtc(this.#firstDay, 0)
    const hours = options.schedule(yearOf(this.#lastDay))(this.#lastDay)
    const lastClose = hours ? this.#build(this.#lastDay, hours).close : 0
    this.#end = Math.max(options.toUtc(this.#lastDay + 1, 0), lastClose)
  }

  session(date: string): Session | undefined {
    const day = this.#dayInRange(date, 'session')
    const year = yearOf(day)
    return this.#table(year).byDay[day - dayOf(year, 1, 1)]
  }

  sessionAt(time: number): Session | undefined {
    const session = this.#seek(time)
    return session !== undefined && session.open <= time ? session : undefined
  }

  nextSession(time: number): Session {
    const session = this.#seek(time)
    if (session === undefined) throw this.#outOfRange(`no session closes after ${formatTime(time)}`)
    return session
  }

  isOpen(time: number): boolean {
    const session = this.#seek(time)
    return session !== undefined && session.open <= time
  }

  sessions(from: string, to: string): readonly Session[] {
    const firstDay = this.#dayInRange(from, 'sessions from')
    const lastDay = this.#dayInRange(to, 'sessions to')
    const found: Session[] = []
    for (let year = yearOf(firstDay); year <= yearOf(lastDay); year += 1) {
      for (const session of this.#table(year).sessions) {
        if (session.date >= from && session.date <= to) found.push(session)
      }
    }
    return found
  }

  /** The first session with `close > time`; undefined only after the last one. */
  #seek(time: number): Session | undefined {
    if (time >= this.#from && time < this.#until) return this.#found
    this.#checkTime(time)
    // Two days back lies no later than the local date of any session that may still be open.
    const firstYear = yearOf(Math.floor(time / DAY_MS) - 2)
    for (let year = firstYear; year <= yearOf(this.#lastDay); year += 1) {
      const { sessions } = this.#table(year)
      const index = firstClosingAfter(sessions, time)
      const session = sessions[index]
      if (session === undefined) continue
      this.#from = sessions[index - 1]?.close ?? time
      this.#until = session.close
      this.#found = session
      return session
    }
    return undefined
  }

  #table(year: number): YearTable {
    let table = this.#years.get(year)
    if (table === undefined) {
      const hoursOf = this.#options.schedule(year)
      const byDay: (Session | undefined)[] = []
      for (let day = dayOf(year, 1, 1); day < dayOf(year + 1, 1, 1); day += 1) {
        const hours = day < this.#firstDay || day > this.#lastDay ? undefined : hoursOf(day)
        byDay.push(hours && this.#build(day, hours))
      }
      table = { sessions: byDay.filter((session) => session !== undefined), byDay }
      this.#years.set(year, table)
    }
    return table
  }

  #build(day: number, { open, close }: SessionHours): Session {
    const { toUtc } = this.#options
    const closeDay = day + Math.floor(close / 1440)
    return Object.freeze({ date: isoDate(day), open: toUtc(day, open), close: toUtc(closeDay, close % 1440) })
  }

  #dayInRange(date: string, argument: string): number {
    const day = requireDay(date, `${this.name} ${argument}`)
    if (day < this.#firstDay) throw this.#outOfRange(`${date} is before ${this.#options.first}`)
    if (day > this.#lastDay) throw this.#outOfRange(`${date} is after ${this.#options.last}`)
    return day
  }

  #checkTime(time: number): void {
    if (!Number.isFinite(time)) {
      const message = `${this.name}: expected a time in UTC epoch milliseconds, got ${String(time)}`
      throw new TradewrightError('TIME_INVALID', message, { details: { calendar: this.name, time } })
    }
    if (time < this.#start) throw this.#outOfRange(`${formatTime(time)} is before ${this.#options.first}`)
    if (time >= this.#end) throw this.#outOfRange(`${formatTime(time)} is after ${this.#options.last}`)
  }

  #outOfRange(what: string): TradewrightError {
    const { first, last } = this.#options
    const message = `the calendar ${this.name} reaches from ${first} to ${last} (${this.zone}): ${what}`
    return new TradewrightError('CALENDAR_RANGE', message, { details: { calendar: this.name, first, last } })
  }
}

/** Index of the first session with `close > time`, or the number of sessions. */
function firstClosingAfter(sessions: readonly Session[], time: number): number {
  let low = 0
  let high = sessions.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const session = sessions[middle]
    if (session !== undefined && session.close <= time) low = middle + 1
    else high = middle
  }
  return low
}
