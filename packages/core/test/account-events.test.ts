import { describe, expect, it } from 'vitest'
import { BacktestEngine } from '../src/engine/backtest-engine.js'
import type { BacktestConfig } from '../src/engine/config.js'
import type { AccountEvent } from '../src/domain/account-event.js'
import type { Fill } from '../src/domain/fill.js'
import { MemoryDataGateway } from '../src/gateways/memory-data-gateway.js'
import type { AppliedEvent } from '../src/kernel/account-change.js'
import { Strategy } from '../src/strategy/strategy.js'
import { daily, errorOf, Idle } from './engine-setup.js'

/** X stands still at 100, Y at 50, both for six days from 2024-01-01 on. */
const flat = (close: number) => daily(close, close, close, close, close, close)
const data = new MemoryDataGateway([
  { symbol: 'X', timeframe: '1d', bars: flat(100) },
  { symbol: 'Y', timeframe: '1d', bars: flat(50) },
])
const market = { data, instruments: [{ symbol: 'X' }, { symbol: 'Y' }] }
const run = (config: Pick<BacktestConfig, 'strategies'> & Partial<BacktestConfig>) =>
  new BacktestEngine({ ...market, ...config }).run()
const idle = { strategies: [{ strategy: Idle }] }
const source = 'made up'

/** Acts on the bars of X, counted from 1. */
const acting = (act: (strategy: Strategy, count: number) => void, name = 'Acting') => {
  class Acting extends Strategy {
    count = 0
    override onBar({ symbol }: { symbol: string }): void {
      if (symbol === 'X') act(this, ++this.count)
    }
  }
  return { strategy: Acting, name }
}

describe('metrics of a run with cash flows', () => {
  it.each(['2024-01-03', '2024-01-03T12:00Z', '2024-01-06', '2024-01-07'])(
    'show no return where prices stand still and 500 come in at %s',
    async (at) => {
      for (const kind of ['deposit', 'withdrawal'] as const) {
        for (const closeAtEnd of [false, true]) {
          const events = [{ kind, at, amount: 500 }]
          const { metrics } = await run({ ...idle, account: { capital: 1000 }, events, closeAtEnd })
          expect([metrics.totalReturn, metrics.maxDrawdown]).toEqual([0, 0])
        }
      }
    },
  )

  it('are those of what was earned on the equity before each flow', async () => {
    const bars = daily(100, 110, 110, 121)
    const result = await new BacktestEngine({
      data: new MemoryDataGateway([{ symbol: 'X', timeframe: '1d', bars }]),
      instruments: [{ symbol: 'X' }],
      strategies: [
        acting((strategy, count) => {
          if (count === 1) strategy.buy('X', { quantity: 10 })
        }),
      ],
      account: { capital: 1000 },
      events: [{ kind: 'deposit', at: '2024-01-04', amount: 1000 }],
    }).run()
    // Bought at 110; 121 is 110 more on 2,000.
    expect(result.finalEquity).toBe(2110)
    expect(result.metrics.totalReturn).toBeCloseTo(0.055, 12)
  })
})

describe('an account event', () => {
  it('that can not be done is refused, told of and warned of', async () => {
    const heard: AppliedEvent[] = []
    const events: AccountEvent[] = [
      { kind: 'withdrawal', at: '2024-01-02T12:00Z', amount: 5000 },
      { kind: 'deposit', at: '2024-01-03T12:00Z', amount: 1 },
    ]
    const engine = new BacktestEngine({ ...market, ...idle, account: { capital: 1000 }, events })
    engine.on('accountEvent', (event) => heard.push(event))
    const result = await engine.run()
    expect(result.events.map(({ status, message }) => [status, message])).toEqual([
      ['refused', "the account's equity is 1000 USD; nobody lends more"],
      ['applied', '1 USD'],
    ])
    expect(heard).toEqual(result.events)
    expect(result.finalEquity).toBe(1001)
    expect(result.warnings.find(({ code }) => code === 'EVENT_REFUSED')).toMatchObject({
      message: "withdrawal: the account's equity is 1000 USD; nobody lends more",
      count: 1,
    })
  })

  it('is named in the ledger by its place in the list of the result', async () => {
    const events: AccountEvent[] = [
      { kind: 'split', at: '2023-12-01', symbol: 'X', ratio: 2, source },
      { kind: 'deposit', at: '2024-01-03T12:00Z', amount: 1 },
    ]
    const { ledger, events: happened } = await run({ ...idle, events })
    expect(happened.map(({ event }) => event.kind)).toEqual(['deposit'])
    expect(ledger.map(({ kind, event }) => [kind, event])).toEqual([
      ['deposit', undefined],
      ['deposit', 0],
    ])
  })
})

describe('a split', () => {
  it('inside a bar that is under way is refused', async () => {
    const events = [{ kind: 'split', at: '2024-01-03T12:00Z', symbol: 'X', ratio: 2, source } as const]
    const error = await errorOf(() => run({ ...idle, events }))
    expect(error.message).toBe(
      'EVENT_INVALID: split of X at 2024-01-03T12:00:00Z: its bar goes on from 2024-01-03T00:00:00Z to 2024-01-04T00:00:00Z; expected a time at which none is under way',
    )
  })
})

describe('a symbol that becomes another one', () => {
  const events = [{ kind: 'symbolChange', at: '2024-01-04', symbol: 'X', to: 'Y', source } as const]

  it('is shown to a strategy that holds it, and can be closed', async () => {
    const seen: string[] = []
    class Holder extends Strategy {
      override onBar({ symbol }: { symbol: string }): void {
        seen.push(symbol)
        if (seen.length === 1) this.buy('X', { quantity: 10 })
        if (symbol === 'Y' && this.position('Y').size === 10) this.close('Y')
      }
    }
    const { fills } = await run({ strategies: [{ strategy: Holder, symbols: ['X'] }], events })
    expect(seen.slice(0, 4)).toEqual(['X', 'X', 'X', 'X'])
    expect(seen).toContain('Y')
    expect(fills.map(({ symbol, side, price }: Fill) => [symbol, side, price])).toEqual([
      ['X', 'buy', 100],
      ['Y', 'sell', 50],
    ])
  })
})

describe('where crossing is denied', () => {
  const buyer = acting((strategy, count) => {
    if (count === 1) strategy.buy('X', { quantity: 1, type: 'limit', limitPrice: 99 })
  }, 'buyer')
  const codesOf = async (act: (strategy: Strategy, count: number) => void) => {
    const seller = acting(act, 'seller')
    const { orders, warnings } = await run({ strategies: [buyer, seller], account: { crossing: 'deny' } })
    return [
      ...orders.flatMap(({ strategy, outcome }) => (strategy === 'seller' && outcome ? [outcome.code] : [])),
      ...warnings.flatMap(({ code, message }) => (code === 'REPLACE_DENIED' ? [message.split(': ')[1]] : [])),
    ]
  }

  it('an entry with exits is denied as a plain one is', async () => {
    const plain = { quantity: 1, type: 'limit', limitPrice: 98 } as const
    expect(
      await codesOf((strategy, count) => {
        if (count === 2) strategy.sell('X', plain)
      }),
    ).toEqual(['SELF_CROSS'])
    expect(
      await codesOf((strategy, count) => {
        if (count === 2) strategy.sell('X', { ...plain, stopLoss: 200 })
      }),
    ).toEqual(['SELF_CROSS', 'SELF_CROSS'])
  })

  it('so is a replace by which the orders would meet', async () => {
    expect(
      await codesOf((strategy, count) => {
        if (count === 2) strategy.sell('X', { quantity: 1, type: 'limit', limitPrice: 120 })
        for (const order of strategy.openOrders()) if (count === 3) strategy.replace(order, { limitPrice: 98 })
      }),
    ).toEqual(['SELF_CROSS'])
  })
})

it('a paused strategy can make an order smaller, and not larger', async () => {
  let replaced: readonly boolean[] = []
  class Replacing extends Strategy {
    override onBar({ symbol }: { symbol: string }): void {
      if (symbol !== 'X' || this.openOrders().length > 0 || !this.position('X').isFlat) return
      this.buy('X', { quantity: 1 })
      this.buy('X', { quantity: 10, type: 'limit', limitPrice: 90 })
    }
    override onFill(): void {
      const [order] = this.openOrders().filter(({ type }) => type === 'limit')
      replaced = [100, 5].map((quantity) => this.replace(order!, { quantity }))
    }
  }
  const events = [{ kind: 'pause', at: '2024-01-02', strategy: 'Replacing' } as const]
  await run({ strategies: [{ strategy: Replacing }], events })
  expect(replaced).toEqual([false, true])
})

it('a strategy that never ran is warned of as such', async () => {
  const { warnings } = await run({ strategies: [{ strategy: Idle, autoStart: false }] })
  expect(warnings.map(({ message }) => message)).toContain('Idle was never called: it was not running when bars closed')
})

it('what no venue filled is not said to be a large part of its bar', async () => {
  const bars = daily(100, 100, 100, 100).map((bar) => ({ ...bar, volume: 100 }))
  const trade = (name: string, side: 'buy' | 'sell') =>
    acting((strategy, count) => {
      if (count === 1) strategy[side]('X', { quantity: 50 })
    }, name)
  const { fills, doubts } = await new BacktestEngine({
    data: new MemoryDataGateway([{ symbol: 'X', timeframe: '1d', bars }]),
    instruments: [{ symbol: 'X' }],
    strategies: [trade('a', 'buy'), trade('b', 'sell')],
    account: { crossing: 'net' },
  }).run()
  expect(fills.map(({ internal }) => internal)).toEqual([true, true])
  expect(doubts.map(({ code }) => code)).not.toContain('LARGE_FILLS')
})
