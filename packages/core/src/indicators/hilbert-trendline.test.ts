import { describe, expect, it } from 'vitest'
import { HilbertTrendline } from './hilbert-trendline.js'

describe('the Hilbert trendline', () => {
  it('takes a cycle of 20 updates out of a price and leaves what it goes about', () => {
    const line = new HilbertTrendline()
    let worst = 0
    for (let i = 0; i < 400; i++) {
      line.update(100 + 10 * Math.sin((2 * Math.PI * i) / 20))
      if (i >= 200) worst = Math.max(worst, Math.abs(line.value - 100))
    }
    expect(worst).toBeLessThan(1)
  })

  it('follows a price that stays, and one that moved for good within a few cycles', () => {
    const line = new HilbertTrendline()
    for (let i = 0; i < 100; i++) line.update(50)
    expect(line.value).toBeCloseTo(50, 10)
    for (let i = 0; i < 100; i++) line.update(80)
    expect(line.value).toBeCloseTo(80, 10)
  })
})
