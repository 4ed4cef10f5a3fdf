import { describe, expect, it } from 'vitest'
import { dayOf, isoDate, parseDay, weekdayFrom, weekdayOf } from './civil-date.js'

describe('dates', () => {
  it.each([
    ['1970-01-01', 0, 4],
    ['1969-12-31', -1, 3],
    ['1900-01-01', -25567, 1],
    ['2000-02-29', 11016, 2],
    ['2024-03-10', 19792, 0],
  ])('%s is day %i, of weekday %i', (date, day, weekday) => {
    expect(parseDay(date)).toBe(day)
    expect(isoDate(day)).toBe(date)
    expect(weekdayOf(day)).toBe(weekday)
  })

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2024-13-01',
    '2024-00-10',
    '2024-3-11',
    '20240311',
    '2024-03-11T00:00',
    ' 2024-03-11',
    '',
    null,
    42,
  ])('%j is no date', (text) => {
    expect(parseDay(text)).toBeUndefined()
  })

  it('counts a weekday from its own day on', () => {
    expect(isoDate(weekdayFrom(dayOf(2024, 3, 11), 1))).toBe('2024-03-11')
    expect(isoDate(weekdayFrom(dayOf(2024, 3, 12), 1))).toBe('2024-03-18')
    expect(isoDate(weekdayFrom(dayOf(2024, 3, 10), 6))).toBe('2024-03-16')
  })
})
