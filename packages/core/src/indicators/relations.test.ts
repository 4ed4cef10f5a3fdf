import { describe, expect, it } from 'vitest'
import { ADX, ADXR } from './adx.js'
import { EMA } from './ema.js'
import { MFI } from './mfi.js'
import { ParabolicSAR } from './parabolic-sar.js'
import { balanceOfPower, medianPrice, typicalPrice, weightedClose } from './prices.js'
import { barAt, randomBars } from './test-indicators.js'
import { TRIX } from './trix.js'

describe('ADXR', () => {
  it('is the mean of ADX and the ADX of period - 1 bars before', () => {
    const rating = new ADXR({ period: 4 })
    const index = new ADX({ period: 4 })
    const seen: number[] = []
    for (const bar of randomBars(40)) {
      rating.update(bar)
      index.update(bar)
      seen.push(index.value)
      if (rating.ready) expect(rating.value).toBe((seen.at(-1)! + seen.at(-4)!) / 2)
    }
  })
})

describe('TRIX', () => {
  it('is the change of the third EMA in percent', () => {
    const trix = new TRIX({ period: 3 })
    const averages = [new EMA({ period: 3 }), new EMA({ period: 3 }), new EMA({ period: 3 })] as const
    let last = Number.NaN
    for (const { close } of randomBars(40)) {
      trix.update(close)
      let value = close
      for (const average of averages) {
        average.update(value)
        value = average.value
      }
      if (trix.ready) expect(trix.value).toBeCloseTo((100 * (value - last)) / last, 10)
      last = value
    }
  })
})

describe('MFI', () => {
  it('counts a bar whose typical price stayed for neither side', () => {
    const index = new MFI({ period: 3 })
    const bars = [barAt(0, 10), barAt(1, 11, { volume: 1 }), barAt(2, 11, { volume: 5 }), barAt(3, 10, { volume: 1 })]
    for (const bar of bars) index.update(bar)
    expect(index.value).toBeCloseTo((100 * 11) / 21, 12)
  })
})

describe('a parabolic stop', () => {
  it('accelerates up to its maximum: in a steady trend it follows at the step over that maximum', () => {
    const stop = new ParabolicSAR({ step: 0.02, maximum: 0.2 })
    for (let i = 0; i < 200; i++) stop.update({ high: 100 + i, low: 99 + i })
    expect(stop.direction).toBe(1)
    expect(299 - stop.value).toBeCloseTo(1 / 0.2, 10)
    for (let i = 0; i < 200; i++) stop.update({ high: 200 - i, low: 199 - i })
    expect(stop.direction).toBe(-1)
    expect(stop.value).toBeCloseTo(0 + 5, 10)
  })
})

describe('a price of a bar', () => {
  const bar = { open: 11, high: 14, low: 10, close: 12 }

  it('is its median, its typical price, or the one that weighs the close twice', () => {
    expect([medianPrice(bar), typicalPrice(bar), weightedClose(bar)]).toEqual([12, 12, 12])
    const other = { ...bar, close: 13.5 }
    expect([medianPrice(other), typicalPrice(other), weightedClose(other)]).toEqual([12, 12.5, 12.75])
  })

  it('has a balance of power, which is 0 without a range', () => {
    expect(balanceOfPower(bar)).toBe(0.25)
    expect(balanceOfPower({ open: 5, high: 5, low: 5, close: 5 })).toBe(0)
  })
})
