import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VolatilityTarget } from './volatility-target.js'

/** Each scale after the equity of each day. */
function scales(target: VolatilityTarget, ...equities: number[]): number[] {
  return equities.map((equity) => {
    target.dayEnded(equity)
    return target.scale
  })
}

/** The last two returns, in a year of four days: the deviation of a day is half that of the year. */
const twoDays = { days: 2, daysPerYear: 4 }

describe('a volatility target', () => {
  it('is the wanted volatility over the sample deviation of the last returns, made annual', () => {
    const target = new VolatilityTarget({ ...twoDays, annual: 0.1, max: 10 })
    // Returns 0.1 and -0.1: mean 0, squares 0.02, variance 0.02 / (2 - 1), deviation 0.1414 a day and 0.2828 a year. Then -0.1 and 0.3: mean 0.1, squares
    // 0.04 + 0.04, deviation 0.2828 a day and 0.5657 a year.
    const seen = scales(target, 100, 110, 99, 128.7)
    expect(seen.slice(0, 2)).toEqual([1, 1])
    expect(seen[2]).toBeCloseTo(0.1 / (2 * Math.sqrt(0.02)), 12)
    expect(seen[3]).toBeCloseTo(0.1 / (2 * Math.sqrt(0.08)), 12)
  })

  it('is at most the largest scale, and that where equity does not move', () => {
    const target = new VolatilityTarget({ ...twoDays, annual: 10, max: 1.5 })
    expect(scales(target, 100, 110, 99, 99, 99)).toEqual([1, 1, 1.5, 1.5, 1.5])
  })

  it('is the largest scale before there are enough days, where that is below 1', () => {
    const target = new VolatilityTarget({ ...twoDays, annual: 10, max: 0.5 })
    expect(scales(target, 100, 110)).toEqual([0.5, 0.5])
  })

  it('takes what flows for no return', () => {
    const target = new VolatilityTarget({ ...twoDays, annual: 0.1, max: 10 })
    scales(target, 100, 110)
    target.flowed(50)
    target.flowed(-149)
    // 110 x 0.9 - 99 is 0, on which no return is reckoned; then 0.3 of what was paid in.
    scales(target, 0)
    expect(target.scale).toBeCloseTo(0.1 / (2 * Math.sqrt(0.02)), 12)
    target.flowed(1000)
    scales(target, 1000)
    expect(target.scale).toBeCloseTo(0.1 / (2 * Math.sqrt(0.02)), 12)
    scales(target, 1300)
    expect(target.scale).toBeCloseTo(0.1 / (2 * Math.sqrt(0.08)), 12)
  })

  it('leaves a day out that has no equity', () => {
    const target = new VolatilityTarget({ ...twoDays, annual: 0.1, max: 10 })
    expect(scales(target, Number.NaN, 100, 110, Number.NaN, 99)[4]).toBeCloseTo(0.1 / (2 * Math.sqrt(0.02)), 12)
  })

  it('is that of the whole history, whatever equity does', { timeout: 120_000 }, () => {
    const day = fc.record({
      growth: fc.constantFrom(-0.2, -0.03, -0.01, 0, 0.01, 0.02, 0.15),
      flow: fc.constantFrom(0, 0, 0, 5_000, -1_000),
    })
    fc.assert(
      fc.property(fc.array(day, { maxLength: 40 }), fc.integer({ min: 2, max: 8 }), (history, days) => {
        const target = new VolatilityTarget({ annual: 0.15, days, max: 2, daysPerYear: 252 })
        let equity = 100_000
        target.dayEnded(equity)
        for (const [i, { growth, flow }] of history.entries()) {
          equity = equity * (1 + growth) + flow
          target.flowed(flow)
          target.dayEnded(equity)
          const last = history.slice(Math.max(0, i + 1 - days), i + 1).map((each): number => each.growth)
          const mean = last.reduce((sum, each) => sum + each, 0) / days
          const variance = last.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (days - 1)
          const expected = last.length < days ? 1 : Math.min(2, 0.15 / Math.sqrt(variance * 252))
          expect(target.scale).toBeCloseTo(expected, 6)
          if (equity < 10_000) return
        }
      }),
      { numRuns: 500 },
    )
  })
})
