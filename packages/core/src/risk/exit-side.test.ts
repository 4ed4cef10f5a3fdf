import { describe, expect, it } from 'vitest'
import { checkExitSide, type CheckedExit } from './exit-side.js'

/** What is said of an exit of a long position in X that is entered at 100. */
function check(exit: Partial<CheckedExit>): string | undefined {
  const refused = checkExitSide({
    symbol: 'X',
    role: 'stopLoss',
    direction: 1,
    level: 95,
    entryPrice: 100,
    ...exit,
  })
  return refused && `${refused.code}: ${refused.message}`
}

describe('an exit', () => {
  it('passes on its own side of the entry, long and short', () => {
    expect([
      check({ level: 99.99 }),
      check({ level: 100.01, role: 'takeProfit' }),
      check({ level: 100.01, direction: -1 }),
      check({ level: 99.99, direction: -1, role: 'takeProfit' }),
    ]).toEqual([undefined, undefined, undefined, undefined])
  })

  it.each([100, 105])('that is a stop-loss of a long position at %d is EXIT_ON_WRONG_SIDE', (level) => {
    expect(check({ level })).toBe(
      `EXIT_ON_WRONG_SIDE: the stop-loss of a long position in X entered at 100 is at ${String(level)}; expected a price below the entry's`,
    )
  })

  it.each([100, 95])('that is a take-profit of a long position at %d is EXIT_ON_WRONG_SIDE', (level) => {
    expect(check({ level, role: 'takeProfit' })).toBe(
      `EXIT_ON_WRONG_SIDE: the take-profit of a long position in X entered at 100 is at ${String(level)}; expected a price above the entry's`,
    )
  })

  it('of a short position is EXIT_ON_WRONG_SIDE on the other sides', () => {
    expect(check({ level: 95, direction: -1 })).toContain(
      'stop-loss of a short position in X entered at 100 is at 95; expected a price above',
    )
    expect(check({ level: 105, direction: -1, role: 'takeProfit' })).toContain('is at 105; expected a price below')
  })

  it('that trails, or whose entry has no price yet, passes', () => {
    expect([check({ level: Number.NaN }), check({ entryPrice: Number.NaN })]).toEqual([undefined, undefined])
  })
})
