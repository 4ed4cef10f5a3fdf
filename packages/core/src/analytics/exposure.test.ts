import { expect, it } from 'vitest'
import { exposure, type PositionChange } from './exposure.js'

const change = (point: number, units: number, position = 0): PositionChange => ({ point, position, units })

it.each([
  ['nothing is ever held', [], 0],
  ['something is held from a point on', [change(6, 1)], 0.4],
  ['it is held until a point', [change(2, 1), change(5, -1)], 0.3],
  ['it is held in parts', [change(2, 3), change(4, -1), change(6, -2)], 0.4],
  ['it turns from long to short', [change(2, 1), change(4, -2), change(6, 1)], 0.4],
  ['two are held at the same time', [change(1, 1), change(3, 1, 1), change(5, -1), change(7, -1, 1)], 0.6],
  ['two are held that offset each other', [change(1, 1), change(1, -1, 1), change(5, -1), change(5, 1, 1)], 0.4],
  ['it is gone before a point shows it', [change(3, 1), change(3, -1)], 0],
  ['it comes after the last point', [change(10, 1)], 0],
])('exposure is the share of ten points where %s', (_, changes, expected) => {
  expect(exposure(changes, 10)).toBeCloseTo(expected, 15)
})

it('exposure of no points is NaN', () => {
  expect(exposure([], 0)).toBeNaN()
})
