import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LinearRegression } from './linear-regression.js'
import { SlidingCovariance } from './sliding-covariance.js'
import { SlidingExtreme } from './sliding-extreme.js'
import { SlidingSum } from './sliding-sum.js'
import { StandardDeviation } from './standard-deviation.js'
import { WMA } from './wma.js'

/** Prices from a cent to 100,000, now and then one of two, so that some are equal. */
const price = fc.oneof(fc.double({ min: 0.01, max: 1e5, noNaN: true }), fc.constantFrom(7, 8))
const prices = fc.array(price, { maxLength: 120 })
const period = fc.integer({ min: 1, max: 30 })

/**
 * Calls `check` with each full window, as it is when its last value has been taken, and with the highest value of the last two windows: values are
 * counted from a recent one, whose digits are what can be lost.
 */
function eachWindow(
  values: readonly number[],
  length: number,
  check: (window: number[], latest: number, highest: number) => void,
): void {
  for (const [i, value] of values.entries()) {
    const last = (count: number): number[] => values.slice(Math.max(0, i + 1 - count), i + 1)
    check(last(length), value, Math.max(...last(2 * length)))
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe('a sum, an extreme, a variance and a trend over a window', () => {
  it('are those of the window, whatever the values and the period', () => {
    fc.assert(
      fc.property(prices, period, (values, length) => {
        const sum = new SlidingSum(length)
        const highest = new SlidingExtreme(length, 'highest')
        const lowest = new SlidingExtreme(length, 'lowest')
        const deviation = new StandardDeviation({ period: length })
        eachWindow(values, length, (window, latest, top) => {
          sum.update(latest)
          highest.update(latest)
          lowest.update(latest)
          deviation.update(latest)
          if (window.length < length) return
          const average = mean(window)
          expect(sum.value / (average * length)).toBeCloseTo(1, 12)
          expect([highest.value, lowest.value]).toEqual([Math.max(...window), Math.min(...window)])
          expect(highest.age).toBe(length - 1 - window.lastIndexOf(highest.value))
          expect(lowest.age).toBe(length - 1 - window.lastIndexOf(lowest.value))
          const variance = mean(window.map((value) => (value - average) ** 2))
          expect(Math.abs(deviation.variance - variance)).toBeLessThanOrEqual(1e-12 * top * Math.max(...window))
        })
      }),
      { numRuns: 300 },
    )
  })

  it('give the weighted mean and the line of least squares, by their definitions', () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 2, max: 30 }), (values, length) => {
        const weighted = new WMA({ period: length })
        const line = new LinearRegression({ period: length })
        eachWindow(values, length, (window, latest, top) => {
          weighted.update(latest)
          line.update(latest)
          if (window.length < length) return
          const weights = (length * (length + 1)) / 2
          const expected = window.reduce((sum, value, i) => sum + value * (i + 1), 0) / weights
          expect(Math.abs(weighted.value - expected)).toBeLessThanOrEqual(1e-12 * top)
          const average = mean(window)
          const centre = (length - 1) / 2
          const slope =
            window.reduce((sum, value, i) => sum + (i - centre) * (value - average), 0) /
            window.reduce((sum, _, i) => sum + (i - centre) ** 2, 0)
          expect(Math.abs(line.slope - slope)).toBeLessThanOrEqual(1e-12 * top)
          expect(Math.abs(line.intercept - (average - slope * centre))).toBeLessThanOrEqual(1e-12 * top)
          expect(line.forecast).toBeCloseTo(line.intercept + line.slope * length, 6)
        })
      }),
      { numRuns: 300 },
    )
  })

  it('keep the digits of a deviation that is small beside the price', () => {
    const deviation = new StandardDeviation({ period: 20 })
    for (let i = 0; i < 1000; i++) deviation.update(1e9 + (i % 2) / 1024)
    expect(deviation.value * 2048).toBeCloseTo(1, 12)
  })
})

describe('a covariance over a window', () => {
  it('is that of the window’s pairs, and symmetric', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(price, price), { maxLength: 90 }), period, (pairs, length) => {
        const there = new SlidingCovariance(length)
        const back = new SlidingCovariance(length)
        for (const [i, [x, y]] of pairs.entries()) {
          there.update(x, y)
          back.update(y, x)
          if (i + 1 < length) continue
          const window = pairs.slice(i + 1 - length, i + 1)
          const xs = window.map(([each]) => each)
          const ys = window.map(([, each]) => each)
          const expected = mean(window.map(([a, b]) => (a - mean(xs)) * (b - mean(ys))))
          const scale = Math.max(...xs) * Math.max(...ys)
          expect(Math.abs(there.covariance - expected)).toBeLessThanOrEqual(1e-12 * scale)
          expect(back.covariance).toBe(there.covariance)
          expect([back.x.variance, back.y.variance]).toEqual([there.y.variance, there.x.variance])
        }
      }),
      { numRuns: 200 },
    )
  })
})
