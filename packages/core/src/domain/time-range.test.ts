import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeRanges, subtractRanges, type TimeRange } from './time-range.js'

const range = (from: number, to: number): TimeRange => ({ from, to })
const drawn = fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 6 })).map(([from, length]) => range(from, from + length))

/** The whole numbers that ranges hold. */
const held = (ranges: readonly TimeRange[]): number[] => {
  const all = new Set(ranges.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)))
  return [...all].sort((a, b) => a - b)
}

describe('ranges of time', () => {
  it('are merged where they overlap or touch', () => {
    expect(mergeRanges([range(5, 7), range(0, 3), range(3, 4), range(6, 9), range(8, 8)])).toEqual([
      range(0, 4),
      range(5, 9),
    ])
  })

  it('are what is left without others', () => {
    expect(subtractRanges(range(0, 10), [range(7, 12), range(2, 3), range(3, 5)])).toEqual([range(0, 2), range(5, 7)])
    expect(subtractRanges(range(0, 10), [range(-5, 20)])).toEqual([])
  })

  it('hold the same times merged, and without others none of theirs', () => {
    fc.assert(
      fc.property(drawn, fc.array(drawn), (whole, others) => {
        const merged = mergeRanges(others)
        expect(held(merged)).toEqual(held(others))
        for (const [i, { from }] of merged.entries()) expect(from).toBeGreaterThan(merged[i - 1]?.to ?? -1)
        const taken = new Set(held(others))
        expect(held(subtractRanges(whole, others))).toEqual(held([whole]).filter((time) => !taken.has(time)))
      }),
    )
  })
})
