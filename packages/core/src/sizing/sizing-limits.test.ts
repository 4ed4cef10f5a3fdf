import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from '../domain/decimal.js'
import type { SizingInput } from '../domain/sizing-input.js'
import { FixedSizer } from './fixed-sizer.js'
import { KellySizer } from './kelly-sizer.js'
import { PercentSizer } from './percent-sizer.js'
import { RiskBasedSizer } from './risk-based-sizer.js'
import type { Sizer } from './sizer.js'
import type { SizerLimitOptions } from './sizing-limits.js'
import { TargetWeightSizer } from './target-weight-sizer.js'
import { inputOf } from './test-input.js'
import { VolatilitySizer } from './volatility-sizer.js'

/** Every sizer, at a hundredth of what it may do. */
const SIZERS: Readonly<Record<string, (options: SizerLimitOptions) => Sizer>> = {
  fixed: (options) => new FixedSizer({ quantity: 2, ...options }),
  percent: (options) => new PercentSizer({ fraction: 0.01, ...options }),
  riskBased: (options) => new RiskBasedSizer({ risk: 0.01, ...options }),
  kelly: (options) => new KellySizer({ before: 0.01, ...options }),
  volatility: (options) => new VolatilitySizer({ risk: 0.01, ...options }),
  targetWeight: (options) => new TargetWeightSizer({ weight: 0.01, ...options }),
}
const named = Object.entries(SIZERS)
const possible: Partial<SizingInput> = { stopPrice: 49, atr: 1 }

describe('an impossible input', () => {
  const impossible: [keyof SizingInput, readonly number[], string][] = [
    ['price', [0, -1, Number.NaN, Number.POSITIVE_INFINITY], 'expected a positive number'],
    ['equity', [0, -500, Number.NaN, Number.POSITIVE_INFINITY], 'expected a positive number'],
    ['multiplier', [0, -1, Number.NaN], 'expected a positive number'],
    ['fx', [Number.NaN, 0, -1, Number.POSITIVE_INFINITY], "expected the rate of the instrument's currency"],
  ]
  const cases = named.flatMap(([name, make]) =>
    impossible.flatMap(([field, values, expected]) =>
      values.map((value) => [name, field, value, `${field} is ${String(value)}; ${expected}`, make] as const),
    ),
  )

  it.each(cases)('to the %s sizer: %s of %d is answered with 0 and why', (_, field, value, reason, make) => {
    expect(make({}).size(inputOf({ ...possible, [field]: value }))).toEqual({ quantity: 0, reason })
  })

  it('is never answered with NaN, less than nothing or more than there can be', () => {
    const weird = fc.oneof(
      fc.double(),
      fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.MIN_VALUE, Number.MAX_VALUE, -1),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
    )
    const optional = fc.option(weird, { nil: undefined })
    const trades = fc.record({ count: weird, wins: weird, losses: weird, averageWin: weird, averageLoss: weird })
    const input = fc.record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      price: weird,
      stopPrice: optional,
      equity: weird,
      cash: weird,
      multiplier: weird,
      fx: weird,
      position: weird,
      quantityStep: weird,
      atr: optional,
      trades,
      buyingPower: weird,
      commission: weird.map((fee) => () => fee),
    })
    const options = fc.record({
      capToBuyingPower: fc.boolean(),
      reserveCosts: fc.boolean(),
      quantityMax: fc.constantFrom(1, 1e300),
    })
    fc.assert(
      fc.property(fc.constantFrom(...named), options, input, ([name, make], given, asked) => {
        const limits = name === 'fixed' ? { ...given, reserveCosts: given.capToBuyingPower } : given
        for (const sizer of [make({}), make(limits)]) {
          const answer = sizer.size(inputOf(asked))
          if (typeof answer === 'object') {
            expect(answer).toEqual({ quantity: 0, reason: expect.stringMatching(/./) as string })
          } else expect(answer > 0 && answer < Number.POSITIVE_INFINITY, String(answer)).toBe(true)
        }
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('quantityMax', () => {
  it.each(named)('is the most that the %s sizer answers', (_, make) => {
    expect(make({}).size(inputOf(possible))).toBeGreaterThan(1.5)
    const sizer = make({ quantityMax: 1.5 })
    expect([sizer.size(inputOf(possible)), sizer.spec]).toEqual([1.5, expect.objectContaining({ quantityMax: 1.5 })])
  })
})

describe('capToBuyingPower', () => {
  const capped = inputOf({ ...possible, buyingPower: 60 })

  it.each(named)('keeps the %s sizer within what the leverage leaves', (_, make) => {
    const sizer = make({ capToBuyingPower: true })
    expect([sizer.size(capped), sizer.spec]).toEqual([1.2, expect.objectContaining({ capToBuyingPower: true })])
  })

  it.each(named)('leaves the %s sizer nothing where nothing is left', (_, make) => {
    expect(make({ capToBuyingPower: true }).size({ ...capped, buyingPower: 0 })).toEqual({
      quantity: 0,
      reason: 'the buying power left is 0',
    })
  })

  it('changes nothing where enough is left', () => {
    expect(new PercentSizer({ fraction: 0.4, capToBuyingPower: true }).size(inputOf())).toBe(80)
  })
})

describe('reserveCosts', () => {
  const perOrder = (): number => 25
  const fraction = (rate: number) => (quantity: number) => quantity * 50 * rate

  it('takes the commission out of the amount that is meant', () => {
    const sizer = new PercentSizer({ fraction: 1, reserveCosts: true })
    // 199 x 50 + 25 = 9,975; 200 x 50 + 25 would be 10,025.
    expect([sizer.size(inputOf({ commission: perOrder })), sizer.spec]).toEqual([
      199,
      { percent: 1, reserveCosts: true },
    ])
    // 199 x 50 x 1.001 = 9,959.95.
    expect(sizer.size(inputOf({ commission: fraction(0.001) }))).toBe(199)
    expect(sizer.size(inputOf())).toBe(200)
  })

  it('takes it out of the risk of a sizer that means a risk', () => {
    // 100 at 2 a share: 37 x 2 + 25 = 99.
    const sizer = new RiskBasedSizer({ risk: 0.01, reserveCosts: true })
    expect(sizer.size(inputOf({ stopPrice: 48, commission: perOrder }))).toBe(37)
  })

  it('takes it out of the buying power too', () => {
    // 79 x 50 + 25 = 3,975 of 4,000.
    const options = { capToBuyingPower: true, reserveCosts: true }
    expect(new PercentSizer({ fraction: 1, ...options }).size(inputOf({ commission: perOrder }))).toBe(79)
    expect(new FixedSizer({ quantity: 500, ...options }).size(inputOf({ commission: perOrder }))).toBe(79)
  })

  it('comes before quantityMax', () => {
    const sizer = new PercentSizer({ fraction: 1, reserveCosts: true, quantityMax: 100 })
    expect(sizer.size(inputOf({ commission: perOrder }))).toBe(100)
  })

  it('answers 0 where the commission takes it all', () => {
    const sizer = new PercentSizer({ fraction: 0.01, reserveCosts: true })
    expect(sizer.size(inputOf({ commission: () => 51 }))).toEqual({
      quantity: 0,
      reason: 'nothing is left after the commission of the entry',
    })
  })

  it('leaves what fits where a smaller quantity is charged more', () => {
    // 200 x 50 + 25 and 199 x 50 + 600 are too much; 188 x 50 + 600 = 10,000.
    const commission = (quantity: number): number => (quantity < 200 ? 600 : 25)
    expect(new PercentSizer({ fraction: 1, reserveCosts: true }).size(inputOf({ commission }))).toBe(188)
  })

  it('leaves the largest quantity that fits, for a commission that never falls', () => {
    const cents = (max: number) => fc.integer({ min: 1, max }).map((value) => value / 100)
    const input = fc.record({
      price: cents(1_000_000),
      equity: cents(100_000_000),
      quantityStep: fc.constantFrom(1, 100, 0.1, 0.01, 1e-8),
      rate: fc.integer({ min: 0, max: 1000 }).map((value) => value / 1e5),
      minimum: cents(10_000),
      each: cents(100),
    })
    fc.assert(
      fc.property(input, ({ rate, minimum, each, ...given }) => {
        const commission = (quantity: number): number =>
          new Decimal(quantity)
            .times(given.price)
            .times(rate)
            .plus(Decimal.max(minimum, new Decimal(each).times(quantity)))
            .toDecimalPlaces(8)
            .toNumber()
        const answer = new PercentSizer({ fraction: 0.5, reserveCosts: true }).size(inputOf({ ...given, commission }))
        const spent = (quantity: Decimal): Decimal =>
          quantity.times(given.price).toDecimalPlaces(8).plus(commission(quantity.toNumber()))
        const amount = given.equity * 0.5
        const quantity = new Decimal(typeof answer === 'number' ? answer : answer.quantity)
        expect(quantity.mod(given.quantityStep).isZero()).toBe(true)
        if (typeof answer === 'number') expect(spent(quantity).lte(amount)).toBe(true)
        // A quantity has 15 digits at most, whatever would be affordable.
        fc.pre(quantity.div(given.quantityStep).lt(1e15))
        expect(spent(quantity.plus(given.quantityStep)).lte(amount)).toBe(false)
      }),
      { numRuns: 1_000 },
    )
  })
})
