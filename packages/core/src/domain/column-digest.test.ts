import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ColumnDigest } from './column-digest.js'

const digest = (values: readonly number[]): string => new ColumnDigest().finish(Float64Array.from(values))
const numbers = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 40 })

describe('ColumnDigest', () => {
  it('is the same however the column was taken in parts', () => {
    fc.assert(
      fc.property(numbers, fc.array(fc.nat(40), { maxLength: 6 }), (values, cuts) => {
        const column = Float64Array.from(values)
        const inParts = new ColumnDigest()
        for (const cut of cuts.sort((a, b) => a - b)) inParts.take(column.subarray(0, Math.min(cut, values.length)))
        expect(inParts.finish(column)).toBe(digest(values))
      }),
    )
  })

  it('is another one where any one number differs, be it in its last bit or its sign', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), fc.nat(63), (values, place, bit) => {
        const column = Float64Array.from(values)
        const words = new BigUint64Array(column.buffer)
        words[place % values.length]! ^= 1n << BigInt(bit)
        expect(new ColumnDigest().finish(column)).not.toBe(digest(values))
      }),
    )
  })

  it('is another one where numbers change places, two signs turn, or zeros are added at the end', () => {
    expect(digest([1, 2, 3, 4])).not.toBe(digest([3, 2, 1, 4]))
    expect(digest([1, 2, 3, 4])).not.toBe(digest([-1, 2, -3, 4]))
    expect(digest([1])).not.toBe(digest([1, 0]))
    expect(digest([])).not.toBe(digest([0, 0]))
  })

  it('differs for 20,000 columns that differ in a few bits', () => {
    const seen = new Set<string>()
    for (let i = 0; i < 20_000; i++)
      seen.add(digest([100, 100 + (i % 141) / 128, 100, 100 + Math.floor(i / 141) / 128]))
    expect(seen.size).toBe(20_000)
  })
})
