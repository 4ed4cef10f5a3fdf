import { describe, expect, it } from 'vitest'
import type { SizingInput } from '../domain/sizing-input.js'
import { FixedSizer } from './fixed-sizer.js'
import { PercentSizer } from './percent-sizer.js'

const INPUT: SizingInput = {
  symbol: 'X',
  side: 'buy',
  price: 50,
  stopPrice: undefined,
  confidence: undefined,
  equity: 10_000,
  cash: 4_000,
  multiplier: 1,
  fx: 1,
  position: 0,
}

describe('FixedSizer', () => {
  it('always answers its quantity', () => {
    const sizer = new FixedSizer({ quantity: 2.5 })
    expect([sizer.size(), sizer.spec]).toEqual([2.5, { fixed: 2.5 }])
  })

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses a quantity of %d with SIZER_INVALID', (quantity) => {
    expect(() => new FixedSizer({ quantity })).toThrow(
      `SIZER_INVALID: FixedSizer: quantity is ${String(quantity)}; expected a positive number`,
    )
  })
})

describe('PercentSizer', () => {
  it('answers a fraction of equity, whatever the cash', () => {
    const sizer = new PercentSizer({ fraction: 0.95 })
    expect([sizer.size(INPUT), sizer.spec]).toEqual([190, { percent: 0.95 }])
  })

  it('reckons with the contract size and the rate of the currency', () => {
    expect(new PercentSizer({ fraction: 1 }).size({ ...INPUT, multiplier: 5, fx: 0.5 })).toBe(80)
  })

  it('may ask for more than the equity', () => {
    expect(new PercentSizer({ fraction: 2 }).size(INPUT)).toBe(400)
  })

  it.each([0, -500])('answers 0 where equity is %d', (equity) => {
    expect(new PercentSizer({ fraction: 1 }).size({ ...INPUT, equity })).toBe(0)
  })

  it.each([0, -0.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses a fraction of %d with SIZER_INVALID',
    (fraction) => {
      expect(() => new PercentSizer({ fraction })).toThrow(
        `SIZER_INVALID: PercentSizer: fraction is ${String(fraction)}; expected a positive number`,
      )
    },
  )
})
