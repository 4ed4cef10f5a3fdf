import { describe, expect, it } from 'vitest'
import { FixedSizer } from './fixed-sizer.js'
import { KellySizer } from './kelly-sizer.js'
import { PercentSizer } from './percent-sizer.js'
import { RiskBasedSizer } from './risk-based-sizer.js'
import { TargetWeightSizer } from './target-weight-sizer.js'
import { inputOf } from './test-input.js'
import { VolatilitySizer } from './volatility-sizer.js'

const nothing = (reason: string): object => ({ quantity: 0, reason })

describe('FixedSizer', () => {
  it('always answers its quantity', () => {
    const sizer = new FixedSizer({ quantity: 2.5 })
    expect([sizer.size(inputOf()), sizer.spec]).toEqual([2.5, { fixed: 2.5 }])
  })
})

describe('PercentSizer', () => {
  it('answers a fraction of equity, whatever the cash', () => {
    const sizer = new PercentSizer({ fraction: 0.95 })
    expect([sizer.size(inputOf()), sizer.spec]).toEqual([190, { percent: 0.95 }])
  })

  it('reckons with the contract size and the rate of the currency', () => {
    expect(new PercentSizer({ fraction: 1 }).size(inputOf({ multiplier: 5, fx: 0.5 }))).toBe(80)
  })

  it('may ask for more than the equity', () => {
    expect(new PercentSizer({ fraction: 2 }).size(inputOf())).toBe(400)
  })
})

describe('RiskBasedSizer', () => {
  const sizer = new RiskBasedSizer({ risk: 0.01 })

  it('loses its fraction of equity between entry and stop, on both sides', () => {
    // 10,000 x 0.01 = 100, at 2.5 a share.
    expect(sizer.size(inputOf({ stopPrice: 47.5 }))).toBe(40)
    expect(sizer.size(inputOf({ stopPrice: 52.5, side: 'sell' }))).toBe(40)
    expect(sizer.spec).toEqual({ riskBased: 0.01 })
  })

  it('reckons with the contract size and the rate of the currency', () => {
    expect(sizer.size(inputOf({ stopPrice: 47.5, multiplier: 10, fx: 0.5 }))).toBe(8)
  })

  it.each([
    [
      undefined,
      'buy',
      "no stop came; expected a price below the entry at 50, as a signal's stop or an order's invalidationPrice",
    ],
    [50, 'buy', 'the stop is at the entry, 50; expected a price below the entry at 50'],
    [51, 'buy', 'the stop of a buy is 51; expected a price below the entry at 50'],
    [49, 'sell', 'the stop of a sell is 49; expected a price above the entry at 50'],
    [0, 'buy', 'the stop of a buy is 0; expected a price below the entry at 50'],
    [Number.NaN, 'buy', 'the stop of a buy is NaN; expected a price below the entry at 50'],
    [Number.POSITIVE_INFINITY, 'sell', 'the stop of a sell is Infinity; expected a price above the entry at 50'],
  ] as const)('answers 0 for a stop of %d of a %s', (stopPrice, side, reason) => {
    expect(sizer.size(inputOf({ stopPrice, side }))).toEqual(nothing(reason))
  })
})

describe('VolatilitySizer', () => {
  it('makes or loses its fraction of equity on a move of so many average true ranges', () => {
    // 10,000 x 0.02 = 200, at 2 x 2.5 a share.
    const sizer = new VolatilitySizer({ risk: 0.02, atrMultiple: 2, period: 20 })
    expect(sizer.size(inputOf({ atr: 2.5 }))).toBe(40)
    expect(sizer.size(inputOf({ atr: 2.5, multiplier: 10, fx: 0.5 }))).toBe(8)
    expect([sizer.needs, sizer.spec]).toEqual([
      { atr: { period: 20 } },
      { volatility: 0.02, atrMultiple: 2, period: 20 },
    ])
  })

  it('takes one average true range of 14 bars unless told otherwise', () => {
    const sizer = new VolatilitySizer({ risk: 0.01 })
    expect([sizer.size(inputOf({ atr: 4 })), sizer.spec]).toEqual([
      25,
      { volatility: 0.01, atrMultiple: 1, period: 14 },
    ])
  })

  it.each([
    [undefined, 'the average true range is not ready'],
    [0, 'the average true range is 0; expected a positive number'],
    [Number.NaN, 'the average true range is NaN; expected a positive number'],
    [-1, 'the average true range is -1; expected a positive number'],
  ])('answers 0 for an average true range of %d', (atr, reason) => {
    expect(new VolatilitySizer({ risk: 0.01 }).size(inputOf({ atr }))).toEqual(nothing(reason))
  })
})

describe('KellySizer', () => {
  const record = (wins: number, losses: number, averageWin: number, averageLoss: number, even = 0) =>
    inputOf({ trades: { count: wins + losses + even, wins, losses, averageWin, averageLoss } })

  it('uses half of f* = (p b - q) / b unless told otherwise', () => {
    // p = 0.6, b = 200 / 100: f* = (0.6 x 2 - 0.4) / 2 = 0.4, half of it is 2,000 of 10,000.
    const sizer = new KellySizer()
    expect(sizer.size(record(18, 12, 200, 100))).toBeCloseTo(40, 10)
    expect(sizer.spec).toEqual({ kelly: 0.5, cap: 1, minTrades: 30, before: 0.1 })
    expect(new KellySizer({ fraction: 1 }).size(record(18, 12, 200, 100))).toBeCloseTo(80, 10)
  })

  it('counts what broke even as not won', () => {
    // p = 0.5, b = 2: f* = 0.5 - 0.5 / 2 = 0.25.
    expect(new KellySizer({ fraction: 1 }).size(record(15, 12, 200, 100, 3))).toBeCloseTo(50, 10)
  })

  it('uses no more than its cap', () => {
    expect(new KellySizer({ fraction: 1, cap: 0.25 }).size(record(18, 12, 200, 100))).toBe(50)
    expect(new KellySizer({ before: 0.5, cap: 0.25 }).size(inputOf())).toBe(50)
  })

  it('uses what it was told to use before there are enough round trips, and before the first loss', () => {
    const sizer = new KellySizer({ minTrades: 10, before: 0.05 })
    expect(sizer.size(inputOf())).toBe(10)
    expect(sizer.size(record(6, 3, 200, 100))).toBe(10)
    expect(sizer.size(record(20, 0, 200, Number.NaN))).toBe(10)
    expect(sizer.size(record(6, 4, 200, 100))).toBeCloseTo(40, 10)
  })

  it('answers 0 where the record shows no edge', () => {
    const sizer = new KellySizer({ minTrades: 10 })
    expect(sizer.size(record(4, 6, 100, 100))).toEqual(
      nothing('4 won of 10 round trips, 100 on average, against 100 lost: f* is -0.19999999999999996'),
    )
    // p = 0.5, b = 1: f* = 0.
    expect(sizer.size(record(5, 5, 100, 100))).toEqual(
      nothing('5 won of 10 round trips, 100 on average, against 100 lost: f* is 0'),
    )
    expect(sizer.size(record(0, 10, Number.NaN, 100))).toEqual(nothing('0 won of 10 round trips: there is no edge'))
  })

  it('answers 0 where nothing is to be traded before', () => {
    expect(new KellySizer({ before: 0 }).size(record(1, 2, 5, 5))).toEqual(
      nothing('1 won of 3 round trips are no record yet, and nothing is to be traded before'),
    )
  })
})

describe('TargetWeightSizer', () => {
  it('answers the position that has its part of equity', () => {
    const sizer = new TargetWeightSizer({ weight: 0.25 })
    expect([sizer.size(inputOf({ position: 30 })), sizer.answers, sizer.spec]).toEqual([
      50,
      'position',
      { targetWeight: 0.25 },
    ])
  })

  it('knows a weight for each symbol', () => {
    const sizer = new TargetWeightSizer({ weights: { X: 0.6, Y: 0.4 } })
    expect(sizer.size(inputOf())).toBe(120)
    expect(sizer.size(inputOf({ symbol: 'Y', multiplier: 2, fx: 0.5 }))).toBe(80)
    expect(sizer.size(inputOf({ symbol: 'Z' }))).toEqual(nothing('Z has no weight'))
    expect(sizer.size(inputOf({ symbol: 'toString' }))).toEqual(nothing('toString has no weight'))
    expect(sizer.spec).toEqual({ targetWeight: { X: 0.6, Y: 0.4 } })
  })
})

describe('an option', () => {
  const positive = (value: number): string => `is ${String(value)}; expected a positive number`
  const wrong = [0, -0.5, Number.NaN, Number.POSITIVE_INFINITY]

  it.each(
    wrong.flatMap((value): [string, () => unknown][] => [
      [`FixedSizer: quantity ${positive(value)}`, () => new FixedSizer({ quantity: value })],
      [`FixedSizer: quantityMax ${positive(value)}`, () => new FixedSizer({ quantity: 1, quantityMax: value })],
      [`PercentSizer: fraction ${positive(value)}`, () => new PercentSizer({ fraction: value })],
      [`RiskBasedSizer: risk ${positive(value)}`, () => new RiskBasedSizer({ risk: value })],
      [`VolatilitySizer: risk ${positive(value)}`, () => new VolatilitySizer({ risk: value })],
      [`VolatilitySizer: atrMultiple ${positive(value)}`, () => new VolatilitySizer({ risk: 1, atrMultiple: value })],
      [`KellySizer: fraction ${positive(value)}`, () => new KellySizer({ fraction: value })],
      [`KellySizer: cap ${positive(value)}`, () => new KellySizer({ cap: value })],
      [`TargetWeightSizer: weight ${positive(value)}`, () => new TargetWeightSizer({ weight: value })],
      [`TargetWeightSizer: weights.X ${positive(value)}`, () => new TargetWeightSizer({ weights: { X: value } })],
    ]),
  )('that cannot be is SIZER_INVALID: %s', (message, make) => {
    expect(make).toThrow(`SIZER_INVALID: ${message}`)
  })

  it.each([
    ['VolatilitySizer: period is 2.5; expected an integer from 1', () => new VolatilitySizer({ risk: 1, period: 2.5 })],
    ['KellySizer: minTrades is 0; expected an integer from 1', () => new KellySizer({ minTrades: 0 })],
    ['KellySizer: before is -1; expected a number from 0', () => new KellySizer({ before: -1 })],
    [
      'FixedSizer: reserveCosts is true; expected capToBuyingPower beside it',
      () => new FixedSizer({ quantity: 1, reserveCosts: true }),
    ],
    [
      'PercentSizer: capToBuyingPower is 1; expected true or false',
      () => new PercentSizer({ fraction: 1, capToBuyingPower: 1 as never }),
    ],
    ['TargetWeightSizer: weight is undefined; expected one of weight and weights', () => new TargetWeightSizer({})],
    [
      'TargetWeightSizer: weight is given beside weights; expected one of weight and weights',
      () => new TargetWeightSizer({ weight: 1, weights: { X: 1 } }),
    ],
    [
      "PercentSizer: an option is 'capToBuyingpower'; expected one of fraction, quantityMax, capToBuyingPower, reserveCosts",
      () => new PercentSizer({ fraction: 1, capToBuyingpower: true } as never),
    ],
    [
      'RiskBasedSizer: options is undefined; expected an object with risk, quantityMax, capToBuyingPower, reserveCosts',
      () => new RiskBasedSizer(undefined as never),
    ],
  ])('that makes no sense is SIZER_INVALID: %s', (message, make) => {
    expect(make).toThrow(`SIZER_INVALID: ${message}`)
  })
})
