import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { money } from '../domain/money.js'
import { customCommission, noCommission, percent, perContract, perOrder, perShare } from './commission.js'
import { bitcoin, chargedInAll, charges, Exact, future, stock, type TestFill } from './test-charges.js'

describe('noCommission', () => {
  it('charges nothing', () => {
    expect([charges(noCommission(), [[100, 10]]), noCommission().spec]).toEqual([['0'], 'none'])
  })
})

describe('perOrder', () => {
  it('charges the first fill of an order, and no other', () => {
    expect(
      charges(perOrder('1.25'), [
        [100, 10],
        [101, 5],
        [102, 5],
      ]),
    ).toEqual(['1.25', '0', '0'])
  })

  it('pays a rebate where it is negative', () => {
    const fills: TestFill[] = [
      [100, 10],
      [101, 5],
    ]
    expect(charges(perOrder('-0.25'), fills)).toEqual(['-0.25', '0'])
  })
})

describe('percent', () => {
  it('charges a fraction of price x quantity x multiplier', () => {
    const fee = percent(0.001)
    expect(charges(fee, [[101.23, 7]])).toEqual(['0.70861'])
    expect(charges(fee, [[101.23, 7]], future)).toEqual(['8.857625'])
    expect(charges(fee, [[43210.12345678, 12_345_678]], bitcoin)).toEqual(['5.33458271'])
    expect(charges(fee, [[101.23, 7]])).toEqual(['0.70861'])
  })

  it('pays a rebate where it is negative, rounded half-even too', () => {
    expect(charges(percent('-0.0002'), [[101.23, 7]])).toEqual(['-0.141722'])
    // 0.5, 1.5 and 2.5 hundred-millionths.
    expect(charges(percent('-0.00000001'), [[0.5, 1]])).toEqual(['0'])
    expect(charges(percent('-0.00000001'), [[1.5, 1]])).toEqual(['-0.00000002'])
    expect(charges(percent('-0.00000001'), [[2.5, 1]])).toEqual(['-0.00000002'])
  })

  it('charges an order its minimum and its maximum once, over all its fills', () => {
    const fee = percent(0.001, { minimum: 5, maximum: 20 })
    const fills: TestFill[] = [
      [100, 20],
      [100, 20],
      [100, 20],
      [100, 200],
      [100, 20],
    ]
    expect(charges(fee, fills)).toEqual(['5', '0', '1', '14', '0'])
    expect(charges(fee, [[100, 70]])).toEqual(['7'])
    expect(charges(fee, [[100, 70]], future)).toEqual(['20'])
  })

  it('keeps the rebate of an order to what a negative minimum allows', () => {
    const fills: TestFill[] = [
      [100, 10],
      [100, 30],
      [100, 10],
    ]
    expect(charges(percent(-0.001, { minimum: -3 }), fills)).toEqual(['-1', '-2', '0'])
  })

  it('is with limits a fraction of what the order has traded, to the last digit of any prices and parts', () => {
    const rate = fc.integer({ min: 0, max: 1e6 }).map((n) => `${String(n)}e-8`)
    const fills = fc.array(
      fc.tuple(fc.double({ min: 0.01, max: 1e5, noNaN: true }), fc.integer({ min: 1, max: 1e10 })),
      {
        minLength: 1,
        maxLength: 6,
      },
    )
    fc.assert(
      fc.property(rate, fills, fc.constantFrom(bitcoin, stock, future), (fraction, parts, instrument) => {
        const { unitsPerOne } = instrument.scale
        const value = parts
          .map(([at, units]) => new Exact(at).times(units).div(unitsPerOne).times(instrument.multiplier.toString()))
          .reduce((all, part) => all.plus(part.toDecimalPlaces(8)), new Exact(0))
        fc.pre(value.lt(1e15))
        const expected = Exact.min(Exact.max(value.times(fraction).toDecimalPlaces(8), '0.5'), 1_000_000)
        const fee = percent(fraction, { minimum: '0.5', maximum: 1_000_000 })
        expect(chargedInAll(fee, parts, instrument).toFixed()).toBe(expected.toFixed())
      }),
      { numRuns: 1_000 },
    )
  })

  it('charges each fill for itself where there are no limits: parts miss the whole by half a hundred-millionth each at most', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 1e10 }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 1e7 }), (units, cents) => {
        const fee = percent('0.00123')
        const whole = chargedInAll(fee, [[cents / 100, units.reduce((all, part) => all + part)]], bitcoin)
        const inParts = chargedInAll(
          fee,
          units.map((part) => [cents / 100, part] as const),
          bitcoin,
        )
        expect(
          inParts
            .minus(whole)
            .abs()
            .lte(new Exact('5e-9').times(units.length + 1)),
        ).toBe(true)
      }),
    )
  })

  it('is exact for any rate, price and quantity', () => {
    const rate = fc.integer({ min: -1e7, max: 1e7 }).map((n) => `${String(n)}e-9`)
    const price = fc.double({ min: 1e-6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(rate, price, fc.integer({ min: 1, max: 1e11 }), (fraction, at, units) => {
        const expected = new Exact(at).times(units).div(1e8).times(fraction).toDecimalPlaces(8)
        expect(charges(percent(fraction), [[at, units]], bitcoin)).toEqual([expected.plus(0).toFixed()])
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('perShare', () => {
  it('charges an amount for each share', () => {
    expect(
      charges(perShare('0.0035'), [
        [100, 1000],
        [100, 1],
      ]),
    ).toEqual(['3.5', '0.0035'])
  })

  it('charges its minimum for the order, over all its fills: the first in full, later ones what goes beyond', () => {
    const fee = perShare('0.005', { minimum: 1 })
    expect(
      charges(fee, [
        [50, 100],
        [50, 50],
        [50, 100],
        [50, 50],
      ]),
    ).toEqual(['1', '0', '0.25', '0.25'])
    expect(charges(fee, [[50, 300]])).toEqual(['1.5'])
  })

  it('charges any partial fills of an order together what one fill would be charged', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 1e10 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(parts, fc.constantFrom('0', '0.35', '1'), (units, minimum) => {
        const fee = perShare('0.00123456789', { minimum })
        const total = units.reduce((sum, part) => sum + part, 0)
        const sum = charges(
          fee,
          units.map((part) => [100, part] as const),
          bitcoin,
        ).reduce((all, part) => all.plus(part), new Exact(0))
        expect(sum.toFixed()).toBe(charges(fee, [[100, total]], bitcoin)[0])
        const rated = new Exact('0.00123456789').times(total).div(1e8).toDecimalPlaces(8)
        expect(sum.eq(Exact.max(rated, minimum))).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('charges its maximum for the order, over all its fills', () => {
    const fills: TestFill[] = [
      [50, 300],
      [50, 300],
      [50, 300],
    ]
    expect(charges(perShare('0.01', { minimum: 1, maximum: 5 }), fills)).toEqual(['3', '2', '0'])
  })

  it('charges at most a fraction of what the order has traded, even where the minimum is more', () => {
    const fee = perShare('0.005', { minimum: 1, maximumFraction: '0.01' })
    // 0.01 of 10, of 30 and of 130; then 400 x 0.005, which is less than 0.01 of 10,130.
    const fills: TestFill[] = [
      [0.1, 100],
      [0.2, 100],
      [1, 100],
      [100, 100],
    ]
    expect(charges(fee, fills)).toEqual(['0.1', '0.2', '1', '0.7'])
    expect(charges(fee, [[0.25, 1000]])).toEqual(['2.5'])
    expect(charges(fee, [[20, 1]])).toEqual(['0.2'])
    expect(charges(perShare('0.005', { maximumFraction: '0.01' }), [[0.25, 1000]])).toEqual(['2.5'])
    expect(charges(perShare('0.005', { maximum: 3 }), [[0.25, 1000]])).toEqual(['3'])
  })

  it('pays a rebate where it is negative, at most what a negative minimum allows', () => {
    const fills: TestFill[] = [
      [50, 1000],
      [50, 2000],
      [50, 1000],
    ]
    expect(charges(perShare('-0.002'), fills)).toEqual(['-2', '-4', '-2'])
    expect(charges(perShare('-0.002', { minimum: -5 }), fills)).toEqual(['-2', '-3', '0'])
    expect(charges(perShare('-0.002', { minimum: 0 }), fills)).toEqual(['0', '0', '0'])
  })

  it('takes a rate of more digits than a float64 has', () => {
    expect(charges(perShare('0.12345678901234567890'), [[1, 1e14]])).toEqual(['12345678901234.56789'])
  })
})

describe('perContract', () => {
  it('charges an amount for each contract, whatever its multiplier', () => {
    const fills: TestFill[] = [
      [5000, 2],
      [5000, 1],
    ]
    expect(charges(perContract('2.25', { maximum: 5 }), fills, future)).toEqual(['4.5', '0.5'])
  })
})

describe('customCommission', () => {
  it('charges what its function returns, rounded half-even to 8 decimals; negative for a rebate', () => {
    const fee = customCommission('maker', ({ price, units, unitsBefore }) => -price * units * 1e-9 * (unitsBefore + 1))
    expect([
      charges(fee, [
        [2.5, 1],
        [1.5, 1],
      ]),
      fee.spec,
    ]).toEqual([['0', '0'], { custom: 'maker' }])
    expect(
      charges(
        customCommission('maker', () => '-0.000000015'),
        [[1, 1]],
      ),
    ).toEqual(['-0.00000002'])
    expect(
      charges(
        customCommission('one', ({ chargedBefore }) => chargedBefore.toDecimal().plus(1)),
        [
          [1, 1],
          [1, 1],
        ],
      ),
    ).toEqual(['1', '2'])
  })

  it.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['undefined', undefined],
    ['ten', 'ten'],
    ['[object Promise]', Promise.resolve(1)],
  ])('that returns %s stops the run with COST_RESULT', (text, value) => {
    const fee = customCommission('mine', () => value as number)
    expect(() => charges(fee, [[1, 1]])).toThrow(
      expect.objectContaining({
        name: 'RunError',
        code: 'COST_RESULT',
        message: `COST_RESULT: commission 'mine' returned ${text}; expected an amount`,
      }),
    )
  })
})

const one = 1 as never

describe('the options of commission models', () => {
  it.each([
    ['perOrder: amount is NaN; expected a number', () => perOrder(Number.NaN)],
    ['perOrder: amount is free; expected a number', () => perOrder('free')],
    ['percent: fraction is Infinity; expected a number', () => percent(Number.POSITIVE_INFINITY)],
    ['perShare: minimum is -1; expected a number from 0', () => perShare(0.01, { minimum: -1 })],
    ['perShare: maximum is -1; expected a number from 0', () => perShare(0.01, { maximum: -1 })],
    ['perContract: maximumFraction is x; expected a number from 0', () => perContract(1, { maximumFraction: 'x' })],
    ['perShare: maximum is 1; expected at least minimum, 2', () => perShare(1, { minimum: 2, maximum: 1 })],
    ['percent: minimum is 1; expected a number up to 0 beside a rebate', () => percent(-0.1, { minimum: 1 })],
    ['perShare: maximum is 1; expected none beside a rebate', () => perShare(-1, { maximum: 1 })],
    ['perShare: maximumFraction is 1; expected none beside a rebate', () => perShare(-1, { maximumFraction: 1 })],
    ["percent: an option is 'minimun'; expected one of minimum, maximum", () => percent(1, { minimun: 1 } as object)],
    ['perShare: options is 1; expected an object with minimum, maximum, maximumFraction', () => perShare(1, one)],
    ['customCommission: name is ; expected a text', () => customCommission('', () => 0)],
    ['customCommission: charge is 1; expected a function', () => customCommission('mine', one)],
  ])('are refused with COST_INVALID: %s', (message, make) => {
    expect(make).toThrow(
      expect.objectContaining({
        name: 'ConfigError',
        code: 'COST_INVALID',
        message: `COST_INVALID: ${message}`,
      }),
    )
  })

  it('are what the run hash covers', () => {
    expect([
      perOrder(money('1').toNumber()).spec,
      percent(0.001).spec,
      percent('-0.001', { minimum: -1 }).spec,
      perShare(0.005, { minimum: '1.0' }).spec,
      perShare(0.005).spec,
      perContract('-0.5').spec,
      perShare(0.005, { minimum: 1, maximum: 9, maximumFraction: '0.01' }).spec,
    ]).toEqual([
      { perOrder: '1' },
      { percent: '0.001' },
      { percent: '-0.001', minimum: '-1' },
      { perShare: '0.005', minimum: '1' },
      { perShare: '0.005', minimum: '0' },
      { perContract: '-0.5' },
      { perShare: '0.005', minimum: '1', maximum: '9', maximumFraction: '0.01' },
    ])
  })
})
