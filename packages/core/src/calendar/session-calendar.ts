import { tradingHoursOf, type Session, type TradingHours } from '../domain/calendar.js'
import { formatTime, TradewrightError } from '../domain/errors.js'
import type { CalendarCoverage, CalendarDay, TradingCalendar } from '../domain/trading-calendar.js'
import { addBusinessDays, businessDaysBetween } from './business-days.js'
import { DAY_MS, dayOf, requireDay, yearOf } from './civil-date.js'
import type { DayPlan } from './session-hours.js'
import { closedBy, yearTable, type YearTable } from './year-table.js'
import { localToUtc } from './zoned-time.js'

/** What a calendar says of each day (since 1970-01-01) of a year. */
export type YearPlan = (year: number) => (day: number) => DayPlan

interface SessionCalendarOptions {
  readonly name: string
  readonly zone: string
  /** First and last ISO date that the calendar knows about. */
  readonly first: string
  readonly last: string
  /** Default: `first`. */
  readonly exactFrom?: string
  readonly unverified?: readonly CalendarDay[]
  readonly plan: YearPlan
}

/** A calendar made of one session a day at most. Each year's sessions are worked out when first asked for, and kept. */
export class SessionCalendar implements TradingCalendar {
  readonly name: string
  readonly zone: string
  readonly coverage: CalendarCoverage
  readonly #plan: YearPlan
  readonly #firstDay: number
  readonly #lastDay: number
  /** Times it can be asked about: from the first date's midnight, or open if that is earlier, to the last date's end, or close if that is later. */
  readonly #start: number
  readonly #end: number
  readonly #years = new Map<number, YearTable>()
  /** What `#seek` found last holds for times in [#from, #until): the answer to most calls of a loop over minutes. */
  #from = 0
  #until = 0
  #found: Session | undefined
  /** The session before that one, and the one after it once it was asked for. */
  #before: Session | undefined
  #after: Session | undefined

  constructor(options: SessionCalendarOptions) {
    const { name, zone, first, last, exactFrom = first, unverified = [] } = options
    this.name = name
    this.zone = zone
    this.coverage = Object.freeze({ first, last, exactFrom, unverified })
    this.#plan = options.plan
    this.#firstDay = requireDay(first, 'first')
    this.#lastDay = requireDay(last, 'last')
    const toUtc = localToUtc(zone)
    const opening = this.#plan(yearOf(this.#firstDay))(this.#firstDay).session
    const closing = this.#plan(yearOf(this.#lastDay))(this.#lastDay).session
    this.#start = Math.min(toUtc(this.#firstDay, 0), opening?.open ?? Infinity)
    // Where sessions open on the evening before, that of the day after the last is not known.
    const overnight = closing !== undefined && closing.open < toUtc(this.#lastDay, 0)
    this.#end = overnight ? closing.close : Math.max(toUtc(this.#lastDay + 1, 0), closing?.close ?? 0)
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
    if (session === undefined || session.open > time) return false
    return session.breaks === undefined || !session.breaks.some(({ start, end }) => start <= time && time < end)
  }

  nextOpen(time: number): number {
    const session = this.#seek(time)
    const next = session !== undefined && session.open <= time ? this.#following(session) : session
    if (next === undefined) throw this.#outOfRange(`no session opens after ${formatTime(time)}`)
    return next.open
  }

  nextClose(time: number): number {
    return this.nextSession(time).close
  }

  previousOpen(time: number): number {
    const session = this.#seek(time)
    const previous = session !== undefined && session.open < time ? session : this.#closedLast(session, time)
    if (previous === undefined) throw this.#outOfRange(`no session opens before ${formatTime(time)}`)
    return previous.open
  }

  previousClose(time: number): number {
    const closed = this.#closedLast(this.#seek(time), time)
    const previous = closed?.close === time ? this.#lastClosedBy(closed.open) : closed
    if (previous === undefined) throw this.#outOfRange(`no session closes before ${formatTime(time)}`)
    return previous.close
  }

  sessions(from: string, to: string): readonly Session[] {
    return this.#between('sessions', from, to, ({ sessions }) => sessions)
  }

  tradingHours(date: string): readonly TradingHours[] {
    const session = this.session(date)
    return session === undefined ? [] : tradingHoursOf(session)
  }

  holidays(from: string, to: string): readonly CalendarDay[] {
    return this.#between('holidays', from, to, ({ holidays }) => holidays)
  }

  specialHours(from: string, to: string): readonly CalendarDay[] {
    return this.#between('specialHours', from, to, ({ specialHours }) => specialHours)
  }

  isBusinessDay(date: string): boolean {
    return this.session(date) !== undefined
  }

  addBusinessDays(date: string, count: number): string {
    this.#dayInRange(date, 'addBusinessDays')
    const found = addBusinessDays(date, count, (year) => this.#datesOf(year))
    if (found === undefined) throw this.#outOfRange(`${date} and ${String(count)} business days`)
    return found
  }

  businessDaysBetween(from: string, to: string): number {
    this.#dayInRange(from, 'businessDaysBetween from')
    this.#dayInRange(to, 'businessDaysBetween to')
    return businessDaysBetween(from, to, (year) => this.#datesOf(year))
  }

  #between<T extends { readonly date: string }>(
    question: string,
    from: string,
    to: string,
    of: (table: YearTable) => readonly T[],
  ): readonly T[] {
    const firstYear = yearOf(this.#dayInRange(from, `${question} from`))
    const lastYear = yearOf(this.#dayInRange(to, `${question} to`))
    const found: T[] = []
    for (let year = firstYear; year <= lastYear; year += 1) {
      for (const each of of(this.#table(year))) if (each.date >= from && each.date <= to) found.push(each)
    }
    return found
  }

  /** The first session with `close > time`; undefined only after the last one. */
  #seek(time: number): Session | undefined {
    if (time >= this.#from && time < this.#until) return this.#found
    this.#checkTime(time)
    const session = this.#firstClosingAfter(time)
    if (session === undefined) return undefined
    this.#before = this.#lastClosedBy(time)
    this.#after = undefined
    this.#from = this.#before?.close ?? time
    this.#until = session.close
    this.#found = session
    return session
  }

  /** The session after the one that was sought. */
  #following(sought: Session): Session | undefined {
    this.#after ??= this.#firstClosingAfter(sought.close)
    return this.#after
  }

  /** The last session that has closed by a time for which `sought` was found. */
  #closedLast(sought: Session | undefined, time: number): Session | undefined {
    return sought === undefined ? this.#lastClosedBy(time) : this.#before
  }

  #firstClosingAfter(time: number): Session | undefined {
    // Two days back lies no later than the local date of any session that may still be open.
    for (let year = this.#yearNear(time - 2 * DAY_MS); year <= yearOf(this.#lastDay); year += 1) {
      const { sessions } = this.#table(year)
      const session = sessions[closedBy(sessions, time)]
      if (session !== undefined) return session
    }
    return undefined
  }

  /** The last session with `close <= time`; undefined only before the first one. */
  #lastClosedBy(time: number): Session | undefined {
    for (let year = this.#yearNear(time + 2 * DAY_MS); year >= yearOf(this.#firstDay); year -= 1) {
      const { sessions } = this.#table(year)
      const session = sessions[closedBy(sessions, time) - 1]
      if (session !== undefined) return session
    }
    return undefined
  }

  #yearNear(time: number): number {
    const year = new Date(time).getUTCFullYear()
    return Math.min(Math.max(year, yearOf(this.#firstDay)), yearOf(this.#lastDay))
  }

  #table(year: number): YearTable {
    let table = this.#years.get(year)
    if (table === undefined) {
      table = yearTable(year, this.#plan(year), { firstDay: this.#firstDay, lastDay: this.#lastDay })
      this.#years.set(year, table)
    }
    return table
  }

  /** Dates of the sessions of a year; undefined outside the calendar's years. */
  #datesOf(year: number): readonly Session[] | undefined {
    if (year < yearOf(this.#firstDay) || year > yearOf(this.#lastDay)) return undefined
    return this.#table(year).sessions
  }

  #dayInRange(date: string, argument: string): number {
    const day = requireDay(date, `${this.name} ${argument}`)
    if (day < this.#firstDay) throw this.#outOfRange(`${date} is before ${this.coverage.first}`)
    if (day > this.#lastDay) throw this.#outOfRange(`${date} is after ${this.coverage.last}`)
    return day
  }

  #checkTime(time: number): void {
    if (!Number.isFinite(time)) {
      const message = `${this.name}: expected a time in UTC epoch milliseconds, got ${String(time)}`
      throw new TradewrightError('TIME_INVALID', message, { details: { calendar: this.name, time } })
    }
    if (time < this.#start) throw this.#outOfRange(`${formatTime(time)} is before ${this.coverage.first}`)
    if (time >= this.#end) throw this.#outOfRange(`${formatTime(time)} is after ${this.coverage.last}`)
  }

  #outOfRange(what: string): TradewrightError {
    const { first, last } = this.coverage
    const message = `the calendar ${this.name} reaches from ${first} to ${last} (${this.zone}): ${what}`
    return new TradewrightError('CALENDAR_RANGE', message, { details: { calendar: this.name, first, last } })
  }
}
