import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LossStreak } from './loss-streak.js'

/** What is answered to trades that close one minute after the other, from minute 1 on: minutes, too. */
function answers(streak: LossStreak, profits: readonly number[], from = 1): (number | undefined)[] {
  return profits.map((profit, i) => {
    const until = streak.closed(profit, (from + i) * 60_000)
    return until === undefined ? undefined : until / 60_000
  })
}

describe('a loss streak', () => {
  it('is told with the last of its trades, and until when to wait', () => {
    const streak = new LossStreak({ trades: 3, coolDownMs: 600_000 })
    expect(answers(streak, [-5, -1, -0.01])).toEqual([undefined, undefined, 13])
  })

  it('ends with a win', () => {
    const streak = new LossStreak({ trades: 2, coolDownMs: 600_000 })
    expect(answers(streak, [-5, 0.01, -5, 1, -5, -5])).toEqual([...(Array(5).fill(undefined) as undefined[]), 16])
  })

  it('is neither longer nor over by a trade that comes out even, or to no number', () => {
    const streak = new LossStreak({ trades: 2, coolDownMs: 600_000 })
    expect(answers(streak, [0, -5, 0, -0, Number.NaN, -5])).toEqual([...(Array(5).fill(undefined) as undefined[]), 16])
  })

  it('counts from nothing after the cool-down, and not what closes in it', () => {
    const streak = new LossStreak({ trades: 2, coolDownMs: 180_000 })
    // The cool-down is from minute 2 to minute 5, which is over in its last minute.
    expect(answers(streak, [-1, -1, -1, -1, -1, -1])).toEqual([undefined, 5, undefined, undefined, undefined, 9])
  })

  it('begins anew when it is reset, even in the cool-down', () => {
    const streak = new LossStreak({ trades: 2, coolDownMs: 600_000 })
    expect(answers(streak, [-1, -1, -1])).toEqual([undefined, 12, undefined])
    streak.reset()
    expect(answers(streak, [-1], 4)).toEqual([undefined])
    streak.reset()
    expect(answers(streak, [-1, -1], 5)).toEqual([undefined, 16])
  })

  it('is that of the whole history, whatever closes when', { timeout: 120_000 }, () => {
    const trip = fc.record({ profit: fc.integer({ min: -3, max: 1 }), wait: fc.integer({ min: 0, max: 20 }) })
    fc.assert(
      fc.property(
        fc.array(trip),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 50 }),
        (trips, most, wait) => {
          const streak = new LossStreak({ trades: most, coolDownMs: wait })
          const closed = trips.map(({ profit }, i) => ({
            profit,
            at: trips.slice(0, i + 1).reduce((t, one) => t + one.wait, 0),
          }))
          let until = 0
          let begun = 0
          for (const [i, { profit, at }] of closed.entries()) {
            const counted = closed.slice(begun, i + 1).filter((one) => one.at >= until && one.profit !== 0)
            const won = counted.map((one) => one.profit > 0).lastIndexOf(true)
            const losses = counted.length - 1 - won
            const isLast = profit < 0 && at >= until && losses === most
            if (isLast) until = at + wait
            if (isLast) begun = i + 1
            expect(streak.closed(profit, at)).toBe(isLast ? until : undefined)
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
