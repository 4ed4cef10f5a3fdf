import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  latencyBars,
  MemoryDataGateway,
  Strategy,
  type Bar,
  type EntryOptions,
  type OrderChanges,
  type RiskConfig,
} from '../src/index.js'
import { playBefore } from './account-witness.js'
import { walk } from './dice-trader.js'
import { all, buy, limit, play, refusals, sell, type Act, type Diary } from './diary.js'
import { daily, type Bars } from './engine-setup.js'
import { ScriptedVenue } from './scripted-venue.js'

/** A venue that works an order of 10 at a limit of 90, number 0. */
function working(side: 'buy' | 'sell' = 'buy', options: EntryOptions = limit(90)): ScriptedVenue {
  const venue = new ScriptedVenue()
  venue.act((strategy) => strategy[side]('X', { quantity: 10, ...options }))
  venue.report({ kind: 'accepted', order: 0 })
  return venue
}
const ask = (venue: ScriptedVenue, changes: OrderChanges): boolean =>
  venue.act((strategy) => strategy.replace(venue.order(0), changes))
const answer = (venue: ScriptedVenue, quantityUnits: number): void => {
  venue.report({ kind: 'replaced', order: 0, terms: { quantityUnits }, asked: true })
}
const refuse = (venue: ScriptedVenue): void => {
  venue.report({ kind: 'replaceRefused', order: 0, code: 'NOT_PERMITTED', message: 'not here' })
}

describe('while a replace is on its way', () => {
  it('the larger of both quantities works, until the venue has answered', () => {
    const grows = working()
    ask(grows, { quantity: 15 })
    expect(grows.working).toEqual([15, 0])
    answer(grows, 15)
    expect(grows.working).toEqual([15, 0])
    const shrinks = working('sell')
    ask(shrinks, { quantity: 4 })
    expect(shrinks.working).toEqual([0, 10])
    answer(shrinks, 4)
    expect(shrinks.working).toEqual([0, 4])
  })

  it('what the venue refuses is given back', () => {
    const venue = working()
    ask(venue, { quantity: 15 })
    refuse(venue)
    expect([venue.working, venue.order(0).status]).toEqual([[10, 0], 'ACKED'])
  })

  it('each of several counts until it is answered itself', () => {
    const venue = working()
    ask(venue, { quantity: 20 })
    ask(venue, { quantity: 15 })
    expect(venue.working).toEqual([20, 0])
    refuse(venue)
    expect(venue.working).toEqual([15, 0])
    answer(venue, 15)
    expect(venue.working).toEqual([15, 0])
  })

  it('what is filled works no more, and of an order that is filled nothing does', () => {
    const venue = working()
    ask(venue, { quantity: 15 })
    venue.fill(0, 4, 90)
    expect(venue.working).toEqual([11, 0])
    venue.fill(0, 6, 90)
    expect([venue.working, venue.order(0).status]).toEqual([[0, 0], 'FILLED'])
    refuse(venue)
    expect(venue.working).toEqual([0, 0])
  })

  it('a cancel leaves what it asks for at work, until the order has ended or the venue has answered', () => {
    const ended = working()
    ask(ended, { quantity: 15 })
    ended.act((strategy) => strategy.cancel(ended.order(0)))
    expect(ended.working).toEqual([15, 0])
    ended.report({ kind: 'canceled', order: 0, code: 'CANCELED', message: 'as asked' })
    expect(ended.working).toEqual([0, 0])
    const goesOn = working()
    ask(goesOn, { quantity: 15 })
    goesOn.act((strategy) => strategy.cancel(goesOn.order(0)))
    refuse(goesOn)
    expect([goesOn.working, goesOn.order(0).status]).toEqual([[10, 0], 'PENDING_CANCEL'])
    goesOn.report({ kind: 'cancelRefused', order: 0, code: 'OTHER', message: 'not now' })
    expect([goesOn.working, goesOn.order(0).status]).toEqual([[10, 0], 'ACKED'])
  })

  it('the largest of alternatives works, by what is asked for', () => {
    const venue = new ScriptedVenue()
    const one = { symbol: 'X', side: 'buy', quantity: 8, type: 'limit', limitPrice: 90 } as const
    venue.act((strategy) => strategy.oco([one, { ...one, quantity: 12 }]))
    ask(venue, { quantity: 15 })
    expect(venue.working).toEqual([15, 0])
    venue.fill(0, 8, 90)
    venue.report({ kind: 'canceled', order: 1, code: 'LINKED', message: 'the other was filled' })
    expect(venue.working).toEqual([0, 0])
  })

  it('a market order closes what it may come to', () => {
    const venue = working('buy', {})
    venue.fill(0, 10)
    venue.act((strategy) => strategy.sell('X', { quantity: 4, reduceOnly: true }))
    venue.report({ kind: 'accepted', order: 1 })
    venue.act((strategy) => strategy.replace(venue.order(1), { quantity: 7 }))
    venue.act((strategy) => strategy.close('X'))
    expect(venue.order(2).quantity.toFixed()).toBe('3')
  })

  it('a further one is checked by what the first may make of the order', () => {
    const venue = new ScriptedVenue({ capital: 1000 })
    venue.act((strategy) => strategy.buy('X', { quantity: 5, ...limit(80) }))
    expect(ask(venue, { quantity: 10 })).toBe(true)
    expect(ask(venue, { limitPrice: 101 })).toBe(false)
    expect(ask(venue, { limitPrice: 100 })).toBe(true)
    expect(ask(venue, { quantity: 11 })).toBe(false)
  })

  it('a split makes of what is asked for what it makes of the order', () => {
    const venue = working()
    ask(venue, { quantity: 15 })
    venue.kernel.orders.split(0, { numerator: 2, denominator: 1 }, { stepUnits: 1, tick: undefined })
    expect(venue.working).toEqual([30, 0])
  })
})

describe('what an order was checked against', () => {
  const worth = (venue: ScriptedVenue): readonly number[] => venue.order(0).checks.map(({ value }) => value)

  it('is that of its own terms until the venue has given it others', () => {
    const venue = working()
    ask(venue, { quantity: 15 })
    expect(worth(venue)).toEqual([900])
    answer(venue, 15)
    expect(worth(venue)).toEqual([1350])
  })

  it('stays where the replace is denied, or refused by the venue', () => {
    const venue = working()
    expect(ask(venue, { quantity: 2000 })).toBe(false)
    expect(worth(venue)).toEqual([900])
    ask(venue, { quantity: 15 })
    refuse(venue)
    expect(worth(venue)).toEqual([900])
  })

  it('is that of the replace that was done, of several', () => {
    const venue = working()
    ask(venue, { quantity: 15 })
    ask(venue, { quantity: 20 })
    refuse(venue)
    expect(worth(venue)).toEqual([900])
    answer(venue, 20)
    expect(worth(venue)).toEqual([1800])
  })

  it('is nothing once it was replaced when it only closed', () => {
    const venue = working('sell', limit(110))
    expect(worth(venue)).toEqual([1100])
    venue.act((strategy) => strategy.buy('X', { quantity: 10 }))
    venue.fill(1, 10)
    ask(venue, { limitPrice: 111 })
    venue.report({ kind: 'replaced', order: 0, terms: { limitPrice: 111 }, asked: true })
    expect(worth(venue)).toEqual([])
  })

  it('is told with an order that the venue replaced unasked as it was', () => {
    const venue = working()
    venue.report({ kind: 'replaced', order: 0, terms: { quantityUnits: 8 }, asked: false })
    expect(worth(venue)).toEqual([900])
  })
})

const flat: Bars = { X: daily(100, 100, 100, 100, 100, 100, 100) }
const replace =
  (changes: OrderChanges): Act =>
  (strategy) =>
    strategy.replace(strategy.openOrders()[0]!, changes)
const denied = async (diary: Diary, account: object, risk: RiskConfig = {}): Promise<string[]> =>
  refusals(await play([diary], flat, { account, risk, costs: { latency: latencyBars(1) } }))

describe('what a replace asks for is in the way of other orders', () => {
  const account = { capital: 100_000, leverage: 10 }

  it('for a limit, by its growth', async () => {
    const diary = { 2: buy(5, limit(90)), 4: all(replace({ quantity: 10 }), buy(1)) }
    expect(await denied(diary, account, { account: { positionSize: 10 } })).toEqual([
      "POSITION_SIZE_LIMIT: the account's position in X would be 11; risk.account.positionSize allows 10",
    ])
    expect(await denied(diary, account, { eachStrategy: { positionSize: 10 } })).toEqual([
      "POSITION_SIZE_LIMIT: a's position in X would be 11; risk.strategies.a.positionSize allows 10",
    ])
  })

  it('for a sale where none may be short', async () => {
    const diary = { 2: buy(10), 5: sell(5, limit(110)), 6: all(replace({ quantity: 10 }), sell(1, limit(120))) }
    expect(await denied(diary, { ...account, allowShort: false })).toEqual([
      'SHORT_NOT_ALLOWED: 1 of X beside 10 that working orders sell would open a short position; the account allows none',
    ])
  })

  it('for the cash of a cash account, by its growth and by its price', async () => {
    const cash = { type: 'cash', capital: 1000, cashBuffer: 0 }
    const told = (power: number): string[] => [
      `INSUFFICIENT_CAPITAL: an order worth 600 in X came; the account's cash leaves a buying power of ${String(power)}`,
    ]
    const grows = { 2: buy(5, limit(50)), 4: all(replace({ quantity: 10 }), buy(6)) }
    expect(await denied(grows, cash)).toEqual(told(500))
    const rises = { 2: buy(5, limit(50)), 4: all(replace({ limitPrice: 90 }), buy(6)) }
    expect(await denied(rises, cash)).toEqual(told(550))
    const falls = { 2: buy(5, limit(90)), 4: all(replace({ limitPrice: 50 }), buy(6)) }
    expect(await denied(falls, cash)).toEqual(told(550))
  })
})

/** Buys, and replaces and cancels what it has not got yet. */
class Buyer extends Strategy {
  override onBar({ symbol, close }: Bar): void {
    const limitPrice = Math.round((close + this.random() - 0.7) * 100) / 100
    const quantity = 1 + Math.floor(this.random() * 8)
    const order = this.openOrders()[0]
    if (this.random() < 0.5) this.buy(symbol, { quantity, ...(this.random() < 0.7 ? limit(limitPrice) : {}) })
    if (order && this.random() < 0.7) this.replace(order, { quantity: quantity * 2 })
    else if (order?.type === 'limit' && this.random() < 0.5) this.replace(order, { quantity, limitPrice })
    else if (order && this.random() < 0.1) this.cancel(order)
  }
}

describe('random buying with replaces', () => {
  it('never comes to hold more than a limit on positions allows, however late the venue is, and fills in parts', async () => {
    let most = 0
    const world = fc.record({ seed: fc.nat(), late: fc.nat({ max: 2 }), size: fc.integer({ min: 5, max: 30 }) })
    await fc.assert(
      fc.asyncProperty(world, async ({ seed, late, size }) => {
        let held = 0
        const bars = walk({ seed, count: 50, volume: true }).map((bar) => ({ ...bar, volume: bar.volume! / 10 }))
        await playBefore(
          {
            data: new MemoryDataGateway([{ symbol: 'X', timeframe: '1h', bars }]),
            instruments: [{ symbol: 'X' }],
            series: [{ symbol: 'X', timeframe: '1h' }],
            account: { capital: 1e6, leverage: 10 },
            strategies: [{ strategy: Buyer }, { strategy: Buyer, name: 'other' }],
            risk: { account: { positionSize: size } },
            costs: { latency: latencyBars(late) },
            seed,
          },
          {
            filled: (_, { quantity }) => {
              held += quantity.toNumber()
              expect(held).toBeLessThanOrEqual(size)
            },
          },
        )
        if (held === size) most++
      }),
      { numRuns: 60 },
    )
    expect(most).toBeGreaterThan(10)
  }, 120_000)
})
