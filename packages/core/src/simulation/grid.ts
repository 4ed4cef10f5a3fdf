import type { FillRules } from './fill-rules.js'
import { played, type Played } from './grid-venue.js'
import { alongPath, type GridBar, type Problem, rangesOf, reachable, textOf, valueOf, valueRange } from './reachable.js'
import type { GridOrder } from './reachable-world.js'

/** How the venue compares with the definition. */
interface Comparison {
  /** Problems that were solved and played under every policy compared. */
  cases: number
  /** Of them those with one outcome only. */
  certain: number
  /** What differs, in words; the first few. */
  readonly wrong: string[]
}

interface Terms {
  readonly held?: number
  readonly volume?: number
  readonly touch?: 'fill' | number
  /** Orders that are not linked want the same volume, which is not given by value. */
  readonly isContest?: boolean
  /** How far a value may lie beyond those found on a path's steps, where the extreme is come near to but never reached; then only values are compared. */
  readonly tolerance?: number
}

/**
 * Holds the venue to the definition: under each policy its outcome is one that a path reaches; a pessimistic one has the lowest value of all, an
 * optimistic one the highest; on a named path, one for each case in turn, it is what that path gives; and a fill is marked, with its bounds, if and only if paths differ in it.
 */
function compare(problem: Problem, into: Comparison, { isContest = false, tolerance }: Terms): void {
  const outcomes = reachable(problem)
  const texts = new Set(outcomes.map(textOf))
  into.cases++
  if (outcomes.length === 1) into.certain++
  // A touch that is taken for a fill is in doubt nonetheless; what follows for other orders is not looked at.
  const marksMatter = tolerance === undefined && (problem.touch !== 'fill' || problem.orders.length === 1)
  const ranges = rangesOf(problem.touch === 'fill' ? reachable({ ...problem, touch: 'either' }) : outcomes)
  const { lowest, highest } = valueRange(outcomes, problem)
  const rules = problem.touch === undefined ? {} : { touch: touchRule(problem.touch) }
  const named = (['ohlc', 'olhc', 'nearest'] as const)[into.cases % 3]!
  for (const policy of ['pessimistic', 'optimistic', named] as const) {
    const play = played(problem, policy, rules)
    const extreme = policy === 'pessimistic' ? lowest : policy === 'optimistic' ? highest : undefined
    const fault = isContest || extreme === undefined ? undefined : valueFault(play, problem, extreme, tolerance ?? 0)
    const allowed =
      extreme === undefined ? new Set([textOf(alongPath(problem, firstExtreme(named, problem.bar)))]) : texts
    const wrong =
      fault ??
      (tolerance === undefined || extreme === undefined ? outcomeFault(play, allowed) : undefined) ??
      (marksMatter ? markFault(play, ranges) : undefined)
    if (wrong && into.wrong.length < 5)
      into.wrong.push(
        `${policy}: ${JSON.stringify(problem)} gives ${textOf(play.outcome)} ${play.log.join('; ')}; ${wrong}`,
      )
  }
}

function touchRule(touch: NonNullable<Problem['touch']>): NonNullable<FillRules['touch']> {
  if (typeof touch === 'number') return { penetrateTicks: touch }
  return touch === 'fill' ? 'fill' : 'policy'
}

function valueFault({ outcome }: Played, problem: Problem, extreme: number, tolerance: number): string | undefined {
  const value = valueOf(outcome, problem)
  return Math.abs(value - extreme) > tolerance ? `is worth ${String(value)}, not ${String(extreme)}` : undefined
}

function outcomeFault({ outcome }: Played, allowed: ReadonlySet<string>): string | undefined {
  return allowed.has(textOf(outcome)) ? undefined : `expected ${[...allowed].join(' | ')}`
}

function markFault({ fills }: Played, ranges: ReturnType<typeof rangesOf>): string | undefined {
  const isRight = fills.every((mine, turn) =>
    mine.every(({ ambiguous, bounds }) => {
      const { low, high, ambiguous: isAmbiguous } = ranges[turn]!
      if (!isAmbiguous) return !ambiguous && bounds === undefined
      return ambiguous && bounds?.low === low && bounds.high === high
    }),
  )
  return isRight ? undefined : `expected the marks of ${JSON.stringify(ranges)}`
}

function firstExtreme(policy: 'ohlc' | 'olhc' | 'nearest', { open, high, low }: GridBar): 'high' | 'low' {
  if (policy === 'nearest') return high - open < open - low ? 'high' : 'low'
  return policy === 'ohlc' ? 'high' : 'low'
}

/** Compares every group of orders in every bar. */
export function compareAll(
  bars: readonly GridBar[],
  groups: readonly (readonly GridOrder[])[],
  terms: Terms = {},
): Comparison {
  const result: Comparison = { cases: 0, certain: 0, wrong: [] }
  const { held, volume, touch, tolerance } = terms
  const common = {
    ...(held ? { held } : {}),
    ...(volume === undefined ? {} : { volume }),
    ...(touch === undefined ? {} : { touch }),
    ...(tolerance === undefined ? {} : { step: tolerance }),
  }
  for (const bar of bars) for (const orders of groups) compare({ bar, orders, ...common }, result, terms)
  return result
}
