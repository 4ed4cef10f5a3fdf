import { describe, expect, it } from 'vitest'
import { weekdayCalendar } from '../calendar/weekday-calendar.js'
import { xnys } from '../calendar/xnys.js'
import { xtks } from '../calendar/xtks.js'
import type { BarColumns } from '../domain/bar-columns.js'
import type { Bar } from '../domain/bar.js'
import { isTradewrightError } from '../domain/errors.js'
import { BarBuilder, type BarBuilderOptions } from './bar-builder.js'
import type { BarRule } from './bar-rule.js'
import { barsOf } from './test-bars.js'

const at = (text: string): number => Date.parse(`2024-03-${text}Z`)

/** A builder that has had ticks, each 'day and time price size'. */
function built(options: Partial<BarBuilderOptions>, ...ticks: readonly string[]): BarBuilder {
  const builder = new BarBuilder({ symbol: 'X', bars: { by: 'time', timeframe: '1h' }, ...options })
  for (const tick of ticks) {
    const [time = '', price, size] = tick.split(' ')
    builder.add(at(time), Number(price), Number(size ?? 1))
  }
  return builder
}

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (isTradewrightError(error)) return error.message
    throw error
  }
  return 'nothing was thrown'
}

describe('bars by time', () => {
  it('are closed by the first tick of another interval, and have open, high, low, close, volume, average and ticks', () => {
    const { columns } = built({}, '11T10:05 10 1', '11T10:20 12 2', '11T10:59:59.999 9 1', '11T11:00 11 5')
    expect(barsOf(columns)).toEqual([
      { open: '2024-03-11T10:00Z', close: '2024-03-11T11:00Z', prices: [10, 12, 9, 9], volume: 4, ticks: 3 },
    ])
    expect(columns.vwap![0]).toBe((10 + 24 + 9) / 4)
  })

  it('are closed by the clock where no tick comes, at their close and not before', () => {
    const builder = built({}, '11T10:05 10')
    builder.advanceTo(at('11T10:59:59.999'))
    expect(builder.columns.length).toBe(0)
    builder.advanceTo(at('11T11:00'))
    expect(barsOf(builder.columns)).toMatchObject([{ close: '2024-03-11T11:00Z' }])
  })

  it('give none for an interval without a trade', () => {
    const { columns } = built({}, '11T10:05 10', '11T14:05 11', '11T15:00 12')
    expect(barsOf(columns).map(({ open }) => open)).toEqual(['2024-03-11T10:00Z', '2024-03-11T14:00Z'])
  })

  it('give one that is marked as filled where it is asked for, as soon as the interval is over', () => {
    const builder = built({ bars: { by: 'time', timeframe: '1h', fill: true } }, '11T10:05 10', '11T12:05 11 3')
    builder.advanceTo(at('11T15:30'))
    expect(barsOf(builder.columns)).toEqual([
      { open: '2024-03-11T10:00Z', close: '2024-03-11T11:00Z', prices: [10, 10, 10, 10], volume: 1, ticks: 1 },
      { open: '2024-03-11T11:00Z', close: '2024-03-11T12:00Z', prices: [10, 10, 10, 10], volume: 0, ticks: 0 },
      { open: '2024-03-11T12:00Z', close: '2024-03-11T13:00Z', prices: [11, 11, 11, 11], volume: 3, ticks: 1 },
      { open: '2024-03-11T13:00Z', close: '2024-03-11T14:00Z', prices: [11, 11, 11, 11], volume: 0, ticks: 0 },
      { open: '2024-03-11T14:00Z', close: '2024-03-11T15:00Z', prices: [11, 11, 11, 11], volume: 0, ticks: 0 },
    ])
    expect([...builder.columns.flags!.subarray(0, 5)]).toEqual([0, 1, 0, 1, 1])
  })

  it('are given out at the end as far as they have come, not final', () => {
    const finals: boolean[] = []
    const builder = built({ onBar: ({ final }) => finals.push(final) }, '11T10:05 10', '11T11:05 10')
    builder.flush()
    expect(finals).toEqual([true, false])
  })

  it('begin with the session, and the last one ends with it', () => {
    // New York is four hours behind UTC on March 11th, and five before the 10th.
    const calendar = xnys()
    const times = ['08T14:30', '08T20:59', '11T13:30', '11T14:29', '11T19:30', '11T19:59', '12T13:30']
    const { columns } = built({ calendar }, ...times.map((time) => `${time} 10`))
    expect(barsOf(columns).map(({ open, close, ticks }) => [open, close, ticks])).toEqual([
      ['2024-03-08T14:30Z', '2024-03-08T15:30Z', 1],
      ['2024-03-08T20:30Z', '2024-03-08T21:00Z', 1],
      ['2024-03-11T13:30Z', '2024-03-11T14:30Z', 2],
      ['2024-03-11T19:30Z', '2024-03-11T20:00Z', 2],
    ])
  })

  it('of a length that does not divide the session are cut at its close', () => {
    const { columns } = built(
      { calendar: xnys(), bars: { by: 'time', timeframe: '7m' } },
      ...['11T13:36:59 10', '11T13:37 10', '11T19:55 10', '12T13:30 10'],
    )
    expect(barsOf(columns).map(({ open, close }) => [open, close])).toEqual([
      ['2024-03-11T13:30Z', '2024-03-11T13:37Z'],
      ['2024-03-11T13:37Z', '2024-03-11T13:44Z'],
      ['2024-03-11T19:55Z', '2024-03-11T20:00Z'],
    ])
  })

  it('end with the early close of a short session', () => {
    const builder = new BarBuilder({ symbol: 'X', bars: { by: 'time', timeframe: '1h' }, calendar: xnys() })
    builder.add(Date.parse('2024-07-03T16:45Z'), 10, 1)
    builder.advanceTo(Date.parse('2024-07-03T17:00Z'))
    expect(barsOf(builder.columns)).toMatchObject([{ open: '2024-07-03T16:30Z', close: '2024-07-03T17:00Z' }])
  })

  it('of a week and a month run from the first session to the last, without its holidays', () => {
    const calendar = xnys()
    // Good Friday was the 29th: the last session of March is Thursday, the 28th.
    const times = ['25T13:30', '28T19:59']
    for (const [timeframe, open] of [
      ['1w', '2024-03-25T13:30Z'],
      ['1M', '2024-03-01T14:30Z'],
    ] as const) {
      const builder = built({ calendar, bars: { by: 'time', timeframe } }, ...times.map((time) => `${time} 10`))
      builder.advanceTo(at('28T20:00'))
      expect(barsOf(builder.columns)).toMatchObject([{ open, close: '2024-03-28T20:00Z', ticks: 2 }])
    }
  })

  it('of a week begin on Monday and those of a month on the first, in UTC where there is no calendar', () => {
    const week = built({ bars: { by: 'time', timeframe: '1w' } }, '10T23:59 10', '11T00:00 10', '18T00:00 10')
    expect(barsOf(week.columns).map(({ open, close }) => [open, close])).toEqual([
      ['2024-03-04T00:00Z', '2024-03-11T00:00Z'],
      ['2024-03-11T00:00Z', '2024-03-18T00:00Z'],
    ])
    const month = built({ bars: { by: 'time', timeframe: '1M' } }, '31T23:59 10')
    month.advanceTo(Date.UTC(2024, 3, 1))
    expect(barsOf(month.columns)).toMatchObject([{ open: '2024-03-01T00:00Z', close: '2024-04-01T00:00Z' }])
  })

  it('begin anew after a break, in which nothing is filled and ticks are left out', () => {
    // Tokyo is nine hours ahead: its morning ends at 02:30 UTC, and its afternoon begins at 03:30.
    const calendar = xtks()
    const bars = { by: 'time', timeframe: '1h', fill: true } as const
    const times = ['11T00:10', '11T02:10', '11T02:30', '11T03:00', '11T03:29:59.999', '11T03:30', '11T05:59']
    const builder = built({ calendar, bars }, ...times.map((time) => `${time} 10`))
    builder.flush()
    expect(barsOf(builder.columns).map(({ open, close, ticks }) => [open, close, ticks])).toEqual([
      ['2024-03-11T00:00Z', '2024-03-11T01:00Z', 1],
      ['2024-03-11T01:00Z', '2024-03-11T02:00Z', 0],
      ['2024-03-11T02:00Z', '2024-03-11T02:30Z', 1],
      ['2024-03-11T03:30Z', '2024-03-11T04:30Z', 1],
      ['2024-03-11T04:30Z', '2024-03-11T05:30Z', 0],
      ['2024-03-11T05:30Z', '2024-03-11T06:00Z', 1],
    ])
    expect(builder.outsideSessions).toBe(3)
  })

  it('of a day go on over a break, but without what is traded in it', () => {
    const times = ['11T02:10', '11T03:00', '11T03:30']
    const builder = built(
      { calendar: xtks(), bars: { by: 'time', timeframe: '1d' } },
      ...times.map((time) => `${time} 10`),
    )
    builder.flush()
    expect(barsOf(builder.columns)).toMatchObject([{ open: '2024-03-11T00:00Z', close: '2024-03-11T06:00Z', ticks: 2 }])
    expect(builder.outsideSessions).toBe(1)
  })

  it('refuse a time before which more than a million bars would be filled, and go on', () => {
    const builder = built({ bars: { by: 'time', timeframe: '1s', fill: true } }, '11T10:05 10')
    const wild = Date.parse('2124-03-11T10:05Z')
    const message =
      'TIME_INVALID: 2124-03-11T10:05:00Z came; expected a time with at most a million bars to be filled before it, from 2024-03-11T10:05:00Z on'
    expect(codeOf(() => builder.add(wild, 10, 1))).toBe(message)
    expect(codeOf(() => builder.advanceTo(wild))).toBe(message)
    builder.add(at('11T10:05:02'), 11, 1)
    expect(barsOf(builder.columns).map(({ ticks }) => ticks)).toEqual([1, 0])
  })

  it('may be far apart where the venue was closed between them', () => {
    // 65 hours are 234,000 seconds; five weekends of them more than a million.
    const calendar = weekdayCalendar({
      ...{ name: 'X', zone: 'UTC', open: '10:00', close: '10:01' },
      holidays: Array.from({ length: 30 }, (_, day) =>
        new Date(Date.UTC(2024, 2, 12 + day)).toISOString().slice(0, 10),
      ),
    })
    const builder = built({ calendar, bars: { by: 'time', timeframe: '1s', fill: true } }, '11T10:00:58 10')
    builder.add(Date.parse('2024-04-11T10:00:01Z'), 10, 1)
    expect(builder.columns.length).toBe(3)
  })

  it('leave out and count ticks for which no session is open', () => {
    const builder = built({ calendar: xnys() }, '11T13:29 10', '11T13:30 10', '11T20:00 10', '16T15:00 10')
    builder.flush()
    expect([builder.taken, builder.outsideSessions, builder.late, builder.columns.length]).toEqual([1, 3, 0, 1])
  })
})

describe('ticks that come out of order', () => {
  it('count in the bar that is under way: the earliest is its open, the latest its close, at equal times as they came', () => {
    const { columns } = built(
      {},
      ...['11T10:20 5', '11T10:10 6', '11T10:10 7', '11T10:40 8', '11T10:40 9', '11T10:30 20', '11T11:00 1'],
    )
    expect(barsOf(columns)).toMatchObject([{ prices: [6, 20, 5, 9], ticks: 6 }])
  })

  it('are left out and counted where their bar was given out', () => {
    const builder = built({}, '11T10:20 5', '11T11:10 6', '11T10:59 7', '10T11:10 7')
    builder.advanceTo(at('11T12:00'))
    builder.add(at('11T11:59'), 99, 1)
    expect([builder.late, builder.taken]).toEqual([3, 2])
    expect(barsOf(builder.columns).map(({ prices }) => prices[1])).toEqual([5, 6])
  })

  it('are errors where that is asked for, after which the builder goes on', () => {
    const builder = built({ late: 'throw' }, '11T10:20 5', '11T11:10 6')
    expect(codeOf(() => builder.add(at('10T11:10'), 7, 1))).toBe(
      'TICK_LATE: X 2024-03-10T11:10:00Z: came after the bar that it belongs to; expected ticks of the bar that is under way, or later ones',
    )
    builder.add(at('11T12:00'), 8, 1)
    expect(barsOf(builder.columns)).toMatchObject([{ ticks: 1 }, { ticks: 1, prices: [6, 6, 6, 6] }])
  })
})

describe('bars that end with an event', () => {
  it('by ticks end with so many of them, and open with the next', () => {
    const { columns } = built(
      { bars: { by: 'ticks', size: 2 } },
      ...['11T10:01 5 1', '11T10:03 7 2', '11T10:07 6 4', '11T10:09 6 8', '11T10:10 1'],
    )
    expect(barsOf(columns)).toEqual([
      { open: '2024-03-11T10:01Z', close: '2024-03-11T10:03Z', prices: [5, 7, 5, 7], volume: 3, ticks: 2 },
      { open: '2024-03-11T10:07Z', close: '2024-03-11T10:09Z', prices: [6, 6, 6, 6], volume: 12, ticks: 2 },
    ])
  })

  it('by volume hold the trade that comes to it whole, however large it is, and begin anew after it', () => {
    const { columns } = built(
      { bars: { by: 'volume', size: 10 } },
      ...['11T10:01 5 4', '11T10:02 6 96', '11T10:03 7 10', '11T10:04 8 9'],
    )
    expect(barsOf(columns).map(({ volume }) => volume)).toEqual([100, 10])
  })

  it('by volume see ten trades of 0.1 as 1', () => {
    const trades = Array.from({ length: 10 }, (_, i) => `11T10:0${String(i)} 5 0.1`)
    expect(built({ bars: { by: 'volume', size: 1 } }, ...trades).columns.length).toBe(1)
  })

  it('by value count price times size times the multiplier', () => {
    const { columns } = built(
      { bars: { by: 'value', size: 1000, multiplier: 50 } },
      ...['11T10:01 5 2', '11T10:02 5 2', '11T10:03 5 3', '11T10:04 5 1'],
    )
    expect(barsOf(columns).map(({ ticks }) => ticks)).toEqual([2, 2])
  })

  it('by range end with the trade at which high and low are so far apart, also where it jumps beyond', () => {
    const { columns } = built(
      { bars: { by: 'range', size: 0.3 } },
      ...['11T10:01 100', '11T10:02 100.2', '11T10:03 99.9', '11T10:04 99.9', '11T10:05 105'],
    )
    expect(barsOf(columns).map(({ prices }) => prices)).toEqual([
      [100, 100.2, 99.9, 99.9],
      [99.9, 105, 99.9, 105],
    ])
  })

  it('within one millisecond follow each other a millisecond apart, never earlier than they were known', () => {
    const { columns } = built(
      { bars: { by: 'ticks', size: 1 } },
      ...['11T10:00:00.000 5', '11T10:00:00.000 6', '11T10:00:00.001 7', '11T10:00:00.009 8'],
    )
    const start = at('11T10:00')
    const times = Array.from({ length: 4 }, (_, i) => [columns.openTime[i]! - start, columns.closeTime[i]! - start])
    expect(times).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
      [9, 10],
    ])
  })

  it('end with the session too, at its close, where there is a calendar', () => {
    const builder = built(
      { bars: { by: 'volume', size: 100 }, calendar: xnys() },
      ...['11T19:50 5 10', '11T20:00 5 90', '12T13:30 6 100', '12T13:31 6 1'],
    )
    builder.advanceTo(at('12T20:00'))
    expect(barsOf(builder.columns)).toMatchObject([
      { open: '2024-03-11T19:50Z', close: '2024-03-11T20:00Z', volume: 10 },
      { open: '2024-03-12T13:30Z', volume: 100 },
      { open: '2024-03-12T13:31Z', close: '2024-03-12T20:00Z', volume: 1 },
    ])
    expect(builder.outsideSessions).toBe(1)
  })

  it('go on over a break, in which ticks are left out', () => {
    const { columns, outsideSessions } = built(
      { calendar: xtks(), bars: { by: 'ticks', size: 2 } },
      ...['11T02:29 10', '11T02:30 11', '11T03:29 12', '11T03:30 13'],
    )
    expect(barsOf(columns)).toMatchObject([{ open: '2024-03-11T02:29Z', close: '2024-03-11T03:30Z', ticks: 2 }])
    expect(outsideSessions).toBe(2)
  })

  it('leave out what is earlier than the last trade of a bar that was given out', () => {
    const builder = built({ bars: { by: 'ticks', size: 2 } }, '11T10:01 5', '11T10:03 7', '11T10:02 9', '11T10:04 1')
    expect([builder.late, builder.taken]).toEqual([1, 3])
  })
})

describe('Renko bricks', () => {
  const bricks = (size: number, ...prices: readonly number[]) =>
    barsOf(
      built({ bars: { by: 'renko', size } }, ...prices.map((price, i) => `11T10:0${String(i)} ${String(price)} 2`))
        .columns,
    )

  it('go on for each height in the direction of the last, and turn after two against it', () => {
    const prices = bricks(1, 100, 101.9, 102, 101, 100.1, 100).map(({ prices: [open, , , close] }) => [open, close])
    expect(prices).toEqual([
      [100, 101],
      [101, 102],
      [101, 100],
    ])
  })

  it('are as many as a jump is high, and what was traded belongs to the first', () => {
    expect(bricks(1, 100, 100.5, 103)).toEqual([
      { open: '2024-03-11T10:00Z', close: '2024-03-11T10:02Z', prices: [100, 101, 100, 101], volume: 6, ticks: 3 },
      {
        open: '2024-03-11T10:02Z',
        close: '2024-03-11T10:02:00.001Z',
        prices: [101, 102, 101, 102],
        volume: 0,
        ticks: 0,
      },
      {
        open: '2024-03-11T10:02:00.001Z',
        close: '2024-03-11T10:02:00.002Z',
        prices: [102, 103, 102, 103],
        volume: 0,
        ticks: 0,
      },
    ])
  })

  it('see decimal prices as they are written', () => {
    expect(bricks(0.1, 100, 100.3).map(({ prices }) => prices[3])).toEqual([100.1, 100.2, 100.3])
    expect(bricks(0.1, 0.3, 0.1).map(({ prices }) => prices[3])).toEqual([0.2, 0.1])
  })
})

describe('quotes', () => {
  const quote = (time: string, bid: number, ask: number) => ({
    ...{ symbol: 'X', occurredAt: at(time), bid, ask, bidSize: 1, askSize: 1 },
  })

  it.each([
    ['bid', [10, 12, 10, 12]],
    ['ask', [12, 13, 12, 13]],
    ['mid', [11, 12.5, 11, 12.5]],
  ] as const)('become bars of the %s, without volume', (side, prices) => {
    const builder = new BarBuilder({ symbol: 'X', bars: { by: 'ticks', size: 2 }, side })
    builder.updateQuote(quote('11T10:00', 10, 12))
    builder.updateQuote(quote('11T10:01', 12, 13))
    expect(barsOf(builder.columns)).toMatchObject([{ prices, ticks: 2 }])
    expect([builder.columns.volume, builder.columns.vwap]).toEqual([undefined, undefined])
  })

  it('are refused by a builder of trades, and trades by one of quotes', () => {
    const quotes = new BarBuilder({ symbol: 'X', bars: { by: 'ticks', size: 2 }, side: 'bid' })
    expect(codeOf(() => built({}).updateQuote(quote('11T10:00', 1, 2)))).toMatch(/^BAR_RULE_INVALID: .*side is trade/)
    expect(codeOf(() => quotes.add(at('11T10:00'), 1, 1))).toMatch(/^BAR_RULE_INVALID: .*side is bid/)
    expect(codeOf(() => quotes.updateQuote(quote('11T10:00', Number.NaN, 2)))).toMatch(/^PRICE_INVALID/)
  })
})

describe('small bars', () => {
  const minutes = (from: string, count: number, more: Partial<BarColumns> = {}): BarColumns => {
    const column = (value: (row: number) => number) => Float64Array.from({ length: count }, (_, row) => value(row))
    const start = at(from)
    return {
      length: count,
      openTime: column((row) => start + row * 60_000),
      closeTime: column((row) => start + (row + 1) * 60_000),
      open: column((row) => 10 + row),
      high: column((row) => 12 + row),
      low: column((row) => 9 + row),
      close: column((row) => 11 + row),
      volume: column(() => 5),
      ...more,
    }
  }

  it('become larger ones, which are closed by the small bar that ends with them', () => {
    const builder = built({ bars: { by: 'time', timeframe: '2m' } })
    builder.addBars(minutes('11T10:00', 4))
    expect(barsOf(builder.columns)).toMatchObject([
      { open: '2024-03-11T10:00Z', close: '2024-03-11T10:02Z', prices: [10, 13, 9, 12], volume: 10 },
      { open: '2024-03-11T10:02Z', close: '2024-03-11T10:04Z', prices: [12, 15, 11, 14], volume: 10 },
    ])
    expect(builder.columns.vwap).toBeUndefined()
  })

  it('that only carry the last price forward count only where there are no others', () => {
    const flags = Uint8Array.from([1, 0, 1, 1])
    const builder = built({ bars: { by: 'time', timeframe: '2m' } })
    builder.addBars(minutes('11T10:00', 4, { flags }))
    expect(barsOf(builder.columns)).toMatchObject([{ prices: [11, 13, 10, 12] }, { prices: [12, 14, 11, 13] }])
    expect([...builder.columns.flags!.subarray(0, 2)]).toEqual([0, 1])
  })

  it('are weighted by their volume in the average, which is the close where nothing traded', () => {
    const builder = built({ bars: { by: 'time', timeframe: '2m' } })
    builder.addBars(
      minutes('11T10:00', 4, { volume: Float64Array.of(1, 3, 0, 0), vwap: Float64Array.of(10, 12, 12, 13) }),
    )
    expect([...builder.columns.vwap!.subarray(0, 2)]).toEqual([11.5, 14])
  })

  it('make bars by volume and Renko bricks of whole small bars', () => {
    const byVolume = built({ bars: { by: 'volume', size: 8 } })
    byVolume.addBars(minutes('11T10:00', 4))
    expect(barsOf(byVolume.columns)).toMatchObject([
      { open: '2024-03-11T10:00Z', close: '2024-03-11T10:02Z', volume: 10 },
      { open: '2024-03-11T10:02Z', close: '2024-03-11T10:04Z', volume: 10 },
    ])
    const renko = built({ bars: { by: 'renko', size: 2 } })
    renko.addBars(minutes('11T10:00', 4))
    expect(barsOf(renko.columns)).toMatchObject([{ close: '2024-03-11T10:03Z', prices: [11, 13, 11, 13], volume: 15 }])
  })

  it('come as bars one by one, too', () => {
    const builder = built({ bars: { by: 'time', timeframe: '2m' } })
    const source = new BarBuilder({
      symbol: 'X',
      bars: { by: 'time', timeframe: '1m' },
      onBar: (bar) => {
        builder.updateBar(bar)
      },
    })
    source.add(at('11T10:00'), 10, 2)
    source.add(at('11T10:01'), 12, 2)
    source.advanceTo(at('11T10:02'))
    expect(barsOf(builder.columns)).toMatchObject([{ prices: [10, 12, 10, 12], volume: 4 }])
    expect(builder.columns.vwap![0]).toBe(11)
  })

  it('that lie in two bars, or only in part in a session, are errors that name where', () => {
    const week = built({ bars: { by: 'time', timeframe: '90s' } })
    expect(codeOf(() => week.addBars(minutes('11T10:00', 2)))).toBe(
      'BAR_STRADDLES: a bar from 2024-03-11T10:01:00Z to 2024-03-11T10:02:00Z came; expected one that does not go across 2024-03-11T10:01:30Z',
    )
    const hour = built({ calendar: xnys() })
    const across = { openTime: Float64Array.of(at('11T13:00')), closeTime: Float64Array.of(at('11T14:00')) }
    expect(codeOf(() => hour.addBars(minutes('11T13:00', 1, across)))).toMatch(
      /^BAR_STRADDLES: .*across 2024-03-11T13:30:00Z$/,
    )
  })

  it.each([
    ['11T13:00', '11T14:00', '11T13:30'],
    ['11T19:30', '11T20:30', '11T20:00'],
  ])(
    'from %s to %s are no part of bars by volume and bricks either, as a session begins or ends at %s',
    (opens, closes, boundary) => {
      const row = { openTime: Float64Array.of(at(opens)), closeTime: Float64Array.of(at(closes)) }
      for (const bars of [
        { by: 'volume', size: 10 },
        { by: 'renko', size: 1 },
      ] as const) {
        const builder = built({ calendar: xnys(), bars })
        const message = codeOf(() => builder.addBars(minutes(opens, 1, row)))
        expect(message).toMatch(/^BAR_STRADDLES/)
        expect(message).toContain(`across 2024-03-${boundary}:00Z`)
      }
    },
  )

  it('that go on over a break are part of a day and of bars by volume, but not of an hour', () => {
    const [opens, closes] = [Float64Array.of(at('11T02:00')), Float64Array.of(at('11T04:00'))]
    const row = minutes('11T02:00', 1, { openTime: opens, closeTime: closes })
    const takenBy = (bars: BarRule): number => {
      const builder = built({ calendar: xtks(), bars })
      builder.addBars(row)
      return builder.taken
    }
    expect(takenBy({ by: 'time', timeframe: '1d' })).toBe(1)
    expect(takenBy({ by: 'volume', size: 100 })).toBe(1)
    expect(codeOf(() => takenBy({ by: 'time', timeframe: '1h' }))).toMatch(
      /^BAR_STRADDLES.*across 2024-03-11T02:30:00Z/,
    )
  })

  it('within a break are outside, and in a day are not where they go on after it', () => {
    const between = (from: string, to: string): BarBuilder => {
      const builder = built({ calendar: xtks(), bars: { by: 'time', timeframe: '1d' } })
      const times = { openTime: Float64Array.of(at(from)), closeTime: Float64Array.of(at(to)) }
      builder.addBars(minutes(from, 1, times))
      return builder
    }
    expect(between('11T02:30', '11T03:30').outsideSessions).toBe(1)
    expect(between('11T03:00', '11T04:00').taken).toBe(1)
  })

  it('that come again or overlap are late', () => {
    const builder = built({})
    builder.addBars(minutes('11T10:00', 3))
    builder.addBars(minutes('11T10:02', 2))
    expect([builder.taken, builder.late]).toEqual([4, 1])
  })

  it('cannot make bars by ticks or range, nor ones by value without an average', () => {
    for (const by of ['ticks', 'range'] as const)
      expect(codeOf(() => built({ bars: { by, size: 2 } }).addBars(minutes('11T10:00', 2)))).toMatch(
        /^BAR_RULE_INVALID/,
      )
    expect(codeOf(() => built({ bars: { by: 'value', size: 2 } }).addBars(minutes('11T10:00', 2)))).toMatch(/vwap/)
  })

  it('without volume after ones with it are an error', () => {
    const builder = built({ bars: { by: 'time', timeframe: '1h' } })
    builder.addBars(minutes('11T10:00', 2))
    expect(codeOf(() => builder.addBars(minutes('11T10:02', 1, { volume: undefined })))).toMatch(/^COLUMN_MISSING/)
  })
})

describe('a listener that throws', () => {
  it('is thrown on after the tick is taken, so that nothing is lost', () => {
    const volumes: number[] = []
    const onBar = ({ volume }: Bar): void => {
      if (volumes.push(volume) === 1) throw new Error('full')
    }
    const builder = built({ onBar, bars: { by: 'time', timeframe: '1h', fill: true } }, '11T10:05 10 7')
    expect(() => builder.add(at('11T13:05'), 12, 5)).toThrow('full')
    expect(volumes).toEqual([7, 0, 0])
    builder.flush()
    expect(volumes).toEqual([7, 0, 0, 5])
  })
})

describe('bad input', () => {
  it.each([
    ['PRICE_INVALID', '11T10:30', Number.NaN, 1],
    ['PRICE_INVALID', '11T10:30', 0, 1],
    ['PRICE_INVALID', '11T10:30', -1, 1],
    ['PRICE_INVALID', '11T10:30', Number.POSITIVE_INFINITY, 1],
    ['SIZE_INVALID', '11T10:30', 1, Number.NaN],
    ['SIZE_INVALID', '11T10:30', 1, 0],
    ['SIZE_INVALID', '11T10:30', 1, -5],
    ['TIME_INVALID', 'never', 1, 1],
  ])('%s is thrown for a trade at %s, price %d, size %d, and nothing is lost', (code, time, price, size) => {
    const builder = built({}, '11T10:05 10')
    expect(codeOf(() => builder.add(at(time), price, size))).toContain(`${code}: X `)
    builder.add(at('11T10:45'), 12, 1)
    builder.advanceTo(at('11T11:00'))
    expect(barsOf(builder.columns)).toMatchObject([{ prices: [10, 12, 10, 12], ticks: 2 }])
  })

  it('a time in microseconds is beyond the calendar', () => {
    expect(codeOf(() => built({}).add(at('11T10:05') * 1000, 10, 1))).toMatch(/^CALENDAR_RANGE/)
  })

  it('a trade or quote of another symbol is refused', () => {
    expect(codeOf(() => built({}).update({ symbol: 'Y', occurredAt: 0, price: 1, size: 1 }))).toMatch(/^UNKNOWN_SYMBOL/)
  })

  it.each([
    ['7m', 'TIMEFRAME_UNALIGNED'],
    ['48h', 'TIMEFRAME_UNALIGNED'],
    ['2d', 'TIMEFRAME_UNALIGNED'],
    ['2w', 'TIMEFRAME_UNALIGNED'],
    ['3M', 'TIMEFRAME_UNALIGNED'],
    ['1 hour', 'TIMEFRAME_INVALID'],
  ])('a timeframe of %s without a calendar is %s', (timeframe, code) => {
    expect(codeOf(() => built({ bars: { by: 'time', timeframe: timeframe as '7m' } }))).toContain(
      `${code}: '${timeframe}'`,
    )
  })

  it('a session in an unknown zone is refused where the calendar is made', () => {
    const zone = 'Mars/Olympus'
    expect(codeOf(() => weekdayCalendar({ name: 'X', zone, open: '09:00', close: '17:00', holidays: [] }))).toMatch(
      /^CALENDAR_INVALID/,
    )
  })

  it.each([
    [{ bars: { by: 'ticks', size: 2.5 } }, 'size is 2.5; expected a whole number of ticks'],
    [{ bars: { by: 'volume', size: 0 } }, 'size is 0; expected a positive number'],
    [{ bars: { by: 'value', size: 1, multiplier: Number.NaN } }, 'multiplier is NaN; expected a positive number'],
    [{ bars: { by: 'trades', size: 1 } }, 'by is trades; expected time, ticks, volume, value, range, renko'],
    [{ bars: { by: 'range', size: 1, fill: true } }, 'an option is fill; expected by, size, timeframe'],
    [{ bars: undefined }, "bars is undefined; expected a rule such as { by: 'time' }"],
    [{ side: 'last' }, 'side is last; expected trade, bid, ask, mid'],
    [{ late: 'drop' }, 'late is drop; expected leaveOut, throw'],
    [{ callendar: 1 }, 'an option is callendar; expected symbol, bars, calendar, side, late, onBar'],
    [
      { side: 'mid', bars: { by: 'volume', size: 1 } },
      'by is volume; expected time, ticks, range or renko for quotes, which have no volume',
    ],
  ])('options of %j are refused', (options, message) => {
    expect(codeOf(() => built(options as Partial<BarBuilderOptions>))).toBe(`BAR_RULE_INVALID: bars: ${message}`)
  })
})
