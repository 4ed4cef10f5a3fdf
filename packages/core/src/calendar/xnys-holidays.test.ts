import { describe, expect, it } from 'vitest'
import { isoDate } from './civil-date.js'
import { easterSunday } from './easter.js'
import { holidaysOf } from './holiday-rules.js'
import { XNYS_HOLIDAYS } from './xnys-holidays.js'

const holidays = (year: number) => [...holidaysOf(year, XNYS_HOLIDAYS).keys()].sort((a, b) => a - b).map(isoDate)

describe('holidays of the New York Stock Exchange', () => {
  it('are nine in 1997 and ten with Martin Luther King, Jr. Day from 1998 on', () => {
    expect(holidays(1997)).not.toContain('1997-01-20')
    expect(holidays(1998)).toContain('1998-01-19')
  })

  it('have Juneteenth from 2022 on', () => {
    expect(holidays(2021)).not.toContain('2021-06-18')
    expect(holidays(2022)).toContain('2022-06-20')
  })

  // NYSE Group Announces 2026, 2027 and 2028 Holiday and Early Closings Calendar, 2025-12-23.
  it.each([
    ['01-01', '01-19', '02-16', '04-03', '05-25', '06-19', '07-03', '09-07', '11-26', '12-25', 2026],
    ['01-01', '01-18', '02-15', '03-26', '05-31', '06-18', '07-05', '09-06', '11-25', '12-24', 2027],
    ['01-01', '01-17', '02-21', '04-14', '05-29', '06-19', '07-04', '09-04', '11-23', '12-25', 2028],
  ])('are on %s, %s, %s, %s, %s, %s, %s, %s, %s and %s in %i, as published', (...row) => {
    const year = Number(row.at(-1))
    expect(holidays(year)).toEqual(row.slice(0, -1).map((day) => `${year}-${day}`))
  })
})

describe('Easter Sunday', () => {
  // The earliest and the latest date it can have, and the two exceptions of Gauss's rule.
  it.each([
    '1818-03-22',
    '1943-04-25',
    '1954-04-18',
    '1981-04-19',
    '2000-04-23',
    '2008-03-23',
    '2024-03-31',
    '2038-04-25',
  ])('is on %s', (date) => {
    expect(isoDate(easterSunday(Number(date.slice(0, 4))))).toBe(date)
  })
})
