import { BarPaths, pointsWithin } from './bar-paths.js'
import { firstRowAtOrAfter, type BarColumns } from '../domain/bar-columns.js'
import { invariant } from '../domain/errors.js'
import type { BarPrices } from './cluster.js'
import type { ClusterState } from './cluster-state.js'
import { Fates } from './doubts.js'
import type { FillPolicy } from './fill-rules.js'
import { allOutcomes, alongPath, fillsOf, type PathOutcome } from './solver.js'
import type { VenueBook } from './venue-book.js'
import type { VenueNotes } from './venue-notes.js'
import { DORMANT, WAITING } from './venue-order.js'

/** What became of a cluster in a bar, and what other paths would have made of it. */
export interface Decision {
  readonly state: ClusterState
  readonly fates: Fates
  /** A finer series has told. */
  readonly byFiner: boolean
}

/** Decides what a bar does to orders whose levels meet in it, by the policy of the venue (law 7). */
export class BarDecision {
  readonly #policy: FillPolicy
  readonly #touchMayMiss: boolean
  readonly #notes: VenueNotes

  constructor(options: { readonly policy: FillPolicy; readonly touchMayMiss: boolean; readonly notes: VenueNotes }) {
    this.#policy = options.policy
    this.#touchMayMiss = options.touchMayMiss
    this.#notes = options.notes
  }

  decide(book: VenueBook, start: ClusterState): Decision {
    const bar = barOf(book.columns, book.row)
    const outcomes = this.#outcomes(start, bar)
    if (outcomes.length === 0) invariant(false, 'no path through a bar was found', { row: book.row, ...bar })
    const fates = new Fates(
      bar,
      start.cluster.members,
      outcomes.map(({ state }) => state),
    )
    const asksFiner = this.#policy === 'finer' && (!fates.decided || book.spansBreak)
    if (outcomes.length === 1 && !asksFiner) return { state: outcomes[0]!.state, fates, byFiner: false }
    switch (this.#policy) {
      case 'pessimistic':
        return { state: worst(outcomes), fates, byFiner: false }
      case 'optimistic':
        return { state: best(outcomes), fates, byFiner: false }
      case 'finer':
        return (asksFiner ? this.#byFiner(book, start) : undefined) ?? { state: worst(outcomes), fates, byFiner: false }
      case 'ohlc':
      case 'olhc':
      case 'nearest': {
        const points = pointsWithin(bar, start)
        return {
          state: alongPath(start, new BarPaths(points, bar, false), turnsOf(this.#policy, bar)),
          fates,
          byFiner: false,
        }
      }
    }
  }

  #outcomes(start: ClusterState, bar: BarPrices): readonly PathOutcome[] {
    const points = pointsWithin(bar, start)
    return allOutcomes(start, new BarPaths(points, bar, this.#touchMayMiss))
  }

  /** Plays the bars of a finer series in place of the bar; where one of them is ambiguous itself, the worst is taken. Undefined if they don't show the same bar. */
  #byFiner(book: VenueBook, start: ClusterState): Decision | undefined {
    if (book.finer === undefined) return undefined
    const rows = finerRows(book, book.finer)
    if (rows === undefined) {
      this.#notes.finerDisagreements++
      return undefined
    }
    const { columns, from, to } = rows
    let state = start
    const decisions: ClusterState[][] = []
    for (let row = from; row < to; row++) {
      const bar = barOf(columns, row)
      if (row > from) {
        state = state.copy()
        // A limit that one bar has only met, the next one may go through.
        state.missed.fill(false)
        openAt(state, bar.open)
      }
      const outcomes = this.#outcomes(state, bar)
      decisions.push(outcomes.map((outcome) => outcome.state))
      state = worst(outcomes)
    }
    const open = decisions.filter((states) => !new Fates(barOf(columns, from), start.cluster.members, states).decided)
    const fates = new Fates(barOf(book.columns, book.row), start.cluster.members, [state, ...open.flat()])
    return { state, fates, byFiner: true }
  }
}

/** A finer bar opens: what is marketable there fills there. */
function openAt(state: ClusterState, open: number): void {
  state.atOpen = true
  const { members, book } = state.cluster
  members.forEach(({ asleep, trails, direction, order }, index) => {
    if (asleep || state.ended(index)) return
    if (state.stage[index] === DORMANT) state.wake(index, open)
    else if (trails && state.stage[index] === WAITING) {
      const stop = book.sides.stopOf(order, direction < 0 ? state.waterLow[index]! : state.waterHigh[index]!)
      if (direction < 0 ? open <= stop : open >= stop) state.trigger(index, open, open)
      else state.ratchet(index, open)
    } else state.reconsider(index, open, open)
  })
  state.atOpen = false
}

interface FinerRows {
  readonly columns: BarColumns
  readonly from: number
  readonly to: number
}

/** The rows of the finer series that make up the present bar, if they have its open, high, low and close. */
function finerRows({ columns, row }: VenueBook, finer: BarColumns): FinerRows | undefined {
  const from = firstRowAtOrAfter(finer.openTime, finer.length, columns.openTime[row]!)
  const to = firstRowAtOrAfter(finer.openTime, finer.length, columns.closeTime[row]!)
  if (from === to) return undefined
  const { open, high, low, close } = barOf(columns, row)
  let highest = finer.high[from]!
  let lowest = finer.low[from]!
  for (let i = from + 1; i < to; i++) {
    highest = Math.max(highest, finer.high[i]!)
    lowest = Math.min(lowest, finer.low[i]!)
  }
  const agrees = finer.open[from] === open && finer.close[to - 1] === close && highest === high && lowest === low
  return agrees ? { columns: finer, from, to } : undefined
}

export function barOf({ open, high, low, close }: BarColumns, row: number): BarPrices {
  return { open: open[row]!, high: high[row]!, low: low[row]!, close: close[row]! }
}

/** The prices at which the one path of a policy turns, after the open. */
function turnsOf(policy: FillPolicy, { open, high, low, close }: BarPrices): readonly number[] {
  return highFirst(policy, { open, high, low, close }) ? [high, low, close] : [low, high, close]
}

export function highFirst(policy: FillPolicy, { open, high, low }: BarPrices): boolean {
  return policy === 'nearest' ? high - open < open - low : policy === 'ohlc'
}

function worst(outcomes: readonly PathOutcome[]): ClusterState {
  return outcomes.reduce((a, b) => (b.least < a.least || (b.least === a.least && isPlainer(b, a)) ? b : a)).state
}

function best(outcomes: readonly PathOutcome[]): ClusterState {
  return outcomes.reduce((a, b) => (b.most > a.most || (b.most === a.most && isPlainer(a, b)) ? b : a)).state
}

/** Between outcomes of one value: fewer fills, then best prices that surely were. Decides nothing but which of them it is on every machine. */
function isPlainer(a: PathOutcome, b: PathOutcome): boolean {
  const fills = fillsOf(a.state).length - fillsOf(b.state).length
  return fills === 0 ? textOf(a.state) < textOf(b.state) : fills < 0
}

function textOf({ trace, stage, waterLow }: ClusterState): string {
  return `${trace} ${stage.join()} ${waterLow.join()}`
}
