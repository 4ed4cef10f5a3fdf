import { Decimal as DecimalJs } from 'decimal.js'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  decimalPlaces,
  exactFraction,
  exactProduct,
  exactScale,
  factorOf,
  powerOfTen,
  shortestDecimal,
  unitsDown,
} from './exact.js'
import { money, MoneyCell, setFromBigInt } from './money.js'

/** The oracle: decimal.js with so many digits that it never rounds by itself. */
const Exact = DecimalJs.clone({ precision: 200, rounding: DecimalJs.ROUND_HALF_EVEN, toExpNeg: -400, toExpPos: 400 })

const prices = fc.oneof(
  fc.integer({ min: 1, max: 100_000_000 }).map((cents) => cents / 100),
  fc.integer({ min: 1, max: 1e10 }).map((points) => points / 1e5),
  fc.integer({ min: 1, max: 1e15 }).map((units) => units / 1e8),
  fc.integer({ min: 1, max: 999 }).map((units) => Number(`${String(units)}e-12`)),
  fc.double({ min: 1e-12, max: 1e9, noNaN: true }),
)
const quantities = fc.oneof(
  fc.record({ units: fc.integer({ min: 1, max: 1_000_000 }), decimals: fc.constant(0) }),
  fc.record({ units: fc.integer({ min: 1, max: 1e10 }), decimals: fc.constant(8) }),
  fc.record({ units: fc.integer({ min: 1, max: 1e15 }), decimals: fc.integer({ min: 0, max: 8 }) }),
)
const multipliers = fc.oneof(
  fc.constantFrom('1', '100', '1000', '0.1', '12.5', '0.00001', '0.001', '0.00025', '0.0000005', '123456789.123456789'),
  fc.integer({ min: 1, max: 1e9 }).map((n) => String(n / 1e6)),
)

function isOverflow(value: DecimalJs): boolean {
  return value.abs().gt('9e15')
}

describe('exactFraction', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('equals decimal.js rounded half-even at 8 decimals, on the float path and on the BigInt path', () => {
    const units = fc.oneof(
      fc.bigInt({ min: -(10n ** 10n), max: 10n ** 12n }),
      fc.bigInt({ min: -(10n ** 16n), max: 10n ** 17n }),
      fc.bigInt({ min: -(10n ** 23n), max: 8n * 10n ** 23n }),
    )
    const factors = fc.oneof(
      fc.constantFrom('0', '1', '0.5', '0.001', '0.0005', '0.00125', '0.0000001', '0.00000005', '0.123456789012345678'),
      fc.integer({ min: 0, max: 1e7 }).map((n) => `${String(n)}e-7`),
    )
    let floatPath = 0
    let bigPath = 0
    fc.assert(
      fc.property(units, factors, (count, factor) => {
        const amount = setFromBigInt(new MoneyCell(), count)
        const expected = new Exact(count.toString()).div(1e8).times(factor).toDecimalPlaces(8).plus(0)
        const made = factorOf(factor)
        const big = vi.spyOn(globalThis, 'BigInt')
        const product = exactFraction(new MoneyCell(), amount, made)
        if (big.mock.calls.length === 0) floatPath++
        else bigPath++
        big.mockRestore()
        expect(product.toString()).toBe(expected.toFixed())
        expect(product.fraction >= 0 && product.fraction < 1e8).toBe(true)
      }),
      { numRuns: 10_000 },
    )
    expect(floatPath).toBeGreaterThan(1_000)
    expect(bigPath).toBeGreaterThan(1_000)
  })

  it.each([
    ['0.00000005', '0.1', '0'],
    ['0.00000015', '0.1', '0.00000002'],
    ['0.99999999', '0.9999999', '0.99999989'],
    ['-0.00000015', '0.1', '-0.00000002'],
    ['12.5', '0.001', '0.0125'],
  ])('of %s times %s is %s', (amount, factor, expected) => {
    expect(exactFraction(new MoneyCell(), money(amount), factorOf(factor)).toString()).toBe(expected)
  })
})

describe('exactProduct', () => {
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('equals decimal.js rounded half-even at 8 decimals, on the float path and on the BigInt path', () => {
    const big = vi.spyOn(globalThis, 'BigInt')
    let floatPath = 0
    let bigPath = 0
    fc.assert(
      fc.property(prices, quantities, multipliers, (price, { units, decimals }, multiplier) => {
        const factor = factorOf(multiplier, `1e-${String(decimals)}`)
        const expected = new Exact(price)
          .times(units)
          .times(multiplier)
          .div(new Exact(10).pow(decimals))
          .toDecimalPlaces(8, DecimalJs.ROUND_HALF_EVEN)
        fc.pre(!isOverflow(expected))
        const before = big.mock.calls.length
        const product = exactProduct(new MoneyCell(), price, units, factor)
        if (big.mock.calls.length === before) floatPath++
        else bigPath++
        expect(product.toString()).toBe(expected.toFixed())
        expect(product.fraction < 1e8).toBe(true)
      }),
      { numRuns: 20_000 },
    )
    expect(floatPath).toBeGreaterThan(2_000)
    expect(bigPath).toBeGreaterThan(2_000)
  })

  it('takes the float path for a price in cents and BigInt for a float64 of 17 digits', () => {
    const factor = factorOf('0.001')
    const big = vi.spyOn(globalThis, 'BigInt')
    expect(exactProduct(new MoneyCell(), 101.25, 300, factor).toString()).toBe('30.375')
    expect(big).not.toHaveBeenCalled()
    expect(exactProduct(new MoneyCell(), 101.25000000000001, 300, factor).toString()).toBe('30.375')
    expect(big).toHaveBeenCalled()
  })

  it.each([
    ['0.000000005', '0'],
    ['0.000000015', '0.00000002'],
    ['0.000000025', '0.00000002'],
    ['0.0000000250000001', '0.00000003'],
    ['0.999999995', '1'],
  ])('rounds %s to %s: half to the even one', (factor, expected) => {
    // The price is written in 2 decimals for the float path and in 17 digits for the BigInt path.
    const product = exactProduct(new MoneyCell(), 1, 1, factorOf(factor))
    expect([product.toString(), product.fraction < 1e8]).toEqual([expected, true])
    expect(exactProduct(new MoneyCell(), 1e-12, 1, factorOf(factor, '1e12')).toString()).toBe(expected)
  })

  it('takes a price for its shortest decimal where float64 no longer tells 16 digits apart', () => {
    const sixteen = fc.integer({ min: 1e15, max: Number.MAX_SAFE_INTEGER })
    fc.assert(
      fc.property(sixteen, fc.constantFrom(100, 1e5, 1e8), (mantissa, scale) => {
        const price = mantissa / scale
        expect(exactProduct(new MoneyCell(), price, 1, factorOf(1)).toString()).toBe(new Exact(price).toFixed())
      }),
      { numRuns: 2_000 },
    )
  })

  it('equals decimal.js at the ties that a rate with a 5 beyond the eighth decimal makes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e8 }), fc.integer({ min: 1, max: 1000 }), (cents, units) => {
        const expected = new Exact(cents).div(100).times(units).times('0.0000005').toDecimalPlaces(8)
        const product = exactProduct(new MoneyCell(), cents / 100, units, factorOf('0.0000005'))
        expect(product.toString()).toBe(expected.toFixed())
      }),
      { numRuns: 2_000 },
    )
  })

  it('rounds once at fewer decimals where it is asked to', () => {
    fc.assert(
      fc.property(prices, quantities, fc.integer({ min: 0, max: 8 }), (price, { units, decimals }, places) => {
        const factor = factorOf(`1e-${String(decimals)}`)
        const exact = new Exact(price).times(units).div(new Exact(10).pow(decimals))
        const expected = exact.toDecimalPlaces(places, DecimalJs.ROUND_HALF_EVEN)
        fc.pre(!isOverflow(expected))
        expect(exactProduct(new MoneyCell(), price, units, factor, places).toString()).toBe(expected.toFixed())
      }),
      { numRuns: 3_000 },
    )
    expect(exactProduct(new MoneyCell(), 0.125, 1, factorOf(1), 2).toString()).toBe('0.12')
  })

  it('is exact for yen beyond 2^53 units of 1e-8', () => {
    expect(exactProduct(new MoneyCell(), 151.237, 5_000_001, factorOf(1000)).toString()).toBe('756185151237')
  })

  it('throws MONEY_OVERFLOW for a product beyond 9 quadrillion', () => {
    expect(() => exactProduct(new MoneyCell(), 9e9, 1_000_001, factorOf(1))).toThrow(
      'MONEY_OVERFLOW: an amount of 9000009000000000 came; expected at most 9 quadrillion',
    )
  })
})

describe('exactScale', () => {
  it.each([
    [102, 1.001, 102.102],
    [1107.530029, 1.0001, 1107.6407820029],
    [1527.349976, 0.9999, 1527.1972410024],
  ])('of %d by %d is %d, whatever float64 arithmetic would give', (price, factor, scaled) => {
    expect(exactScale(price, factorOf(factor))).toBe(scaled)
  })

  it('is the float64 nearest to the exact product, for any price and factor', () => {
    const parts = fc.integer({ min: 1, max: 2_000_000 }).map((millionths) => millionths / 1e6)
    fc.assert(
      fc.property(prices, parts, (price, factor) => {
        expect(exactScale(price, factorOf(factor))).toBe(new Exact(price).times(factor).toNumber())
      }),
      { numRuns: 5000 },
    )
  })
})

describe('shortestDecimal', () => {
  it('is the decimal of the fewest digits that reads back as the float64', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e300, noNaN: true }), (value) => {
        const { mantissa, exponent } = shortestDecimal(value)
        expect(new Exact(mantissa.toString()).times(new Exact(10).pow(exponent)).eq(new Exact(value))).toBe(true)
        expect(Number(`${mantissa.toString()}e${String(exponent)}`)).toBe(value)
      }),
      { numRuns: 3_000 },
    )
  })

  it.each([
    [0.1, 1n, -1],
    [100, 100n, 0],
    [1.5e-7, 15n, -8],
    [1e21, 1n, 21],
    [1.25e22, 125n, 20],
  ])('of %d is %d x 10^%d', (value, mantissa, exponent) => {
    expect(shortestDecimal(value)).toEqual({ mantissa, exponent })
  })
})

/** The next float64 above or below. */
function neighbour(value: number, step: bigint): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  view.setBigInt64(0, view.getBigInt64(0) + step)
  return view.getFloat64(0)
}

describe('unitsDown', () => {
  it.each([
    [0.3, 1, 3],
    [0.7, 1, 7],
    [1.1, 1, 11],
    [4.35, 2, 435],
    [0.29, 2, 29],
    [2.675, 2, 267],
    [0.99999999, 8, 99_999_999],
    [0.999999999, 8, 99_999_999],
    [123456.78901234, 8, 12_345_678_901_234],
    [0, 0, 0],
  ])('of %d at %d decimals is %d', (quantity, decimals, units) => {
    expect(unitsDown(quantity, decimals)).toBe(units)
  })

  it('is the exact floor of the shortest decimal: it never rounds up and never loses a step', () => {
    const quantity = fc.oneof(
      fc.double({ min: 0, max: 1e7, noNaN: true }),
      fc
        .record({ units: fc.integer({ min: 1, max: 1e15 }), decimals: fc.integer({ min: 0, max: 8 }) })
        .map(({ units, decimals }) => units / powerOfTen(decimals)),
      fc
        .record({
          units: fc.integer({ min: 1, max: 1e12 }),
          decimals: fc.integer({ min: 0, max: 8 }),
          step: fc.constantFrom(-2n, -1n, 1n, 2n),
        })
        .map(({ units, decimals, step }) => neighbour(units / powerOfTen(decimals), step)),
    )
    fc.assert(
      fc.property(quantity, fc.integer({ min: 0, max: 8 }), (value, decimals) => {
        const expected = new Exact(value).times(new Exact(10).pow(decimals)).floor()
        fc.pre(expected.lt(1e15))
        expect(unitsDown(value, decimals)).toBe(expected.toNumber())
      }),
      { numRuns: 20_000 },
    )
  })

  it.each([Number.NaN, -1, -1e-9, Number.POSITIVE_INFINITY, 1e15 + 1, 1e300])('is NaN for %d', (quantity) => {
    expect(unitsDown(quantity, 0)).toBeNaN()
  })

  it('is NaN where the units have more than 15 digits', () => {
    expect(unitsDown(10_000_000, 8)).toBe(1e15)
    expect(unitsDown(10_000_001, 8)).toBeNaN()
  })
})

describe('factorOf', () => {
  it('multiplies its decimals exactly', () => {
    expect(factorOf('0.1', '0.2', 50)).toEqual({ mantissa: 1n, small: 1, decimals: 0 })
    expect(factorOf('12.5', '0.00000001')).toEqual({ mantissa: 125n, small: 125, decimals: 9 })
    expect(factorOf(1e22)).toEqual({ mantissa: 10n ** 22n, small: Number.NaN, decimals: 0 })
  })

  it('counts the places of a decimal', () => {
    expect(['100', '0.001', '1e-8', '1.50'].map((value) => decimalPlaces(value))).toEqual([0, 3, 8, 1])
  })
})
