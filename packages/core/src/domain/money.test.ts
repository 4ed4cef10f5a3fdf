import { Decimal as DecimalJs } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divideHalfEven, money, MoneyCell, setFromBigInt, shareOf, toBigInt } from './money.js'

const Exact = DecimalJs.clone({ precision: 200, rounding: DecimalJs.ROUND_HALF_EVEN, toExpNeg: -400, toExpPos: 400 })
const UNIT = 100_000_000n
const BIGGEST = 9_000_000_000_000_000n * UNIT

function cellOf(units: bigint): MoneyCell {
  return setFromBigInt(new MoneyCell(), units)
}

function decimalOf(units: bigint): DecimalJs {
  return new Exact(units.toString()).div(1e8)
}

/** Small, yen-sized and extreme amounts, of both signs, many of them whole. */
const amounts = fc.oneof(
  fc.bigInt({ min: -200n, max: 200n }),
  fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
  fc.bigInt({ min: -(10n ** 8n), max: 10n ** 8n }).map((whole) => whole * UNIT),
  fc.bigInt({ min: -(BIGGEST / 64n), max: BIGGEST / 64n }),
)

describe('MoneyCell', () => {
  it('adds and subtracts as decimal.js does, over any sequence of amounts of both signs', () => {
    const steps = fc.array(fc.record({ amount: amounts, add: fc.boolean() }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(steps, (sequence) => {
        const cell = new MoneyCell()
        let expected = new Exact(0)
        for (const { amount, add } of sequence) {
          if (add) cell.add(cellOf(amount))
          else cell.subtract(cellOf(amount))
          expected = add ? expected.plus(decimalOf(amount)) : expected.minus(decimalOf(amount))
          expect(cell.toString()).toBe(expected.toFixed())
          expect(cell.fraction >= 0 && cell.fraction < 1e8).toBe(true)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('negates exactly, and twice gives the amount back', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        const cell = cellOf(amount).negate()
        expect(toBigInt(cell)).toBe(-amount)
        expect(Object.is(cell.whole, -0)).toBe(false)
        expect(toBigInt(cell.negate())).toBe(amount)
      }),
      { numRuns: 1_000 },
    )
  })

  it('can be added to and subtracted from itself', () => {
    const cell = new MoneyCell().set(money('-1.75'))
    expect(cell.add(cell).toString()).toBe('-3.5')
    expect(cell.subtract(cell).toString()).toBe('0')
  })

  it('gives the nearest float64, of negative amounts too', () => {
    expect(['-0.1', '-0.00000001', '-1.1', '0.3', '-90071992547.40993'].map((text) => money(text).toNumber())).toEqual([
      -0.1, -0.00000001, -1.1, 0.3, -90071992547.40993,
    ])
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(cellOf(amount).toNumber()).toBe(Number(decimalOf(amount).toFixed()))
      }),
      { numRuns: 5_000 },
    )
  })

  it('holds 9 quadrillion, and throws MONEY_OVERFLOW beyond it on either side', () => {
    const overflow = /^MONEY_OVERFLOW: an amount of -?[\d.]+ came; expected at most 9 quadrillion$/
    expect(money('9000000000000000').toString()).toBe('9000000000000000')
    expect(money('-9000000000000000').toString()).toBe('-9000000000000000')
    expect(() => money('9000000000000001')).toThrow(overflow)
    expect(() => money('-9000000000000000.5')).toThrow(overflow)
    expect(() => cellOf(BIGGEST).add(money(1))).toThrow(overflow)
    expect(() => cellOf(-BIGGEST).subtract(money('0.00000001'))).toThrow(overflow)
  })

  it('never leaves the safe integers silently at the edge of its range', () => {
    const edge = fc.bigInt({ min: BIGGEST - 3n * UNIT, max: BIGGEST + UNIT - 1n })
    fc.assert(
      fc.property(edge, amounts, fc.boolean(), fc.boolean(), (large, small, negative, add) => {
        const start = negative ? -large : large
        const sum = add ? small + start : small - start
        let got: bigint | undefined
        try {
          const cell = cellOf(small)
          got = toBigInt(add ? cell.add(cellOf(start)) : cell.subtract(cellOf(start)))
        } catch {
          expect(sum > BIGGEST - UNIT || sum < -BIGGEST + UNIT || start < -BIGGEST).toBe(true)
        }
        if (got !== undefined) expect(got).toBe(sum)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('money', () => {
  it('rounds half-even at 8 decimals', () => {
    const texts = ['0.000000005', '0.000000015', '-0.000000025', '-0.000000015', '1e-9', '12345678.123456789']
    expect(texts.map((text) => money(text).toString())).toEqual([
      '0',
      '0.00000002',
      '-0.00000002',
      '-0.00000002',
      '0',
      '12345678.12345679',
    ])
  })

  it('takes a number for its shortest decimal', () => {
    expect(money(0.1).toString()).toBe('0.1')
    expect(money(1e-7).toString()).toBe('0.0000001')
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 'ten', ''])('throws AMOUNT_INVALID for %s', (value) => {
    expect(() => money(value)).toThrow(
      expect.objectContaining({
        name: 'MoneyError',
        code: 'AMOUNT_INVALID',
        message: `AMOUNT_INVALID: an amount of ${String(value)} came; expected a finite number`,
      }),
    )
  })
})

describe('divideHalfEven', () => {
  it('equals decimal.js for both signs', () => {
    const numerators = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n })
    const denominators = fc.oneof(fc.bigInt({ min: 1n, max: 12n }), fc.bigInt({ min: 1n, max: 10n ** 16n }))
    fc.assert(
      fc.property(numerators, denominators, (numerator, denominator) => {
        const expected = new Exact(numerator.toString()).div(denominator.toString()).toDecimalPlaces(0)
        expect(divideHalfEven(numerator, denominator).toString()).toBe(expected.plus(0).toFixed().replace(/^-0$/, '0'))
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('shareOf', () => {
  it('gives cumulative parts whose differences add up to the whole exactly', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 1e12 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(amounts, cuts, (amount, parts) => {
        const of = parts.reduce((sum, part) => sum + part, 0)
        const total = cellOf(amount)
        const sum = new MoneyCell()
        const before = new MoneyCell()
        const upTo = new MoneyCell()
        let done = 0
        for (const part of parts) {
          shareOf(before, total, done, of)
          shareOf(upTo, total, done + part, of)
          sum.add(upTo).subtract(before)
          done += part
        }
        expect(toBigInt(sum)).toBe(amount)
      }),
      { numRuns: 500 },
    )
  })

  it('is the exact fraction, rounded half-even', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 1e15 }), fc.integer({ min: 1, max: 1e15 }), (amount, a, b) => {
        const [part, of] = a < b ? [a, b] : [b, Math.max(a, 1)]
        const expected = decimalOf(amount).times(part).div(of).toDecimalPlaces(8)
        expect(shareOf(new MoneyCell(), cellOf(amount), part, of).toDecimal().eq(expected)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('may write over the amount that it shares', () => {
    const cell = new MoneyCell().set(money(10))
    expect(shareOf(cell, cell, 1, 3).toString()).toBe('3.33333333')
  })
})
