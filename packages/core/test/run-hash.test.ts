import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  basisPoints,
  BacktestEngine,
  FixedSizer,
  MemoryDataGateway,
  percent,
  perOrder,
  SMA,
  Strategy,
  type Bar,
  type BarInput,
  type BarRequest,
  type EntryOptions,
} from '../src/index.js'
import { DiceTrader, walk } from './dice-trader.js'
import { config, day, engineOf } from './engine-setup.js'

class Cross extends Strategy<typeof Cross.params> {
  static readonly params = z.object({ period: z.number().default(5), note: z.unknown().optional() })
  readonly #average = this.indicator(new SMA({ period: this.params.period }))
  override onBar({ symbol, close }: Bar): void {
    if (close > this.#average.value && this.position(symbol).isFlat) this.buy(symbol, this.words())
    else if (close < this.#average.value) this.close(symbol, this.words())
  }
  protected words(): { reason: string; tags: string[] } {
    return { reason: 'crossed', tags: ['cross'] }
  }
}
class Talkative extends Cross {
  protected override words(): { reason: string; tags: string[] } {
    return { reason: `crossed at ${String(this.now)}`, tags: [] }
  }
}
class Second extends Cross {
  static readonly version = 2
}

const bars = walk({ seed: 7, count: 200, volume: true })
const hashOf = async (extra: object = {}, series: readonly BarInput[] = bars): Promise<string> =>
  (await engineOf(Cross, { X: series }, extra).run()).hash
const base = hashOf()
const entry = (more: object) => ({ strategies: [{ strategy: Cross, name: 'Cross', ...more }] })
const changed = (row: number, change: Partial<BarInput>) =>
  bars.map((bar, i) => (i === row ? { ...bar, ...change } : bar))

describe('the hash of a run', () => {
  it('is 64 hex digits of a run that trades, and the same for the same run, by one engine or by two at once', async () => {
    const engine = engineOf(Cross, { X: bars })
    const first = await engine.run()
    expect([first.fills.length > 20, /^[0-9a-f]{64}$/.test(first.hash)]).toEqual([true, true])
    const others = await Promise.all([
      engine.run(),
      engineOf(Cross, { X: bars }).run(),
      engineOf(DiceTrader, { X: bars }).run(),
    ])
    expect([others[0].hash, others[1].hash]).toEqual([first.hash, await base])
    expect(others[2].hash).toBe((await engineOf(DiceTrader, { X: bars }).run()).hash)
  })

  it.each<readonly [string, object]>([
    ['a parameter', entry({ params: { period: 6 } })],
    ['a parameter that no decision uses', entry({ params: { note: 'x' } })],
    ['the name of a strategy', entry({ name: 'Crossing' })],
    ['the version of a class', entry({ strategy: Second })],
    ['the sizer', entry({ sizer: new FixedSizer({ quantity: 10 }) })],
    ['allowShort', entry({ allowShort: false })],
    ['commission', { costs: { commission: perOrder('0.01') } }],
    ['slippage', { costs: { slippage: basisPoints(1) } }],
    ['capital', { account: { capital: '100000.01' } }],
    ['leverage', { account: { leverage: 2 } }],
    ["the account's allowShort", { account: { allowShort: false } }],
    ['a fill rule', { fills: { maxVolumeFraction: 0.5 } }],
    ['a fill rule that no fill needs', { fills: { unknownVolume: 'none' } }],
    ['a tick size', { instruments: [{ symbol: 'X', tickSize: '0.01' }] }],
    ['closeAtEnd', { closeAtEnd: true }],
    ['the seed', { seed: 2 }],
    ['the range', { from: day(1) }],
    ['a strategy more', { strategies: [{ strategy: Cross }, { strategy: Cross, name: 'again' }] }],
  ])('changes with %s', async (_, extra) => {
    expect(await hashOf(extra)).not.toBe(await base)
  })

  it('changes with every setting, although nothing is traded', async () => {
    class Idle extends Strategy {}
    class Newer extends Strategy {
      static readonly version = 2
    }
    Object.defineProperty(Newer, 'name', { value: 'Idle' })
    const one = (more: object) => ({ strategies: [{ strategy: Idle, ...more }] })
    const settings: readonly object[] = [
      {},
      one({ name: 'Other' }),
      one({ strategy: Newer }),
      one({ sizer: new FixedSizer({ quantity: 10 }) }),
      one({ sizer: new FixedSizer({ quantity: 11 }) }),
      one({ allowShort: false }),
      { strategies: [{ strategy: Idle }, { strategy: Idle, name: 'again' }] },
      { account: { capital: 1 } },
      { account: { leverage: 2 } },
      { account: { allowShort: false } },
      { costs: { commission: perOrder(1) } },
      { costs: { slippage: basisPoints(1) } },
      { costs: { slippage: basisPoints(1, { withinBar: true }) } },
      { fills: { touch: 'fill' } },
      { fills: { policy: 'optimistic' } },
      { instruments: [{ symbol: 'X', multiplier: 2 }] },
      { instruments: [{ symbol: 'X', zone: 'Asia/Tokyo' }] },
      { closeAtEnd: true },
      { seed: 2 },
      { from: day(1) },
      { to: day(99) },
    ]
    const hashes = await Promise.all(
      settings.map(async (extra) => (await engineOf(Idle, { X: bars }, extra).run()).hash),
    )
    expect(new Set(hashes).size).toBe(settings.length)
  })

  it.each([
    ['a cent in one close', { close: bars[50]!.close + 0.01, high: bars[50]!.high + 0.01 }],
    ['a cent in a high that no order meets', { high: bars[50]!.high + 0.01 }],
    ['one share of volume', { volume: bars[50]!.volume! + 1 }],
    ['a millisecond of one close', { closeTime: (bars[50]!.closeTime as number) - 1 }],
  ])('changes with the data: %s', async (_, change) => {
    expect(await hashOf({}, changed(50, change))).not.toBe(await base)
  })

  it('changes with an average price, and with any one of them', async () => {
    const averaged = (last: number) => bars.map((bar, i) => ({ ...bar, vwap: i === 199 ? last : bar.close }))
    const hashes = [await base, await hashOf({}, averaged(bars[199]!.high)), await hashOf({}, averaged(bars[199]!.low))]
    expect(new Set(hashes).size).toBe(3)
  })

  it('changes with parameters that JSON can not hold', async () => {
    const notes: unknown[] = [
      1n,
      2n,
      new Set(['a']),
      new Set(['b']),
      new Map([['a', 1]]),
      new Date(1),
      Number.NaN,
      [1],
      { a: 1 },
    ]
    const hashes = await Promise.all(notes.map((note) => hashOf(entry({ params: { note } }))))
    expect(new Set(hashes).size).toBe(notes.length)
  })

  it('takes equal settings for equal, however they are written', async () => {
    const spelled = {
      ...entry({ params: { period: 5 }, symbols: ['X'], allowShort: true }),
      account: { leverage: 1, capital: '1e5', currency: 'USD' },
      costs: { commission: percent('0.0010') },
    }
    const plain = { account: { capital: 100_000 }, costs: { commission: percent(0.001) } }
    expect(await hashOf(spelled)).toBe(await hashOf(plain))
  })

  it('does not change with reasons and tags', async () => {
    class Quiet extends Talkative {
      protected override words(): { reason: string; tags: string[] } {
        return { reason: '', tags: ['other'] }
      }
    }
    // A class's name is part of the hash.
    Object.defineProperty(Quiet, 'name', { value: 'Talkative' })
    const [talkative, quiet] = await Promise.all(
      [Talkative, Quiet].map((strategy) => hashOf({ strategies: [{ strategy, name: 'Cross' }] })),
    )
    expect(quiet).toBe(talkative)
  })

  it('does not change with fresh bars, listeners, or where the bars come from', async () => {
    expect(await hashOf({ freshBars: true })).toBe(await base)
    const heard = engineOf(Cross, { X: bars })
    for (const event of ['order', 'fill', 'roundTrip', 'equity', 'warning', 'progress'] as const)
      heard.on(event, () => undefined)
    expect((await heard.run()).hash).toBe(await base)
    const memory = new MemoryDataGateway([{ symbol: 'X', timeframe: '1d', bars }])
    const data = {
      name: 'elsewhere',
      fetchBars: async (request: BarRequest) => ({
        ...(await memory.fetchBars(request)),
        source: 'x.csv',
        firstRow: 2,
      }),
    }
    const result = await new BacktestEngine({ ...config(Cross), data }).run()
    expect([result.hash, result.series[0]!.source]).toEqual([await base, 'x.csv'])
  })
})

describe('the hash of a run of orders that are never filled', () => {
  /** The hash of a run that places orders in the same way but for the terms that are given. */
  const hashWith = async (place: (strategy: Strategy) => unknown): Promise<string> => {
    class Placing extends Strategy {
      #placed = false
      override onBar(): void {
        if (!this.#placed) place(this)
        this.#placed = true
      }
    }
    return (await engineOf(Placing, { X: bars }).run()).hash
  }
  const hashesOf = (all: readonly EntryOptions[]): Promise<string[]> =>
    Promise.all(all.map((options) => hashWith((strategy) => strategy.buy('X', { quantity: 1, ...options }))))

  it('changes with the limit beside a stop', async () => {
    const hashes = await hashesOf(
      [510, 511].map((limitPrice) => ({ type: 'stopLimit', stopPrice: 500, limitPrice }) as const),
    )
    expect(new Set(hashes).size).toBe(2)
  })

  it('changes with everything that a trailing order follows by', async () => {
    const type = 'trailingStopLimit'
    const hashes = await hashesOf([
      { type, trailAmount: 0.5, limitOffset: 1, activationPrice: 1 },
      { type, trailAmount: 0.6, limitOffset: 1, activationPrice: 1 },
      { type, trailFraction: 0.5, limitOffset: 1, activationPrice: 1 },
      { type, trailAmount: 0.5, limitOffset: 2, activationPrice: 1 },
      { type, trailAmount: 0.5, limitOffset: 1, activationPrice: 2 },
      { type, trailAmount: 0.5, limitOffset: 1, activationPrice: 1, trailBy: 'close' },
    ])
    expect(new Set(hashes).size).toBe(6)
  })

  it('changes with what only reduces, and with what orders are tied together', async () => {
    const limit = { type: 'limit', limitPrice: 1 } as const
    const order = { symbol: 'X', side: 'buy', quantity: 1, ...limit } as const
    const three = (strategy: Strategy) => [0, 1, 2].map(() => strategy.buy('X', { quantity: 1, ...limit }))
    const hashes = await Promise.all([
      hashWith(three),
      hashWith((strategy) => [0, 1, 2].map(() => strategy.buy('X', { quantity: 1, ...limit, reduceOnly: true }))),
      hashWith((strategy) => strategy.oco([order, order, order])),
      hashWith((strategy) => [strategy.oco([order, order]), strategy.buy('X', { quantity: 1, ...limit })]),
      hashWith((strategy) => [strategy.buy('X', { quantity: 1, ...limit }), strategy.oco([order, order])]),
    ])
    expect(new Set(hashes).size).toBe(5)
    expect(await hashWith(three)).toBe(hashes[0])
  })
})
