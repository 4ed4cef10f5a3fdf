import { describe, expect, it } from 'vitest'
import { nextTrading, tradingHoursOf, type Calendar, type Session } from './calendar.js'

const plain: Session = { date: '2024-11-05', open: 1000, close: 2000 }
const withLunch: Session = { ...plain, breaks: [{ start: 1400, end: 1500 }] }

describe('the trading hours of a session', () => {
  it('are one stretch, or two around a break', () => {
    expect(tradingHoursOf(plain)).toEqual([{ open: 1000, close: 2000 }])
    expect(tradingHoursOf(withLunch)).toEqual([
      { open: 1000, close: 1400 },
      { open: 1500, close: 2000 },
    ])
  })
})

describe('the next time at which a venue trades', () => {
  const calendar: Calendar = {
    name: 'one session',
    zone: 'UTC',
    session: () => withLunch,
    sessions: () => [withLunch],
    sessionAt: () => withLunch,
    nextSession: () => withLunch,
    isOpen: () => true,
  }

  it.each([
    [900, 1000],
    [1000, 1000],
    [1399, 1399],
    [1400, 1500],
    [1500, 1500],
    [1999, 1999],
  ])('after %i is %i, past a break', (time, expected) => {
    expect(nextTrading(calendar, time)).toBe(expected)
  })
})
