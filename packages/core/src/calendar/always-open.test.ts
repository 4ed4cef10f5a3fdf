import { describe, expect, it } from 'vitest'
import { alwaysOpen } from './always-open.js'

const at = (iso: string) => Date.parse(iso)

describe('the 24/7 calendar', () => {
  const calendar = alwaysOpen()

  it('makes a session of each UTC day', () => {
    expect(calendar.name).toBe('24/7')
    expect(calendar.zone).toBe('UTC')
    expect(calendar.session('2024-02-29')).toEqual({
      date: '2024-02-29',
      open: at('2024-02-29T00:00Z'),
      close: at('2024-03-01T00:00Z'),
    })
    expect(calendar.sessions('2024-01-01', '2024-12-31')).toHaveLength(366)
  })

  it('is open at any time, and midnight belongs to the new day', () => {
    expect(calendar.isOpen(at('2024-12-25T03:00Z'))).toBe(true)
    expect(calendar.sessionAt(at('2024-12-31T23:59:59.999Z'))?.date).toBe('2024-12-31')
    expect(calendar.sessionAt(at('2025-01-01T00:00Z'))?.date).toBe('2025-01-01')
    expect(calendar.nextSession(at('2025-01-01T00:00Z')).date).toBe('2025-01-01')
    expect(calendar.sessionAt(-1)?.date).toBe('1969-12-31')
  })

  it('answers CALENDAR_RANGE to a time in microseconds', () => {
    expect(() => calendar.isOpen(at('2024-03-11T14:00Z') * 1000)).toThrow(/CALENDAR_RANGE.*after 2199-12-31/)
  })
})
