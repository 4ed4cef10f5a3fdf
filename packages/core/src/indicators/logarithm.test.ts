import fc from 'fast-check'
import { expect, it } from 'vitest'
import { logarithm } from './logarithm.js'

it.each([
  [1, 0],
  [2, Math.LN2],
  [10, Math.LN10],
  [Math.E, 1],
  [0.5, -Math.LN2],
  [Number.MAX_VALUE, 709.782712893384],
  [Number.MIN_VALUE, -744.4400719213812],
  [0, Number.NEGATIVE_INFINITY],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  [-1, Number.NaN],
  [Number.NaN, Number.NaN],
])('the logarithm of %d is %d', (x, expected) => {
  expect(logarithm(x)).toBe(expected)
})

it('differs from Math.log by less than two units of the last digit', () => {
  const anyPositive = fc.oneof(
    fc.double({ min: 0.5, max: 2, noNaN: true }),
    fc.double({ min: Number.MIN_VALUE, max: Number.MAX_VALUE, noNaN: true }),
  )
  fc.assert(
    fc.property(anyPositive, (x) => {
      const expected = Math.log(x)
      expect(Math.abs(logarithm(x) - expected)).toBeLessThanOrEqual(Math.abs(expected) * 2 ** -51)
    }),
    { numRuns: 2000 },
  )
})
