import type { VenueBook } from './venue-book.js'
import type { VenueOrder } from './venue-order.js'

/** An order that a phase can fill. */
export interface Candidate {
  readonly book: VenueBook
  readonly order: VenueOrder
  /** It reduces what the account holds. */
  readonly closing: boolean
  /** How far its level lies from the open, on the path that is supposed. */
  readonly distance: number
  /** Whether it acts when the price falls to its level rather than when it rises to it. */
  readonly below: boolean
  /** A limit that may as well stay unfilled: the bar does not say. */
  readonly touched: boolean
}

/**
 * Closing orders of all symbols, then opening ones; within each by symbol in the run's order and nearness to the open. Sorting is stable, so
 * that equal ones stay in the order in which they were submitted.
 */
export function byNearness(a: Candidate, b: Candidate): number {
  return Number(b.closing) - Number(a.closing) || a.book.index - b.book.index || a.distance - b.distance
}

/** How many are sorted by insertion: for so few, nearly in order, an array's own sort takes ten times as long. */
const FEW = 16

/** Sorts in place; equal ones keep their order. */
export function sortStable<T>(list: T[], compare: (a: T, b: T) => number): void {
  if (list.length > FEW) {
    list.sort(compare)
    return
  }
  for (let i = 1; i < list.length; i++) {
    const moved = list[i]!
    let place = i
    while (place > 0 && compare(list[place - 1]!, moved) > 0) {
      list[place] = list[place - 1]!
      place--
    }
    list[place] = moved
  }
}

/**
 * The orders of one bar whose share of scarce volume hangs on what the bar does not say: whether the price went up or down from the open
 * first (law 3), and whether limits that were only touched took a part (law 8).
 */
export function scarceEitherWay(sorted: readonly Candidate[], volume: number): ReadonlySet<VenueOrder> {
  const contested = new Set<VenueOrder>()
  let wantedBelow = 0
  let wantedAbove = 0
  for (const { order, below } of sorted) {
    if (below) wantedBelow += order.remaining
    else wantedAbove += order.remaining
  }
  if (sorted.length < 2 || wantedBelow + wantedAbove <= volume) return contested
  const nearerBelow: Wanted = { surely: 0, atMost: 0 }
  const nearerAbove: Wanted = { surely: 0, atMost: 0 }
  for (const { order, below, touched } of sorted) {
    const before = below ? nearerBelow : nearerAbove
    const others = below ? wantedAbove : wantedBelow
    const ifFirst = share(order.remaining, volume - before.surely)
    const ifLast = share(order.remaining, volume - before.atMost - others)
    if (ifFirst !== ifLast) contested.add(order)
    if (!touched) before.surely += order.remaining
    before.atMost += order.remaining
  }
  return contested
}

/** What the nearer orders of one side take. */
interface Wanted {
  surely: number
  atMost: number
}

function share(wanted: number, left: number): number {
  return Math.max(0, Math.min(wanted, left))
}
