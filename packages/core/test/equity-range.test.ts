import { describe, expect, it } from 'vitest'
import { FILL_POLICIES, type BarRequest, type FillPolicy } from '../src/index.js'
import { DiceTrader, walk } from './dice-trader.js'
import { dayTrader } from './day-trader.js'
import { config, daily, day, DAY_MS, engineOf, errorOf } from './engine-setup.js'

const PATHS = FILL_POLICIES.filter((policy) => policy !== 'finer')
/** A limit that is only touched: pessimistic leaves it, the others fill it, and it gains 60. */
const touched = daily(100, '101/102/99/100', '104/105/103/105')
const buyer = dayTrader({ 2: ['buy 10', { type: 'limit', limitPrice: 99 }] })
const engine = (policy?: FillPolicy) => engineOf(buyer, { X: touched }, policy ? { fills: { policy } } : {})

describe('the range of equity', () => {
  it('has the final equity of the same run under each policy', async () => {
    const range = await (await engine().run()).equityRange()
    expect(range).toEqual({
      low: 100_000,
      high: 100_060,
      byPolicy: { pessimistic: 100_000, optimistic: 100_060, ohlc: 100_060, olhc: 100_060, nearest: 100_060 },
    })
  })

  it.each(PATHS)('is that of runs with each policy, asked of the one under %s', async (policy) => {
    const bars = { X: walk({ seed: 3, count: 400, volume: true }), Y: walk({ seed: 4, count: 300 }) }
    const options = { from: '2024-01-03', closeAtEnd: true, account: { leverage: 3 } }
    const run = (each: FillPolicy) => engineOf(DiceTrader, bars, { ...options, fills: { policy: each } }).run()
    const { byPolicy } = await (await run(policy)).equityRange()
    const expected = await Promise.all(PATHS.map(async (each) => [each, (await run(each)).finalEquity] as const))
    expect(byPolicy).toEqual(Object.fromEntries(expected))
  })

  it('is the same for every policy that the run may have', async () => {
    const ranges = await Promise.all(PATHS.map(async (policy) => (await engine(policy).run()).equityRange()))
    expect(new Set(ranges.map((range) => JSON.stringify(range))).size).toBe(1)
  })

  it('has what finer series decide where the run has any', async () => {
    const bracket = dayTrader({ 2: ['buy 10', { stopLoss: 95, takeProfit: 105 }] })
    // The target comes first, as the halves of the day show: 10 x 4 won, where the stop would lose 10 x 6.
    const halves = daily(100, 100, '101/106/100/101', '101/101.5/94/100', 104, 104)
    const bars = {
      X: daily(100, '101/106/94/100', 104),
      'X 12h': halves.map((bar, i) => ({ ...bar, openTime: day(1) + (i * DAY_MS) / 2 })),
    }
    const fills = { policy: 'finer', finer: [{ symbol: 'X', timeframe: '12h' }] }
    const result = await engineOf(bracket, bars, { fills, series: [{ symbol: 'X', timeframe: '1d' }] }).run()
    const [won, lost] = [100_040, 99_940]
    expect(await result.equityRange()).toEqual({
      low: lost,
      high: won,
      byPolicy: { pessimistic: lost, optimistic: won, ohlc: won, olhc: lost, nearest: won, finer: won },
    })
    expect(result.ambiguity.count).toBe(0)
  })

  it('is found over the data that were loaded, each policy once, with nobody listening', async () => {
    let [fetched, made, heard] = [0, 0, 0]
    class Counted extends buyer {
      override onStart(): void {
        made++
      }
    }
    const { data, ...rest } = config(Counted, { X: touched })
    const counting = {
      name: 'counting',
      fetchBars: (request: BarRequest) => {
        fetched++
        return data.fetchBars(request)
      },
    }
    const listened = engineOf(Counted, { X: touched }, { ...rest, data: counting })
    for (const event of ['order', 'fill', 'equity', 'progress', 'warning'] as const) listened.on(event, () => heard++)
    const result = await listened.run()
    const before = heard
    expect([fetched, made, before > 0]).toEqual([1, 1, true])
    const first = await result.equityRange()
    expect(await result.equityRange()).toEqual(first)
    expect([fetched, made, heard]).toEqual([1, 5, before])
    expect(result.finalEquity).toBe(100_000)
  })

  it('can be stopped, and asked for again', async () => {
    const result = await engine().run()
    const error = await errorOf(() => result.equityRange({ signal: AbortSignal.abort() }))
    expect([error.code, error.recoverable]).toEqual(['RUN_ABORTED', true])
    expect((await result.equityRange()).high).toBe(100_060)
  })

  it('fails as the strategy does under another policy', async () => {
    class Fragile extends buyer {
      override onFill(): void {
        throw new RangeError('a fill came')
      }
    }
    const result = await engineOf(Fragile, { X: touched }).run()
    expect((await errorOf(() => result.equityRange())).code).toBe('STRATEGY_THREW')
  })
})
