import { describe, expect, it } from 'vitest'
import { ATR } from './atr.js'
import { BollingerBands } from './bollinger-bands.js'
import { EMA } from './ema.js'
import { Keltner } from './keltner.js'
import { Supertrend } from './supertrend.js'
import { barAt, randomBars } from './test-indicators.js'
import { ZScore } from './z-score.js'

describe('Bollinger bands', () => {
  it('say where the value lies between them and how wide they are', () => {
    const bands = new BollingerBands({ period: 4, multiplier: 2 })
    for (const value of [2, 4, 4, 6]) bands.update(value)
    const deviation = Math.SQRT2
    expect([bands.value, bands.middle]).toEqual([4, 4])
    expect(bands.upper).toBeCloseTo(4 + 2 * deviation, 12)
    expect(bands.percentB).toBeCloseTo((2 + 2 * deviation) / (4 * deviation), 12)
    expect(bands.bandwidth).toBeCloseTo(deviation, 12)
  })

  it('that meet have the value in their middle', () => {
    const bands = new BollingerBands({ period: 3 })
    for (const value of [0.1, 0.1, 0.1]) bands.update(value)
    expect([bands.upper, bands.lower, bands.percentB, bands.bandwidth]).toEqual([0.1, 0.1, 0.5, 0])
  })
})

describe('a z-score', () => {
  it('counts the standard deviations from the mean, and is 0 where there is none', () => {
    const score = new ZScore({ period: 4 })
    for (const value of [2, 4, 4, 6]) score.update(value)
    expect(score.value).toBeCloseTo(Math.SQRT2, 12)
    for (let i = 0; i < 4; i++) score.update(6)
    expect(score.value).toBe(0)
  })
})

describe('a Keltner channel', () => {
  it('is so many average true ranges about the EMA of the close', () => {
    const channel = new Keltner({ period: 6, atrPeriod: 3, multiplier: 1.5 })
    const average = new EMA({ period: 6 })
    const range = new ATR({ period: 3 })
    for (const bar of randomBars(40)) {
      channel.update(bar)
      average.update(bar.close)
      range.update(bar)
      if (!channel.ready) continue
      expect([channel.value, channel.middle]).toEqual([average.value, average.value])
      expect([channel.upper, channel.lower]).toEqual([
        average.value + 1.5 * range.value,
        average.value - 1.5 * range.value,
      ])
    }
  })
})

describe('a supertrend', () => {
  /** Bars one unit high, so that the average true range is that of their steps. */
  const follow = (closes: readonly number[], multiplier = 1) => {
    const trend = new Supertrend({ period: 1, multiplier })
    return closes.map((close, row) => {
      trend.update({ ...barAt(row, close), high: close + 0.5, low: close - 0.5 })
      return [trend.value, trend.direction]
    })
  }

  it('begins below its stop, and turns when the close is beyond it', () => {
    // True ranges: 1, 1, 3.5, 1.5, 1.5, 5.5. The stop is the upper band, then the lower one.
    expect(follow([10, 10, 13, 14, 15, 10])).toEqual([
      [Number.NaN, Number.NaN],
      [11, -1],
      [9.5, 1],
      [12.5, 1],
      [13.5, 1],
      [15.5, -1],
    ])
  })

  it('does not take its stop back while the trend goes on', () => {
    const stops = follow([10, 10, 13, 14, 13.2, 13, 13.4]).map(([value]) => value)
    expect(stops.slice(3)).toEqual([12.5, 12.5, 12.5, 12.5])
  })
})
