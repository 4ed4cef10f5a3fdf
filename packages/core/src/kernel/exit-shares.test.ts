import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createInstrument } from '../domain/instrument.js'
import { divideAmong, type Share } from './exit-shares.js'

const units = (named: number): Share => ({ units: named, fraction: Number.NaN })
const fraction = (part: number): Share => ({ units: Number.NaN, fraction: part })
const open: Share = { units: Number.NaN, fraction: Number.NaN }
const shares = createInstrument({ symbol: 'X' })
const lots = createInstrument({ symbol: 'X', quantityStep: 10 })

describe('a position is divided among its targets', () => {
  it.each<readonly [string, readonly Share[], number, readonly number[]]>([
    ['to one that takes all', [open], 7, [7]],
    ['equally, the last taking the rest', [open, open, open], 8, [2, 2, 4]],
    ['so that what is too small for some goes to the last', [open, open, open], 2, [0, 0, 2]],
    ['as named, with the rest for one that names nothing', [units(3), open, fraction(0.2)], 10, [3, 5, 2]],
    ['by fractions, rounded down', [fraction(0.5), fraction(0.25)], 7, [3, 1]],
    ['by fractions that are whole, the last taking the rest', [fraction(0.5), fraction(0.5)], 7, [3, 4]],
    ['by thirds', [fraction(1 / 3), fraction(1 / 3), fraction(1 / 3)], 9, [3, 3, 3]],
    ['by a fraction that float64 misses', [fraction(0.29)], 100, [29]],
    ['with no more than is left', [units(8), units(8), open], 10, [8, 2, 0]],
  ])('%s', (_, wanted, position, expected) => {
    expect(divideAmong(wanted, position, shares)).toEqual(expected)
  })

  it('on the quantity step', () => {
    expect(divideAmong([open, open], 50, lots)).toEqual([20, 30])
    expect(divideAmong([fraction(0.3), fraction(0.3)], 50, lots)).toEqual([10, 10])
  })

  it('never into more than there is, and into all of it where one names nothing', () => {
    const share = fc.oneof(
      fc.constant(open),
      fc.integer({ min: 0, max: 50 }).map((lot) => units(lot * 10)),
      fc.double({ min: 0.01, max: 1, noNaN: true }).map(fraction),
    )
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 100 }), (wanted, lot) => {
        const divided = divideAmong(wanted, lot * 10, lots)
        const sum = divided.reduce((total, part) => total + part, 0)
        expect(divided.every((part) => part >= 0 && part % 10 === 0)).toBe(true)
        expect(sum).toBeLessThanOrEqual(lot * 10)
        if (wanted.includes(open)) expect(sum).toBe(lot * 10)
      }),
    )
  })
})
