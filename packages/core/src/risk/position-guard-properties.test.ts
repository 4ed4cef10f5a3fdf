import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PositionGuard, type ExitReason } from './position-guard.js'
import type { ResolvedDistance, ResolvedExits } from './risk-settings.js'

const ATR = 3

/** Prices on a grid of a half, so that levels are met exactly. */
const distance: fc.Arbitrary<ResolvedDistance> = fc.oneof(
  fc.record({
    kind: fc.constant('amount'),
    value: fc.integer({ min: 1, max: 40 }).map((halves) => halves / 2),
    period: fc.constant(14),
  }),
  fc.record({ kind: fc.constant('fraction'), value: fc.constantFrom(0.03125, 0.0625, 0.125), period: fc.constant(14) }),
  fc.record({ kind: fc.constant('atr'), value: fc.constantFrom(0.5, 1, 4), period: fc.constant(14) }),
)
const maybe = fc.option(distance, { nil: undefined })
const exitsGiven: fc.Arbitrary<ResolvedExits> = fc.record({
  by: fc.constant('marks'),
  stopLoss: maybe,
  trailingStop: maybe,
  breakEven: fc.option(fc.record({ after: distance, offset: maybe }), { nil: undefined }),
  takeProfit: maybe,
  timeExit: fc.option(fc.oneof(fc.record({ bars: fc.constant(30) }), fc.record({ ms: fc.constant(1_700) })), {
    nil: undefined,
  }),
})

/** A mark moves by so many halves; every so often the position grows there. */
const step = fc.record({
  halves: fc.integer({ min: -6, max: 6 }),
  grows: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
})
type Step = Readonly<{ halves: number; grows: boolean }>

const lengthOf = ({ kind, value }: ResolvedDistance, price: number): number =>
  kind === 'fraction' ? value * price : kind === 'atr' ? value * ATR : value

interface History {
  readonly marks: readonly number[]
  /** The average entry price when each mark came. */
  readonly averages: readonly number[]
}

/** Prices go from 100; one more lot at each step where the position grows, to one half of the way on the grid. */
function historyOf(steps: readonly Step[]): History {
  const marks = [100]
  const averages = [100]
  for (const [i, { halves }] of steps.entries()) {
    marks.push(marks[i]! + halves / 2)
    averages.push(i > 0 && steps[i - 1]!.grows ? (averages[i]! + marks[i]!) / 2 : averages[i]!)
  }
  return { marks, averages }
}

/** What is to be said of the last mark, from all there were. */
function naive(exits: ResolvedExits, side: number, { marks, averages }: History): [ExitReason, number] | undefined {
  const mark = marks.at(-1)!
  const average = averages.at(-1)!
  const stops: [ExitReason, number][] = []
  if (exits.stopLoss) stops.push(['stopLoss', average - side * lengthOf(exits.stopLoss, average)])
  const best = side > 0 ? Math.max(...marks) : Math.min(...marks)
  if (exits.trailingStop) stops.push(['trailingStop', best - side * lengthOf(exits.trailingStop, best)])
  const { breakEven } = exits
  if (breakEven && marks.some((each, i) => (each - averages[i]!) * side >= lengthOf(breakEven.after, averages[i]!)))
    stops.push(['breakEven', average + side * (breakEven.offset ? lengthOf(breakEven.offset, average) : 0)])
  const tightest = Math.max(...stops.map(([, level]) => level * side)) * side
  const stop = stops.find(([, level]) => level === tightest)
  if (stop && mark * side <= tightest * side) return stop
  const target = exits.takeProfit && average + side * lengthOf(exits.takeProfit, average)
  if (target !== undefined && mark * side >= target * side) return ['takeProfit', target]
  const { timeExit } = exits
  const held = marks.length - 1
  const isOver = timeExit && ('bars' in timeExit ? held >= timeExit.bars : held * 100 >= timeExit.ms)
  return isOver ? ['timeExit', Number.NaN] : undefined
}

describe('a guard', () => {
  it('says of every mark what the whole history says', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(exitsGiven, fc.constantFrom(1, -1), fc.array(step, { maxLength: 50 }), (exits, direction, steps) => {
        const { marks, averages } = historyOf(steps)
        const guard = new PositionGuard(exits)
        guard.opened({ direction, averagePrice: 100, mark: 100, at: 0, atrOf: () => ATR })
        for (let i = 1; i < marks.length; i++) {
          if (averages[i] !== averages[i - 1]) guard.changed(averages[i]!)
          const exit = guard.judge(marks[i]!, i * 100, i)
          const upTo = { marks: marks.slice(0, i + 1), averages: averages.slice(0, i + 1) }
          expect(exit && [exit.reason, exit.level]).toEqual(naive(exits, direction, upTo))
        }
      }),
      { numRuns: 2000 },
    )
  })
})
