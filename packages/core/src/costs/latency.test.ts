import { describe, expect, it } from 'vitest'
import { latencyBars, latencyMs, noLatency } from './latency.js'

describe('a latency', () => {
  it('is in milliseconds or in whole bars', () => {
    expect([noLatency(), latencyMs(250), latencyBars(2)]).toEqual([
      { spec: 'none', ms: 0, bars: 0 },
      { spec: { latencyMs: 250 }, ms: 250, bars: 0 },
      { spec: { latencyBars: 2 }, ms: 0, bars: 2 },
    ])
    expect([latencyMs(0).ms, latencyBars(0).bars]).toEqual([0, 0])
  })

  it.each([
    ['latencyMs: ms is -1; expected a number from 0', () => latencyMs(-1)],
    ['latencyMs: ms is NaN; expected a number from 0', () => latencyMs(Number.NaN)],
    ['latencyMs: ms is Infinity; expected a number from 0', () => latencyMs(Number.POSITIVE_INFINITY)],
    ['latencyMs: ms is 5; expected a number from 0', () => latencyMs('5' as never)],
    ['latencyBars: bars is -1; expected an integer from 0', () => latencyBars(-1)],
    ['latencyBars: bars is 1.5; expected an integer from 0', () => latencyBars(1.5)],
  ])('that cannot be is COST_INVALID: %s', (message, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'COST_INVALID', message: `COST_INVALID: ${message}` }))
  })
})
