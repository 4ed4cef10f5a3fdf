import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { customCommission, noCommission, percent, perOrder, perShare, type CommissionModel } from './commission.js'
import { makerTaker, roundTo, sum, tiered } from './composed-commission.js'
import { bitcoin, chargedInAll, charges, Exact, stock, type TestFill } from './test-charges.js'

const mine = customCommission('mine', ({ units }) => units / 1000)

describe('sum', () => {
  it('charges what its models charge together', () => {
    const fills: TestFill[] = [
      [100, 50],
      [100, 10],
    ]
    expect(charges(sum(perOrder(5), percent(0.001)), fills)).toEqual(['10', '1'])
  })

  it('lets each model know the order as if it were alone: a minimum is that of its own charges', () => {
    const fee = sum(perShare('0.01', { minimum: 1 }), percent('0.001', { minimum: 2 }), perOrder(-3))
    const fills: TestFill[] = [
      [10, 50],
      [10, 100],
      [10, 100],
    ]
    // Shares: 1, 1.5, 2.5. Value of 500, 1,500 and 2,500: 2, 2, 2.5.
    expect(charges(fee, fills)).toEqual(['0', '0.5', '1.5'])
  })

  it('charges on any fills what each of its models charges on them', () => {
    const models = [perShare('0.01', { minimum: 1 }), percent('0.00123'), mine, roundTo(percent('0.0077'), '0.05')]
    fc.assert(
      fc.property(anyFills, fc.subarray(models, { minLength: 1 }), (fills, some) => {
        const each = some.map((model) => charges(model, fills))
        const expected = fills.map((_, i) => each.reduce((all, row) => all.plus(row[i]!), new Exact(0)).toFixed())
        expect(charges(sum(...some), fills)).toEqual(expected)
      }),
    )
  })
})

describe('roundTo', () => {
  it('rounds what an order has been charged in total, half-even: its fills add up to a rounded amount', () => {
    const fills: TestFill[] = [
      [100, 1],
      [100, 1],
      [100, 1],
      [100, 1],
    ]
    // 0.004, 0.008, 0.012, 0.016.
    expect(charges(roundTo(perShare('0.004'), '0.01'), fills)).toEqual(['0', '0.01', '0', '0.01'])
    // 0.005 and 0.015 are ties.
    expect(charges(roundTo(perShare('0.005'), '0.01'), fills)).toEqual(['0', '0.01', '0.01', '0'])
    expect(charges(perShare('0.005'), fills)).toEqual(['0.005', '0.005', '0.005', '0.005'])
  })

  it('rounds rebates half-even too, and to any increment', () => {
    expect(charges(roundTo(perShare('-0.005'), '0.01'), [[1, 3]])).toEqual(['-0.02'])
    expect(charges(roundTo(perOrder('1.03'), '0.05'), [[1, 1]])).toEqual(['1.05'])
    expect(charges(roundTo(perOrder('2.5'), 1), [[1, 1]])).toEqual(['2'])
    expect(charges(roundTo(perOrder('2.12345678'), '0.00000001'), [[1, 1]])).toEqual(['2.12345678'])
  })

  it('rounds the sum of models once, where each rounded for itself comes to more', () => {
    const half = percent('0.00006')
    expect(charges(roundTo(sum(half, half), '0.01'), [[100, 1]])).toEqual(['0.01'])
    expect(charges(sum(roundTo(half, '0.01'), roundTo(half, '0.01')), [[100, 1]])).toEqual(['0.02'])
  })

  it('rounds each model of a maker and a taker, so that an order of both adds up to a rounded amount as well', () => {
    const fee = roundTo(makerTaker({ maker: percent('-0.0001'), taker: percent('0.00045') }), '0.01')
    const fills: TestFill[] = [
      [100, 1],
      [100, 1, { liquidity: 'maker' }],
      [100, 1],
    ]
    // Taker: 0.045 -> 0.04. Maker, of 200 less of 100: -0.02 + 0.01. Taker, of 300 less of 200: 0.14 (0.135) - 0.09.
    expect(charges(fee, fills)).toEqual(['0.04', '-0.01', '0.05'])
  })
})

describe('makerTaker', () => {
  const fee = makerTaker({ maker: percent('-0.0001'), taker: percent('0.0004') })

  it('charges a fill that took liquidity by one model and pays one that gave it by the other', () => {
    const fills: TestFill[] = [
      [100, 10],
      [100, 10, { liquidity: 'maker' }],
    ]
    expect(charges(fee, fills)).toEqual(['0.4', '-0.1'])
  })

  it('charges an order of both kinds no minimum twice', () => {
    const both = makerTaker({ maker: perShare('0.001', { minimum: 1 }), taker: perShare('0.01', { minimum: 2 }) })
    const fills: TestFill[] = [
      [10, 100],
      [10, 100, { liquidity: 'maker' }],
      [10, 100],
      [10, 2000, { liquidity: 'maker' }],
    ]
    // Taker: 2. Maker, of 200 less of 100: both are its minimum. Taker, of 300 less of 200: 3 - 2. Maker: 2.3 - 1.
    expect(charges(both, fills)).toEqual(['2', '0', '1', '1.3'])
  })
})

describe('tiered', () => {
  const shares = tiered({
    by: 'quantity',
    tiers: [
      { below: 300_000, model: perShare('0.0035') },
      { below: 3_000_000, model: perShare('0.002') },
      { model: perShare('0.0005') },
    ],
  })

  it('charges by what the account had traded before the fill in the month', () => {
    const at = (monthQuantity: number) => charges(shares, [[50, 1000, { monthQuantity }]])[0]
    const volumes = [0, 299_999, 300_000, 2_999_999, 3_000_000, Number.POSITIVE_INFINITY]
    expect(volumes.map(at)).toEqual(['3.5', '3.5', '2', '2', '0.5', '0.5'])
  })

  it('goes by value where it is told to', () => {
    const fee = tiered({ by: 'value', tiers: [{ below: 1e6, model: percent(0.001) }, { model: percent(0.0005) }] })
    expect(charges(fee, [[100, 10, { monthQuantity: 1e9, monthValue: 999_999.99 }]])).toEqual(['1'])
    expect(charges(fee, [[100, 10, { monthValue: 1_000_000 }]])).toEqual(['0.5'])
  })

  it('charges the fills of an order that passes a bound by the tier of each, and no minimum twice', () => {
    const fee = tiered({
      by: 'quantity',
      tiers: [{ below: 1000, model: perShare('0.01', { minimum: 1 }) }, { model: perShare('0.001', { minimum: 1 }) }],
    })
    const fills: TestFill[] = [
      [10, 500, { monthQuantity: 600 }],
      [10, 300, { monthQuantity: 1100 }],
      [10, 700, { monthQuantity: 1400 }],
    ]
    // First tier: 5. Second, of 800 less of 500: both are its minimum. Of 1,500 less of 800: 1.5 - 1.
    expect(charges(fee, fills)).toEqual(['5', '0', '0.5'])
  })
})

/** Prices of whole cents, so that values need no rounding. */
const anyFills = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e9 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((fills): TestFill[] => fills.map(([cents, units]) => [cents / 100, units]))

/** A model and, in decimal.js, what it charges for an order of a quantity and a value. */
interface Known {
  readonly model: CommissionModel
  readonly total: (quantity: Exact, value: Exact) => Exact
}

const cents = fc.integer({ min: 0, max: 1000 }).map((count) => count / 100)
const rates = fc.integer({ min: -9999, max: 9999 }).map((count) => `${String(count)}e-6`)
const at8 = (amount: Exact): Exact => amount.toDecimalPlaces(8)
const { known } = fc.letrec<{ known: Known }>((tie) => ({
  known: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    rates.map((rate): Known => ({ model: perShare(rate), total: (quantity) => at8(quantity.times(rate)) })),
    fc.tuple(cents, cents, cents).map(([rate, a, b]): Known => ({
      model: perShare(rate, { minimum: Math.min(a, b), maximum: Math.max(a, b), maximumFraction: '0.013' }),
      total: (quantity, value) =>
        Exact.min(Exact.max(at8(quantity.times(rate)), Math.min(a, b)), Math.max(a, b), at8(value.times('0.013'))),
    })),
    fc.tuple(rates, cents).map(([rate, limit]): Known => {
      const minimum = rate.startsWith('-') ? -limit : limit
      const total = (_: Exact, value: Exact): Exact => Exact.max(at8(value.times(rate)), minimum)
      return { model: percent(rate, { minimum }), total }
    }),
    fc.integer({ min: -500, max: 500 }).map((count): Known => ({
      model: perOrder(count / 100),
      total: () => new Exact(count).div(100),
    })),
    fc.tuple(tie('known'), tie('known')).map(([a, b]): Known => ({
      model: sum(a.model, b.model),
      total: (quantity, value) => a.total(quantity, value).plus(b.total(quantity, value)),
    })),
    fc.tuple(tie('known'), fc.constantFrom('0.01', '0.05', '1', '0.0003')).map(([inner, step]): Known => ({
      model: roundTo(inner.model, step),
      total: (quantity, value) => inner.total(quantity, value).div(step).toDecimalPlaces(0).times(step),
    })),
    fc.tuple(tie('known'), tie('known')).map(([maker, taker]): Known => ({
      model: makerTaker({ maker: maker.model, taker: taker.model }),
      total: taker.total,
    })),
    fc.tuple(tie('known'), tie('known')).map(([first, last]): Known => ({
      model: tiered({ by: 'quantity', tiers: [{ below: 100, model: first.model }, { model: last.model }] }),
      total: first.total,
    })),
  ),
}))

describe('any composed model', () => {
  it('charges an order in any parts, on the same terms, exactly what the order comes to in all', () => {
    fc.assert(
      fc.property(known, anyFills, fc.constantFrom(stock, bitcoin), ({ model, total }, fills, instrument) => {
        const { unitsPerOne } = instrument.scale
        const quantity = fills.reduce((all, [, units]) => all.plus(units), new Exact(0)).div(unitsPerOne)
        const value = fills.reduce(
          (all, [price, units]) => all.plus(at8(new Exact(price).times(units).div(unitsPerOne))),
          new Exact(0),
        )
        expect(chargedInAll(model, fills, instrument).toFixed()).toBe(total(quantity, value).plus(0).toFixed())
      }),
      { numRuns: 2_000 },
    )
  })

  it('charges an order at one price in any parts what it charges for it at once', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(known, fc.integer({ min: 1, max: 1e6 }), parts, ({ model }, price, units) => {
        const whole = chargedInAll(model, [[price / 100, units.reduce((all, part) => all + part)]])
        const inParts = chargedInAll(
          model,
          units.map((part): TestFill => [price / 100, part]),
        )
        expect(inParts.toFixed()).toBe(whole.toFixed())
      }),
      { numRuns: 1_000 },
    )
  })

  it('rounded to cents charges whole cents for every fill, whatever its terms', () => {
    const terms = fc.record({
      liquidity: fc.constantFrom('maker', 'taker'),
      monthQuantity: fc.integer({ min: 0, max: 200 }),
    })
    fc.assert(
      fc.property(known, anyFills, fc.array(terms, { minLength: 8, maxLength: 8 }), ({ model }, fills, changing) => {
        const changed = fills.map(([price, units], i): TestFill => [price, units, changing[i]!])
        for (const charge of charges(roundTo(model, '0.01'), changed)) {
          expect(new Exact(charge).times(100).isInteger()).toBe(true)
        }
      }),
    )
  })
})

const one = 1 as never

describe('the options of composed models', () => {
  it.each([
    ['sum: models is empty; expected one model at least', () => sum()],
    ['sum: model 2 is 1; expected a commission model', () => sum(noCommission(), one)],
    ['roundTo: model is [object Object]; expected a commission model', () => roundTo({} as never, 1)],
    ['roundTo: increment is 0; expected a positive number of at most 8 decimals', () => roundTo(perOrder(1), 0)],
    ['roundTo: increment is 1e-9; expected a positive number of at most 8 decimals', () => roundTo(perOrder(1), 1e-9)],
    ['roundTo: increment is a cent; expected a number', () => roundTo(perOrder(1), 'a cent')],
    ['roundTo: model is {"custom":"mine"}; expected one that gives the total of an order', () => roundTo(mine, '0.01')],
    [
      'roundTo: model is {"sum":[{"perOrder":"1"},{"custom":"mine"}]}; expected one that gives the total of an order',
      () => roundTo(sum(perOrder(1), mine), '0.01'),
    ],
    ['makerTaker: taker is undefined; expected a commission model', () => makerTaker({ maker: mine } as never)],
    [
      "makerTaker: an option is 'make'; expected one of maker, taker",
      () => makerTaker({ maker: mine, taker: mine, make: mine } as never),
    ],
    ['tiered: by is volume; expected one of quantity, value', () => tiered({ by: 'volume' as never, tiers: [] })],
    ['tiered: tiers is ; expected an array of one tier at least', () => tiered({ by: 'value', tiers: [] })],
    [
      'tiered: below of tier 1 is undefined; expected a number above 0',
      () => tiered({ by: 'value', tiers: [{ model: mine }, { model: mine }] }),
    ],
    [
      'tiered: below of tier 1 is Infinity; expected a number above 0',
      () => tiered({ by: 'value', tiers: [{ below: Number.POSITIVE_INFINITY, model: mine }, { model: mine }] }),
    ],
    [
      'tiered: below of tier 2 is 5; expected a number above 5',
      () => tiered({ by: 'value', tiers: [{ below: 5, model: mine }, { below: 5, model: mine }, { model: mine }] }),
    ],
    [
      'tiered: below of tier 1 is 5; expected none for the last tier',
      () => tiered({ by: 'value', tiers: [{ below: 5, model: mine }] }),
    ],
    [
      'tiered: model of tier 1 is undefined; expected a commission model',
      () => tiered({ by: 'value', tiers: [{} as never] }),
    ],
    [
      "tiered: tier 1: an option is 'under'; expected one of below, model",
      () => tiered({ by: 'value', tiers: [{ under: 1, model: mine } as never] }),
    ],
  ])('are refused with COST_INVALID: %s', (message, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'COST_INVALID', message: `COST_INVALID: ${message}` }))
  })

  it('are what the run hash covers', () => {
    const cheap = perOrder(1)
    expect([
      sum(cheap, mine).spec,
      roundTo(cheap, '0.010').spec,
      makerTaker({ maker: mine, taker: cheap }).spec,
      tiered({ by: 'value', tiers: [{ below: 1000, model: cheap }, { model: mine }] }).spec,
    ]).toEqual([
      { sum: [{ perOrder: '1' }, { custom: 'mine' }] },
      { roundTo: '0.01', model: { perOrder: '1' } },
      { makerTaker: { maker: { custom: 'mine' }, taker: { perOrder: '1' } } },
      { tiered: 'value', tiers: [{ below: 1000, model: { perOrder: '1' } }, { model: { custom: 'mine' } }] },
    ])
  })
})
