import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { averageDrawdown, drawdownPeriods, drawdowns, maxDrawdown } from './drawdown.js'
import { compoundValues } from './returns.js'

const of = (...values: number[]) => Float64Array.of(...values)
/** One time for each value: 0, 10, 20, … */
const times = (values: Float64Array) => values.map((_, i) => i * 10)

describe('the drawdowns of values', () => {
  const nothing = Number.NaN
  it.each([
    ['that fall from a peak, more than once', of(100, 120, 90, 130, 104, 150), 0.25, 0.225],
    ['that fall from the first one', of(100, 80, 90, 85), 0.2, 0.2],
    ['whose fall goes on over several', of(100, 200, 150, 160, 100, 300), 0.5, 0.5],
    ['that only rise', of(100, 101, 102), 0, nothing],
    ['that stay', of(100, 100, 100), 0, nothing],
    ['that are one', of(100), 0, nothing],
    ['that are none', of(), nothing, nothing],
    ['that are not known', of(nothing, nothing), nothing, nothing],
    ['of which some are not known', of(nothing, 100, nothing, 50, nothing), 0.5, 0.5],
    ['that lose everything', of(100, 200, 0, 10), 1, 1],
    ['that go below nothing', of(100, -50), 1.5, 1.5],
    ['that never were above nothing', of(0, 0, -5), nothing, nothing],
    ['that were above nothing later only', of(-5, 0, 10, 5), 0.5, 0.5],
  ])('%s: their maximum and average', (_, values, maximum, average) => {
    expect([maxDrawdown(values), averageDrawdown(values)].map((value) => Number(value.toFixed(12)))).toEqual([
      maximum,
      average,
    ])
  })

  it('are how far each value is below the highest so far', () => {
    expect([...drawdowns(of(0, 100, 75, 100, 200, Number.NaN, 50))]).toEqual([
      ...[Number.NaN, 0, 0.25, 0, 0, Number.NaN, 0.75],
    ])
  })

  it('come to the reference values of empyrical', () => {
    // tests/test_stats.py: negative_returns and all_negative_returns.
    const rest = [-0.06, -0.07, -0.01, -0.09, -0.02, -0.06, -0.08, -0.05]
    expect(maxDrawdown(compoundValues(of(0, ...rest)))).toBeCloseTo(0.3659073, 7)
    expect(maxDrawdown(compoundValues(of(-0.02, ...rest)))).toBeCloseTo(0.378589157, 8)
  })
})

describe('drawdownPeriods', () => {
  const aFifth = expect.closeTo(0.2, 12) as number

  it('last from the last value at the peak to the first that is back at it', () => {
    const values = of(100, 100, 90, 80, 95, 100, 110)
    expect(drawdownPeriods(times(values), values)).toEqual([
      { depth: aFifth, peakAt: 10, troughAt: 30, recoveredAt: 50, durationMs: 40, recoveryMs: 20 },
    ])
  })

  it('go on to the end where the peak is not reached again', () => {
    const values = of(100, 50, 100, 90, 80, 80, 99)
    expect(drawdownPeriods(times(values), values)).toEqual([
      { depth: 0.5, peakAt: 0, troughAt: 10, recoveredAt: 20, durationMs: 20, recoveryMs: 10 },
      {
        depth: aFifth,
        ...{ peakAt: 20, troughAt: 40, recoveredAt: null, durationMs: 40, recoveryMs: null },
      },
    ])
  })

  it('are none where nothing falls or nothing is there', () => {
    for (const values of [of(), of(1), of(1, 2, 2, 3), of(Number.NaN), of(0, -1)])
      expect(drawdownPeriods(times(values), values)).toEqual([])
  })

  it('refuse columns of different lengths', () => {
    expect(() => drawdownPeriods(of(1), of(1, 2))).toThrow('METRIC_INVALID: times and values have 1 and 2 numbers')
  })

  it('are those that a look at every pair of values finds', () => {
    fc.assert(
      fc.property(walks, (values) => {
        expect(drawdownPeriods(times(values), values)).toEqual(naiveDrawdowns(values))
      }),
    )
  })

  it('have the maximum, lie in 0 to 1 for positive values, and do not change when values are scaled', () => {
    fc.assert(
      fc.property(walks, fc.integer({ min: -8, max: 8 }), (values, power) => {
        const found = drawdownPeriods(times(values), values)
        const scaled = values.map((value) => value * 2 ** power)
        expect(drawdownPeriods(times(values), scaled)).toEqual(found)
        expect(maxDrawdown(values)).toBe(Math.max(0, ...found.map(({ depth }) => depth)))
        expect(Math.max(...drawdowns(values))).toBe(maxDrawdown(values))
        for (const { depth } of found) expect(depth > 0 && depth < 1).toBe(true)
      }),
    )
  })
})

/** Values that meet their peaks again often. */
const walks = fc
  .array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 25 })
  .map((values) => Float64Array.from(values))

/** A row begins a drawdown if it is as high as all before and the next is lower; it ends at the first that is not. */
function naiveDrawdowns(values: Float64Array) {
  const all = [...values]
  return all.flatMap((peak, row) => {
    if (all.slice(0, row).some((value) => value > peak) || !(all[row + 1]! < peak)) return []
    const back = all.findIndex((value, i) => i > row && value >= peak)
    const end = back < 0 ? all.length - 1 : back
    const lowest = Math.min(...all.slice(row, end + 1))
    const trough = all.indexOf(lowest, row)
    return {
      depth: 1 - lowest / peak,
      peakAt: row * 10,
      troughAt: trough * 10,
      recoveredAt: back < 0 ? null : back * 10,
      durationMs: (end - row) * 10,
      recoveryMs: back < 0 ? null : (back - trough) * 10,
    }
  })
}
