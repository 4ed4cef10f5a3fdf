import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alwaysOpen } from './always-open.js'
import { DAY_MS, isoDate } from './civil-date.js'
import { weekdayCalendar } from './weekday-calendar.js'
import { xnys } from './xnys.js'

const at = (iso: string) => Date.parse(iso)
const overnight = { name: 'Futures', zone: 'America/Chicago', open: '17:00', close: '16:00', holidays: ['2024-12-25'] }
const sydney = { name: 'Sydney', zone: 'Australia/Sydney', open: '10:00', close: '16:00', holidays: ['2024-12-25'] }
const factories = [xnys, alwaysOpen, () => weekdayCalendar(overnight), () => weekdayCalendar(sydney)]
const calendars = factories.map((make) => make())

describe('a calendar asked by time', () => {
  const xnysCalendar = xnys()

  it('opens at the open and is closed from the close on', () => {
    const { open, close } = xnysCalendar.nextSession(at('2024-03-11T00:00Z'))
    expect(xnysCalendar.isOpen(open - 1)).toBe(false)
    expect(xnysCalendar.isOpen(open)).toBe(true)
    expect(xnysCalendar.isOpen(close - 1)).toBe(true)
    expect(xnysCalendar.isOpen(close)).toBe(false)
  })

  it('gives the open session as the next one, and the following one from the close on', () => {
    expect(xnysCalendar.nextSession(at('2018-11-23T17:59:59.999Z')).date).toBe('2018-11-23')
    expect(xnysCalendar.nextSession(at('2018-11-23T18:00Z')).date).toBe('2018-11-26')
    expect(xnysCalendar.nextSession(at('2001-09-11T12:00Z')).date).toBe('2001-09-17')
    expect(xnysCalendar.nextSession(at('2021-12-31T21:00Z')).date).toBe('2022-01-03')
  })

  it('gives an overnight session after midnight and over the turn of a year', () => {
    const calendar = weekdayCalendar(overnight)
    expect(calendar.sessionAt(at('2025-01-01T21:00Z'))?.date).toBe('2024-12-31')
    expect(calendar.sessionAt(at('2025-01-01T22:30Z'))).toBeUndefined()
    expect(calendar.sessionAt(at('2025-01-01T23:00Z'))?.date).toBe('2025-01-01')
  })

  it('answers for the last session of its range until that closes', () => {
    const calendar = weekdayCalendar(overnight)
    expect(calendar.sessionAt(at('2200-01-01T21:59Z'))?.date).toBe('2199-12-31')
    expect(() => calendar.sessionAt(at('2200-01-01T22:00Z'))).toThrow(/CALENDAR_RANGE/)
  })

  it.each([NaN, Infinity, -Infinity])('answers TIME_INVALID to %d', (time) => {
    for (const ask of ['isOpen', 'sessionAt', 'nextSession'] as const) {
      expect(() => xnysCalendar[ask](time)).toThrow(expect.objectContaining({ code: 'TIME_INVALID' }))
    }
  })
})

describe('a calendar asked by date', () => {
  it.each(['2024-02-30', '2024-3-11', '11.03.2024', ''])('answers CALENDAR_INVALID to %j', (date) => {
    const message = `got ${JSON.stringify(date)}`
    expect(() => xnys().session(date)).toThrow(
      `CALENDAR_INVALID: XNYS session: expected a date that exists, written as 2024-03-11; ${message}`,
    )
    expect(() => xnys().sessions(date, '2024-03-11')).toThrow(`CALENDAR_INVALID: XNYS sessions from`)
    expect(() => xnys().sessions('2024-03-11', date)).toThrow(`CALENDAR_INVALID: XNYS sessions to`)
  })

  it('has no sessions between dates in the wrong order', () => {
    expect(xnys().sessions('2024-03-12', '2024-03-11')).toEqual([])
  })

  it('gives sessions that a caller cannot change for others', () => {
    expect(Object.isFrozen(xnys().session('2024-03-11'))).toBe(true)
  })
})

describe('the questions to a calendar', () => {
  const minute = fc.integer({ min: at('1995-01-15T00:00Z') / 60_000, max: at('2035-11-15T00:00Z') / 60_000 })
  const around = (time: number, days: number) => isoDate(Math.floor(time / DAY_MS) + days)

  it('agree with each other at any time, whatever was asked before', () => {
    const steps = fc.array(fc.tuple(minute, fc.integer({ min: 0, max: 3000 })), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.constantFrom(...calendars), steps, (calendar, asked) => {
        for (const time of asked.flatMap(([start, later]) => [start * 60_000, (start + later) * 60_000])) {
          const near = calendar.sessions(around(time, -4), around(time, 10))
          const open = near.find((session) => session.open <= time && time < session.close)
          expect(calendar.sessionAt(time)).toBe(open)
          expect(calendar.isOpen(time)).toBe(open !== undefined)
          expect(calendar.nextSession(time)).toBe(near.find((session) => session.close > time))
          for (const session of near) expect(calendar.session(session.date)).toBe(session)
        }
      }),
      { numRuns: 400 },
    )
  })

  it('get the same answers from two calendars made alike', () => {
    const index = fc.integer({ min: 0, max: factories.length - 1 })
    fc.assert(
      fc.property(index, minute, (which, start) => {
        const time = start * 60_000
        expect(factories[which]?.().nextSession(time)).toEqual(calendars[which]?.nextSession(time))
      }),
      { numRuns: 20 },
    )
  })

  it('find sessions in order, none before another has closed', () => {
    for (const calendar of calendars) {
      const sessions = calendar.sessions('2023-01-01', '2026-12-31')
      for (const [index, { open, close }] of sessions.entries()) {
        expect(open).toBeLessThan(close)
        expect(open).toBeGreaterThanOrEqual(sessions[index - 1]?.close ?? 0)
      }
    }
  })
})
