import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  Decimal,
  customCommission,
  FixedSizer,
  KellySizer,
  percent,
  PercentSizer,
  perOrder,
  perShare,
  RiskBasedSizer,
  roundTo,
  SignalStrategy,
  Strategy,
  sum,
  TargetWeightSizer,
  VolatilitySizer,
  type BacktestResult,
  type MarketSnapshot,
  type Order,
  type Signal,
  type Sizer,
} from '../src/index.js'
import { daily, day, engineOf, errorOf, type Bars } from './engine-setup.js'

type Step = (strategy: Strategy) => unknown
type Options = Parameters<Strategy['buy']>[1]

/** Does one thing at the close of each day of its first symbol. */
function stepping(...steps: readonly Step[]) {
  return class Stepping extends Strategy {
    #step = 0
    override onSlice(): void {
      steps[this.#step++]?.(this)
    }
  }
}

const buy =
  (options?: Options, symbol = 'X') =>
  (strategy: Strategy) =>
    strategy.buy(symbol, options)
const sell =
  (options?: Options, symbol = 'X') =>
  (strategy: Strategy) =>
    strategy.sell(symbol, options)
const close: Step = (strategy) => strategy.close('X')
const wait: Step = () => undefined

const flat: Bars = { X: daily(100, 100, 100, 100, 100, 100, 100, 100, 100, 100) }

interface Setup {
  readonly bars?: Bars
  readonly account?: object
  readonly costs?: object
  readonly instruments?: readonly object[]
  readonly [more: string]: unknown
}

async function run(sizer: Sizer, steps: readonly Step[], setup: Setup = {}): Promise<BacktestResult> {
  const strategy = stepping(...steps)
  const { bars = flat, account = {}, ...extra } = setup
  const all = { strategies: [{ strategy, sizer }], account: { capital: 10_000, ...account }, ...extra }
  return engineOf(strategy, bars, all).run()
}

/** What became of each order: 'side quantity STATUS', with the message of an outcome. */
const ends = ({ orders }: BacktestResult): string[] =>
  orders.map(({ side, quantity, status, outcome }) =>
    [side, quantity.toFixed(), status, ...(outcome ? [outcome.message] : [])].join(' '),
  )
const quantities = ({ orders }: BacktestResult): string[] => orders.map(({ quantity }) => quantity.toFixed())
const sizings = ({ orders }: BacktestResult): (Order['sizing'] | undefined)[] => orders.map(({ sizing }) => sizing)

describe('an order that a sizer sized', () => {
  it('keeps what went in and what came out, and is rounded down to the quantity step', async () => {
    const instruments = [{ symbol: 'X', multiplier: 5, quantityStep: '0.1' }]
    const result = await run(new PercentSizer({ fraction: 0.333 }), [buy(), wait, sell()], { instruments })
    // 10,000 x 0.333 / (100 x 5) = 6.66; 6.6 x 500 = 3,300 leave 6,700 of cash.
    expect(sizings(result)).toEqual([
      { price: 100, equity: 10_000, cash: 10_000, position: 0, multiplier: 5, fx: 1, quantity: 6.66 },
      { price: 100, equity: 10_000, cash: 6_700, position: 6.6, multiplier: 5, fx: 1, quantity: 6.66 },
    ])
    expect(quantities(result)).toEqual(['6.6', '6.6'])
  })

  it('is of no more than quantityMax', async () => {
    expect(quantities(await run(new PercentSizer({ fraction: 0.5, quantityMax: 12.5 }), [buy()]))).toEqual(['12'])
  })

  it('is denied with the reason of a sizer that leaves nothing', async () => {
    const result = await run(new RiskBasedSizer({ risk: 0.01 }), [buy({ invalidationPrice: '100' })])
    const reason = 'the stop is at the entry, 100; expected a price below the entry at 100'
    expect(ends(result)).toEqual([`buy 0 DENIED the sizer left nothing to trade in X at 100: ${reason}`])
    expect(result.orders[0]).toMatchObject({
      outcome: { code: 'SIZED_TO_ZERO' },
      sizing: { stopPrice: 100, quantity: 0, reason },
    })
  })

  it('is denied with what was rounded away', async () => {
    const result = await run(new PercentSizer({ fraction: 0.005 }), [buy()])
    expect(ends(result)).toEqual([
      'buy 0 DENIED the sizer left nothing to trade in X at 100: 0.5 rounds down to 0 at a quantity step of 1',
    ])
    expect(result.orders[0]!.sizing).toMatchObject({ quantity: 0.5 })
  })

  it('is sized at its own price where it has one', async () => {
    const options = { type: 'limit', limitPrice: 80 } as const
    const result = await run(new PercentSizer({ fraction: 0.4 }), [
      buy(options),
      buy({ type: 'stop', stopPrice: 125 }),
      buy(),
    ])
    expect(sizings(result).map((sizing) => [sizing!.price, sizing!.quantity])).toEqual([
      [80, 50],
      [125, 32],
      [100, 40],
    ])
  })

  it.each([
    ['without a reason', { quantity: 0 }],
    ['that is none', { quantity: 0, reason: 5 }],
    ['of something', { quantity: 1, reason: 'why not' }],
  ])('ends the run with SIZER_RESULT where the sizer answers an object %s', async (_, answer) => {
    const { code } = await errorOf(() => run({ spec: 'odd', size: () => answer as never }, [buy()]))
    expect(code).toBe('SIZER_RESULT')
  })

  it('is part of the JSON of the result, without a number that is none', async () => {
    const result = await run(new KellySizer(), [buy()])
    const { orders } = JSON.parse(JSON.stringify(result)) as { orders: { sizing: unknown }[] }
    expect(orders[0]!.sizing).toEqual({
      price: 100,
      equity: 10_000,
      cash: 10_000,
      position: 0,
      multiplier: 1,
      fx: 1,
      trades: { count: 0, wins: 0, losses: 0, averageWin: null, averageLoss: null },
      quantity: 10,
    })
  })
})

describe('RiskBasedSizer', () => {
  const sizer = new RiskBasedSizer({ risk: 0.01 })

  it("takes an order's invalidationPrice for the stop, on both sides, and nothing rests there", async () => {
    const result = await run(sizer, [buy({ invalidationPrice: 96 }), wait, sell({ invalidationPrice: 105 })])
    expect(ends(result)).toEqual(['buy 25 FILLED', 'sell 20 FILLED'])
    expect(sizings(result)).toMatchObject([{ stopPrice: 96 }, { stopPrice: 105 }])
  })

  it("measures from a stop order's own price", async () => {
    const result = await run(sizer, [buy({ type: 'stop', stopPrice: 110, invalidationPrice: 105 })])
    expect(quantities(result)).toEqual(['20'])
  })

  it("takes a signal's stop", async () => {
    class Careful extends SignalStrategy {
      override generateSignals({ time }: MarketSnapshot): Signal[] {
        return time === day(2) ? [{ action: 'BUY', symbol: 'X', price: 100, time, stop: 96 }] : []
      }
    }
    const strategies = [{ strategy: Careful, sizer }]
    const result = await engineOf(Careful, flat, { strategies, account: { capital: 10_000 } }).run()
    expect(quantities(result)).toEqual(['25'])
  })

  it('forgets the stop of an order for the next one', async () => {
    const result = await run(sizer, [buy({ invalidationPrice: 96 }), buy()])
    expect(sizings(result).map((sizing) => sizing?.stopPrice)).toEqual([96, undefined])
    expect(result.orders[1]!.outcome?.message).toContain('no stop came')
  })
})

describe('KellySizer', () => {
  const bars: Bars = { X: daily(100, 100, 110, 110, 100, 95, 100, 100, 100) }
  const once: Step = (strategy) => strategy.buy('X', { quantity: 10 })

  it('knows what the round trips of its strategy have brought, after costs', async () => {
    const sizer = new KellySizer({ fraction: 1, minTrades: 2, before: 0.2 })
    // Buys at 100, sells at 110: 100 - 2; buys at 100, sells at 95: -50 - 2. p = 0.5, b = 98 / 52.
    const steps = [once, close, buy({ type: 'limit', limitPrice: 1, timeInForce: 'DAY' }), once, close, buy(), wait]
    const result = await run(sizer, steps, { bars, costs: { commission: perOrder(1) } })
    expect(result.roundTrips.map(({ pnl }) => pnl.toFixed())).toEqual(['98', '-52'])
    const [, , before, , , after] = sizings(result)
    expect(before).toMatchObject({ trades: { count: 1, wins: 1, losses: 0, averageWin: 98 }, quantity: 10_098 * 0.2 })
    expect(after).toMatchObject({ trades: { count: 2, wins: 1, losses: 1, averageWin: 98, averageLoss: 52 } })
    // f* = 0.5 - 0.5 x 52 / 98 = 0.234693877..., of 10,046 at 95.
    expect(after!.quantity).toBeCloseTo((0.5 - (0.5 * 52) / 98) * (10_046 / 95), 9)
    expect(result.orders[5]!.quantity.toFixed()).toBe('24')
  })

  it('counts what broke even as neither won nor lost', async () => {
    const sizer = new KellySizer({ before: 0.2 })
    const result = await run(sizer, [once, close, buy()], { bars: flat })
    expect(result.orders[2]!.sizing!.trades).toMatchObject({ count: 1, wins: 0, losses: 0 })
  })

  it('takes no account of what another strategy made', async () => {
    const other = stepping(once, close)
    const kelly = stepping(wait, wait, wait, buy())
    const strategies = [
      { strategy: other, name: 'other' },
      { strategy: kelly, name: 'kelly', sizer: new KellySizer({ minTrades: 1 }) },
    ]
    const { orders, roundTrips } = await engineOf(kelly, bars, { strategies }).run()
    expect(roundTrips).toHaveLength(1)
    expect(orders.at(-1)!.sizing!.trades!.count).toBe(0)
  })

  it('leaves its record out of what other sizers were told', async () => {
    const [kelly, plain] = [stepping(buy()), stepping(buy())]
    const strategies = [
      { strategy: kelly, name: 'kelly', sizer: new KellySizer() },
      { strategy: plain, name: 'plain', sizer: new FixedSizer({ quantity: 1 }) },
    ]
    const { orders } = await engineOf(kelly, bars, { strategies }).run()
    expect(orders.map(({ sizing }) => sizing?.trades?.count)).toEqual([0, undefined])
  })
})

describe('VolatilitySizer', () => {
  const sizer = new VolatilitySizer({ risk: 0.01, atrMultiple: 2, period: 2 })
  // True ranges from the second bar on: 4, 6, 8; Wilder's mean of two: 5, then (5 + 8) / 2 = 6.5.
  const moving = daily('100/101/99/100', '100/102/98/100', '100/103/97/100', '100/104/96/100', 100, 100)

  it('divides by the average true range of the last bar that has closed', async () => {
    const result = await run(sizer, [buy(), wait, buy(), buy()], { bars: { X: moving } })
    expect(sizings(result).map((sizing) => [sizing?.atr, sizing?.quantity, sizing?.reason])).toEqual([
      [undefined, 0, 'the average true range is not ready'],
      [5, 10, undefined],
      [6.5, 100 / 13, undefined],
    ])
    expect(quantities(result)).toEqual(['0', '10', '7'])
  })

  it('has bars in front of the run to warm it up', async () => {
    const result = await run(sizer, [buy()], { bars: { X: moving }, from: day(4) })
    expect(result.orders[0]!.sizing).toMatchObject({ atr: 6.5 })
  })

  it('does not make the strategy wait for it', async () => {
    const times: number[] = []
    await run(sizer, [({ now }) => times.push(now)], { bars: { X: moving } })
    expect(times).toEqual([day(2)])
  })

  it('looks at the finest bars of the symbol that the strategy sees, and at no other symbol', async () => {
    const hourly = daily('100/101/99/100', '100/102/98/100', '100/103/97/100')
    const hours = hourly.map((bar, i) => ({ ...bar, openTime: day(1) + i * 3_600_000 }))
    const days = daily(100, 100, 100, 100, 100)
    const bars = { 'X 1h': hours, 'X 1d': days, 'Y 1h': hours.map((bar) => ({ ...bar, high: 200 })) }
    const both: Step = (strategy) => [strategy.buy('X'), strategy.buy('Y')]
    const result = await run(sizer, [wait, wait, both], { bars })
    // Y: 200 - 98 = 102 and 200 - 97 = 103.
    expect(sizings(result).map((sizing) => sizing?.atr)).toEqual([5, 102.5])
  })

  it('refuses a period that is none with INDICATOR_INVALID', async () => {
    const own = { spec: 'own', needs: { atr: { period: 0 } }, size: () => 1 }
    expect((await errorOf(() => run(own, [buy()]))).code).toBe('INDICATOR_INVALID')
  })
})

describe('TargetWeightSizer', () => {
  const sizer = new TargetWeightSizer({ weights: { X: 0.5 } })

  it('has buy trade what is missing to the position', async () => {
    const result = await run(sizer, [buy({ quantity: 20 }), buy()])
    expect(ends(result)).toEqual(['buy 20 FILLED', 'buy 30 FILLED'])
    expect(result.orders[1]!.sizing).toMatchObject({ position: 20, quantity: 50 })
  })

  it('leaves nothing where the position is there already, or beyond, working market orders counted', async () => {
    const twice: Step = (strategy) => [strategy.buy('X'), strategy.buy('X')]
    const result = await run(sizer, [twice, buy({ quantity: 10 }), buy()])
    const denied = 'buy 0 DENIED the sizer left nothing to trade in X at 100'
    expect(ends(result)).toEqual([
      'buy 50 FILLED',
      `${denied}: 50 of X is held or being traded, of a position of 50`,
      'buy 10 FILLED',
      `${denied}: 60 of X is held or being traded, of a position of 50`,
    ])
    expect(result.orders[3]!.sizing).toMatchObject({
      quantity: 50,
      reason: '60 of X is held or being traded, of a position of 50',
    })
  })

  it('has sell trade what is missing to a short position', async () => {
    expect(ends(await run(sizer, [buy({ quantity: 20 }), sell()]))).toEqual(['buy 20 FILLED', 'sell 70 FILLED'])
  })

  it("is a signal's target as it is", async () => {
    const actions = ['BUY', 'SELL', 'BUY'] as const
    class Saying extends SignalStrategy {
      #next = 0
      override generateSignals({ time }: MarketSnapshot): Signal[] {
        const action = actions[this.#next++]
        return action === undefined ? [] : [{ action, symbol: 'X', price: 100, time }]
      }
    }
    const strategies = [{ strategy: Saying, sizer }]
    const result = await engineOf(Saying, flat, { strategies, account: { capital: 10_000 } }).run()
    expect(ends(result)).toEqual(['buy 50 FILLED', 'sell 100 FILLED', 'buy 100 FILLED'])
  })
})

describe('capToBuyingPower', () => {
  const all = new PercentSizer({ fraction: 5, capToBuyingPower: true })

  it('leaves as much as the leverage allows', async () => {
    const result = await run(all, [buy(), wait], { account: { leverage: 2 } })
    expect(ends(result)).toEqual(['buy 200 FILLED'])
    expect(result.orders[0]!.sizing).toMatchObject({ buyingPower: 20_000, quantity: 200 })
  })

  it('counts what is held, what works, and other symbols', async () => {
    const bars = { X: daily(100, 100, 100, 100), Y: daily(50, 50, 50, 50) }
    const before: Step = (strategy) => {
      strategy.buy('X', { quantity: 10 })
      strategy.sell('Y', { quantity: 20 })
      strategy.buy('X', { quantity: 5, type: 'limit', limitPrice: 90 })
    }
    const result = await run(all, [before, buy(), wait], { bars })
    // 10,000 - 10 x 100 - 20 x 50 - 5 x 100 = 7,500.
    expect(result.orders[3]).toMatchObject({ status: 'FILLED', sizing: { buyingPower: 7_500, quantity: 75 } })
  })

  it('lets an order close what is held the other way, and open as much as there may be', async () => {
    const result = await run(all, [sell({ quantity: 40 }), buy()])
    expect(ends(result)).toEqual(['sell 40 FILLED', 'buy 140 FILLED'])
  })

  it('lets an order close all of it where other positions are worth more than is allowed', async () => {
    const bars = { X: daily(100, 100, 250, 250), Y: daily(100, 100, 100, 100) }
    const before: Step = (strategy) => [strategy.sell('X', { quantity: 40 }), strategy.buy('Y', { quantity: 60 })]
    const result = await run(all, [before, wait, buy()], { bars })
    // Equity is 10,000 - 40 x 150 = 4,000, and Y worth 6,000.
    expect(result.orders[2]).toMatchObject({ status: 'FILLED', sizing: { buyingPower: 10_000, quantity: 40 } })
  })

  it("leaves a signal's target the whole of it", async () => {
    class Turning extends SignalStrategy {
      override generateSignals({ time }: MarketSnapshot): Signal[] {
        return [{ action: time === day(3) ? 'SELL' : 'BUY', symbol: 'X', price: 100, time }]
      }
    }
    const strategies = [{ strategy: Turning, sizer: all }]
    const result = await engineOf(Turning, flat, { strategies, account: { capital: 10_000 } }).run()
    expect(ends(result).slice(0, 3)).toEqual(['buy 100 FILLED', 'sell 200 FILLED', 'buy 200 FILLED'])
  })

  it('leaves no order to be denied for want of capital, at whatever price', async () => {
    const asked = fc.record({
      direction: fc.constantFrom('buy' as const, 'sell' as const),
      symbol: fc.constantFrom('X', 'Y'),
      terms: fc.constantFrom<Options>(
        {},
        {},
        { type: 'limit', limitPrice: 97.3 },
        { type: 'stop', stopPrice: 111.7 },
        { quantity: 7 },
      ),
    })
    const price = fc.integer({ min: 50, max: 200 })
    const days = fc.array(fc.tuple(price, price, fc.array(asked, { maxLength: 3 })), { minLength: 2, maxLength: 12 })
    const sizer = fc.constantFrom(
      new PercentSizer({ fraction: 3, capToBuyingPower: true }),
      new FixedSizer({ quantity: 150, capToBuyingPower: true }),
      new TargetWeightSizer({ weight: 2, capToBuyingPower: true }),
    )
    await fc.assert(
      fc.asyncProperty(days, sizer, fc.constantFrom(0.5, 1, 2.5), async (list, chosen, leverage) => {
        const bars = { X: daily(...list.map(([x]) => x)), Y: daily(...list.map(([, y]) => y)) }
        const steps = list.map(([, , orders]): Step => {
          return (strategy) => orders.map(({ direction, symbol, terms }) => strategy[direction](symbol, terms))
        })
        const { orders } = await run(chosen, steps, { bars, account: { leverage } })
        const poor = orders.filter(
          ({ sizing, outcome }) => sizing !== undefined && outcome?.code === 'INSUFFICIENT_CAPITAL',
        )
        expect(poor.map(({ outcome }) => outcome!.message)).toEqual([])
      }),
      { numRuns: 150 },
    )
  })
})

describe('reserveCosts', () => {
  it('keeps cash spent with its commission within what was meant, and not a step less', async () => {
    const cents = (max: number) => fc.integer({ min: 1, max }).map((value) => value / 100)
    const commission = fc.oneof(
      fc.integer({ min: 0, max: 500 }).map((rate) => percent(rate / 1e4)),
      cents(5_000).map((amount) => perOrder(amount)),
      fc.tuple(cents(200), cents(5_000)).map(([amount, minimum]) => perShare(amount, { minimum })),
      cents(5_000).map((minimum) => perShare(0.5, { minimum, maximumFraction: 0.01 })),
      cents(500).map((amount) => roundTo(sum(perOrder(amount), percent('0.00123', { minimum: 1 })), '0.01')),
    )
    const given = fc.record({
      price: cents(20_000),
      fraction: fc.integer({ min: 1, max: 100 }).map((value) => value / 100),
      quantityStep: fc.constantFrom('1', '0.1', '0.00000001'),
      multiplier: fc.constantFrom(1, 2.5),
      commission,
    })
    await fc.assert(
      fc.asyncProperty(given, async ({ price, fraction, quantityStep, multiplier, commission: model }) => {
        const instruments = [{ symbol: 'X', quantityStep, multiplier }]
        const sizer = new PercentSizer({ fraction, reserveCosts: true })
        const result = await run(sizer, [buy()], {
          bars: { X: daily(price, price) },
          instruments,
          costs: { commission: model },
        })
        const meant = 10_000 * fraction
        const [order] = result.orders
        const fill = result.fills[0]
        const spent = fill === undefined ? 0 : fill.value.plus(fill.commission).toNumber()
        expect(spent).toBeLessThanOrEqual(meant)
        const more = order!.quantity.plus(quantityStep)
        const dearer = await run(new FixedSizer({ quantity: more.toNumber() }), [buy()], {
          bars: { X: daily(price, price) },
          instruments,
          costs: { commission: model },
          account: { leverage: 1e6 },
        })
        // As booked, or before its value is rounded to 8 decimals: a hundred-millionth of a share at a cent is worth less than that.
        const { value, commission: fee } = dearer.fills[0]!
        const unrounded = more.times(price).times(multiplier)
        expect(Decimal.max(value, unrounded).plus(fee).gt(meant)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('ends the run with COST_RESULT where the commission is no amount', async () => {
    const commission = customCommission('none', () => Number.NaN)
    const sizer = new PercentSizer({ fraction: 0.5, reserveCosts: true })
    expect((await errorOf(() => run(sizer, [buy()], { costs: { commission } }))).code).toBe('COST_RESULT')
  })
})
