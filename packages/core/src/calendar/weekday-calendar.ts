import { TradewrightError } from '../domain/errors.js'
import type { TradingCalendar } from '../domain/trading-calendar.js'
import { isWeekend, parseDay, quoted } from './civil-date.js'
import { SessionCalendar } from './session-calendar.js'
import { sessionOf, type DayPlan, type SessionHours } from './session-hours.js'
import { isZone, localToUtc, parseMinute } from './zoned-time.js'

export interface WeekdayCalendarOptions {
  readonly name: string
  /** IANA zone of the dates and times below, e.g. Europe/London. */
  readonly zone: string
  /** Local time, e.g. 09:30. */
  readonly open: string
  /** Local time, e.g. 16:00. At or before `open`, it lies on the next local day. */
  readonly close: string
  /** ISO dates without a session. Dates on a weekend are allowed: they change nothing. */
  readonly holidays: readonly string[]
  /** Local closing times by ISO date, each earlier than the regular close of that session. */
  readonly earlyCloses?: Readonly<Record<string, string>>
}

/**
 * A calendar of one's own: a session from Monday to Friday, but for holidays.
 *
 * Covers 1900 through 2199. Holidays are only the ones given: a year for which none are listed has none. In an hour
 * that clocks repeat, a time means its first run; a time that they skip is moved on by what they skip.
 * Throws CALENDAR_INVALID with every fault of the options.
 */
export function weekdayCalendar(options: WeekdayCalendarOptions): TradingCalendar {
  const faults = new Faults()
  const { name, zone } = options
  if (typeof name !== 'string' || name === '') faults.add('name', 'a name such as XNYS', name)
  if (!isZone(zone)) faults.add('zone', 'an IANA zone such as Europe/London', zone)
  const regular = regularHours(options, faults)
  const holidays = holidayDays(options.holidays, faults)
  const earlyCloses = earlyHours(options.earlyCloses ?? {}, { regular, holidays, faults })
  faults.throwIfAny()
  const toUtc = localToUtc(zone)
  const plan = (day: number): DayPlan => {
    if (isWeekend(day)) return {}
    if (holidays.has(day)) return { note: { name: 'Holiday' } }
    const early = earlyCloses.get(day)
    if (early === undefined) return { session: sessionOf(day, regular, toUtc) }
    return { session: sessionOf(day, early, toUtc), note: { name: 'Early close' } }
  }
  return new SessionCalendar({ name, zone, first: '1900-01-01', last: '2199-12-31', plan: () => plan })
}

/** What is wrong with the options: gathered, so that one error names it all. */
class Faults {
  readonly #list: string[] = []

  add(option: string, expected: string, got: unknown): void {
    this.#list.push(`${option}: expected ${expected}; got ${quoted(got)}`)
  }

  throwIfAny(): void {
    if (this.#list.length === 0) return
    const message = `a weekday calendar cannot be made of these options\n  ${this.#list.join('\n  ')}`
    throw new TradewrightError('CALENDAR_INVALID', message, { details: { faults: this.#list } })
  }
}

function hasSession(day: number, holidays: ReadonlySet<number>): boolean {
  return !isWeekend(day) && !holidays.has(day)
}

function hours(open: number, close: number): SessionHours {
  return { open, close: close > open ? close : close + 1440 }
}

function regularHours(options: WeekdayCalendarOptions, faults: Faults): SessionHours {
  const open = parseMinute(options.open)
  const close = parseMinute(options.close)
  if (open === undefined) faults.add('open', 'a time from 00:00 to 23:59', options.open)
  if (close === undefined) faults.add('close', 'a time from 00:00 to 23:59', options.close)
  return hours(open ?? 0, close ?? 0)
}

function holidayDays(holidays: unknown, faults: Faults): ReadonlySet<number> {
  if (!Array.isArray(holidays)) faults.add('holidays', 'a list of dates', holidays)
  const days = new Set<number>()
  for (const [index, date] of (Array.isArray(holidays) ? holidays : []).entries()) {
    const day = parseDay(date)
    if (day === undefined) faults.add(`holidays[${index}]`, 'a date that exists, such as 2024-12-25', date)
    else days.add(day)
  }
  return days
}

interface Given {
  readonly regular: SessionHours
  readonly holidays: ReadonlySet<number>
  readonly faults: Faults
}

function earlyHours(earlyCloses: Readonly<Record<string, string>>, given: Given): ReadonlyMap<number, SessionHours> {
  const { regular, holidays, faults } = given
  const byDay = new Map<number, SessionHours>()
  for (const [date, time] of Object.entries(earlyCloses)) {
    const day = parseDay(date)
    const close = parseMinute(time)
    const early = hours(regular.open, close ?? 0)
    if (day === undefined) faults.add('earlyCloses', 'dates that exist, such as 2024-12-24', date)
    else if (!hasSession(day, holidays)) faults.add('earlyCloses', 'dates with a session', date)
    if (close === undefined) faults.add(`earlyCloses[${date}]`, 'a time from 00:00 to 23:59', time)
    else if (early.close >= regular.close) faults.add(`earlyCloses[${date}]`, 'a time between open and close', time)
    if (day !== undefined) byDay.set(day, early)
  }
  return byDay
}
