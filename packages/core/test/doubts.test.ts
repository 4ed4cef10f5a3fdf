import { describe, expect, it } from 'vitest'
import {
  BAR_FILLED,
  MemoryDataGateway,
  Strategy,
  type BacktestResult,
  type Bar,
  type BarInput,
  type Doubt,
  type DoubtCode,
} from '../src/index.js'
import { dayTrader, type Deed } from './day-trader.js'
import { daily, day, DAY_MS, engineOf, Idle } from './engine-setup.js'

type Deeds = Readonly<Record<number, Deed | readonly Deed[]>>

const run = (deeds: Deeds, bars: readonly BarInput[], extra: object = {}): Promise<BacktestResult> =>
  engineOf(dayTrader(deeds), { X: bars }, extra).run()

/** What is said under one code. */
const doubtOf = (code: DoubtCode, { doubts }: BacktestResult): Doubt | undefined =>
  doubts.find((doubt) => doubt.code === code)
const dates = (doubt: Doubt | undefined): number[] | undefined =>
  doubt?.fills?.map(({ occurredAt }) => new Date(occurredAt).getUTCDate())

describe('doubts', () => {
  it('are none where nothing was found', async () => {
    expect((await engineOf(Idle).run()).doubts).toEqual([])
    expect((await run({ 2: 'buy 10', 4: 'sell 10' }, daily(100, 101, 102, 99, 98))).doubts).toEqual([])
  })

  it('are found when first asked for, and then kept', async () => {
    const result = await run({ 2: 'buy 10' }, daily(100, 100, 102))
    expect(result.doubts).toBe(result.doubts)
  })
})

describe('FILLS_AT_PREVIOUS_CLOSE', () => {
  const code = 'FILLS_AT_PREVIOUS_CLOSE'
  const bars = daily('99/101/98/100', '100/103/99/102', '101/104/100/103', '104/105/103/104')

  it('tells of fills at opens that equal the close before', async () => {
    const doubt = doubtOf(code, await run({ 2: 'buy 10', 3: 'sell 10' }, bars))
    expect(doubt).toMatchObject({
      message: '1 of 2 fills are at opens that equal the close before, which the decision saw',
      count: 1,
      share: 0.5,
    })
    expect(dates(doubt)).toEqual([2])
  })

  it('finds them beside another symbol, too', async () => {
    const engine = engineOf(dayTrader({ 2: 'buy 10', 3: 'sell 10' }), { Y: daily(5, 6, 7, 8), X: bars })
    expect(dates(doubtOf(code, await engine.run()))).toEqual([2])
  })

  it('does not mistake a fill inside a bar, dated at its close, for one at the open of the next', async () => {
    const still = daily('99/101/98/100', '100/103/99/102', '102/104/100/103')
    const stop: Deed = ['buy 10', { type: 'stop', stopPrice: 102.5 }]
    for (const more of [{}, { Y: daily(5, 6, 7) }]) {
      const result = await engineOf(dayTrader({ 2: stop }), { X: still, ...more }).run()
      expect([result.fills.map(({ price }) => price), doubtOf(code, result)]).toEqual([[102.5], undefined])
    }
  })

  it('does not count the close-out at the end', async () => {
    const result = await run({ 3: 'buy 10' }, bars.slice(0, 3), { closeAtEnd: true })
    expect([result.fills.length, doubtOf(code, result)]).toEqual([2, undefined])
  })

  it('passes over a twentieth of the fills', async () => {
    // Rises by 1 each night; the second day opens where the first has closed.
    const rising = daily('99/100/99/100', '100/101/99/101', ...Array.from({ length: 19 }, (_, i) => 103 + i))
    const deeds = (count: number): Deeds =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [i + 2, i % 2 === 0 ? 'buy 1' : 'sell 1']))
    expect(doubtOf(code, await run(deeds(20), rising))).toBeUndefined()
    expect(doubtOf(code, await run(deeds(19), rising))).toMatchObject({ count: 1, share: 1 / 19 })
  })
})

describe('FILLS_AT_STALE_PRICES', () => {
  it.each([
    ['a bar that is the one before again', '98/101/97/100', [2]],
    ['a bar that stands still at the close before', '100/100/100/100', [2]],
    ['a bar that stands still at another price', '101/101/101/101', undefined],
    ['a bar that opens elsewhere', '99/101/97/100', undefined],
    ['a bar that reaches higher', '98/102/97/100', undefined],
    ['a bar that reaches lower', '98/101/96/100', undefined],
    ['a bar that closes elsewhere', '98/101/97/99', undefined],
  ])('of %s: %s', async (_, second, expected) => {
    const result = await run({ 2: 'buy 10', 3: 'sell 10' }, daily('98/101/97/100', second, '103/104/102/103'))
    expect(dates(doubtOf('FILLS_AT_STALE_PRICES', result))).toEqual(expected)
  })

  it('finds a fill inside such a bar', async () => {
    const bars = daily('98/101/97/100', '98/101/97/100', '103/104/102/103')
    const result = await run({ 2: ['buy 10', { type: 'stop', stopPrice: 101 }] }, bars)
    expect(doubtOf('FILLS_AT_STALE_PRICES', result)).toMatchObject({
      message: '1 of 1 fills are in bars that repeat the bar before, or stand still at its close',
      count: 1,
      share: 1,
    })
  })
})

describe('the bar of a fill', () => {
  const code = 'FILLS_AT_STALE_PRICES'
  const stale = daily('98/101/97/100', '98/101/97/100', '100/104/99/103')

  it('is the one that was seen where market orders are filled at its close', async () => {
    const result = await run({ 3: 'buy 10' }, stale, { fills: { fillAt: 'close' } })
    expect(result.fills.map(({ price }) => price)).toEqual([100])
    expect([doubtOf(code, result)?.count, doubtOf('FILLS_AT_PREVIOUS_CLOSE', result)]).toEqual([1, undefined])
  })

  it('is the one that opens where the decision came while another was under way', async () => {
    class Noon extends Strategy {
      override onBar({ symbol }: Bar): void {
        if (symbol === 'Y' && this.now === day(2) + DAY_MS / 2) this.buy('X', { quantity: 10 })
      }
    }
    const noons = daily(1, 2, 3, 4, 5, 6).map((bar, i) => ({ ...bar, openTime: day(1) + (i * DAY_MS) / 2 }))
    const result = await engineOf(Noon, { X: stale, 'Y 12h': noons }, { fills: { fillAt: 'close' } }).run()
    expect(result.fills.map(({ price }) => price)).toEqual([100])
    expect(result.doubts.map((doubt) => doubt.code)).toEqual(['FILLS_AT_PREVIOUS_CLOSE'])
  })

  it('is the one that opens at the instant of the decision where none of its symbol closes then', async () => {
    class Follower extends Strategy {
      override onBar({ symbol }: Bar): void {
        if (symbol === 'Y' && this.now === day(3)) this.buy('X', { quantity: 10 })
      }
    }
    const gap = stale.filter((_, i) => i !== 1)
    const result = await engineOf(Follower, { X: gap, Y: daily(1, 2, 3) }, { fills: { fillAt: 'close' } }).run()
    expect(result.doubts.map((doubt) => doubt.code)).toEqual(['FILLS_AT_PREVIOUS_CLOSE'])
  })

  it('is the next where the one that was seen only carries a price forward', async () => {
    const column = (...values: number[]) => Float64Array.from(values)
    const columns = {
      length: 3,
      openTime: column(day(1), day(2), day(3)),
      closeTime: column(day(2), day(3), day(4)),
      open: column(98, 100, 101),
      high: column(101, 100, 104),
      low: column(97, 100, 99),
      close: column(100, 100, 103),
      flags: Uint8Array.of(0, BAR_FILLED, 0),
    }
    const data = new MemoryDataGateway([{ symbol: 'X', timeframe: '1d', bars: columns }])
    const result = await run({ 3: 'buy 10' }, stale, { data, fills: { fillAt: 'close' } })
    expect([result.fills.map(({ price }) => price), result.doubts]).toEqual([[101], []])
  })

  it('is the last of its symbol where it is closed at the end, although others go on', async () => {
    const bars = { X: stale.slice(0, 2), Y: daily(1, 2, 3) }
    const result = await engineOf(dayTrader({ 2: 'buy 10' }), bars, { closeAtEnd: true }).run()
    expect([result.fills.map(({ price }) => price), doubtOf(code, result)?.count]).toEqual([[98, 100], 2])
  })
})

describe('FILLS_AT_TOUCHED_LIMITS', () => {
  it('tells of limits that the market only touched', async () => {
    const limit = (limitPrice: number): Deed => ['buy 10', { type: 'limit', limitPrice }]
    const result = await run({ 2: [limit(99), limit(100)] }, daily(101, '101/102/99/101', 103), {
      fills: { touch: 'fill' },
    })
    const doubt = doubtOf('FILLS_AT_TOUCHED_LIMITS', result)
    expect(doubt).toMatchObject({
      message: '1 of 2 fills are of limits that the market only touched',
      count: 1,
      share: 0.5,
    })
    expect(doubt?.fills?.map(({ price }) => price)).toEqual([99])
  })
})

describe('LARGE_FILLS', () => {
  const thin = daily(100, 101, 103, 104).map((bar) => ({ ...bar, volume: 100 }))
  const unlimited = { fills: { maxVolumeFraction: 'unlimited' } }
  const large = async (deeds: Deeds, extra: object = unlimited, bars: readonly BarInput[] = thin) =>
    doubtOf('LARGE_FILLS', await run(deeds, bars, extra))

  it("tells of fills that took more than a tenth of their bar's volume", async () => {
    expect(await large({ 2: 'buy 10', 3: 'sell 11' })).toMatchObject({
      message: "1 of 2 fills took more than a tenth of their bar's volume",
      count: 1,
      share: 0.5,
    })
    expect(await large({ 2: 'buy 10' })).toBeUndefined()
  })

  it('counts together what was filled in one bar', async () => {
    expect(await large({ 2: ['buy 6', 'buy 5'], 3: 'sell 6' })).toMatchObject({ count: 2 })
  })

  it('has nothing to say where the volume is unknown, counts ticks, or was limited', async () => {
    expect(await large({ 2: 'buy 50' }, unlimited, daily(100, 101, 102))).toBeUndefined()
    const zeros = thin.map((bar) => ({ ...bar, volume: 0 }))
    expect(await large({ 2: 'buy 50' }, unlimited, zeros)).toBeUndefined()
    expect(await large({ 2: 'buy 50' }, { instruments: [{ symbol: 'X', assetClass: 'fx' }] })).toBeUndefined()
    expect(await large({ 2: 'buy 50' }, {})).toBeUndefined()
  })
})

describe('FILLS_IN_GAP_BARS', () => {
  it('tells of stops that were filled inside a bar of more than one session', async () => {
    class Stopper extends Strategy {
      override onBar(): void {
        if (this.openOrders('X').length === 0) this.buy('X', { quantity: 1, type: 'stop', stopPrice: 110 })
      }
    }
    const weeks = ['2024-01-01', '2024-01-08', '2024-01-15'].map((openTime, i) => {
      const open = 100 + i
      return { openTime, open, high: 112, low: 99, close: 105 }
    })
    const result = await engineOf(Stopper, { 'X 1w': weeks.slice(0, 2) }).run()
    expect(doubtOf('FILLS_IN_GAP_BARS', result)).toMatchObject({
      message: '1 of 1 fills are of stops inside bars that span a session break',
      count: 1,
      share: 1,
    })
  })
})

describe('AMBIGUOUS_FILLS', () => {
  it('tells of them from more than a twentieth of the fills on', async () => {
    const rising = daily(100, '101/102/99/101.5', ...Array.from({ length: 19 }, (_, i) => 103 + i))
    const deeds = (count: number): Deeds => ({
      2: ['buy 1', { type: 'limit', limitPrice: 99 }],
      ...Object.fromEntries(Array.from({ length: count - 1 }, (_, i) => [i + 3, i % 2 === 0 ? 'sell 1' : 'buy 1'])),
    })
    const ambiguous = async (count: number) =>
      doubtOf('AMBIGUOUS_FILLS', await run(deeds(count), rising, { fills: { policy: 'optimistic' } }))
    expect(await ambiguous(20)).toBeUndefined()
    expect(await ambiguous(19)).toMatchObject({
      message: '1 of 19 fills are not decided by their bars',
      count: 1,
      share: 1 / 19,
    })
  })
})

describe('PROFIT_OF_FEW_TRADES', () => {
  /** Long ones of 1, in for 100 and out for 100 + the profit, one after the other. */
  const few = async (profits: readonly number[]) => {
    // By day: a flat bar at 100 for the entry, then one with the exit's price.
    const bars = daily(50, ...profits.flatMap((profit) => [100, 100 + profit]), 100)
    const deeds = Object.fromEntries(profits.flatMap((_, i) => [[2 * i + 2, 'buy 1'] as const, [2 * i + 3, 'sell 1']]))
    return doubtOf('PROFIT_OF_FEW_TRADES', await run(deeds, bars))
  }

  it('tells of profit that is gone without the best round trip', async () => {
    expect(await few([10, -3, -4])).toEqual({
      code: 'PROFIT_OF_FEW_TRADES',
      message: 'the best 1 of 3 round trips won 10.00, all others together -7.00',
      count: 1,
      share: 10 / 3,
    })
    expect(await few([10, 5, -5])).toMatchObject({ count: 1 })
    expect(await few([10])).toMatchObject({ count: 1, share: 1 })
    // In floating point these three would leave something.
    expect(await few([10, 0.1, 0.2, -0.3])).toMatchObject({ count: 1, share: 1 })
  })

  it('is silent where the others earn as well, and where there is no profit', async () => {
    expect(await few([10, 5, -4])).toBeUndefined()
    expect(await few([10, -11])).toBeUndefined()
    expect(await few([])).toBeUndefined()
  })

  it('leaves out a twentieth of the round trips, rounded up, and five at most', async () => {
    const losers = (count: number) => Array<number>(count).fill(-1)
    // 20 round trips: the best one is left out, and the second best still pays for the others.
    expect(await few([30, 30, ...losers(18)])).toBeUndefined()
    expect(await few([30, 30, ...losers(19)])).toMatchObject({ count: 2, share: 60 / 41 })
    expect(await few([...Array<number>(6).fill(30), ...losers(115)])).toMatchObject({ count: 5 })
    expect(await few([...Array<number>(6).fill(30), ...losers(29)])).toBeUndefined()
  })
})

describe('ALL_ORDERS_DENIED', () => {
  it('tells, with a warning, that nothing was sent', async () => {
    const result = await run({ 2: 'buy 9999', 3: 'buy 9999' }, daily(100, 101, 102))
    expect(result.doubts).toEqual([{ code: 'ALL_ORDERS_DENIED', message: 'all 2 orders were denied', count: 2 }])
    expect(result.warnings).toEqual([
      {
        code: 'ALL_ORDERS_DENIED',
        message: `all 2 orders were denied; the first: INSUFFICIENT_CAPITAL, ${result.orders[0]!.outcome!.message}`,
        count: 2,
      },
    ])
  })

  it('says of a single one that it was the only one', async () => {
    const result = await run({ 2: 'buy 9999' }, daily(100, 101, 102))
    expect(result.warnings[0]!.message).toContain('the only order was denied: INSUFFICIENT_CAPITAL, ')
    expect(result.doubts[0]!.message).toBe('the only order was denied')
  })

  it('is silent where one was sent, and where none was made', async () => {
    const sent = await run({ 2: ['buy 9999', 'buy 10'] }, daily(100, 101, 102))
    expect([sent.doubts, sent.warnings.map(({ code }) => code)]).toEqual([[], ['OPEN_POSITION_AT_END']])
    expect((await engineOf(Idle).run()).warnings).toEqual([])
  })
})

describe('LOOKAHEAD_FILLS', () => {
  it('tells of market orders that were filled in the bar that their decision saw', async () => {
    const limit: Deed = ['buy 10', { type: 'limit', limitPrice: 103 }]
    const bars = daily('98/101/97/100', '101/103/99/102', '102/104/100/103', '104/105/103/104')
    const result = await run({ 2: ['buy 10', limit] }, bars, { fills: { fillAt: 'close' } })
    expect(result.fills.map(({ price }) => price)).toEqual([100, 101])
    expect(result.lookahead).toBe(true)
    expect(result.doubts[0]).toMatchObject({
      code: 'LOOKAHEAD_FILLS',
      message: '1 of 2 fills are of market orders, at a price that their decision knew',
      count: 1,
      share: 0.5,
    })
    // The bar that was seen is not the one that opens at the same instant.
    expect(doubtOf('FILLS_AT_PREVIOUS_CLOSE', result)).toBeUndefined()
  })
})

describe('FINER_SERIES_DISAGREES', () => {
  const halves = (second: readonly string[]): BarInput[] =>
    daily('100/100/100/100', '100/100/100/100', ...second, '104/105/103/104', '104/105/103/104').map((bar, i) => ({
      ...bar,
      openTime: day(1) + (i * DAY_MS) / 2,
    }))

  it.each([
    ['shows another low', ['101/102/100/101', '101/101.5/98.5/100'], 1],
    ['closes elsewhere', ['101/102/100/101', '101/101.5/99/99.5'], 1],
    ['shows the same', ['101/102/100/101', '101/101.5/99/100'], undefined],
  ])('tells of a bar that is to be decided by a series that %s', async (_, second, expected) => {
    const limit: Deed = ['buy 10', { type: 'limit', limitPrice: 99 }]
    const bars = { X: daily(100, '101/102/99/100', '104/105/103/104'), 'X 12h': halves(second) }
    const fills = { policy: 'finer', finer: [{ symbol: 'X', timeframe: '12h' }] }
    const series = [{ symbol: 'X', timeframe: '1d' }]
    const result = await engineOf(dayTrader({ 2: limit }), bars, { fills, series }).run()
    expect(doubtOf('FINER_SERIES_DISAGREES', result)?.count).toBe(expected)
  })
})
