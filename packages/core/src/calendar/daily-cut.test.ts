import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { DAY_MS, parseDay } from './civil-date.js'
import { dailyCut, type DailyCut } from './daily-cut.js'

const at = (iso: string) => Date.parse(iso)
/** So many cuts after a time: when each is, its date and its weekday. */
const cuts = (cut: DailyCut, after: string, count: number) => {
  const found = []
  for (let time = cut.next(at(after)); found.length < count; time = cut.next(time)) {
    found.push(`${new Date(time).toISOString().slice(0, 16)} ${cut.dateOf(time)} ${String(cut.weekdayOf(time))}`)
  }
  return found
}

describe('a daily cut', () => {
  it('is at 17:00 in New York unless told otherwise, an hour earlier in UTC once clocks have gone forward', () => {
    expect(cuts(dailyCut(), '2024-03-08T00:00Z', 4)).toEqual([
      '2024-03-08T22:00 2024-03-08 5',
      '2024-03-09T22:00 2024-03-09 6',
      '2024-03-10T21:00 2024-03-10 7',
      '2024-03-11T21:00 2024-03-11 1',
    ])
    expect(cuts(dailyCut(), '2024-11-02T00:00Z', 3)).toEqual([
      '2024-11-02T21:00 2024-11-02 6',
      '2024-11-03T22:00 2024-11-03 7',
      '2024-11-04T22:00 2024-11-04 1',
    ])
  })

  it('comes strictly after the time that is asked about', () => {
    const { next } = dailyCut()
    const cut = at('2024-01-15T22:00Z')
    expect([next(cut - 1), next(cut), next(cut + 1)]).toEqual([cut, cut + DAY_MS, cut + DAY_MS])
  })

  it('has the local date, which may be the one before or after that of UTC', () => {
    expect(cuts(dailyCut({ zone: 'Asia/Tokyo', time: '07:00' }), '2024-02-28T12:00Z', 3)).toEqual([
      '2024-02-28T22:00 2024-02-29 4',
      '2024-02-29T22:00 2024-03-01 5',
      '2024-03-01T22:00 2024-03-02 6',
    ])
    expect(cuts(dailyCut({ zone: 'Pacific/Kiritimati', time: '00:00' }), '2023-12-31T09:59Z', 1)).toEqual([
      '2023-12-31T10:00 2024-01-01 1',
    ])
    expect(cuts(dailyCut({ zone: 'Pacific/Pago_Pago', time: '23:59' }), '2024-01-01T10:58Z', 1)).toEqual([
      '2024-01-01T10:59 2023-12-31 7',
    ])
  })

  it('has the date of the cut before for a time between two', () => {
    const { dateOf, weekdayOf } = dailyCut()
    const times = ['2024-01-15T21:59:59.999Z', '2024-01-15T22:00Z', '2024-01-16T21:59:59.999Z'].map(at)
    expect(times.map((time) => [dateOf(time), weekdayOf(time)])).toEqual([
      ['2024-01-14', 7],
      ['2024-01-15', 1],
      ['2024-01-15', 1],
    ])
  })

  it('is moved on by what clocks skip, and keeps its date where that takes it past midnight', () => {
    expect(cuts(dailyCut({ time: '02:30' }), '2024-03-09T12:00Z', 2)).toEqual([
      '2024-03-10T07:30 2024-03-10 7',
      '2024-03-11T06:30 2024-03-11 1',
    ])
    expect(cuts(dailyCut({ zone: 'Asia/Beirut', time: '00:00' }), '2024-03-30T12:00Z', 2)).toEqual([
      '2024-03-30T22:00 2024-03-31 7',
      '2024-03-31T21:00 2024-04-01 1',
    ])
    expect(cuts(dailyCut({ zone: 'America/Nuuk', time: '23:30' }), '2024-03-30T12:00Z', 2)).toEqual([
      '2024-03-31T01:30 2024-03-30 6',
      '2024-04-01T00:30 2024-03-31 7',
    ])
  })

  it('is in the first run of an hour that clocks repeat, once', () => {
    expect(cuts(dailyCut({ time: '01:30' }), '2024-11-02T12:00Z', 2)).toEqual([
      '2024-11-03T05:30 2024-11-03 7',
      '2024-11-04T06:30 2024-11-04 1',
    ])
  })

  it('is not on a day that a zone has left out', () => {
    expect(cuts(dailyCut({ zone: 'Pacific/Apia' }), '2011-12-29T00:00Z', 3)).toEqual([
      '2011-12-29T03:00 2011-12-28 3',
      '2011-12-30T03:00 2011-12-29 4',
      '2011-12-31T03:00 2011-12-31 6',
    ])
  })

  it('has its zone and time in its spec', () => {
    expect(dailyCut().spec).toEqual({ zone: 'America/New_York', time: '17:00' })
    expect(dailyCut({ zone: 'UTC', time: '00:00' }).spec).toEqual({ zone: 'UTC', time: '00:00' })
  })

  it.each([
    ['America/New_York', '17:00'],
    ['America/New_York', '02:30'],
    ['Australia/Lord_Howe', '01:45'],
    ['Europe/London', '22:00'],
    ['Asia/Tokyo', '07:00'],
    ['UTC', '00:00'],
  ])('comes once on every day from 1970 to 2099: %s %s', (zone, time) => {
    const { next, dateOf, weekdayOf } = dailyCut({ zone, time })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: at('2099-01-01') }), (after) => {
        const cut = next(after)
        const following = next(cut)
        expect(cut).toBeGreaterThan(after)
        expect([next(cut - 1), dateOf(after)]).toEqual([cut, dateOf(cut - 1)])
        expect(parseDay(dateOf(following))).toBe(parseDay(dateOf(cut))! + 1)
        expect(weekdayOf(cut)).toBe(new Date(dateOf(cut)).getUTCDay() || 7)
        expect(Math.abs(following - cut - DAY_MS)).toBeLessThanOrEqual(3_600_000)
      }),
    )
  })

  it('shows the local time on a clock of its zone', () => {
    const clock = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'America/New_York',
      dateStyle: 'short',
      timeStyle: 'short',
    })
    const { next, dateOf } = dailyCut()
    fc.assert(
      fc.property(fc.integer({ min: 0, max: at('2037-01-01') }), (after) => {
        const cut = next(after)
        expect(clock.format(cut)).toBe(`${dateOf(cut)} 17:00`)
      }),
    )
  })
})

describe("the host's time zone", () => {
  const before = process.env['TZ']
  afterEach(() => {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })

  it.each(['UTC', 'America/New_York', 'Asia/Tokyo', 'Pacific/Kiritimati'])('changes no cut when it is %s', (zone) => {
    process.env['TZ'] = zone
    expect(cuts(dailyCut({ time: '01:30' }), '2024-11-02T12:00Z', 1)).toEqual(['2024-11-03T05:30 2024-11-03 7'])
    expect(cuts(dailyCut(), '2024-03-10T00:00Z', 1)).toEqual(['2024-03-10T21:00 2024-03-10 7'])
  })
})

describe('the options of a daily cut', () => {
  it.each([
    ['zone: expected an IANA zone such as America/New_York; got "Mars/Olympus"', { zone: 'Mars/Olympus' }],
    ['zone: expected an IANA zone such as America/New_York; got null', { zone: null }],
    ['time: expected a time from 00:00 to 23:59; got "24:00"', { time: '24:00' }],
    ['time: expected a time from 00:00 to 23:59; got 17', { time: 17 }],
    ['an option: expected one of zone, time; got "timezone"', { timezone: 'UTC' }],
    ['options: expected an object with zone, time; got null', null],
    ['options: expected an object with zone, time; got "17:00"', '17:00'],
  ])('are refused with CALENDAR_INVALID: %s', (message, options) => {
    expect(() => dailyCut(options as never)).toThrow(
      expect.objectContaining({ code: 'CALENDAR_INVALID', message: `CALENDAR_INVALID: dailyCut: ${message}` }),
    )
  })

  it.each(['next', 'dateOf', 'weekdayOf'] as const)('leave no time that %s could not answer for', (ask) => {
    const cut = dailyCut()
    for (const time of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const message = `TIME_INVALID: a daily cut: expected a time in UTC epoch milliseconds, got ${String(time)}`
      expect(() => cut[ask](time)).toThrow(
        expect.objectContaining({ message, code: 'TIME_INVALID', details: { time } }),
      )
    }
    for (const iso of ['1899-12-31T23:59:00Z', '2200-01-01T00:00:00Z']) {
      const message = `CALENDAR_RANGE: a daily cut reaches from 1900-01-01 to 2199-12-31: ${iso} came`
      const details = { time: at(iso) }
      expect(() => cut[ask](at(iso))).toThrow(expect.objectContaining({ message, code: 'CALENDAR_RANGE', details }))
    }
    expect(() => [at('1900-01-01T00:00Z'), at('2199-12-31T23:59Z')].map((time) => cut[ask](time))).not.toThrow()
    for (const iso of ['1899-12-31T23:59:00Z', '2200-01-01T00:00:00Z']) {
      expect(() => cut[ask](at(iso))).toThrow(/CALENDAR_RANGE/)
    }
  })
})
