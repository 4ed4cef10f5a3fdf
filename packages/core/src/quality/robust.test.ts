import fc from 'fast-check'
import { expect, it } from 'vitest'
import { medianInPlace, robustScale } from './robust.js'

it('finds the median of an odd and of an even number of values', () => {
  expect(medianInPlace(Float64Array.of(9, 1, 6, 2, 4, 1, 2))).toBe(2)
  expect(medianInPlace(Float64Array.of(4, 1, 3, 2))).toBe(2.5)
  expect(medianInPlace(new Float64Array(0))).toBeNaN()
})

it('finds the median that sorting finds', () => {
  const values = fc.array(
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 3 })),
    {
      minLength: 1,
    },
  )
  fc.assert(
    fc.property(values, (list) => {
      const sorted = Float64Array.from(list).sort()
      const [below, above] = [sorted[(list.length - 1) >>> 1]!, sorted[list.length >>> 1]!]
      expect(medianInPlace(Float64Array.from(list))).toBe(list.length % 2 === 1 ? above : (below + above) / 2)
    }),
  )
})

/** The modified z-scores of some values. */
function scores(...values: number[]): number[] {
  const median = medianInPlace(Float64Array.from(values))
  const deviations = Float64Array.from(values, (value) => value - median)
  const scale = robustScale(deviations)
  return [...deviations].map((deviation) => Number((deviation / scale).toFixed(4)))
}

/** https://en.wikipedia.org/wiki/Median_absolute_deviation#Example: the median is 2, that of the deviations 1. */
it('scores the worked example by its median of 2 and its median deviation of 1', () => {
  expect(scores(1, 1, 2, 2, 4, 6, 9)).toEqual([-0.6745, -0.6745, 0, 0, 1.349, 2.698, 4.7215])
})

it('is not moved by two gross values among ten: the median is 2.45, MAD 0.15', () => {
  const all = scores(2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3)
  expect(all.slice(-2)).toEqual([25.8558, 26.3055])
  expect(Math.max(...all.slice(0, -2).map(Math.abs))).toBeLessThan(3.5)
})

it('goes by what moved where most did not, and has no scale where nothing did', () => {
  expect(robustScale(Float64Array.of(0, 0, 0, 0, 1, -2))).toBeCloseTo(1.5 / 0.6745, 12)
  expect(robustScale(Float64Array.of(0, 0, 0))).toBeNaN()
})
