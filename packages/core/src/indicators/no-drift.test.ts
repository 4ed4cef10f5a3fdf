import { describe, expect, it } from 'vitest'
import { feed, INDICATORS, outputs, randomBars } from './test-indicators.js'

const UPDATES = 1_000_000

const rolling = INDICATORS.filter(({ memory }) => Number.isFinite(memory))

describe('an indicator over a window, after 1,000,000 updates,', () => {
  it.each([
    [100, 30],
    [1e5, 1],
  ])(
    'has not drifted from a fresh one that saw only the last of them, about a level of %d',
    { timeout: 60_000 },
    (level, noise) => {
      const pairs = rolling.map(({ name, memory, make }) => ({ name, memory, old: make(), fresh: make() }))
      let left = UPDATES
      for (const bar of randomBars(UPDATES, { level, noise })) {
        for (const { memory, old, fresh } of pairs) {
          feed(old, bar)
          if (left <= memory) feed(fresh, bar)
        }
        left -= 1
      }
      for (const { name, old, fresh } of pairs) {
        for (const [output, value] of Object.entries(outputs(fresh))) {
          const difference = Math.abs(outputs(old)[output]! - value)
          // Relative to the value; of what comes out near 0, to the millionth part of the noise it is made of.
          expect(difference, `${name} ${output}`).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(value), noise * 1e-6))
        }
      }
    },
  )
})
