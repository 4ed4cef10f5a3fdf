import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SMA } from './sma.js'

function naive(values: readonly number[], period: number, at: number): number {
  if (at + 1 < period) return Number.NaN
  let sum = 0
  for (let i = at - period + 1; i <= at; i++) sum += values[i]!
  return sum / period
}

describe('SMA', () => {
  it('is the mean of the last values, from the first full window on', () => {
    const sma = new SMA({ period: 3 })
    const seen = [1, 2, 3, 7, 5].map((value) => {
      sma.update(value)
      return [sma.ready, sma.value]
    })
    expect(seen).toEqual([
      [false, Number.NaN],
      [false, Number.NaN],
      [true, 2],
      [true, 4],
      [true, 5],
    ])
    expect(sma.warmup).toBe(3)
  })

  it('of period 1 is the last value', () => {
    const sma = new SMA({ period: 1 })
    for (const value of [0.1, 1e9, 0.3]) {
      sma.update(value)
      expect([sma.ready, sma.value]).toEqual([true, value])
    }
  })

  it('equals a naive mean for any prices and any period', () => {
    const prices = fc.array(fc.double({ min: 1e-4, max: 1e5, noNaN: true }), { maxLength: 120 })
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 40 }), (values, period) => {
        const sma = new SMA({ period })
        const largest = Math.max(0, ...values)
        for (const [i, value] of values.entries()) {
          sma.update(value)
          const expected = naive(values, period, i)
          if (Number.isNaN(expected)) expect(sma.value).toBeNaN()
          else expect(Math.abs(sma.value - expected)).toBeLessThanOrEqual(largest * 1e-13)
        }
      }),
      { numRuns: 500 },
    )
  })

  it.each([10, 30, 997])('of period %d has not drifted after 1,000,000 updates', (period) => {
    const sma = new SMA({ period })
    const window: number[] = []
    // A price that swings over five orders of magnitude, by Lehmer's generator.
    let state = 1
    for (let i = 0; i < 1_000_000; i++) {
      state = (state * 48_271) % 2_147_483_647
      const value = (state / 2_147_483_647) * (i % 5000 < 2500 ? 1e5 : 1)
      sma.update(value)
      if (i >= 1_000_000 - period) window.push(value)
    }
    const expected = naive(window, period, period - 1)
    expect(Math.abs(sma.value / expected - 1)).toBeLessThan(1e-9)
  })

  it.each([0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses a period of %d with INDICATOR_INVALID',
    (period) => {
      expect(() => new SMA({ period })).toThrow(
        expect.objectContaining({
          name: 'ConfigError',
          code: 'INDICATOR_INVALID',
          message: `INDICATOR_INVALID: SMA: period is ${String(period)}; expected an integer from 1`,
        }),
      )
    },
  )
})
