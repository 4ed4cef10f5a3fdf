import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alwaysOpen } from './always-open.js'
import { cmeEquity } from './cme-equity.js'
import { fx } from './fx.js'
import { weekdayCalendar } from './weekday-calendar.js'
import { xasx } from './xasx.js'
import { xhkg } from './xhkg.js'
import { xlon } from './xlon.js'
import { xnys } from './xnys.js'
import { xtks } from './xtks.js'

const seed = 20260612
const sydney = { name: 'Sydney', zone: 'Australia/Sydney', open: '10:00', close: '16:00', holidays: ['2024-12-25'] }
const calendars = [
  xnys(),
  xnys({ extendedHours: true }),
  xlon(),
  xasx(),
  xtks(),
  xhkg(),
  cmeEquity(),
  fx(),
  alwaysOpen(),
  weekdayCalendar(sydney),
]

const calendar = fc.constantFrom(...calendars)
const time = fc
  .integer({ min: Date.parse('2010-02-01T00:00Z') / 60_000, max: Date.parse('2030-11-30T00:00Z') / 60_000 })
  .map((minute) => minute * 60_000)
const isoDate = (at: number, days = 0) => new Date(at + days * 86_400_000).toISOString().slice(0, 10)

describe(`any calendar, at any time (seed ${String(seed)})`, () => {
  it('has opens and closes around it that follow each other, and undo each other from one to the next', () => {
    fc.assert(
      fc.property(calendar, time, (each, at) => {
        const [open, close] = [each.nextOpen(at), each.nextClose(at)]
        expect([open > at, close > at]).toEqual([true, true])
        expect([each.nextOpen(open - 1), each.nextClose(close - 1)]).toEqual([open, close])
        expect(each.previousOpen(open)).toBeLessThanOrEqual(at)
        expect(each.previousClose(close)).toBeLessThanOrEqual(at)
        expect([each.nextOpen(each.previousOpen(open)), each.previousOpen(each.nextOpen(open))]).toEqual([open, open])
        expect([each.nextClose(each.previousClose(close)), each.previousClose(each.nextClose(close))]).toEqual([
          close,
          close,
        ])
      }),
      { seed, numRuns: 500 },
    )
  })

  it('is open where its trading hours say so, and nowhere else', () => {
    fc.assert(
      fc.property(calendar, time, (each, at) => {
        const near = each.sessions(isoDate(at, -4), isoDate(at, 4))
        const hours = near.flatMap(({ date }) => each.tradingHours(date))
        expect(each.isOpen(at)).toBe(hours.some(({ open, close }) => open <= at && at < close))
        expect(each.sessionAt(at)).toBe(near.find(({ open, close }) => open <= at && at < close))
        for (const [i, { open, close }] of hours.entries()) {
          expect([open < close, open >= (hours[i - 1]?.close ?? 0)]).toEqual([true, true])
          expect([each.isOpen(open), each.isOpen(close - 1)]).toEqual([true, true])
          expect(each.isOpen(close)).toBe(
            hours[i + 1]?.open === close || (i === hours.length - 1 && each.isOpen(close)),
          )
        }
      }),
      { seed, numRuns: 300 },
    )
  })

  it('counts business days as it adds them, forwards and back', () => {
    fc.assert(
      fc.property(calendar, time, fc.integer({ min: -300, max: 300 }), (each, at, count) => {
        const from = each.addBusinessDays(isoDate(at), 0)
        fc.pre(from < '2029-06-01' && from > '2011-06-01')
        const to = each.addBusinessDays(from, count)
        expect(each.isBusinessDay(to)).toBe(true)
        expect([each.businessDaysBetween(from, to), each.addBusinessDays(to, -count)]).toEqual([count, from])
        const dates = count < 0 ? each.sessions(to, from) : each.sessions(from, to)
        expect(dates).toHaveLength(Math.abs(count) + 1)
      }),
      { seed, numRuns: 300 },
    )
  })
})

describe('business days of the New York Stock Exchange', () => {
  const each = xnys()

  it.each([
    ['2024-03-28', 1, '2024-04-01'],
    ['2024-03-29', 1, '2024-04-01'],
    ['2024-03-29', -1, '2024-03-28'],
    ['2024-03-29', 0, '2024-04-01'],
    ['2024-03-28', 0, '2024-03-28'],
    ['2023-12-29', 2, '2024-01-03'],
    ['2024-01-02', -1, '2023-12-29'],
    ['2024-01-01', -500, '2022-01-04'],
  ])('from %s %i on are %s', (from, count, to) => {
    expect(each.addBusinessDays(from, count)).toBe(to)
  })

  it.each([
    ['2024-03-28', '2024-04-01', 1],
    ['2024-03-29', '2024-03-31', 0],
    ['2024-04-01', '2024-03-28', -1],
    ['2023-01-01', '2024-12-31', 502],
    ['2024-04-01', '2024-04-01', 0],
  ])('between %s and %s are %i', (from, to, count) => {
    expect(each.businessDaysBetween(from, to)).toBe(count)
  })

  it('are refused beyond the tables, and where the count is not whole', () => {
    const code = (of: string) => expect.objectContaining({ code: of }) as Error
    expect(() => each.addBusinessDays('2035-12-28', 5)).toThrow(code('CALENDAR_RANGE'))
    expect(() => each.addBusinessDays('1990-01-03', -2)).toThrow(code('CALENDAR_RANGE'))
    expect(() => each.businessDaysBetween('1850-01-01', '2024-01-01')).toThrow(/1850-01-01 is before 1990-01-01/)
    expect(() => each.addBusinessDays('2024-01-02', 1.5)).toThrow(code('CALENDAR_INVALID'))
    expect(() => each.addBusinessDays('2024-01-02', Number.NaN)).toThrow(code('CALENDAR_INVALID'))
  })
})

describe('opens and closes around a time', () => {
  const each = xnys()
  const at = (iso: string) => Date.parse(iso)

  it('are those of other sessions at the open and the close themselves', () => {
    const { open, close } = each.session('2024-03-11')!
    expect([each.previousOpen(open), each.nextOpen(open)].map((time) => isoDate(time))).toEqual([
      '2024-03-08',
      '2024-03-12',
    ])
    expect([each.previousClose(close), each.nextClose(close)].map((time) => isoDate(time))).toEqual([
      '2024-03-08',
      '2024-03-12',
    ])
    expect([each.previousOpen(open + 1), each.nextClose(close - 1)]).toEqual([open, close])
  })

  it.each([
    ['nextOpen', '2035-12-31T14:30Z', 'no session opens after 2035-12-31T14:30:00Z'],
    ['nextClose', '2035-12-31T21:00Z', 'no session closes after 2035-12-31T21:00:00Z'],
    ['previousOpen', '1990-01-02T14:30Z', 'no session opens before 1990-01-02T14:30:00Z'],
    ['previousClose', '1990-01-02T21:00Z', 'no session closes before 1990-01-02T21:00:00Z'],
  ] as const)('are a CALENDAR_RANGE where the tables end: %s of %s', (ask, time, message) => {
    expect(() => each[ask](at(time))).toThrow(message)
  })

  it.each(['nextOpen', 'nextClose', 'previousOpen', 'previousClose'] as const)('are none of NaN: %s', (ask) => {
    expect(() => each[ask](Number.NaN)).toThrow(/TIME_INVALID/)
    expect(() => each[ask](at('1850-01-01T00:00Z'))).toThrow(/CALENDAR_RANGE.*1990-01-01 to 2035-12-31/)
  })
})

describe('the currency market', () => {
  const each = fx()
  const at = (iso: string) => Date.parse(iso)

  it('is open from Sunday 17:00 to Friday 17:00 in New York, with a session for each weekday', () => {
    expect([at('2024-03-10T20:59Z'), at('2024-03-10T21:00Z')].map((time) => each.isOpen(time))).toEqual([false, true])
    expect([at('2024-03-15T20:59Z'), at('2024-03-15T21:00Z')].map((time) => each.isOpen(time))).toEqual([true, false])
    expect(each.session('2024-03-11')).toEqual({
      date: '2024-03-11',
      open: at('2024-03-10T21:00Z'),
      close: at('2024-03-11T21:00Z'),
    })
    expect(each.sessionAt(at('2024-03-11T21:00Z'))?.date).toBe('2024-03-12')
    expect(each.nextClose(at('2024-03-11T12:00Z'))).toBe(each.nextOpen(at('2024-03-11T12:00Z')))
  })

  it('has an hour less on the weekend on which clocks go forward, and one more where they go back', () => {
    expect(each.nextOpen(at('2024-03-09T12:00Z')) - each.previousClose(at('2024-03-09T12:00Z'))).toBe(47 * 3_600_000)
    expect(each.nextOpen(at('2024-11-02T12:00Z')) - each.previousClose(at('2024-11-02T12:00Z'))).toBe(49 * 3_600_000)
  })
})
