import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from '../domain/decimal.js'
import { isTradewrightError } from '../domain/errors.js'
import type { RebalancePlan, RebalanceTrade } from '../domain/rebalance.js'
import type { RebalanceHolding, RebalanceInput } from './rebalance-input.js'
import { planRebalance } from './rebalance.js'

/** A share at 100 of which nothing is held; whatever else is said comes on top. */
function holding(symbol: string, given: Partial<RebalanceHolding> = {}): RebalanceHolding {
  return {
    symbol,
    held: 0,
    price: 100,
    multiplier: 1,
    fx: 1,
    quantityStep: 1,
    quantityMin: 0,
    quantityMax: Number.POSITIVE_INFINITY,
    notionalMin: 0,
    ...given,
  }
}

/** 10,000 of equity at leverage 1, with short positions allowed. */
function plan(
  holdings: readonly RebalanceHolding[],
  weights: Readonly<Record<string, number>>,
  given: Partial<RebalanceInput> = {},
): RebalancePlan {
  return planRebalance({ equity: 10_000, leverage: 1, allowShort: true, options: {}, holdings, weights, ...given })
}

const brief = ({ symbol, held, target }: RebalanceTrade): string => `${symbol} ${String(held)} -> ${String(target)}`
const trades = (made: RebalancePlan): string[] => made.trades.map(brief)
const skips = (made: RebalancePlan): string[] => made.skipped.map((trade) => `${brief(trade)} ${trade.skipped!}`)

function messageOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (isTradewrightError(error)) return error.message
    throw error
  }
  throw new Error('it did not fail')
}

describe('a plan', () => {
  it('takes positions to their weights, closes what has none, and sells first', () => {
    const holdings = [
      holding('A', { held: 10, price: 50 }),
      holding('B', { held: 40 }),
      holding('C'),
      holding('D', { held: 7 }),
      holding('E'),
    ]
    const made = plan(holdings, { C: 0.25, A: 0.3, B: 0.2 })
    // 3,000 / 50 = 60; 2,000 / 100 = 20; 2,500 / 100 = 25.
    expect(made).toEqual({
      equity: 10_000,
      trades: [
        { symbol: 'B', weight: 0.2, weightBefore: 0.4, held: 40, target: 20, quantity: -20, value: -2000 },
        { symbol: 'D', weight: 0, weightBefore: 0.07, held: 7, target: 0, quantity: -7, value: -700 },
        { symbol: 'A', weight: 0.3, weightBefore: 0.05, held: 10, target: 60, quantity: 50, value: 2500 },
        { symbol: 'C', weight: 0.25, weightBefore: 0, held: 0, target: 25, quantity: 25, value: 2500 },
      ],
      skipped: [],
      residue: 0,
      unallocated: 2500,
    })
  })

  it('reckons with the contract size and the rate of the currency', () => {
    const made = plan([holding('A', { multiplier: 5, fx: 0.5 })], { A: 0.5 })
    expect(made.trades).toMatchObject([{ target: 20, value: 5000 }])
  })

  it('rounds towards zero on the quantity step, and says what that leaves', () => {
    const holdings = [
      holding('A', { price: 70 }),
      holding('B', { price: 33, quantityStep: 10 }),
      holding('C', { price: 0.7, quantityStep: 0.001 }),
    ]
    const made = plan(holdings, { A: 0.4, B: -0.3, C: 0.1 })
    // 57.14 at 70, 90.9 at 33 and 1428.5714 at 0.7: 10 and 30 are left, and 0.0003.
    expect(trades(made)).toEqual(['A 0 -> 57', 'B 0 -> -90', 'C 0 -> 1428.571'])
    expect(made.residue).toBeCloseTo(40.0003, 9)
    expect(made.unallocated).toBe(2000)
  })

  it.each([
    [{ price: 1, quantityStep: 0.1 }, 0.3, 1, 0.3],
    [{ price: 30 }, 1 / 3, 9000, 100],
    [{ price: 0.1, quantityStep: 0.1 }, 0.7, 1, 7],
    [{ price: 9.8 }, 0.1, 9799.999_999_999_998, 100],
    [{ price: 100 }, 0.5, 9_999.9999, 49],
  ])(
    'of %j at a weight of %d of %d takes %d: what float64 arithmetic takes from a whole step is given back',
    (given, weight, equity, target) => {
      const made = plan([holding('A', given)], { A: weight }, { equity })
      expect(made.trades.map((trade) => trade.target)).toEqual([target])
      expect(made.residue < 0).toBe(false)
    },
  )

  it('trades exact quantities', () => {
    const made = plan([holding('A', { held: 0.1, price: 1, quantityStep: 0.1 })], { A: 0.3 }, { equity: 1 })
    expect(made.trades).toMatchObject([{ target: 0.3, quantity: 0.2, value: 0.2 }])
  })

  it('leaves the buffer in cash', () => {
    const made = plan([holding('A', { price: 98 })], { A: 1 }, { options: { buffer: 0.02 } })
    expect([trades(made), made.unallocated]).toEqual([['A 0 -> 100'], 200])
    const only = [holding('A')]
    expect(trades(plan(only, { A: 1 }, { bufferDefault: 0.1 }))).toEqual(['A 0 -> 90'])
    expect(trades(plan(only, { A: 1 }, { bufferDefault: 0.1, options: { buffer: 0 } }))).toEqual(['A 0 -> 100'])
  })

  it('borrows where the leverage allows it, which leaves less than nothing', () => {
    const made = plan([holding('A'), holding('B')], { A: 1, B: -0.5 }, { leverage: 1.5 })
    expect([trades(made), made.unallocated]).toEqual([['A 0 -> 100', 'B 0 -> -50'], -5000])
  })

  it('makes positions smaller first, on either side, and on the other side too', () => {
    const holdings = [
      holding('A'),
      holding('B', { held: -30 }),
      holding('C', { held: 30 }),
      holding('D', { held: -10 }),
      holding('E', { held: 20 }),
    ]
    const made = plan(holdings, { A: 0.1, B: -0.1, C: -0.1, D: -0.2, E: 0.1 })
    expect(trades(made)).toEqual(['B -30 -> -10', 'C 30 -> -10', 'E 20 -> 10', 'A 0 -> 10', 'D -10 -> -20'])
  })

  it('has nothing to say of what is where it should be', () => {
    const made = plan([holding('A', { held: 50 }), holding('B')], { A: 0.501, B: 0.0099 })
    expect([made.trades, made.skipped]).toEqual([[], []])
    // 10 of A and 99 of B.
    expect(made.residue).toBeCloseTo(109, 9)
  })

  it('closes everything without weights', () => {
    const made = plan([holding('A', { held: 3 }), holding('B', { held: -4 })], {})
    expect([trades(made), made.unallocated]).toEqual([['A 3 -> 0', 'B -4 -> 0'], 10_000])
  })

  it.each([0, -500])('closes everything with an equity of %d', (equity) => {
    const holdings = [holding('A', { held: 3 }), holding('B')]
    const made = plan(holdings, { A: 0.5, B: 0.5 }, { equity, options: { driftMin: 0.1 } })
    expect([trades(made), made.trades[0]!.weightBefore, made.unallocated]).toEqual([['A 3 -> 0'], Number.NaN, equity])
  })

  it('knows nothing of symbols that only look like members of an object', () => {
    const holdings = [holding('constructor', { held: 2 }), holding('A')]
    expect(trades(plan(holdings, { A: 0.1 }))).toEqual(['constructor 2 -> 0', 'A 0 -> 10'])
  })
})

describe('what is left alone', () => {
  it('has drifted by less than driftMin, measured from its weight without the buffer', () => {
    const holdings = [holding('A', { held: 25 }), holding('B', { held: 24 }), holding('C', { held: 34 })]
    const options = { driftMin: 0.05 }
    expect(skips(plan(holdings, { A: 0.3, B: 0.28, C: 0.3 }, { options }))).toEqual([
      'B 24 -> 28 DRIFT',
      'C 34 -> 30 DRIFT',
    ])
    // 0.3 x 0.9 is 0.27.
    expect(skips(plan(holdings, { A: 0.3 }, { options: { driftMin: 0.05, buffer: 0.1 } }))).toEqual([
      'A 25 -> 27 DRIFT',
    ])
  })

  it('would be a trade worth less than tradeValueMin', () => {
    const holdings = [holding('A', { price: 0.57 }), holding('B', { price: 0.57 }), holding('C', { held: -1 })]
    const made = plan(holdings, { A: 0.0057, B: 0.00564, C: 0.01 }, { options: { tradeValueMin: 57 } })
    expect([trades(made), skips(made)]).toEqual([['A 0 -> 100', 'C -1 -> 1'], ['B 0 -> 98 TRADE_VALUE']])
  })

  it('would be an order of less than quantityMin, also where it only reduces', () => {
    const small = { quantityMin: 5 }
    const holdings = [holding('A', small), holding('B', { ...small, held: 10 }), holding('C', small)]
    expect(skips(plan(holdings, { A: 0.04, B: 0.07, C: 0.05 }))).toEqual([
      'A 0 -> 4 QUANTITY_MIN',
      'B 10 -> 7 QUANTITY_MIN',
    ])
  })

  it('would be an order worth less than notionalMin in its own currency, unless it only reduces', () => {
    const small = { notionalMin: 57, price: 0.57, fx: 0.5 }
    const holdings = [holding('A', small), holding('B', small), holding('C', { ...small, held: 100 })]
    const made = plan(holdings, { A: 0.00285, B: 0.00284, C: 0.0027 })
    expect(trades(made)).toEqual(['C 100 -> 94', 'A 0 -> 100'])
    expect(skips(made)).toEqual(['B 0 -> 99 NOTIONAL_MIN'])
  })

  it('is not a position that turns round: where too little would be opened, it is closed', () => {
    const holdings = [
      holding('A', { held: 50, notionalMin: 1000 }),
      holding('B', { held: 50, notionalMin: 1000.01 }),
      holding('C', { held: -2, quantityMin: 5 }),
      holding('D', { held: -2, quantityMin: 5 }),
    ]
    const made = plan(holdings, { A: -0.1, B: -0.1, C: 0.02, D: 0.05 })
    expect([trades(made), made.skipped]).toEqual([['A 50 -> -10', 'B 50 -> 0', 'C -2 -> 0', 'D -2 -> 5'], []])
  })

  it('has no price, or no rate: its weight is not allocated', () => {
    const holdings = [
      holding('A', { price: Number.NaN }),
      holding('B', { fx: Number.NaN, held: 4 }),
      holding('C'),
      holding('D', { price: Number.NaN }),
      holding('E', { price: Number.POSITIVE_INFINITY, held: 1 }),
      holding('F', { price: 0, held: 1 }),
    ]
    const made = plan(holdings, { A: 0.3, C: 0.5 })
    const reasons = ['A 0 -> 0 NO_PRICE', 'B 4 -> 4 NO_PRICE', 'E 1 -> 1 NO_PRICE', 'F 1 -> 1 NO_PRICE']
    expect([skips(made), trades(made)]).toEqual([reasons, ['C 0 -> 50']])
    expect(made.skipped.map(({ weightBefore, quantity, value }) => [weightBefore, quantity, value])).toEqual([
      [0, 0, 0],
      [Number.NaN, 0, 0],
      [Number.NaN, 0, 0],
      [Number.NaN, 0, 0],
    ])
    expect([made.residue, made.unallocated]).toEqual([0, 5000])
  })

  it('is never a position whose target is 0: that is closed, whatever the options and the minima', () => {
    const minima = { quantityMin: 5, notionalMin: 1000 }
    const holdings = [holding('A', { ...minima, held: 1 }), holding('B', { ...minima, held: -1 })]
    const options = { driftMin: 0.5, tradeValueMin: 1000 }
    expect(trades(plan(holdings, { B: 0.001 }, { options }))).toEqual(['A 1 -> 0', 'B -1 -> 0'])
  })

  it('counts in the residue as if it were traded', () => {
    const made = plan([holding('A', { held: 66, price: 70 })], { A: 0.5 }, { options: { driftMin: 0.1 } })
    // 71.43 x 70 = 5,000; 71 x 70 = 4,970.
    expect([skips(made), made.residue.toFixed(6)]).toEqual([['A 66 -> 71 DRIFT'], '30.000000'])
  })
})

describe('positions that are left alone above their weights', () => {
  const options = { driftMin: 0.02 }
  const heavy = holding('A', { held: 51 })

  it('take their room from those that grow, the last ones first', () => {
    const holdings = [heavy, holding('B', { held: 20 }), holding('C', { held: -10 })]
    const made = plan(holdings, { A: 0.5, B: 0.3, C: -0.2 }, { options })
    expect([trades(made), skips(made)]).toEqual([['B 20 -> 30', 'C -10 -> -19'], ['A 51 -> 50 DRIFT']])
  })

  it('leave no room for a step', () => {
    const crossing = plan([heavy, holding('B', { held: 2, price: 2000 })], { A: 0.5, B: -0.5 }, { options })
    expect([trades(crossing), skips(crossing)]).toEqual([['B 2 -> -2'], ['A 51 -> 50 DRIFT']])
    // 4,900 are left; one of B is worth 2,500, and another one would be 100 too much.
    const growing = plan([heavy, holding('B', { held: 1, price: 2500 })], { A: 0.5, B: 0.5 }, { options })
    expect([trades(growing), skips(growing)]).toEqual([[], ['A 51 -> 50 DRIFT', 'B 1 -> 2 NO_ROOM']])
  })

  it('leave what is held of others, even where they are worth more than all that may be', () => {
    const holdings = [holding('A', { held: 104, quantityMin: 20 }), holding('B', { held: 5 })]
    const made = plan(holdings, { A: 0.9, B: 0.1 })
    expect([trades(made), skips(made)]).toEqual([[], ['A 104 -> 90 QUANTITY_MIN', 'B 5 -> 10 NO_ROOM']])
  })

  it('leave others a trade that is too small, and what that would have taken to the next one', () => {
    // 900 are left beside 5,500, 3,400 and 200: too little for 10 of B, and more than C needs.
    const small = { quantityMin: 10 }
    const holdings = [
      holding('A', { ...small, held: 55 }),
      holding('B', { ...small, held: 34 }),
      holding('C', { held: 2 }),
    ]
    const made = plan(holdings, { A: 0.5, B: 0.44, C: 0.06 })
    expect([trades(made), skips(made)]).toEqual([['C 2 -> 6'], ['A 55 -> 50 QUANTITY_MIN', 'B 34 -> 44 QUANTITY_MIN']])
  })

  it('leave what turns round only so much room on the other side', () => {
    const holdings = [heavy, holding('B', { held: -60 }), holding('C', { held: 60, price: 7000 })]
    const made = plan(holdings, { A: 0.5, B: 0.5, C: 0 }, { options })
    expect([trades(made), skips(made)]).toEqual([['B -60 -> 49', 'C 60 -> 0'], ['A 51 -> 50 DRIFT']])
    const coarse = plan([heavy, holding('C', { held: 1, price: 5000 })], { A: 0.5, C: -0.5 }, { options })
    expect([trades(coarse), skips(coarse)]).toEqual([['C 1 -> 0'], ['A 51 -> 50 DRIFT']])
  })

  it('are none where the sum of the values only misses the limit by the rounding of float64', () => {
    const holdings = [holding('A', { price: 0.1 }), holding('B', { price: 0.07 }), holding('C', { price: 0.01 })]
    const made = plan(holdings, { A: 0.007, B: 0.992999, C: 0.000001 })
    expect([trades(made), made.skipped]).toEqual([['A 0 -> 700', 'B 0 -> 141857', 'C 0 -> 1'], []])
  })

  it('don’t hold others back where the leverage has room', () => {
    const holdings = [heavy, holding('B', { held: 20 })]
    expect(trades(plan(holdings, { A: 0.5, B: 0.49 }, { options }))).toEqual(['B 20 -> 49'])
    expect(trades(plan(holdings, { A: 0.5, B: 0.5 }, { options, leverage: 2 }))).toEqual(['B 20 -> 50'])
    expect(trades(plan(holdings, { A: 0.5, B: 0.5 }, { options: { ...options, buffer: 0.01 }, leverage: 2 }))).toEqual([
      'B 20 -> 49',
    ])
  })
})

describe('an order’s largest quantity', () => {
  it('is as far as a plan goes at once', () => {
    const most = { quantityMax: 25 }
    const holdings = [holding('A', { ...most, held: -10 }), holding('B', { ...most, held: 60 })]
    expect(trades(plan(holdings, { A: 0.3 }))).toEqual(['B 60 -> 35', 'A -10 -> 15'])
  })

  it('is rounded down to the quantity step', () => {
    expect(trades(plan([holding('A', { quantityMax: 25.5 })], { A: 0.5 }))).toEqual(['A 0 -> 25'])
  })
})

describe('bad input', () => {
  const AB = [holding('A'), holding('B')]
  const failing = (weights: unknown, given: Partial<RebalanceInput> = {}): string =>
    messageOf(() => plan(AB, weights as never, given))

  it.each([
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    ['0.5', '0.5'],
    [undefined, 'undefined'],
  ])('is a weight of %s', (weight, shown) => {
    expect(failing({ A: 0.5, B: weight })).toBe(
      `WEIGHTS_INVALID: rebalance: the weight of B is ${shown}; expected a finite number`,
    )
  })

  it.each([null, undefined, 5, [0.5]])('is %j instead of weights', (weights) => {
    expect(failing(weights)).toBe(
      `WEIGHTS_INVALID: rebalance: weights are ${String(weights)}; expected an object with a weight for each symbol`,
    )
  })

  it('is weights that add up to more than the leverage, and not those that do so by rounding', () => {
    expect(failing({ A: 0.7, B: -0.5 })).toBe(
      'WEIGHTS_INVALID: rebalance: the weights add up to 1.2, short ones counted as long ones; expected at most the leverage, 1',
    )
    expect(failing({ A: 1.5, B: -0.6 }, { leverage: 2 })).toContain('add up to 2.1')
    expect(failing({ A: 1, B: 2e-9 })).toContain('add up to 1.000000002')
    expect(trades(plan(AB, { A: 0.5, B: 0.500_000_000_9 }))).toEqual(['A 0 -> 50', 'B 0 -> 50'])
  })

  it('is a negative weight where short positions are not allowed', () => {
    expect(failing({ A: 0.7, B: -0.2 }, { allowShort: false })).toBe(
      'WEIGHTS_INVALID: rebalance: the weight of B is -0.2; expected a number from 0: short positions are not allowed',
    )
    expect(trades(plan([holding('A', { held: -2 })], { A: -0 }, { allowShort: false }))).toEqual(['A -2 -> 0'])
  })

  it('is a symbol that is not among the holdings', () => {
    expect(failing({ A: 0.5, Z: 0 })).toBe("UNKNOWN_SYMBOL: 'Z' came; expected one of A, B")
  })

  it.each([
    [{ buffer: 1 }, 'buffer is 1; expected a number from 0, below 1'],
    [{ buffer: -0.1 }, 'buffer is -0.1; expected a number from 0'],
    [{ tradeValueMin: Number.NaN }, 'tradeValueMin is NaN; expected a number from 0'],
    [{ driftMin: Number.POSITIVE_INFINITY }, 'driftMin is Infinity; expected a number from 0'],
    [{ drift: 0.1 }, "an option 'drift' came; expected one of buffer, tradeValueMin, driftMin"],
    [null, 'options are null; expected an object with buffer, tradeValueMin, driftMin'],
  ])('is the options %j', (options, message) => {
    expect(failing({ A: 0.5 }, { options: options as never })).toBe(`WEIGHTS_INVALID: rebalance: ${message}`)
  })

  it('is an equity that is no number', () => {
    expect(failing({}, { equity: Number.NaN })).toBe(
      'WEIGHTS_INVALID: rebalance: equity is NaN; expected a finite number',
    )
  })

  it('is a price at which a weight comes to more than 15 digits', () => {
    expect(messageOf(() => plan([holding('A', { price: 1e-12 })], { A: 0.5 }))).toBe(
      'QUANTITY_OVERFLOW: rebalance: a weight of 0.5 comes to 5000000000000000 of A at 1e-12; expected at most 15 digits',
    )
    expect(messageOf(() => plan([holding('A', { price: 1e-320 })], { A: 0.5 }))).toContain('comes to Infinity of A')
  })
})

describe('every plan', () => {
  const step = fc.constantFrom(1, 0.1, 0.001, 25)
  const one = fc
    .record({
      steps: fc.integer({ min: -300, max: 300 }),
      cents: fc.integer({ min: 1, max: 50_000 }),
      multiplier: fc.constantFrom(1, 5, 0.5),
      fx: fc.constantFrom(1, 1.1, 0.0067),
      quantityStep: step,
      quantityMin: fc.constantFrom(0, 2),
      notionalMin: fc.constantFrom(0, 100),
      weight: fc.integer({ min: -100, max: 100 }),
    })
    .map(({ steps, cents, weight, ...rest }) => ({
      given: { ...rest, held: new Decimal(rest.quantityStep).times(steps).toNumber(), price: cents / 100 },
      weight,
    }))
  const options = fc.record({
    buffer: fc.constantFrom(0, 0.05),
    driftMin: fc.constantFrom(0, 0.03),
    tradeValueMin: fc.constantFrom(0, 200),
  })
  /** Random portfolios; their weights add up to the leverage at most. */
  const inputs = fc
    .record({
      list: fc.array(one, { minLength: 1, maxLength: 6 }),
      equity: fc.oneof(fc.constantFrom(10_000, 1e6), fc.double({ min: 1, max: 1e7, noNaN: true })),
      leverage: fc.constantFrom(1, 1.7),
      full: fc.boolean(),
      options,
    })
    .map(({ list, full, ...rest }): RebalanceInput => {
      const sum = list.reduce((total, { weight }) => total + Math.abs(weight), 0)
      const scale = full && sum > 0 ? rest.leverage / sum : 1 / 600
      const symbols = list.map((_, i) => `S${String(i)}`)
      return {
        ...rest,
        allowShort: true,
        holdings: list.map(({ given }, i) => holding(symbols[i]!, given)),
        weights: Object.fromEntries(list.map(({ weight }, i) => [symbols[i]!, weight * scale])),
      }
    })
  const withoutReasons = inputs.map((input) => ({
    ...input,
    options: { buffer: input.options.buffer ?? 0 },
    holdings: input.holdings.map((each) => ({ ...each, quantityMin: 0, notionalMin: 0 })),
  }))
  const unitValue = ({ price, multiplier, fx }: RebalanceHolding): number => price * multiplier * fx
  const traded = ({ holdings }: RebalanceInput, made: RebalancePlan): RebalanceHolding[] =>
    holdings.map((each) => {
      const trade = made.trades.find(({ symbol }) => symbol === each.symbol)
      const held = new Decimal(each.held).plus(trade?.quantity ?? 0).toNumber()
      if (trade) expect(held).toBe(trade.target)
      return { ...each, held }
    })
  const worth = (holdings: readonly RebalanceHolding[]): number =>
    holdings.reduce((sum, each) => sum + Math.abs(each.held) * unitValue(each), 0)
  const slack = 1 + 1e-11

  it('that skips nothing leaves positions worth no more than what was meant for them, each within a step of its wanted value', () => {
    fc.assert(
      fc.property(withoutReasons, (input) => {
        const made = planRebalance(input)
        const budget = input.equity * (1 - input.options.buffer)
        const sum = Object.values(input.weights).reduce((total, weight) => total + Math.abs(weight), 0)
        const after = traded(input, made)
        expect(made.skipped).toEqual([])
        expect(worth(after)).toBeLessThanOrEqual(budget * sum * slack)
        for (const each of after) {
          const missing = budget * input.weights[each.symbol]! - each.held * unitValue(each)
          expect(Math.abs(missing)).toBeLessThan(each.quantityStep * unitValue(each) * slack + budget * 1e-12)
        }
        expect(made.residue + made.unallocated + worth(after)).toBeCloseTo(input.equity, 4)
      }),
    )
  })

  it('is done when its trades are done: another one gives none', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const made = planRebalance(input)
        const again = planRebalance({ ...input, holdings: traded(input, made) })
        expect(again.trades).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('opens nothing beyond what the leverage leaves beside those that are left alone', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const made = planRebalance(input)
        const after = traded(input, made)
        const grown = made.trades.filter(
          ({ held, target }) => Math.abs(target) > (held * target < 0 ? 0 : Math.abs(held)),
        )
        if (grown.length === 0) return
        const limit = input.equity * (1 - input.options.buffer!) * input.leverage
        expect(worth(after)).toBeLessThanOrEqual(limit * slack)
      }),
      { numRuns: 500 },
    )
  })

  it('names each symbol once, makes positions smaller before others grow, and keeps the run’s order in each part', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const made = planRebalance(input)
        const order = input.holdings.map(({ symbol }) => symbol)
        const rank = ({ symbol, held, target }: RebalanceTrade): number =>
          (Math.abs(target) < Math.abs(held) ? 0 : 1000) + order.indexOf(symbol)
        const ranks = made.trades.map(rank)
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b))
        const named = [...made.trades, ...made.skipped].map(({ symbol }) => symbol)
        expect(new Set(named).size).toBe(named.length)
        const long =
          Object.values(input.weights).every((weight) => weight >= 0) && input.holdings.every(({ held }) => held >= 0)
        const firstBuy = made.trades.findIndex(({ quantity }) => quantity > 0)
        if (long && firstBuy >= 0) expect(made.trades.slice(firstBuy).every(({ quantity }) => quantity > 0)).toBe(true)
      }),
    )
  })
})
