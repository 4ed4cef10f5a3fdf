import { describe, expect, it } from 'vitest'
import type { BrokerSessions, Calendar, Session } from '../domain/calendar.js'
import { overriddenBy } from './broker-sessions.js'
import { tradingCalendar } from './trading-calendar.js'
import { xnys } from './xnys.js'
import { xtks } from './xtks.js'

const at = (iso: string) => Date.parse(iso)
const session = (date: string, open: string, close: string): Session => ({
  date,
  open: at(`${date}T${open}Z`),
  close: at(`${date}T${close}Z`),
})
const week = (sessions: readonly Session[]): BrokerSessions => ({ from: '2024-07-01', to: '2024-07-05', sessions })
const monday = session('2024-07-01', '13:30', '20:00')
const tuesday = session('2024-07-02', '13:30', '20:00')
const friday = session('2024-07-05', '13:30', '20:00')

describe("a calendar that is overridden by a broker's sessions", () => {
  const late = session('2024-07-03', '13:30', '20:00')
  const extra = session('2024-07-04', '14:00', '16:00')
  const { calendar, differences } = overriddenBy(xnys(), week([friday, monday, late, extra]))

  it('has them in place of its own, on the dates that they speak for', () => {
    expect(calendar.sessions('2024-06-28', '2024-07-08')).toEqual([
      xnys().session('2024-06-28'),
      monday,
      late,
      extra,
      friday,
      xnys().session('2024-07-08'),
    ])
    expect(calendar.isOpen(at('2024-07-04T15:00Z'))).toBe(true)
    expect(calendar.nextOpen(monday.open)).toBe(late.open)
    expect(calendar.businessDaysBetween('2024-07-01', '2024-07-05')).toBe(3)
    expect(calendar.name).toBe('XNYS by broker')
  })

  it('lists what differs, and nothing else', () => {
    expect(differences).toEqual([
      { date: '2024-07-02', calendar: tuesday, broker: undefined },
      { date: '2024-07-03', calendar: session('2024-07-03', '13:30', '17:00'), broker: late },
      { date: '2024-07-04', calendar: undefined, broker: extra },
    ])
    expect(
      overriddenBy(xtks(), {
        from: '2024-12-01',
        to: '2024-12-31',
        sessions: xtks().sessions('2024-12-01', '2024-12-31'),
      }).differences,
    ).toEqual([])
  })

  it('names the days that are the broker’s, and keeps the names of the others', () => {
    expect(calendar.holidays('2024-06-19', '2024-07-05')).toEqual([
      { date: '2024-06-19', name: 'Juneteenth' },
      { date: '2024-07-02', name: "By the broker's hours" },
    ])
    expect(calendar.specialHours('2024-07-01', '2024-12-31').map(({ date }) => date)).toEqual([
      '2024-07-03',
      '2024-07-04',
      '2024-11-29',
      '2024-12-24',
    ])
  })

  it('sees a lunch break that differs', () => {
    const { breaks: _, ...noLunch } = xtks().session('2024-12-02')!
    const found = overriddenBy(xtks(), { from: '2024-12-02', to: '2024-12-02', sessions: [noLunch] })
    expect(found.differences.map(({ date }) => date)).toEqual(['2024-12-02'])
    expect(found.calendar.isOpen(at('2024-12-02T12:00+09:00'))).toBe(true)
  })
})

describe("a broker's sessions that cannot be", () => {
  it.each([
    [
      'a date outside of their stretch',
      [session('2024-07-08', '13:30', '20:00')],
      '2024-07-08: expected a date from 2024-07-01',
    ],
    ['two of a date', [monday, monday], '2024-07-01: expected one session of a date; there are two'],
    [
      'a close before the open',
      [session('2024-07-01', '20:00', '13:30')],
      '2024-07-01: expected a close after the open',
    ],
    ['NaN', [{ ...monday, open: Number.NaN }], '2024-07-01: expected a close after the open; got NaN'],
    [
      'an overlap with each other',
      [{ ...monday, close: at('2024-07-02T14:00Z') }, tuesday],
      '2024-07-02: opens before the session of 2024-07-01 has closed',
    ],
    [
      'an overlap with the calendar',
      [{ ...friday, close: at('2024-07-09T14:00Z') }],
      '2024-07-08: opens before the session of 2024-07-05 has closed',
    ],
  ])('are CALENDAR_INVALID: %s', (_, sessions, message) => {
    const make = () => overriddenBy(xnys(), week(sessions))
    expect(make).toThrow(expect.objectContaining({ code: 'CALENDAR_INVALID' }))
    expect(make).toThrow(message)
  })

  it('are CALENDAR_RANGE beyond the calendar, and CALENDAR_INVALID with dates that are none', () => {
    expect(() => overriddenBy(xnys(), { from: '2035-12-30', to: '2036-01-05', sessions: [] })).toThrow(
      /CALENDAR_RANGE.*2036-01-01 is after 2035-12-31/,
    )
    expect(() => overriddenBy(xnys(), { from: 'now', to: '2024-01-05', sessions: [] })).toThrow(/CALENDAR_INVALID/)
  })
})

describe('a calendar of one’s own', () => {
  it('answers what the others do, within its range', () => {
    const { name, zone, session: ask, sessions, sessionAt, nextSession, isOpen } = xnys()
    const inner = xnys()
    const minimal: Calendar = {
      name,
      zone,
      session: (date) => ask.call(inner, date),
      sessions: (from, to) => sessions.call(inner, from, to),
      sessionAt: (time) => sessionAt.call(inner, time),
      nextSession: (time) => nextSession.call(inner, time),
      isOpen: (time) => isOpen.call(inner, time),
    }
    const full = tradingCalendar(minimal, { first: '2024-01-01', last: '2024-12-31' })
    expect(full.sessions('2024-01-01', '2024-12-31')).toEqual(inner.sessions('2024-01-01', '2024-12-31'))
    expect(full.addBusinessDays('2024-07-03', 1)).toBe('2024-07-05')
    expect(() => full.session('2025-01-02')).toThrow(/CALENDAR_RANGE.*2025-01-02 is after 2024-12-31/)
  })
})
