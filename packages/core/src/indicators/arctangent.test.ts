import fc from 'fast-check'
import { expect, it } from 'vitest'
import { arctangent } from './arctangent.js'

it('the arctangent is that of the machine but for its last digit or two', () => {
  const any = fc.oneof(fc.double({ noNaN: true }), fc.double({ min: -10, max: 10, noNaN: true }))
  fc.assert(
    fc.property(any, (x) => {
      expect(Math.abs(arctangent(x) - Math.atan(x))).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(Math.atan(x))))
    }),
    { numRuns: 2000 },
  )
  expect([arctangent(0), arctangent(Number.NaN), arctangent(Number.NEGATIVE_INFINITY)]).toEqual([
    0,
    Number.NaN,
    -Math.PI / 2,
  ])
})
