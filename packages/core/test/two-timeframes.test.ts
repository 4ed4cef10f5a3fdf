import { describe, expect, it } from 'vitest'
import {
  BacktestEngine,
  BarBuilder,
  MemoryDataGateway,
  SMA,
  Strategy,
  xnys,
  type Bar,
  type BarColumns,
  type SeriesEntry,
  type StrategyClass,
} from '../src/index.js'
import { errorOf } from './engine-setup.js'

const MINUTE_MS = 60_000

/** One-minute bars that open at these times of March 2024, in UTC: each rises by one from the one before. */
function minutes(...spans: readonly (readonly [string, number])[]): BarColumns {
  const opens = spans.flatMap(([from, count]) =>
    Array.from({ length: count }, (_, i) => Date.parse(`2024-03-${from}Z`) + i * MINUTE_MS),
  )
  const column = (value: (row: number) => number) => Float64Array.from(opens, (_, row) => value(row))
  return {
    length: opens.length,
    openTime: Float64Array.from(opens),
    closeTime: Float64Array.from(opens, (open) => open + MINUTE_MS),
    open: column((row) => 100 + row),
    high: column((row) => 102 + row),
    low: column((row) => 99 + row),
    close: column((row) => 101 + row),
    volume: column(() => 10),
  }
}

const MINUTES: SeriesEntry = { symbol: 'X', timeframe: '1m' }
const HOURS: SeriesEntry = { symbol: 'X', timeframe: '1h', builtFrom: '1m' }

function engineOf(strategy: StrategyClass, bars: BarColumns, more: object = {}): BacktestEngine {
  return new BacktestEngine({
    data: new MemoryDataGateway([{ symbol: 'X', timeframe: '1m', bars }]),
    instruments: [{ symbol: 'X' }],
    series: [MINUTES, HOURS],
    strategies: [{ strategy }],
    ...more,
  })
}

const clock = (time: number): string => new Date(time).toISOString().slice(8, 16)

/** A strategy that notes each bar of hours that it is called with, and when. */
function noting(): { notes: string[]; Noting: StrategyClass } {
  const notes: string[] = []
  class Noting extends Strategy {
    override onBar({ timeframe, openTime, closeTime, open, close, volume }: Bar): void {
      if (timeframe === '1m') return
      notes.push(`${clock(this.now)}: ${clock(openTime)} to ${clock(closeTime)} ${open}-${close} ${volume}`)
    }
  }
  return { notes, Noting }
}

async function hoursOf(bars: BarColumns, more: object = {}) {
  const { notes, Noting } = noting()
  const result = await engineOf(Noting, bars, more).run()
  return { notes, result }
}

describe('a series that is built from a finer one', () => {
  it('shows a bar at its close and not before, after the small bar that ends with it', async () => {
    const seen: string[] = []
    class Watching extends Strategy {
      override onBar({ timeframe, closeTime }: Bar): void {
        const last = this.history('X', 1, '1h').closeTimes[0]
        seen.push(`${timeframe} ${clock(closeTime)}, last hour ${last === undefined ? 'none' : clock(last)}`)
      }
    }
    await engineOf(Watching, minutes(['11T10:00', 122])).run()
    expect(seen.slice(58, 62)).toEqual([
      '1m 11T10:59, last hour none',
      '1m 11T11:00, last hour 11T11:00',
      '1h 11T11:00, last hour 11T11:00',
      '1m 11T11:01, last hour 11T11:00',
    ])
    expect(seen.slice(119, 122)).toEqual([
      '1m 11T11:59, last hour 11T11:00',
      '1m 11T12:00, last hour 11T12:00',
      '1h 11T12:00, last hour 11T12:00',
    ])
  })

  it('leaves out the hours that the data begins and ends in the middle of', async () => {
    const { notes } = await hoursOf(minutes(['11T09:17', 43 + 60 + 59]))
    expect(notes).toEqual(['11T11:00: 11T10:00 to 11T11:00 143-203 600'])
  })

  it('is closed on time where minutes are missing, and gives no bar for an hour without any', async () => {
    const { notes } = await hoursOf(minutes(['11T10:00', 10], ['11T12:20', 5], ['11T13:00', 60]))
    expect(notes).toEqual([
      '11T11:00: 11T10:00 to 11T11:00 100-110 100',
      '11T13:00: 11T12:00 to 11T13:00 110-115 50',
      '11T14:00: 11T13:00 to 11T14:00 115-175 600',
    ])
  })

  it('begins with the session of the calendar and is cut at its close, an early one too, over a change of clocks', async () => {
    const bars = minutes(['08T14:30', 390], ['11T13:30', 390])
    const instruments = [{ symbol: 'X', calendar: xnys() }]
    const { notes } = await hoursOf(bars, { instruments })
    expect(notes.map((note) => note.slice(0, 29))).toEqual(
      [
        ...['15', '16', '17', '18', '19', '20'].map((h) => `08T${h}:30: 08T${Number(h) - 1}:30 to 08T${h}:30`),
        '08T21:00: 08T20:30 to 08T21:00',
        ...['14', '15', '16', '17', '18', '19'].map((h) => `11T${h}:30: 11T${Number(h) - 1}:30 to 11T${h}:30`),
        '11T20:00: 11T19:30 to 11T20:00',
      ].map((note) => note.slice(0, 29)),
    )
    const july = minutes(['01T00:00', 210])
    const open = Date.parse('2024-07-03T13:30Z')
    for (let row = 0; row < 210; row++) {
      july.openTime[row] = open + row * MINUTE_MS
      july.closeTime[row] = open + (row + 1) * MINUTE_MS
    }
    const short = await hoursOf(july, { instruments })
    expect(short.notes.at(-1)).toMatch(/^03T17:00: 03T16:30 to 03T17:00/)
  })

  it('is the series that would be loaded, to the last bit, and the run has another hash only for how it came to be', async () => {
    const bars = minutes(['11T10:00', 180])
    const builder = new BarBuilder({ symbol: 'X', bars: { by: 'time', timeframe: '1h' } })
    builder.addBars(bars)
    const data = new MemoryDataGateway([
      { symbol: 'X', timeframe: '1m', bars },
      { symbol: 'X', timeframe: '1h', bars: builder.columns },
    ])
    const built = await hoursOf(bars)
    const loaded = await hoursOf(bars, { data, series: [MINUTES, { symbol: 'X', timeframe: '1h' }] })
    expect(built.notes).toEqual(loaded.notes)
    expect(built.notes).toHaveLength(3)
    expect(built.result.series.map(({ hash }) => hash)).toEqual(loaded.result.series.map(({ hash }) => hash))
    expect(built.result.series[1]).toMatchObject({
      role: 'higher',
      builtFrom: '1m',
      source: 'built of 1m, X 1m in memory',
    })
    expect(built.result.hash).not.toBe(loaded.result.hash)
    expect(built.result.settings).toMatchObject({ series: [{ timeframe: '1m' }, { timeframe: '1h', builtFrom: '1m' }] })
  })

  it('comes after all minutes of the instant in whatever order the series are named', async () => {
    const first: string[] = []
    class Order extends Strategy {
      override onBar({ timeframe }: Bar): void {
        if (this.now % 3_600_000 === 0) first.push(timeframe)
      }
    }
    await engineOf(Order, minutes(['11T10:00', 60]), { series: [HOURS, MINUTES] }).run()
    expect(first).toEqual(['1m', '1h'])
  })
})

describe('warm-up of a built series', () => {
  class Average extends Strategy {
    static values: string[] = []
    average = this.indicator(new SMA({ period: 3 }), { timeframe: '1h' })
    override onBar({ timeframe, closeTime }: Bar): void {
      if (Average.values.length < 3) Average.values.push(`${timeframe} ${clock(closeTime)} ${this.average.value}`)
    }
  }
  const valuesOf = async (bars: BarColumns, more: object): Promise<string[]> => {
    Average.values = []
    await engineOf(Average, bars, more).run()
    return Average.values
  }

  it('takes as many hours in front of the run as the indicators need, built of the minutes there', async () => {
    const bars = minutes(['11T04:00', 600])
    const values = await valuesOf(bars, { from: '2024-03-11T10:30Z' })
    // Hours close at 60 times their number from 04:00 on, plus 100: those up to 10:00 at 280, 340 and ... 460.
    expect(values[0]).toBe('1m 11T10:31 400')
  })

  it('equals that of a loaded series', async () => {
    const bars = minutes(['11T04:00', 600])
    const builder = new BarBuilder({ symbol: 'X', bars: { by: 'time', timeframe: '1h' } })
    builder.addBars(bars)
    const data = new MemoryDataGateway([
      { symbol: 'X', timeframe: '1m', bars },
      { symbol: 'X', timeframe: '1h', bars: builder.columns },
    ])
    for (const from of ['2024-03-11T10:00Z', '2024-03-11T10:30Z', '2024-03-11T04:10Z']) {
      const built = await engineOf(Average, bars, { from }).run()
      const loaded = await engineOf(Average, bars, {
        from,
        data,
        series: [MINUTES, { ...MINUTES, timeframe: '1h' }],
      }).run()
      expect(built.series.map(({ hash }) => hash)).toEqual(loaded.series.map(({ hash }) => hash))
    }
  })

  it('reaches back past minutes that lie outside the sessions, of which the run warns', async () => {
    // From midnight in New York to the close, of three days.
    const bars = minutes(['11T04:00', 960], ['12T04:00', 960], ['13T04:00', 960])
    const result = await engineOf(Average, bars, {
      instruments: [{ symbol: 'X', calendar: xnys() }],
      from: '2024-03-13T13:30Z',
    }).run()
    expect(result.series[1]).toMatchObject({ bars: 7 })
    expect(result.warnings.map(({ code }) => code)).toContain('BARS_OUTSIDE_SESSIONS')
  })
})

describe('a series cannot be built', () => {
  it.each([
    [
      'from one that the run does not have',
      [MINUTES, { ...HOURS, builtFrom: '5m' }],
      'expected a series of X that is loaded',
    ],
    ['from one that is built', [MINUTES, HOURS, { symbol: 'X', timeframe: '1d', builtFrom: '1h' }], 'that is loaded'],
    [
      'from a longer one',
      [
        { symbol: 'X', timeframe: '1h' },
        { symbol: 'X', timeframe: '1m', builtFrom: '1h' },
      ],
      'whole bars of it in each',
    ],
    [
      'where its length is no multiple',
      [MINUTES, { symbol: 'X', timeframe: '90s', builtFrom: '1m' }],
      'whole bars of it in each',
    ],
    ['with a side of its own', [MINUTES, { ...HOURS, side: 'bid' }], 'expected none, as it has those of X 1m'],
    [
      'of weeks, where they are months',
      [
        { symbol: 'X', timeframe: '1w' },
        { symbol: 'X', timeframe: '1M', builtFrom: '1w' },
      ],
      'whole bars',
    ],
    [
      'where it does not divide the day and there is no calendar',
      [MINUTES, { symbol: 'X', timeframe: '7m', builtFrom: '1m' }],
      'TIMEFRAME_UNALIGNED',
    ],
    ['of several days', [MINUTES, { symbol: 'X', timeframe: '2d', builtFrom: '1m' }], 'TIMEFRAME_UNALIGNED'],
  ])('%s', async (_, series, message) => {
    const error = await errorOf(() => engineOf(noting().Noting, minutes(['11T10:00', 60]), { series }))
    expect(error.message).toContain(message)
  })

  it('of bars that go across the open of a session', async () => {
    const bars = minutes(['11T13:00', 1])
    bars.closeTime[0] = bars.openTime[0]! + 3_600_000
    const error = await errorOf(() =>
      engineOf(noting().Noting, bars, { instruments: [{ symbol: 'X', calendar: xnys() }] }).run(),
    )
    expect(error.code).toBe('BAR_STRADDLES')
  })

  it('where no hour is whole', async () => {
    const error = await errorOf(() => engineOf(noting().Noting, minutes(['11T10:00', 59])).run())
    expect(error.message).toContain('NO_DATA: X 1h: no bar opens in [any, any) (built of 1m, X 1m in memory)')
  })
})
