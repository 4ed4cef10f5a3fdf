import type { Horizon } from './horizon.js'
import type { Decision, IndicatorTrace } from './recording.js'
import type { RunRecord } from './record-run.js'

/** Where two runs that should be the same up to a horizon first differ. */
export interface Difference {
  readonly strategy: string
  readonly symbol: string | undefined
  /** UTC epoch milliseconds. */
  readonly time: number
  /** The function that decided, or the indicator. */
  readonly where: string
  readonly kind: 'decision' | 'indicator' | 'error' | 'hash'
  /** In the whole run. */
  readonly came: string
  /** In the run that a check made. */
  readonly expected: string
}

export const FOREVER: Horizon = { time: Number.POSITIVE_INFINITY, phase: 'opens' }

/** What is called before the opens of an instant, and never after a fill at them. */
const AT_CLOSES: readonly string[] = ['constructor', 'onStart', 'onBar', 'onSlice', 'generateSignals', 'onTimer']

/** The first differences, of each strategy at most one decision and one value of each indicator; and how many values were compared. */
export function compareRuns(
  whole: RunRecord,
  checked: RunRecord,
  horizon: Horizon,
): { readonly differences: readonly Difference[]; readonly comparisons: number } {
  const differences: Difference[] = []
  let comparisons = 0
  const strategies = [...new Set([...whole.decisions, ...checked.decisions].map(({ strategy }) => strategy))]
  for (const strategy of strategies) {
    const came = decisionsOf(whole, strategy, horizon)
    const expected = decisionsOf(checked, strategy, horizon)
    const difference = compareDecisions(came, expected)
    comparisons += Math.max(came.length, expected.length)
    if (difference) differences.push(difference)
  }
  whole.indicators.forEach((trace, i) => {
    const { difference, count } = compareTraces(trace, checked.indicators[i], horizon)
    comparisons += count
    if (difference) differences.push(difference)
  })
  const error = errorBy(checked, horizon)
  if (error && differences.length === 0) differences.push(error)
  differences.sort((a, b) => a.time - b.time)
  return { differences, comparisons }
}

function decisionsOf({ decisions }: RunRecord, strategy: string, horizon: Horizon): readonly Decision[] {
  return decisions.filter((decision) => decision.strategy === strategy && isBy(decision, horizon))
}

/** Whether a decision was taken by a horizon. */
function isBy({ time, callback, afterFill }: Decision, horizon: Horizon): boolean {
  // What a strategy does when its run stops it does at the end of the data, wherever that is.
  if (callback === 'onStop') return horizon.time === Number.POSITIVE_INFINITY
  if (time !== horizon.time || horizon.phase === 'opens') return !(time > horizon.time)
  return callback === 'engine' ? !afterFill : AT_CLOSES.includes(callback)
}

function compareDecisions(whole: readonly Decision[], checked: readonly Decision[]): Difference | undefined {
  const first = Array.from({ length: Math.max(whole.length, checked.length) }, (_, i) => i).find(
    (i) => !isSameDecision(whole[i], checked[i]),
  )
  return first === undefined ? undefined : differ(whole[first], checked[first])
}

export function isSameDecision(a: Decision | undefined, b: Decision | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return a.text === b.text && a.symbol === b.symbol && a.callback === b.callback && Object.is(a.time, b.time)
}

/** Which of the two comes first is where they differ; the other decides nothing there. */
function differ(came: Decision | undefined, expected: Decision | undefined): Difference {
  const time = Math.min(timeOf(came), timeOf(expected))
  const first = came && timeOf(came) === time ? came : expected!
  const at = (decision: Decision | undefined): string =>
    decision && timeOf(decision) === time ? decision.text : 'nothing'
  const { strategy, symbol, callback: where } = first
  return { strategy, symbol, time: first.time, where, kind: 'decision', came: at(came), expected: at(expected) }
}

function timeOf(decision: Decision | undefined): number {
  if (decision === undefined) return Number.POSITIVE_INFINITY
  return Number.isNaN(decision.time) ? Number.NEGATIVE_INFINITY : decision.time
}

function compareTraces(
  whole: IndicatorTrace,
  checked: IndicatorTrace | undefined,
  { time: end }: Horizon,
): { readonly difference: Difference | undefined; readonly count: number } {
  // One that was declared later is declared by a decision, which is compared itself.
  if (checked === undefined) return { difference: undefined, count: 0 }
  const { strategy, symbol, name, times, values } = whole
  let i = 0
  for (; i < times.length && i < checked.times.length && times[i]! <= end && checked.times[i]! <= end; i++) {
    if (Object.is(values[i], checked.values[i])) continue
    const [came, expected] = [String(values[i]), String(checked.values[i])]
    return {
      difference: { strategy, symbol, time: times[i]!, where: name, kind: 'indicator', came, expected },
      count: i,
    }
  }
  return { difference: undefined, count: i }
}

/** An error of a strategy by the horizon, that the whole run did not have. */
function errorBy({ error }: RunRecord, horizon: Horizon): Difference | undefined {
  if (error === undefined) return undefined
  const { time, strategy, callback } = error.details
  if (typeof strategy !== 'string' || typeof callback !== 'string') return undefined
  const at = typeof time === 'number' ? time : Number.NaN
  if (at > horizon.time) return undefined
  const [came, expected] = ['to its end', error.message]
  return { strategy, symbol: undefined, time: at, where: callback, kind: 'error', came, expected }
}
