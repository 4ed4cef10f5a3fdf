import { describe, expect, it } from 'vitest'
import { HilbertTrendline } from './hilbert-trendline.js'

/** The first 66 closes that TA-Lib's own regression test has in test_data.c. */
const CLOSES = [
  91.5, 94.815, 94.375, 95.095, 93.78, 94.625, 92.53, 92.75, 90.315, 92.47, 96.125, 97.25, 98.5, 89.875, 91.0, 92.815,
  89.155, 89.345, 91.625, 89.875, 88.375, 87.625, 84.78, 83.0, 83.5, 81.375, 84.44, 89.25, 86.375, 86.25, 85.25, 87.125,
  85.815, 88.97, 88.47, 86.875, 86.815, 84.875, 84.19, 83.875, 83.375, 85.5, 89.19, 89.44, 91.095, 90.75, 91.44, 89.0,
  91.0, 90.5, 89.03, 88.815, 84.28, 83.5, 82.69, 84.75, 85.655, 86.19, 88.94, 89.28, 88.625, 88.5, 91.97, 91.5, 93.25,
  93.5,
]

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

  it('agrees with TA-Lib 0.4 from its first value on', () => {
    const line = new HilbertTrendline()
    const values = CLOSES.map((close) => {
      line.update(close)
      return line.value
    })
    const expected = [88.12522887257671, 88.38469071146247, 88.61799209486166]
    for (const [i, value] of expected.entries()) expect(Math.abs(values[63 + i]! - value)).toBeLessThan(1e-9)
  })
})
