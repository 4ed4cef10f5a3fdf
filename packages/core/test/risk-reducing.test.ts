import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  latencyBars,
  MemoryDataGateway,
  Strategy,
  type AccountEvent,
  type BacktestResult,
  type Bar,
  type EntryOptions,
  type HaltEvent,
} from '../src/index.js'
import { ORDER } from '../src/execution/order-log.js'
import { playBefore } from './account-witness.js'
import { walk } from './dice-trader.js'
import { all, buy, ends, fills, limit, play, sell, stop, type Act, type Diary } from './diary.js'
import { daily, day } from './engine-setup.js'

const account = { capital: 100_000, leverage: 10 }
const reducing = (number: number, options: Omit<HaltEvent, 'kind' | 'at'> = {}): AccountEvent => ({
  ...{ kind: 'halt', at: day(number), state: 'REDUCING' },
  ...options,
})
const flat = daily(100, 100, 100, 100, 100, 100, 100)
const run = (diary: Diary, events: readonly AccountEvent[], bars = flat, extra: object = {}): Promise<BacktestResult> =>
  play([diary], { X: bars }, { account, events, ...extra })
const late = { costs: { latency: latencyBars(1) } }
const onlyReducing = (options: EntryOptions): EntryOptions => ({ ...options, reduceOnly: true })
const bracket: EntryOptions = { stopLoss: 80, takeProfit: 120 }

describe('while trading is reduced', () => {
  it('what closes is sent as an order that only reduces, and stays one', async () => {
    const before: Act = (strategy) => {
      strategy.sell('X', { quantity: 1, ...limit(150) })
    }
    const result = await run({ 2: buy(10), 3: before, 5: all(sell(4, limit(150)), sell(2)) }, [
      reducing(4),
      { kind: 'resume', at: day(6) },
    ])
    expect(result.orders.map(({ reduceOnly }) => reduceOnly)).toEqual([false, false, true, true])
    expect(ends(result).slice(1)).toEqual([
      ...['a sell limit 1 ACKED', 'a sell limit 4 ACKED', 'a sell market 2 FILLED'],
    ])
  })

  it('two closes that rest and are both reached close once', async () => {
    const wide = daily(100, 100, 100, 100, '100/115/85/100', 100, 100)
    const result = await run({ 2: buy(10), 5: all(sell(10, limit(110)), sell(10, stop(90))) }, [reducing(4)], wide)
    expect(fills(result)).toHaveLength(2)
    expect(result.orders.slice(1).map(({ status }) => status)).toContain('FILLED')
  })

  it('what has rested to close a position is cancelled as a market order closes it', async () => {
    const rising = daily(100, 100, 100, 100, '110/120/110/120', 120, 120)
    for (const options of [{}, { reduceOnly: true }]) {
      const result = await run({ 2: buy(10), 3: sell(10, limit(105)), 5: sell(10, options) }, [reducing(4)], rising)
      expect(fills(result)).toEqual(['2 buy 10 at 100', '5 sell 10 at 110'])
      expect(ends(result)[1]).toBe('a sell limit 10 CANCELED CANCELED')
    }
  })

  it('what has rested stays beside a market order that leaves it enough to close', async () => {
    const result = await run({ 2: buy(10), 3: sell(4, limit(150)), 5: sell(6), 6: sell(1) }, [reducing(4)])
    expect(ends(result).slice(1)).toEqual([
      ...['a sell limit 4 CANCELED CANCELED', 'a sell market 6 FILLED', 'a sell market 1 FILLED'],
    ])
    const kept = await run({ 2: buy(10), 3: sell(4, limit(150)), 5: sell(6) }, [reducing(4)])
    expect(ends(kept)[1]).toBe('a sell limit 4 ACKED')
  })

  it('a market order that is on its way stays before what rests, though that is older', async () => {
    const diary = { 2: buy(10), 4: sell(10, limit(150)), 5: sell(10) }
    expect(ends(await run(diary, [reducing(5)], flat, late)).slice(1)).toEqual([
      ...['a sell limit 10 CANCELED CANCELED', 'a sell market 10 FILLED'],
    ])
  })

  it('what only reduces stays before what rests as well, since both may be reached at once', async () => {
    const wide = daily(100, 100, 100, '100/115/85/100', 100, 100)
    const diary = { 2: buy(10), 3: all(sell(10, limit(110)), sell(10, onlyReducing(stop(90)))) }
    const result = await run(diary, [reducing(4)], wide)
    expect(ends(result)[1]).toBe('a sell limit 10 CANCELED CANCELED')
    expect(fills(result)).toEqual(['2 buy 10 at 100', '5 sell 10 at 90'])
  })

  it.each<[string, Diary, string[]]>([
    [
      'a stop-loss and its target',
      { 2: buy(10, bracket), 3: buy(10), 4: sell(10, limit(150)) },
      ['stop 10 ACKED', 'limit 10 ACKED', 'limit 10 ACKED'],
    ],
    [
      'a stop-loss and targets that share a position',
      {
        2: buy(10, { stopLoss: 80, takeProfit: [{ limitPrice: 120, fraction: 0.5 }, 130] }),
        3: buy(10),
        4: sell(10, limit(150)),
      },
      ['stop 10 ACKED', 'limit 5 ACKED', 'limit 5 ACKED', 'limit 10 ACKED'],
    ],
    [
      'alternatives',
      {
        2: buy(10),
        3: (strategy) =>
          strategy.oco([
            { symbol: 'X', side: 'sell', quantity: 10, ...limit(150) },
            { symbol: 'X', side: 'sell', quantity: 10, ...stop(50) },
          ]),
      },
      ['limit 10 ACKED', 'stop 10 ACKED'],
    ],
  ])('%s count once, as one ends the other', async (_, diary, stay) => {
    const result = await run(diary, [reducing(5)])
    const sells = result.orders.filter(({ side }) => side === 'sell')
    expect(sells.map(({ type, quantity, status }) => `${type} ${quantity.toFixed()} ${status}`)).toEqual(stay)
  })

  it('targets without a stop-loss count together', async () => {
    const protect: Act = (strategy) => strategy.protect('X', { takeProfit: [{ limitPrice: 120, fraction: 0.5 }, 130] })
    const diary = { 2: buy(10), 3: all(protect, sell(5, limit(150))) }
    expect(ends(await run(diary, [reducing(4)])).at(-1)).toBe('a sell limit 5 CANCELED CANCELED')
  })

  it('a replace that would close more than is left beside what only reduces ends its order', async () => {
    const grow: Act = (strategy) => strategy.replace(strategy.openOrders()[0]!, { quantity: 8 })
    const diary = { 2: buy(10), 3: all(sell(6, limit(150)), sell(4, onlyReducing(stop(50)))), 5: grow }
    const result = await run(diary, [reducing(4)])
    expect(ends(result).slice(1)).toEqual(['a sell limit 8 CANCELED CANCELED', 'a sell stop 4 ACKED'])
  })

  it('what rested to close is cancelled once a fill that came too late has turned the position round', async () => {
    // The sale of 15 is at the venue before the halt is known there.
    const diary = { 2: buy(10), 4: all(sell(15), sell(10, limit(150))) }
    const result = await run(diary, [{ kind: 'halt', at: day(5), state: 'REDUCING' }], flat, late)
    expect(fills(result)).toEqual(['3 buy 10 at 100', '5 sell 15 at 100'])
    expect(ends(result).at(-1)).toBe('a sell limit 10 CANCELED CANCELED')
  })

  it('what may open stays where entries are not to be cancelled, and what is sent only reduces all the same', async () => {
    const rising = daily(100, 100, 100, 100, '110/120/110/120', 120, 120)
    const diary = { 2: buy(10), 3: all(sell(10, limit(115)), buy(1, limit(90))), 5: sell(10) }
    const result = await run(diary, [reducing(4, { cancelEntries: false })], rising)
    expect(ends(result).slice(1)).toEqual([
      ...['a sell limit 10 FILLED', 'a buy limit 1 ACKED', 'a sell market 10 FILLED'],
    ])
    expect(result.orders.map(({ reduceOnly }) => reduceOnly)).toEqual([false, false, false, true])
  })
})

/** Buys or sells, and closes what it has in every way there is. */
class Closer extends Strategy {
  override onBar({ symbol, close }: Bar): void {
    const held = this.position(symbol).quantity.toNumber()
    const quantity = 1 + Math.floor(this.random() * 8)
    const [side, away] = held > 0 ? (['sell', 1] as const) : (['buy', -1] as const)
    const cents = (value: number): number => Math.round(value * 100) / 100
    const near = this.random()
    const target = { type: 'limit', limitPrice: cents(close + away * near) } as const
    const guard = { type: 'stop', stopPrice: cents(close - away * near) } as const
    const reduceOnly = this.random() < 0.4
    const throwOf = this.random()
    if (throwOf < 0.15) this.buy(symbol, { quantity, stopLoss: cents(close - 1), takeProfit: cents(close + 1) })
    else if (throwOf < 0.3) this.sell(symbol, { quantity })
    else if (throwOf < 0.4) this[side](symbol, { quantity, reduceOnly })
    else if (throwOf < 0.6) this[side](symbol, { quantity, reduceOnly, ...target })
    else if (throwOf < 0.75) this[side](symbol, { quantity, reduceOnly, ...guard })
    else if (throwOf < 0.85)
      this.oco([
        { symbol, side, quantity, ...target },
        { symbol, side, quantity, ...guard },
      ])
    else if (throwOf < 0.9) this.close(symbol)
    const resting = this.openOrders().find(({ type }) => type === 'limit')
    if (resting && this.random() < 0.3) this.replace(resting, { quantity, limitPrice: target.limitPrice })
  }
}

describe('random closing while trading is reduced', () => {
  const HOUR = 3_600_000
  const world = fc.record({
    seed: fc.nat(),
    from: fc.integer({ min: 5, max: 25 }),
    late: fc.nat({ max: 2 }),
    cancelEntries: fc.boolean(),
    parts: fc.boolean(),
  })

  it('never opens, nor turns a position round', async () => {
    const seen = { reduced: 0, flat: 0 }
    await fc.assert(
      fc.asyncProperty(world, async ({ seed, from, late: bars, cancelEntries, parts }) => {
        let held = 0
        const since = day(1) + from * HOUR
        const walked = walk({ seed, count: 50, volume: true }).map((bar) => ({ ...bar, volume: bar.volume! / 5 }))
        await playBefore(
          {
            data: new MemoryDataGateway([{ symbol: 'X', timeframe: '1h', bars: walked }]),
            instruments: [{ symbol: 'X' }],
            series: [{ symbol: 'X', timeframe: '1h' }],
            account,
            strategies: [{ strategy: Closer }],
            events: [{ kind: 'halt', at: since, state: 'REDUCING', cancelEntries }],
            fills: { maxVolumeFraction: parts ? 0.1 : 'unlimited' },
            costs: { latency: latencyBars(bars) },
            seed,
          },
          {
            filled: ({ orders }, { order, side, quantity, occurredAt }) => {
              const before = held
              held += (side === 'buy' ? 1 : -1) * quantity.toNumber()
              // What was sent before may be at the venue, where a cancel comes too late, or be filled by another part of its order.
              const isSealed = orders.log.get(order, ORDER.createdAt) > since || (bars === 0 && cancelEntries && !parts)
              if (occurredAt <= since || !isSealed) return
              seen.reduced++
              if (held === 0) seen.flat++
              expect({ held, closes: held * before >= 0 && Math.abs(held) < Math.abs(before) }).toEqual({
                held,
                closes: true,
              })
            },
          },
        )
      }),
      { numRuns: 150 },
    )
    expect(Math.min(seen.reduced, seen.flat)).toBeGreaterThan(20)
  }, 120_000)
})
