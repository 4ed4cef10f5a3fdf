import { alwaysOpen, weekdayCalendar, xnys } from '@tradewright/core'
import { describe, expect, it } from 'vitest'
import { barsAt, messageOf, readCsv, spansOf, type ReadCsv } from '../test/read-csv.js'

async function spans(times: readonly string[], settings: ReadCsv): Promise<string[]> {
  return spansOf(await readCsv(barsAt(...times), settings))
}

describe('a date', () => {
  it("is its session of the instrument's calendar", async () => {
    const times = ['2024-07-02', '2024-07-03', '2024-12-24']
    const sessions = [
      '2024-07-02T13:30Z/2024-07-02T20:00Z',
      '2024-07-03T13:30Z/2024-07-03T17:00Z',
      '2024-12-24T14:30Z/2024-12-24T18:00Z',
    ]
    expect(await spans(times, { calendar: xnys() })).toEqual(sessions)
    expect(await spans(times, { calendar: xnys(), timestamp: 'close' })).toEqual(sessions)
  })

  it('without a session is refused', async () => {
    expect(await messageOf(readCsv(barsAt('2024-07-03', '2024-07-04'), { calendar: xnys() }))).toBe(
      'DataError SESSION_MISSING: 2024-07-04 has no session in the calendar XNYS; expected a trading day (row 3 of bars.csv)',
    )
  })

  it("outside the calendar's tables is refused with its row", async () => {
    expect(await messageOf(readCsv(barsAt('2024-07-03', '2199-07-03'), { calendar: xnys() }))).toMatch(
      /^ConfigError CALENDAR_RANGE: (?!CALENDAR_RANGE).* \(row 3 of bars\.csv\)$/,
    )
  })

  it('is midnight to midnight without a calendar, in the zone of the options or else of the instrument', async () => {
    expect(await spans(['2024-07-04'], {})).toEqual(['2024-07-04T00:00Z/2024-07-05T00:00Z'])
    const berlin = ['2024-07-03T22:00Z/2024-07-04T22:00Z']
    expect(await spans(['2024-07-04'], { zone: 'Europe/Berlin' })).toEqual(berlin)
    expect(await spans(['2024-07-04'], { instrumentZone: 'Europe/Berlin' })).toEqual(berlin)
    expect(await spans(['2024-07-04'], { zone: 'Europe/Berlin', instrumentZone: 'Asia/Tokyo' })).toEqual(berlin)
  })

  it('has 23 or 25 hours where clocks change', async () => {
    expect(await spans(['2024-03-10', '2024-11-03'], { zone: 'America/New_York' })).toEqual([
      '2024-03-10T05:00Z/2024-03-11T04:00Z',
      '2024-11-03T04:00Z/2024-11-04T05:00Z',
    ])
  })

  it('begins when clocks first show it where midnight is skipped', async () => {
    expect(await spans(['2018-11-03', '2018-11-04'], { zone: 'America/Sao_Paulo' })).toEqual([
      '2018-11-03T03:00Z/2018-11-04T03:00Z',
      '2018-11-04T03:00Z/2018-11-05T02:00Z',
    ])
  })

  it('may be written with the time of midnight', async () => {
    const session = ['2024-07-02T13:30Z/2024-07-02T20:00Z']
    for (const time of [
      '2024-07-02 00:00:00',
      '2024-07-02T00:00:00Z',
      '2024-07-02T04:00:00Z',
      '2024-07-02T00:00:00-04:00',
    ]) {
      expect(await spans([time], { calendar: xnys() })).toEqual(session)
    }
  })

  it('has no place among bars shorter than a day', async () => {
    expect(await messageOf(readCsv(barsAt('2024-07-03'), { timeframe: '1h' }))).toBe(
      "DataError TIME_INVALID: '2024-07-03' has no time of day; expected one for bars of 1h (row 2 of bars.csv)",
    )
  })
})

describe('a date of a longer bar', () => {
  it('stamps the first day of a week or month, or the last one', async () => {
    expect(await spans(['2024-07-01', '2024-07-08'], { timeframe: '1w' })).toEqual([
      '2024-07-01T00:00Z/2024-07-08T00:00Z',
      '2024-07-08T00:00Z/2024-07-15T00:00Z',
    ])
    expect(await spans(['2024-07-05'], { timeframe: '1w', timestamp: 'close' })).toEqual([
      '2024-06-29T00:00Z/2024-07-06T00:00Z',
    ])
    expect(await spans(['2024-02-01'], { timeframe: '1M' })).toEqual(['2024-02-01T00:00Z/2024-03-01T00:00Z'])
    expect(await spans(['2024-01-31'], { timeframe: '1M' })).toEqual(['2024-01-31T00:00Z/2024-02-29T00:00Z'])
    expect(await spans(['2023-11-30', '2024-02-29'], { timeframe: '3M', timestamp: 'close' })).toEqual([
      '2023-08-31T00:00Z/2023-12-01T00:00Z',
      '2023-12-01T00:00Z/2024-03-01T00:00Z',
    ])
  })

  it('covers the sessions from its first day to its last', async () => {
    const calendar = xnys()
    expect(await spans(['2024-07-01'], { timeframe: '1w', calendar })).toEqual(['2024-07-01T13:30Z/2024-07-05T20:00Z'])
    expect(await spans(['2024-07-05'], { timeframe: '1w', calendar, timestamp: 'close' })).toEqual([
      '2024-07-01T13:30Z/2024-07-05T20:00Z',
    ])
    expect(await spans(['2024-06-01'], { timeframe: '1M', calendar })).toEqual(['2024-06-03T13:30Z/2024-06-28T20:00Z'])
  })

  it('of several days covers as many sessions, over weekends and holidays', async () => {
    const calendar = xnys()
    expect(await spans(['2024-07-03'], { timeframe: '3d', calendar })).toEqual(['2024-07-03T13:30Z/2024-07-08T20:00Z'])
    expect(await spans(['2024-07-08'], { timeframe: '3d', calendar, timestamp: 'close' })).toEqual([
      '2024-07-03T13:30Z/2024-07-08T20:00Z',
    ])
    for (const timestamp of ['open', 'close'] as const) {
      expect(await messageOf(readCsv(barsAt('2024-07-04'), { timeframe: '2d', calendar, timestamp }))).toContain(
        'no session',
      )
    }
  })

  it('without any session is refused', async () => {
    const calendar = weekdayCalendar({
      name: 'CLOSED',
      zone: 'UTC',
      open: '09:00',
      close: '17:00',
      holidays: ['2024-07-01', '2024-07-02', '2024-07-03', '2024-07-04', '2024-07-05'],
    })
    expect(await messageOf(readCsv(barsAt('2024-07-01'), { timeframe: '1w', calendar }))).toBe(
      'DataError SESSION_MISSING: 2024-07-01 to 2024-07-07 has no session in the calendar CLOSED; expected a trading day (row 2 of bars.csv)',
    )
  })
})

describe('a time of day', () => {
  it('stamps the open, one timeframe before the close', async () => {
    expect(await spans(['2024-07-02T13:30:00Z', '2024-07-02T14:30:00Z'], { timeframe: '1h' })).toEqual([
      '2024-07-02T13:30Z/2024-07-02T14:30Z',
      '2024-07-02T14:30Z/2024-07-02T15:30Z',
    ])
  })

  it('stamps the close, one timeframe after the open, where the options say so', async () => {
    expect(await spans(['2024-07-02T14:30:00Z'], { timeframe: '1h', timestamp: 'close' })).toEqual([
      '2024-07-02T13:30Z/2024-07-02T14:30Z',
    ])
  })

  it("is the zone's of the options, UTC by default", async () => {
    expect(await spans(['2024-07-02 09:30'], { timeframe: '1h', calendar: xnys() })).toEqual([
      '2024-07-02T09:30Z/2024-07-02T10:30Z',
    ])
    expect(
      await spans(['2024-01-02 09:30', '2024-07-02 09:30'], { timeframe: '1h', zone: 'America/New_York' }),
    ).toEqual(['2024-01-02T14:30Z/2024-01-02T15:30Z', '2024-07-02T13:30Z/2024-07-02T14:30Z'])
  })

  it("ends its bar at the session's close, and begins it at the open", async () => {
    const settings = { timeframe: '1h', calendar: xnys() } as const
    expect(await spans(['2024-07-02T19:30:00Z', '2024-07-02T20:00:00Z'], settings)).toEqual([
      '2024-07-02T19:30Z/2024-07-02T20:00Z',
      '2024-07-02T20:00Z/2024-07-02T21:00Z',
    ])
    expect(await spans(['2024-07-02T14:00:00Z', '2024-07-02T15:00:00Z'], { ...settings, timestamp: 'close' })).toEqual([
      '2024-07-02T13:30Z/2024-07-02T14:00Z',
      '2024-07-02T14:00Z/2024-07-02T15:00Z',
    ])
  })

  it('runs over the end of a session that the next one follows without a break', async () => {
    const settings = { timeframe: '4h', calendar: alwaysOpen() } as const
    const span = ['2024-07-02T22:00Z/2024-07-03T02:00Z']
    expect(await spans(['2024-07-02T22:00:00Z'], settings)).toEqual(span)
    expect(await spans(['2024-07-03T02:00:00Z'], { ...settings, timestamp: 'close' })).toEqual(span)
  })

  it('of a daily bar is meant as it is written', async () => {
    expect(await spans(['2024-07-02T22:00:00Z', '2024-07-03T22:00:00Z'], {})).toEqual([
      '2024-07-02T22:00Z/2024-07-03T22:00Z',
      '2024-07-03T22:00Z/2024-07-04T22:00Z',
    ])
    expect(await spans(['2024-07-03T00:00:00Z'], { timestamp: 'close' })).toEqual([
      '2024-07-02T00:00Z/2024-07-03T00:00Z',
    ])
    expect(await spans(['2024-11-02 17:00'], { zone: 'America/New_York' })).toEqual([
      '2024-11-02T21:00Z/2024-11-03T22:00Z',
    ])
    expect(await spans(['2024-07-02T13:30:00Z'], { calendar: xnys() })).toEqual(['2024-07-02T13:30Z/2024-07-02T20:00Z'])
    expect(await spans(['2024-07-01T13:30:00Z'], { calendar: xnys(), timeframe: '1w' })).toEqual([
      '2024-07-01T13:30Z/2024-07-08T13:30Z',
    ])
  })
})

describe('bars that would overlap', () => {
  it('keep the time that is stamped: the close ends where the next bar opens', async () => {
    expect(await spans(['2024-07-02T13:30:00Z', '2024-07-02T14:00:00Z'], { timeframe: '1h' })).toEqual([
      '2024-07-02T13:30Z/2024-07-02T14:00Z',
      '2024-07-02T14:00Z/2024-07-02T15:00Z',
    ])
  })

  it('keep the time that is stamped: the open begins where the bar before closes', async () => {
    expect(
      await spans(['2024-07-02T14:00:00Z', '2024-07-02T14:30:00Z'], { timeframe: '1h', timestamp: 'close' }),
    ).toEqual(['2024-07-02T13:00Z/2024-07-02T14:00Z', '2024-07-02T14:00Z/2024-07-02T14:30Z'])
  })
})

describe('a clock change', () => {
  const zone = 'America/New_York'

  it('has no times in the hour that clocks skip', async () => {
    const text = barsAt('2024-03-10 01:59', '2024-03-10 02:00')
    expect(await messageOf(readCsv(text, { timeframe: '1m', zone }))).toBe(
      "DataError TIME_INVALID: '2024-03-10 02:00:00' does not exist in America/New_York, where clocks went forward over it; " +
        'expected a time that does (row 3 of bars.csv)',
    )
    expect(await spans(['2024-03-10 01:00', '2024-03-10 03:00'], { timeframe: '1h', zone })).toEqual([
      '2024-03-10T06:00Z/2024-03-10T07:00Z',
      '2024-03-10T07:00Z/2024-03-10T08:00Z',
    ])
  })

  it('reads an hour that comes twice as its first, then, where times fall back, as its second', async () => {
    const times = [
      '2024-11-03 00:30',
      '2024-11-03 01:00',
      '2024-11-03 01:30',
      '2024-11-03 01:00',
      '2024-11-03 01:30',
      '2024-11-03 02:00',
    ]
    expect((await spans(times, { timeframe: '30m', zone })).map((span) => span.slice(0, 17))).toEqual([
      '2024-11-03T04:30Z',
      '2024-11-03T05:00Z',
      '2024-11-03T05:30Z',
      '2024-11-03T06:00Z',
      '2024-11-03T06:30Z',
      '2024-11-03T07:00Z',
    ])
  })

  it('leaves times that fall back on any other day an error', async () => {
    const text = barsAt('2024-11-04 01:30', '2024-11-04 01:00')
    expect(await messageOf(readCsv(text, { timeframe: '30m', zone }))).toContain('BAR_OUT_OF_ORDER')
  })
})
