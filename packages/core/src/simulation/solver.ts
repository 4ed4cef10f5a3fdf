import type { BarPaths } from './bar-paths.js'
import { FILL, type ClusterState, type Step } from './cluster-state.js'

const LOW_SEEN = 1
const HIGH_SEEN = 2

/** One way in which a bar may have gone for a cluster of orders. */
export interface PathOutcome {
  readonly state: ClusterState
  /** What the bar's fills gain until its close at least, and at most, per unit of the instrument. */
  readonly least: number
  readonly most: number
}

/** A walk that is under way. */
interface Walk {
  readonly state: ClusterState
  readonly element: number
  readonly seen: number
}

/**
 * All outcomes over all continuous paths through a bar, from just after its open: an exhaustive search over the elements of the bar, of which every path is a
 * walk. Exact, and slow beside the laws: it is for the bars in which levels meet that concern each other.
 */
export function allOutcomes(start: ClusterState, paths: BarPaths): readonly PathOutcome[] {
  const outcomes = new Map<string, PathOutcome>()
  const places = new Map<string, Set<number>>()
  const open: Walk[] = []
  const close = paths.points[paths.close >> 1]!
  const visit = (state: ClusterState, element: number, before: number): void => {
    const seen = before | (element === 0 ? LOW_SEEN : 0) | (element === paths.last ? HIGH_SEEN : 0)
    const been = (state.been ??= placesOf(state, places))
    const place = element * 4 + seen
    if (been.has(place)) return
    been.add(place)
    open.push({ state, element, seen })
    if (element !== paths.close || seen !== (LOW_SEEN | HIGH_SEEN)) return
    const end = endOf(state)
    if (!outcomes.has(end)) outcomes.set(end, valued(state, close))
  }
  visit(start.copy(), paths.open, 0)
  const reached: ClusterState[] = []
  for (let walk = open.pop(); walk; walk = open.pop()) {
    for (const element of [walk.element - 1, walk.element + 1]) {
      if (element < 0 || element > paths.last) continue
      paths.arrive(walk.state, element, reached)
      while (reached.length > 0) visit(reached.pop()!, element, walk.seen)
    }
  }
  return [...outcomes.values()]
}

/** Where paths have been on which the orders stand as they do in a state. */
function placesOf(state: ClusterState, places: Map<string, Set<number>>): Set<number> {
  const stand = `${state.missed.join()} ${endOf(state)}`
  const known = places.get(stand) ?? new Set<number>()
  places.set(stand, known)
  return known
}

function endOf({ trace, stage, waterLow, waterHigh }: ClusterState): string {
  return `${trace}|${stage.join()}|${waterLow.join()}|${waterHigh.join()}`
}

/** What the bar comes to on one path, given by the prices at which it turns. */
export function alongPath(start: ClusterState, paths: BarPaths, turns: readonly number[]): ClusterState {
  const state = start.copy()
  let element = paths.open
  for (const turn of turns) {
    const target = paths.elementOf(turn)
    while (element !== target) {
      element += Math.sign(target - element)
      paths.follow(state, element)
    }
  }
  return state
}

function valued(state: ClusterState, close: number): PathOutcome {
  let least = 0
  let most = 0
  for (const { low, high, units } of spansOf(state)) {
    const atLow = units * (close - low)
    const atHigh = units * (close - high)
    least += Math.min(atLow, atHigh)
    most += Math.max(atLow, atHigh)
  }
  return { state, least, most }
}

/** Fills that lie between the same two prices: all of them at one price between them, as an entry and its exit that fill together do. */
interface Span {
  readonly low: number
  readonly high: number
  /** Signed: what they add to the position. */
  units: number
}

function spansOf(state: ClusterState): Iterable<Span> {
  const spans = new Map<string, Span>()
  for (const { member, low, high, units } of fillsOf(state)) {
    const key = `${String(low)}~${String(high)}`
    const span = spans.get(key) ?? { low, high, units: 0 }
    spans.set(key, span)
    span.units += state.cluster.members[member]!.direction * units
  }
  return spans.values()
}

/** At which end of each span its fills lie where the outcome is worth least, or most. */
export function endsOf(state: ClusterState, best: boolean): (fill: Step) => number {
  const spans = [...spansOf(state)].filter(({ low, high }) => low < high)
  return ({ low, high }) => {
    const units = spans.find((span) => span.low === low && span.high === high)?.units ?? 0
    return units > 0 === best ? low : high
  }
}

/** The steps of a state, first to last. */
export function stepsOf(state: ClusterState): readonly Step[] {
  const steps: Step[] = []
  for (let step = state.steps; step; step = step.before) steps.push(step)
  return steps.reverse()
}

export function fillsOf(state: ClusterState): readonly Step[] {
  return stepsOf(state).filter(({ kind }) => kind === FILL)
}
