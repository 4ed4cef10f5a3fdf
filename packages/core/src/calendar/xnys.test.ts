import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { xnas, xnys } from './xnys.js'

const calendar = xnys()
const at = (iso: string) => Date.parse(iso)

describe('sessions of the New York Stock Exchange', () => {
  it.each([
    ['the first one', '1990-01-02', '14:30', '21:00'],
    ['the Friday before summer time begins on the first Sunday of April', '2006-03-31', '14:30', '21:00'],
    ['the Monday after summer time begins on the first Sunday of April', '2006-04-03', '13:30', '20:00'],
    ['the Friday before summer time begins on the second Sunday of March', '2024-03-08', '14:30', '21:00'],
    ['the Monday after summer time begins on the second Sunday of March', '2024-03-11', '13:30', '20:00'],
    ['the Friday before summer time ends on the last Sunday of October', '2006-10-27', '13:30', '20:00'],
    ['the Monday after summer time ends on the last Sunday of October', '2006-10-30', '14:30', '21:00'],
    ['the Friday before summer time ends on the first Sunday of November', '2024-11-01', '13:30', '20:00'],
    ['the Monday after summer time ends on the first Sunday of November', '2024-11-04', '14:30', '21:00'],
    ['Christmas Eve in the days of the 14:00 close', '1990-12-24', '14:30', '19:00'],
    ['the day after Thanksgiving 1991, a regular one', '1991-11-29', '14:30', '21:00'],
    ['the day after Thanksgiving 1992, with its 14:00 close', '1992-11-27', '14:30', '19:00'],
    ['the day after Thanksgiving 1993, with its 13:00 close', '1993-11-26', '14:30', '18:00'],
    ['the day before Independence Day 1990, a regular one', '1990-07-03', '13:30', '20:00'],
    ['the Monday before Independence Day 1995', '1995-07-03', '13:30', '17:00'],
    ['the Wednesday before a Thursday Independence Day up to 2012', '2002-07-03', '13:30', '20:00'],
    ['the Friday after a Thursday Independence Day up to 2012', '2002-07-05', '13:30', '17:00'],
    ['the Wednesday before a Thursday Independence Day from 2013 on', '2013-07-03', '13:30', '17:00'],
    ['the Friday after a Thursday Independence Day from 2013 on', '2013-07-05', '13:30', '20:00'],
    ['the Friday after Christmas 1997', '1997-12-26', '14:30', '18:00'],
    ['the Friday after Christmas 2003', '2003-12-26', '14:30', '18:00'],
    ['the Friday after Christmas 2008, a regular one', '2008-12-26', '14:30', '21:00'],
    ['the last day of 1999', '1999-12-31', '14:30', '18:00'],
    ['the day after Thanksgiving 2018', '2018-11-23', '14:30', '18:00'],
    ['Christmas Eve 2018', '2018-12-24', '14:30', '18:00'],
    ['the Friday before a Saturday New Year', '2021-12-31', '14:30', '21:00'],
    ['a day of snow, by its schedule', '1996-01-08', '14:30', '21:00'],
    ['the Monday before Independence Day 2028', '2028-07-03', '13:30', '17:00'],
    ['the last one', '2035-12-31', '14:30', '21:00'],
  ])('on %s, %s, last from %s to %s UTC', (_, date, open, close) => {
    expect(calendar.session(date)).toEqual({ date, open: at(`${date}T${open}Z`), close: at(`${date}T${close}Z`) })
  })

  it.each([
    ['a Monday Christmas observed for Sunday', '1994-12-26'],
    ['a Friday Christmas Eve observed for Saturday', '1999-12-24'],
    ['Independence Day observed on July 3rd', '2020-07-03'],
    ['Independence Day observed on July 5th', '2021-07-05'],
    ['a Monday New Year observed for Sunday', '2023-01-02'],
    ['Martin Luther King, Jr. Day 1998', '1998-01-19'],
    ['Good Friday in March', '2008-03-21'],
    ['Juneteenth 2023', '2023-06-19'],
    ['mourning for President Nixon', '1994-04-27'],
    ['September 11th', '2001-09-11'],
    ['the Friday after September 11th', '2001-09-14'],
    ['mourning for President Reagan', '2004-06-11'],
    ['mourning for President Ford', '2007-01-02'],
    ['the second day of Hurricane Sandy', '2012-10-30'],
    ['mourning for President Bush', '2018-12-05'],
    ['mourning for President Carter', '2025-01-09'],
    ['a Saturday', '2024-03-09'],
    ['a Sunday', '2024-03-10'],
  ])('are none on %s, %s', (_, date) => {
    expect(calendar.session(date)).toBeUndefined()
  })

  it('are so many in each year from 1990 to 2035, and so many of them close early', () => {
    const years = Array.from(
      { length: 46 },
      (_, i) => [`${String(1990 + i)}-01-01`, `${String(1990 + i)}-12-31`] as const,
    )
    expect(years.map((year) => calendar.sessions(...year).length)).toEqual([
      253, 253, 254, 253, 252, 252, 254, 253, 252, 252, 252, 248, 252, 252, 252, 252, 251, 251, 253, 252, 252, 252, 250,
      252, 252, 252, 252, 251, 251, 252, 253, 252, 251, 250, 252, 250, 251, 251, 251, 251, 251, 251, 252, 251, 250, 251,
    ])
    expect(years.map((year) => calendar.specialHours(...year).length)).toEqual([
      1, 1, 2, 1, 1, 2, 3, 4, 2, 2, 2, 3, 3, 4, 1, 1, 2, 3, 3, 2, 1, 1, 3, 3, 3, 2, 1, 2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1,
      2, 3, 3, 3, 1, 1, 2, 3,
    ])
  })

  it('are those of Nasdaq', () => {
    expect(xnas().sessions('1990-01-01', '2035-12-31')).toEqual(calendar.sessions('1990-01-01', '2035-12-31'))
    expect(xnas().name).toBe('XNAS')
  })

  const reference = new URL('../../../../../shared/reference/xnys-sessions-1990-2023.csv', import.meta.url)

  it.skipIf(!existsSync(reference))(
    'are those of the reference, row by row, where it lies beside the repository',
    () => {
      const rows = readFileSync(reference, 'utf8').trim().split(/\r?\n/).slice(1)
      const ours = calendar.sessions('1990-01-01', '2023-01-13').map(({ date, open, close }) => {
        const [opens, closes] = [open, close].map((time) => new Date(time).toISOString().replace('.000', ''))
        return `${date}T00:00:00Z,${String(opens)},${String(closes)},,`
      })
      expect(ours).toHaveLength(8324)
      expect(ours).toEqual(rows)
    },
  )
})

describe('extended hours of US shares', () => {
  const extended = xnys({ extendedHours: true })

  it.each([
    ['a regular day', '2024-03-11', '08:00', '2024-03-12T00:00'],
    ['a regular day in winter', '2024-03-08', '09:00', '2024-03-09T01:00'],
    ['an early close', '2024-11-29', '09:00', '2024-11-29T22:00'],
  ])('on %s, %s, last from %s to %s UTC', (_, date, open, close) => {
    expect(extended.session(date)).toEqual({ date, open: at(`${date}T${open}Z`), close: at(`${close}Z`) })
  })

  it('are kept on the days of the regular ones', () => {
    const dates = (each: typeof calendar) => each.sessions('1990-01-01', '2035-12-31').map(({ date }) => date)
    expect(dates(extended)).toEqual(dates(calendar))
    expect(extended.name).toBe('XNYS extended')
  })
})

describe('the range of the New York Stock Exchange', () => {
  it.each([
    ['a date before 1990', () => calendar.session('1989-12-29'), '1989-12-29 is before 1990-01-01'],
    ['a date after 2035', () => calendar.session('2036-01-02'), '2036-01-02 is after 2035-12-31'],
    [
      'sessions from before 1990',
      () => calendar.sessions('1850-01-01', '1990-01-31'),
      '1850-01-01 is before 1990-01-01',
    ],
    ['sessions to after 2035', () => calendar.sessions('2035-01-01', '2036-01-01'), '2036-01-01 is after 2035-12-31'],
    [
      'a time before 1990',
      () => calendar.isOpen(at('1990-01-01T04:59:59Z')),
      '1990-01-01T04:59:59Z is before 1990-01-01',
    ],
    [
      'a time after 2035',
      () => calendar.sessionAt(at('2036-01-01T05:00Z')),
      '2036-01-01T05:00:00Z is after 2035-12-31',
    ],
    [
      'a next session after the last one',
      () => calendar.nextSession(at('2035-12-31T21:00Z')),
      'no session closes after 2035-12-31T21:00:00Z',
    ],
  ])('answers CALENDAR_RANGE to %s, and names its end', (_, ask, message) => {
    expect(ask).toThrow(expect.objectContaining({ code: 'CALENDAR_RANGE' }))
    expect(ask).toThrow(`the calendar XNYS reaches from 1990-01-01 to 2035-12-31 (America/New_York): ${message}`)
  })

  it('has both its first and its last local day', () => {
    expect(calendar.nextSession(at('1990-01-01T05:00Z')).date).toBe('1990-01-02')
    expect(calendar.isOpen(at('2035-12-31T20:59Z'))).toBe(true)
    expect(calendar.isOpen(at('2036-01-01T04:59Z'))).toBe(false)
  })
})
