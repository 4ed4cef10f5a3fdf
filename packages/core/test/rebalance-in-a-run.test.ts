import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { perOrder, Strategy, type BacktestResult, type MarketSnapshot, type StrategyClass } from '../src/index.js'
import { daily, day, engineOf, errorOf, failureOf, type Bars } from './engine-setup.js'

type Weights = Parameters<Strategy['rebalance']>[0]
type Options = Parameters<Strategy['rebalance']>[1]
type Plan = ReturnType<Strategy['rebalance']>
type Step = (strategy: Strategy) => unknown

/** Does one thing at the close of each day. */
function stepping(...steps: readonly Step[]) {
  return class Stepping extends Strategy {
    #step = 0
    override onSlice(): void {
      steps[this.#step++]?.(this)
    }
  }
}

const plans: Plan[] = []
/** A step that rebalances, and keeps its plan. */
const to =
  (weights: Weights, options?: Options): Step =>
  (strategy) =>
    plans.push(strategy.rebalance(weights, options))
const wait: Step = () => undefined

async function run(strategy: StrategyClass, bars: Bars, extra: object = {}): Promise<BacktestResult> {
  plans.length = 0
  return engineOf(strategy, bars, { account: { capital: 10_000 }, ...extra }).run()
}

/** Each order as 'symbol side quantity STATUS', with the message of an outcome. */
const ends = ({ orders }: BacktestResult): string[] =>
  orders.map(({ symbol, side, quantity, status, outcome }) =>
    [symbol, side, quantity.toFixed(), status, ...(outcome ? [outcome.message] : [])].join(' '),
  )
const trades = (plan: Plan | undefined): string[] =>
  plan!.trades.map(({ symbol, held, target }) => `${symbol} ${String(held)} -> ${String(target)}`)
const skips = (plan: Plan | undefined): string[] => plan!.skipped.map(({ symbol, skipped }) => `${symbol} ${skipped!}`)

const flat: Bars = { A: daily(50, 50, 50, 50), B: daily(100, 100, 100, 100), C: daily(20, 20, 20, 20) }

describe('a rebalance', () => {
  it('trades each month to the weights, at the last closes, by the numbers of a hand', async () => {
    /** At the first close of each month. */
    class Monthly extends Strategy {
      #month = -1
      override onSlice(snapshot: MarketSnapshot): void {
        const month = new Date(snapshot.time - 1).getUTCMonth()
        if (month === this.#month) return
        this.#month = month
        plans.push(this.rebalance({ A: 0.5, B: 0.3, C: 0.2 }))
      }
    }
    // Each month has one price; the orders fill at the open of its second day, at the same.
    const months = (january: number, february: number, march: number) =>
      daily(...Array<number>(31).fill(january), ...Array<number>(29).fill(february), ...Array<number>(5).fill(march))
    const bars = { A: months(50, 60, 45), B: months(100, 90, 120), C: months(20, 20, 30) }
    const result = await run(Monthly, bars)
    // January: 5,000 / 50 = 100, 3,000 / 100 = 30, 2,000 / 20 = 100.
    // February: 6,000 + 2,700 + 2,000 = 10,700: 5,350 / 60 = 89.17, 3,210 / 90 = 35.67, 2,140 / 20 = 107, which leave 10 + 60 and cash of 70.
    // March: 70 + 89 x 45 + 35 x 120 + 107 x 30 = 11,485: 5,742.5 / 45 = 127.61, 3,445.5 / 120 = 28.71, 2,297 / 30 = 76.57.
    expect(plans.map(({ equity }) => equity)).toEqual([10_000, 10_700, 11_485])
    expect(plans.map(trades)).toEqual([
      ['A 0 -> 100', 'B 0 -> 30', 'C 0 -> 100'],
      ['A 100 -> 89', 'B 30 -> 35', 'C 100 -> 107'],
      ['B 35 -> 28', 'C 107 -> 76', 'A 89 -> 127'],
    ])
    expect(plans.map(({ residue }) => residue.toFixed(6))).toEqual(['0.000000', '70.000000', '130.000000'])
    expect(ends(result)).toEqual([
      'A buy 100 FILLED',
      'B buy 30 FILLED',
      'C buy 100 FILLED',
      'A sell 11 FILLED',
      'B buy 5 FILLED',
      'C buy 7 FILLED',
      'B sell 7 FILLED',
      'C sell 31 FILLED',
      'A buy 38 FILLED',
    ])
  })

  it('sells before it buys, in one instant, so that all may be exchanged for all', async () => {
    const result = await run(stepping(to({ B: 1 }), to({ A: 0.5, C: 0.5 })), flat)
    expect(ends(result)).toEqual(['B buy 100 FILLED', 'B sell 100 FILLED', 'A buy 100 FILLED', 'C buy 250 FILLED'])
    expect(result.fills.map(({ occurredAt }) => occurredAt)).toEqual([day(2), day(3), day(3), day(3)])
  })

  it('turns positions round where short ones are allowed: closes them all, then opens the others', async () => {
    const steps = [to({ A: -0.5, B: 0.5 }), to({ A: 0.6, B: -0.4 })]
    const result = await run(stepping(...steps), flat)
    expect(trades(plans[1])).toEqual(['B 50 -> -40', 'A -100 -> 120'])
    expect(ends(result)).toEqual([
      'A sell 100 FILLED',
      'B buy 50 FILLED',
      'B sell 50 FILLED',
      'A buy 100 FILLED',
      'B sell 40 FILLED',
      'A buy 120 FILLED',
    ])
  })

  it('sends market orders that say why', async () => {
    const { orders } = await run(stepping(to({ A: 0.5 })), flat)
    expect(orders).toMatchObject([{ type: 'market', reason: 'rebalance', sizing: undefined }])
  })

  it('does nothing where nothing has drifted', async () => {
    const weights = { A: 0.4, B: 0.3, C: 0.3 }
    const result = await run(stepping(to(weights), to(weights), to(weights)), flat)
    expect([result.orders.length, plans.map((plan) => plan.trades.length)]).toEqual([3, [3, 0, 0]])
  })

  it('counts its working market orders as filled', async () => {
    // B opens again on the third day only; the order of the first waits.
    const [first, , third, fourth] = daily(100, 0, 100, 100)
    const bars = { A: daily(50, 50, 50, 50), B: [{ ...first!, closeTime: day(2) }, third!, fourth!] }
    const result = await run(stepping(to({ B: 0.5 }), to({ B: 0.5 }), to({ B: 0.3 })), bars)
    expect(plans.map(trades)).toEqual([['B 0 -> 50'], [], ['B 50 -> 30']])
    expect(ends(result)).toEqual(['B buy 50 FILLED', 'B sell 20 FILLED'])
  })

  it('said twice in one callback trades once, and the last word counts', async () => {
    const twice: Step = (strategy) => {
      to({ A: 0.5 })(strategy)
      to({ A: 0.5 })(strategy)
    }
    expect(ends(await run(stepping(twice), flat))).toEqual(['A buy 100 FILLED'])
    expect(plans.map(trades)).toEqual([['A 0 -> 100'], ['A 0 -> 100']])
  })

  it('leaves alone what has drifted too little, or would be too small a trade', async () => {
    const bars = { A: daily(50, 55, 55, 55), B: daily(100, 100, 99, 99), C: daily(20, 20, 20, 20) }
    const weights = { A: 0.5, B: 0.3, C: 0.19 }
    const steps = [to(weights), wait, to(weights, { driftMin: 0.02 }), to(weights, { tradeValueMin: 300 })]
    const result = await run(stepping(...steps), bars)
    // Filled at 55: 10,000 - 5,500 - 3,000 - 1,900 leave a debt of 400, and equity is 9,970: A is 0.552 of it, B 0.298, C 0.191.
    expect(plans[1]!.trades.map(({ symbol }) => symbol)).toEqual(['A'])
    expect(skips(plans[1])).toEqual(['C DRIFT'])
    // All is where it should be but for C, of which 1 is too much.
    expect(skips(plans[2])).toEqual(['C TRADE_VALUE'])
    expect(result.orders).toHaveLength(4)
  })

  it('keeps the buffer for what the trades cost', async () => {
    const costs = { commission: perOrder(50) }
    const result = await run(stepping(to({ A: 0.5, B: 0.5 }, { buffer: 0.02 })), flat, { costs })
    // 9,800 in two halves; 100 of commission leave 100 of the buffer.
    expect(ends(result)).toEqual(['A buy 98 FILLED', 'B buy 49 FILLED'])
    expect(plans[0]).toMatchObject({ residue: 0, unallocated: 200 })
    expect(result.finalEquity).toBe(9900)
  })

  it('reckons with the instrument’s contract, its grid and its currency', async () => {
    const instruments = [
      { symbol: 'A', currency: 'EUR', quantityMax: 40 },
      { symbol: 'B', multiplier: 5, quantityStep: '0.1' },
      { symbol: 'C', notionalMin: 1000 },
      { symbol: 'D', quantityMin: 20 },
      { symbol: 'EURUSD', assetClass: 'fx' },
    ]
    const bars = { ...flat, D: daily(10, 10, 10, 10), EURUSD: daily(1.25, 1.25, 1.25, 1.25) }
    const strategy = stepping(to({ A: 0.3, B: 0.405, C: 0.05, D: 0.01, EURUSD: 0.2 }))
    const result = await run(strategy, bars, { instruments })
    // 3,000 / (50 x 1.25) = 48, of which 40 may be ordered at once; 4,050 / 500 = 8.1; 500 in C and 10 of D are too little; 2,000 / 1.25 = 1,600.
    expect(ends(result)).toEqual(['A buy 40 FILLED', 'B buy 8.1 FILLED', 'EURUSD buy 1600 FILLED'])
    expect(skips(plans[0])).toEqual(['C NOTIONAL_MIN', 'D QUANTITY_MIN'])
  })

  it('skips what has no price yet', async () => {
    class Early extends Strategy {
      override onStart(): void {
        plans.push(this.rebalance({ A: 0.5 }))
      }
    }
    const result = await run(Early, flat)
    expect([skips(plans[0]), plans[0]!.unallocated, result.orders]).toEqual([['A NO_PRICE'], 10_000, []])
  })

  it('is never denied for want of capital, whatever prices do between the decision and the fill', async () => {
    const price = fc.integer({ min: 50, max: 200 })
    const weight = fc.integer({ min: -10, max: 10 })
    const one = fc.record({
      prices: fc.tuple(price, price, price),
      weights: fc.tuple(weight, weight, weight),
      options: fc.record({ driftMin: fc.constantFrom(0, 0.05), tradeValueMin: fc.constantFrom(0, 500) }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(one, { minLength: 2, maxLength: 10 }),
        fc.constantFrom(1, 2),
        async (days, leverage) => {
          const [A, B, C] = [0, 1, 2].map((i) => daily(...days.map(({ prices }) => prices[i]!)))
          const steps = days.map(({ weights, options }) => {
            const sum = weights.reduce((total, each) => total + Math.abs(each), 0)
            const [a = 0, b = 0, c = 0] = weights.map((each) => (sum === 0 ? 0 : (each * leverage) / sum))
            return to({ A: a, B: b, C: c }, options)
          })
          const account = { capital: 10_000, leverage }
          const result = await run(stepping(...steps), { A: A!, B: B!, C: C! }, { account })
          expect(ends(result).filter((end) => end.includes('DENIED'))).toEqual([])
        },
      ),
      { numRuns: 100 },
    )
  }, 20_000)
})

describe('weights that cannot be used', () => {
  const message = (step: Step, extra: object = {}, base: StrategyClass = stepping(step)): Promise<string> => {
    class Wrong extends base {}
    return failureOf(engineOf(Wrong, flat, extra))
  }
  const where = 'Wrong.onSlice at 2024-01-02T00:00:00Z: '

  it('end the run with what came, in which strategy and callback, and when', async () => {
    expect(await message(to({ A: 0.7, B: 0.5 }))).toBe(
      `WEIGHTS_INVALID: ${where}rebalance: the weights add up to 1.2, short ones counted as long ones; expected at most the leverage, 1`,
    )
    const Wrong = stepping(to({ A: 0.7, B: 0.5 }))
    const { code, details, recoverable } = await errorOf(() => engineOf(Wrong, flat).run())
    expect([code, recoverable]).toEqual(['WEIGHTS_INVALID', false])
    expect(details).toEqual({ sum: 1.2, leverage: 1, strategy: 'Stepping', callback: 'onSlice', time: day(2) })
  })

  it('may add up to the account’s leverage', async () => {
    const account = { leverage: 1.5 }
    expect(await message(to({ A: 1, B: -0.6 }), { account })).toContain('the weights add up to 1.6')
    expect(
      ends(await run(stepping(to({ A: 1, B: -0.5 })), flat, { account: { ...account, capital: 10_000 } })),
    ).toEqual(['A buy 200 FILLED', 'B sell 50 FILLED'])
  })

  it('are short ones where the strategy or the account allows none', async () => {
    const text = `WEIGHTS_INVALID: ${where}rebalance: the weight of B is -0.1; expected a number from 0: short positions are not allowed`
    class LongOnly extends stepping(to({ B: -0.1 })) {
      static readonly allowShort = false
    }
    expect(await message(wait, {}, LongOnly)).toBe(text)
    expect(await message(to({ B: -0.1 }), { account: { allowShort: false } })).toBe(text)
  })

  it('are of a symbol that the strategy does not see', async () => {
    expect(await message(to({ Z: 0.1 }))).toBe(`UNKNOWN_SYMBOL: ${where}'Z' came; expected one of A, B, C`)
    const strategies = [{ strategy: stepping(to({ B: 0.1 })), symbols: ['A', 'C'] }]
    expect(await message(wait, { strategies })).toContain("'B' came; expected one of A, C")
  })

  it('come with a misspelt option', async () => {
    expect(await message(to({ A: 0.1 }, { driftmin: 0.1 } as never))).toBe(
      `WEIGHTS_INVALID: ${where}rebalance: an option 'driftmin' came; expected one of buffer, tradeValueMin, driftMin`,
    )
  })

  it('come before the run begins', async () => {
    class Hasty extends Strategy {
      readonly plan = this.rebalance({ A: 0.5 })
    }
    expect(await failureOf(engineOf(Hasty, flat))).toBe(
      'ORDER_INVALID: Hasty.constructor: A: an order came before the run begins; expected it in onStart or later',
    )
  })
})
