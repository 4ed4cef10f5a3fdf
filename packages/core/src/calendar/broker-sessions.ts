import type { BrokerSessions, Session } from '../domain/calendar.js'
import { TradewrightError } from '../domain/errors.js'
import type { CalendarCoverage, CalendarDay, TradingCalendar } from '../domain/trading-calendar.js'
import { dayOf, isoDate, requireDay } from './civil-date.js'
import { SessionCalendar } from './session-calendar.js'
import type { DayNote, DayPlan } from './session-hours.js'

/** A date on which a broker's hours are not those of the calendar. A side that is undefined has no session. */
export interface SessionDifference {
  readonly date: string
  readonly calendar: Session | undefined
  readonly broker: Session | undefined
}

/** A calendar with a broker's hours in place of its own, and where these differ. */
export interface OverriddenCalendar {
  readonly calendar: TradingCalendar
  /** In order; none where the broker says what the calendar does. */
  readonly differences: readonly SessionDifference[]
}

/**
 * A calendar in which a broker's sessions replace its own wherever they differ, for the dates that the broker speaks for, and a list of the differences.
 *
 * Throws CALENDAR_INVALID with every fault of the broker's sessions: dates outside of its stretch or given twice, sessions that do not close after they open, or that
 * overlap others; CALENDAR_RANGE where the stretch reaches beyond the calendar.
 */
export function overriddenBy(calendar: TradingCalendar, broker: BrokerSessions): OverriddenCalendar {
  const byDate = new Map(broker.sessions.map((session) => [session.date, Object.freeze({ ...session })]))
  checkSessions(calendar, broker)
  const differences: SessionDifference[] = []
  const first = requireDay(broker.from, 'from')
  const last = requireDay(broker.to, 'to')
  for (let day = first; day <= last; day += 1) {
    const date = isoDate(day)
    const difference = { date, calendar: calendar.session(date), broker: byDate.get(date) }
    if (!isSame(difference.calendar, difference.broker)) differences.push(Object.freeze(difference))
  }
  const overridden = withDifferences(calendar, differences)
  checkOrder(overridden, first, last)
  return { calendar: overridden, differences }
}

function withDifferences(base: TradingCalendar, differences: readonly SessionDifference[]): TradingCalendar {
  const { name, zone, coverage } = base
  const replaced = new Map(differences.map(({ date, broker }) => [date, broker]))
  const plan = (year: number): ((day: number) => DayPlan) => {
    const range = yearWithin(year, coverage)
    const notes = new Map([...base.holidays(...range), ...base.specialHours(...range)].map((day) => [day.date, day]))
    return (day) => {
      const date = isoDate(day)
      if (replaced.has(date)) return { ...planOf(replaced.get(date)), note: { name: "By the broker's hours" } }
      const note = notes.get(date)
      return { ...planOf(base.session(date)), ...(note === undefined ? {} : { note: noteOf(note) }) }
    }
  }
  return new SessionCalendar({ name: `${name} by broker`, zone, ...coverage, plan })
}

function noteOf({ name, source, unverified }: CalendarDay): DayNote {
  return { name, ...(source === undefined ? {} : { source }), ...(unverified ? { unverified } : {}) }
}

function planOf(session: Session | undefined): DayPlan {
  return session === undefined ? {} : { session }
}

function yearWithin(year: number, { first, last }: CalendarCoverage): [from: string, to: string] {
  const [from, to] = [isoDate(dayOf(year, 1, 1)), isoDate(dayOf(year, 12, 31))]
  return [from < first ? first : from, to > last ? last : to]
}

function isSame(one: Session | undefined, other: Session | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  const [breaks, others] = [one.breaks ?? [], other.breaks ?? []]
  return (
    one.open === other.open &&
    one.close === other.close &&
    breaks.length === others.length &&
    breaks.every(({ start, end }, i) => start === others[i]!.start && end === others[i]!.end)
  )
}

function checkSessions(calendar: TradingCalendar, { from, to, sessions }: BrokerSessions): void {
  requireDay(from, `${calendar.name} overriddenBy from`)
  requireDay(to, `${calendar.name} overriddenBy to`)
  const faults: string[] = []
  const seen = new Set<string>()
  for (const { date, open, close } of sessions) {
    if (!(date >= from && date <= to)) faults.push(`${date}: expected a date from ${from} to ${to}`)
    if (seen.has(date)) faults.push(`${date}: expected one session of a date; there are two`)
    if (!(Number.isFinite(open) && close > open))
      faults.push(`${date}: expected a close after the open; got ${String(open)} and ${String(close)}`)
    seen.add(date)
  }
  throwIfAny(calendar, faults)
}

/** Also against the calendar's own sessions around the broker's, up to a week away. */
function checkOrder(calendar: TradingCalendar, firstDay: number, lastDay: number): void {
  const { first, last } = calendar.coverage
  const [from, to] = [isoDate(firstDay - 7), isoDate(lastDay + 7)]
  const sessions = calendar.sessions(from < first ? first : from, to > last ? last : to)
  const faults = sessions.flatMap(({ date, open }, i) => {
    const before = sessions[i - 1]
    const overlaps = before !== undefined && open < before.close
    return overlaps ? [`${date}: opens before the session of ${before.date} has closed`] : []
  })
  throwIfAny(calendar, faults)
}

function throwIfAny({ name }: TradingCalendar, faults: readonly string[]): void {
  if (faults.length === 0) return
  const message = `a broker's sessions cannot replace those of ${name}\n  ${faults.join('\n  ')}`
  throw new TradewrightError('CALENDAR_INVALID', message, { details: { faults } })
}
