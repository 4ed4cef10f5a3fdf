import { describe, expect, it } from 'vitest'
import { PositionGuard, type Exit, type OpenedPosition } from './position-guard.js'
import type { ResolvedDistance, ResolvedExits } from './risk-settings.js'

const amount = (value: number): ResolvedDistance => ({ kind: 'amount', value, period: 14 })
const fraction = (value: number): ResolvedDistance => ({ kind: 'fraction', value, period: 14 })

const none = { stopLoss: undefined, trailingStop: undefined, breakEven: undefined, takeProfit: undefined } as const

/** A guard of a long position that was entered at 100, at time 0, with the mark there. */
function guardOf(exits: Partial<ResolvedExits>, opened: Partial<OpenedPosition> = {}): PositionGuard {
  const guard = new PositionGuard({ by: 'marks', timeExit: undefined, ...none, ...exits })
  guard.opened({ direction: 1, averagePrice: 100, mark: 100, at: 0, atrOf: () => Number.NaN, ...opened })
  return guard
}

const shown = (exit: Exit | undefined): string | undefined => exit && `${exit.reason} ${String(exit.level)}`

/** What is said of each mark in turn. */
const judged = (guard: PositionGuard, ...marks: number[]): (string | undefined)[] =>
  marks.map((mark) => shown(guard.judge(mark, 0, 0)))

describe('a stop-loss and a take-profit', () => {
  it('of a long position are hit by marks at them and beyond, each time', () => {
    const guard = guardOf({ stopLoss: fraction(0.05), takeProfit: amount(8) })
    expect(guard.judge(94, 0, 0)).toEqual({ reason: 'stopLoss', level: 95, mark: 94 })
    expect(judged(guard, 95.01, 95, 94, 107.99, 108, 120)).toEqual([
      undefined,
      'stopLoss 95',
      'stopLoss 95',
      undefined,
      'takeProfit 108',
      'takeProfit 108',
    ])
  })

  it('of a short position are on the other sides', () => {
    const guard = guardOf({ stopLoss: fraction(0.05), takeProfit: amount(8) }, { direction: -1 })
    expect([guard.stopLevel(), guard.targetLevel()]).toEqual([105, 92])
    expect(judged(guard, 104.99, 105, 92.01, 92)).toEqual([undefined, 'stopLoss 105', undefined, 'takeProfit 92'])
  })

  it('are reckoned anew when the position grows', () => {
    const guard = guardOf({ stopLoss: fraction(0.05), takeProfit: amount(8) })
    guard.changed(110)
    expect([guard.stopLevel(), guard.targetLevel()]).toEqual([104.5, 118])
    expect(judged(guard, 104.5, 117)).toEqual(['stopLoss 104.5', undefined])
  })

  it('keep the average true range of the opening', () => {
    const stopLoss: ResolvedDistance = { kind: 'atr', value: 3, period: 20 }
    let range = 2
    const guard = guardOf({ stopLoss }, { atrOf: (period) => (period === 20 ? range : Number.NaN) })
    range = 5
    guard.changed(110)
    expect(guard.stopLevel()).toBe(104)
    guard.opened({ direction: 1, averagePrice: 110, mark: 110, at: 0, atrOf: () => range })
    expect(guard.stopLevel()).toBe(95)
  })
})

describe('a trailing stop', () => {
  it('follows the best mark, and never goes back', () => {
    const guard = guardOf({ trailingStop: amount(5) })
    expect(guard.stopLevel()).toBe(95)
    expect(judged(guard, 110, 106, 105.01)).toEqual([undefined, undefined, undefined])
    expect(guard.stopLevel()).toBe(105)
    expect(judged(guard, 105)).toEqual(['trailingStop 105'])
  })

  it('that is a fraction is one of the best mark', () => {
    const guard = guardOf({ trailingStop: fraction(0.1) }, { direction: -1, mark: 98 })
    expect(judged(guard, 107, 80, 87.99, 88)).toEqual([undefined, undefined, undefined, 'trailingStop 88'])
  })

  it('stays when the position grows', () => {
    const guard = guardOf({ trailingStop: amount(5), takeProfit: amount(50) })
    judged(guard, 110)
    guard.changed(103)
    expect([guard.stopLevel(), guard.targetLevel()]).toEqual([105, 153])
  })

  it('begins with the first mark that is a number', () => {
    const guard = guardOf({ trailingStop: amount(5) }, { mark: Number.NaN })
    expect(guard.stopLevel()).toBeNaN()
    expect(judged(guard, Number.NaN, 90, 86, 85)).toEqual([undefined, undefined, undefined, 'trailingStop 85'])
  })
})

describe('a break-even', () => {
  it('puts the stop at the average entry price once the mark has gained enough, for good', () => {
    const guard = guardOf({ stopLoss: amount(10), breakEven: { after: amount(6), offset: undefined } })
    expect(judged(guard, 105.99, 99)).toEqual([undefined, undefined])
    expect(judged(guard, 106, 100.01, 100)).toEqual([undefined, undefined, 'breakEven 100'])
  })

  it('puts it an offset beyond', () => {
    const guard = guardOf({ breakEven: { after: fraction(0.06), offset: amount(1) } }, { direction: -1 })
    expect(judged(guard, 101, 94, 98.99, 99)).toEqual([undefined, undefined, undefined, 'breakEven 99'])
  })

  it('that was reached moves with the average entry price; one that was not is to be reached from there', () => {
    const exits = { breakEven: { after: amount(6), offset: undefined } }
    const reached = guardOf(exits)
    judged(reached, 106)
    reached.changed(102)
    expect(judged(reached, 102.01, 102)).toEqual([undefined, 'breakEven 102'])
    const missed = guardOf(exits)
    judged(missed, 105, 90)
    missed.changed(95)
    // 105 was more than 6 above 95, but not since.
    expect(judged(missed, 94, 101, 95)).toEqual([undefined, undefined, 'breakEven 95'])
  })

  it('is reached by the mark at the opening, too', () => {
    const guard = guardOf({ breakEven: { after: amount(6), offset: undefined } }, { mark: 107 })
    expect(judged(guard, 100)).toEqual(['breakEven 100'])
  })
})

describe('several exits', () => {
  it('leave it to the tightest stop, whatever else a mark has passed', () => {
    const guard = guardOf({
      stopLoss: amount(4),
      trailingStop: amount(10),
      breakEven: { after: amount(6), offset: undefined },
    })
    expect(judged(guard, 90)).toEqual(['stopLoss 96'])
    expect(judged(guard, 106, 90)).toEqual([undefined, 'breakEven 100'])
    expect(judged(guard, 111, 90)).toEqual([undefined, 'trailingStop 101'])
  })

  it('name the stop-loss where two stops are at one level', () => {
    expect(judged(guardOf({ stopLoss: amount(5), trailingStop: amount(5) }), 95)).toEqual(['stopLoss 95'])
  })
})

describe('a time exit', () => {
  it('comes after so many bars, and after the prices', () => {
    const guard = guardOf({ timeExit: { bars: 3 }, stopLoss: amount(5) })
    expect(guard.judge(100, 9e9, 2)).toBeUndefined()
    expect(guard.judge(100, 0, 3)).toEqual({ reason: 'timeExit', level: Number.NaN, mark: 100 })
    expect(guard.judge(95, 0, 3)?.reason).toBe('stopLoss')
  })

  it('comes after so much time, even where there is no mark', () => {
    const guard = guardOf({ timeExit: { ms: 60_000 } }, { at: 1_000 })
    expect(guard.judge(100, 60_999, 1e9)).toBeUndefined()
    expect(guard.judge(Number.NaN, 61_000, 0)?.reason).toBe('timeExit')
  })
})

describe('a mark that closes nothing', () => {
  it('takes a trailing stop along short of a target and of a break-even, long and short', () => {
    const exits = {
      trailingStop: amount(5),
      takeProfit: amount(20),
      breakEven: { after: amount(10), offset: undefined },
    }
    expect(judged(guardOf(exits), 103, 98)).toEqual([undefined, 'trailingStop 98'])
    expect(judged(guardOf(exits), 119, 114)).toEqual([undefined, 'trailingStop 114'])
    expect(judged(guardOf(exits, { direction: -1 }), 97, 102)).toEqual([undefined, 'trailingStop 102'])
    expect(judged(guardOf(exits, { direction: -1 }), 81, 86)).toEqual([undefined, 'trailingStop 86'])
  })

  it('reaches a break-even before a target that is farther, long and short', () => {
    const exits = { breakEven: { after: amount(6), offset: undefined }, takeProfit: amount(9), stopLoss: amount(50) }
    expect(judged(guardOf(exits), 106, 100)).toEqual([undefined, 'breakEven 100'])
    expect(judged(guardOf(exits), 108.99, 109)).toEqual([undefined, 'takeProfit 109'])
    expect(judged(guardOf(exits, { direction: -1 }), 94, 100)).toEqual([undefined, 'breakEven 100'])
    expect(judged(guardOf(exits, { direction: -1 }), 91.01, 91)).toEqual([undefined, 'takeProfit 91'])
  })

  it('that is no number moves nothing', () => {
    const guard = guardOf({ trailingStop: amount(5), breakEven: { after: amount(6), offset: undefined } })
    expect(judged(guard, Number.NaN, 95.01, 95)).toEqual([undefined, undefined, 'trailingStop 95'])
  })
})

describe('the next position', () => {
  const next = { direction: 1, averagePrice: 50, mark: 50, at: 100, atrOf: () => Number.NaN }

  it('has nothing of what the one before had reached', () => {
    const guard = guardOf({
      trailingStop: amount(8),
      breakEven: { after: amount(4), offset: undefined },
      timeExit: { ms: 60 },
    })
    judged(guard, 110)
    guard.closed()
    guard.opened(next)
    expect([guard.stopLevel(), shown(guard.judge(50, 159, 0)), shown(guard.judge(50, 160, 0))]).toEqual([
      ...[42, undefined, 'timeExit NaN'],
    ])
    expect(judged(guard, 49)).toEqual([undefined])
  })

  it('has the distances that were set, though the one before was split', () => {
    const guard = guardOf({ stopLoss: amount(10), trailingStop: amount(20) })
    guard.split({ numerator: 2, denominator: 1 })
    expect(guard.stopLevel()).toBe(45)
    guard.opened(next)
    expect(guard.stopLevel()).toBe(40)
  })

  const range: ResolvedDistance = { kind: 'atr', value: 2, period: 7 }
  it.each<[string, Partial<ResolvedExits>, mark: number, stop: number, target: number]>([
    ['a stop-loss', { stopLoss: range }, 50, 44, Number.NaN],
    ['a trailing stop', { trailingStop: range }, 52, 46, Number.NaN],
    ['a target', { takeProfit: range }, 50, Number.NaN, 56],
    ['what sets a break-even', { breakEven: { after: range, offset: undefined } }, 56, 50, Number.NaN],
    ['what does not set it yet', { breakEven: { after: range, offset: undefined } }, 55.99, Number.NaN, Number.NaN],
    ['the offset of a break-even', { breakEven: { after: amount(8), offset: range } }, 58, 56, Number.NaN],
  ])('has the range of its own opening for %s', (_, exits, mark, stop, target) => {
    const guard = guardOf(exits, { atrOf: () => 1 })
    guard.opened({ ...next, atrOf: (period) => (period === 7 ? 3 : Number.NaN) })
    guard.judge(mark, 0, 0)
    expect([guard.stopLevel(), guard.targetLevel()]).toEqual([stop, target])
  })
})

describe('a guard', () => {
  it('goes through a split with its levels, its best mark and its distances', () => {
    const guard = guardOf({ trailingStop: amount(10), takeProfit: fraction(0.5) })
    judged(guard, 120)
    guard.split({ numerator: 2, denominator: 1 })
    expect([guard.stopLevel(), guard.targetLevel()]).toEqual([55, 75])
    expect(judged(guard, 59, 62, 57)).toEqual([undefined, undefined, 'trailingStop 57'])
  })

  it('has nothing to say before there is a position, and after it', () => {
    const guard = new PositionGuard({ by: 'marks', ...none, stopLoss: amount(5), timeExit: { bars: 1 } })
    guard.changed(100)
    guard.split({ numerator: 2, denominator: 1 })
    expect([guard.judge(1, 0, 9), guard.stopLevel(), guard.targetLevel()]).toEqual([undefined, Number.NaN, Number.NaN])
    guard.opened({ direction: 1, averagePrice: 100, mark: 100, at: 0, atrOf: () => 1 })
    expect(guard.judge(95, 0, 0)?.reason).toBe('stopLoss')
    guard.closed()
    expect([guard.judge(95, 0, 9), guard.stopLevel(), guard.targetLevel()]).toEqual([undefined, Number.NaN, Number.NaN])
  })
})
