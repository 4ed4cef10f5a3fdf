import { Decimal as DecimalJs } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactProduct } from '../domain/exact.js'
import { createInstrument } from '../domain/instrument.js'
import { MoneyCell, money } from '../domain/money.js'
import { customCommission, noCommission, percent, perOrder, perShare, type CommissionModel } from './commission.js'

const Exact = DecimalJs.clone({ precision: 100, rounding: DecimalJs.ROUND_HALF_EVEN, toExpNeg: -100, toExpPos: 100 })
const stock = createInstrument({ symbol: 'STK' })
const bitcoin = createInstrument({ symbol: 'BTC', assetClass: 'crypto' })
const future = createInstrument({ symbol: 'FUT', multiplier: '12.5' })

/** What each fill of one order is charged: pairs of price and smallest units. */
function charges(model: CommissionModel, fills: readonly (readonly [number, number])[], instrument = stock): string[] {
  const charged = new MoneyCell()
  const traded = new MoneyCell()
  let unitsBefore = 0
  return fills.map(([price, units]) => {
    const out = new MoneyCell().setParts(99, 99)
    const before = { unitsBefore, valueBefore: traded, chargedBefore: charged }
    model.charge({ ...before, instrument, price, units, liquidity: 'taker', monthQuantity: 0, monthValue: 0 }, out)
    charged.add(out)
    traded.add(exactProduct(new MoneyCell(), price, units, instrument.scale.notional))
    unitsBefore += units
    return out.toString()
  })
}

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
})

describe('percent', () => {
  it('charges a fraction of price x quantity x multiplier', () => {
    const fee = percent(0.001)
    expect(charges(fee, [[101.23, 7]])).toEqual(['0.70861'])
    expect(charges(fee, [[101.23, 7]], future)).toEqual(['8.857625'])
    expect(charges(fee, [[43210.12345678, 12_345_678]], bitcoin)).toEqual(['5.33458271'])
    expect(charges(fee, [[101.23, 7]])).toEqual(['0.70861'])
  })

  it('is exact for any rate, price and quantity', () => {
    const rate = fc.integer({ min: 0, max: 1e7 }).map((n) => `${String(n)}e-9`)
    const price = fc.double({ min: 1e-6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(rate, price, fc.integer({ min: 1, max: 1e11 }), (fraction, at, units) => {
        const expected = new Exact(at).times(units).div(1e8).times(fraction).toDecimalPlaces(8)
        expect(charges(percent(fraction), [[at, units]], bitcoin)).toEqual([expected.toFixed()])
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

  it('takes a rate of more digits than a float64 has', () => {
    expect(charges(perShare('0.12345678901234567890'), [[1, 1e14]])).toEqual(['12345678901234.56789'])
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

describe('the options of commission models', () => {
  it.each([
    ['perOrder: amount is NaN; expected a number', () => perOrder(Number.NaN)],
    ['perOrder: amount is free; expected a number', () => perOrder('free')],
    ['percent: fraction is Infinity; expected a number', () => percent(Number.POSITIVE_INFINITY)],
    ['perShare: minimum is -1; expected a number from 0', () => perShare(0.01, { minimum: -1 })],
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
      perShare(0.005, { minimum: '1.0' }).spec,
    ]).toEqual([{ perOrder: '1' }, { percent: '0.001' }, { perShare: '0.005', minimum: '1' }])
  })
})
