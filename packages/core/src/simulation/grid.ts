import type { FillPolicy } from './fill-rules.js'
import { played, type Played } from './grid-venue.js'
import { alongPath, type GridBar, type Problem, rangesOf, reachable, textOf, valueOf, valueRange } from './reachable.js'
import type { GridOrder, Outcome } from './reachable-world.js'

/** How the venue compares with the definition. */
interface Comparison {
  /** Problems that were solved and played under every policy compared. */
  cases: number
  /** Of them those with one outcome only. */
  certain: number
  /** What differs, in words; the first few. */
  readonly wrong: string[]
}

/**
 * Holds the venue to the definition: under each policy its outcome is one that a path reaches; a pessimistic one has the lowest value of all, an
 * optimistic one the highest; on a named path, one for each case in turn, it is what that path gives; and a fill is marked, with its bounds, if and only if paths differ in it.
 */
function compare(problem: Problem, into: Comparison, isContest: boolean): void {
  const outcomes = reachable(problem)
  const texts = new Set(outcomes.map(textOf))
  into.cases++
  if (outcomes.length === 1) into.certain++
  const { lowest, highest } = valueRange(outcomes, problem)
  const note = (policy: FillPolicy, play: Played, expected: string): void => {
    if (into.wrong.length < 5)
      into.wrong.push(
        `${policy}: ${JSON.stringify(problem)} gives ${textOf(play.outcome)} ${play.log.join('; ')}; expected ${expected}`,
      )
  }
  for (const [policy, extreme] of [
    ['pessimistic', lowest],
    ['optimistic', highest],
  ] as const) {
    const play = played(problem, policy)
    if (!texts.has(textOf(play.outcome)) || (!isContest && valueOf(play.outcome, problem) !== extreme))
      note(policy, play, `the value ${String(extreme)} in ${[...texts].join(' | ')}`)
    else if (!isMarkedRight(outcomes, play)) note(policy, play, `marks for ${[...texts].join(' | ')}`)
  }
  // One named path for each case in turn.
  const policy = (['ohlc', 'olhc', 'nearest'] as const)[into.cases % 3]!
  const play = played(problem, policy)
  const expected = textOf(alongPath(problem, firstExtreme(policy, problem.bar)))
  if (textOf(play.outcome) !== expected) note(policy, play, expected)
  else if (!isMarkedRight(outcomes, play)) note(policy, play, `marks for ${[...texts].join(' | ')}`)
}

function firstExtreme(policy: 'ohlc' | 'olhc' | 'nearest', { open, high, low }: GridBar): 'high' | 'low' {
  if (policy === 'nearest') return high - open < open - low ? 'high' : 'low'
  return policy === 'ohlc' ? 'high' : 'low'
}

function isMarkedRight(outcomes: readonly Outcome[], { fills }: Played): boolean {
  const ranges = rangesOf(outcomes)
  return fills.every((mine, turn) =>
    mine.every(({ ambiguous, bounds }) => {
      const range = ranges[turn]!
      if (!range.ambiguous) return !ambiguous && bounds === undefined
      return ambiguous && bounds?.low === range.low && bounds.high === range.high
    }),
  )
}

/** Compares every group of orders in every bar. In a contest orders that are not linked want the same volume, which is not given by value. */
export function compareAll(
  bars: readonly GridBar[],
  groups: readonly (readonly GridOrder[])[],
  { isContest = false, ...terms }: { held?: number; volume?: number; isContest?: boolean } = {},
): Comparison {
  const result: Comparison = { cases: 0, certain: 0, wrong: [] }
  for (const bar of bars) for (const orders of groups) compare({ bar, orders, ...terms }, result, isContest)
  return result
}
