import type { VenueBook } from './venue-book.js'
import type { VenueOrder } from './venue-order.js'

/** An order that a phase can fill. */
export interface Candidate {
  readonly book: VenueBook
  readonly order: VenueOrder
  /** It reduces what the account holds. */
  readonly closing: boolean
  /** How far its level lies from the open. */
  readonly distance: number
  readonly ambiguous?: boolean
}

/**
 * Closing orders of all symbols, then opening ones; within each by symbol in the run's order and nearness to the open. Sorting is stable, so
 * that equal ones stay in the order in which they were submitted.
 */
export function byNearness(a: Candidate, b: Candidate): number {
  return Number(b.closing) - Number(a.closing) || a.book.index - b.book.index || a.distance - b.distance
}

/**
 * The orders of one bar whose share of scarce volume hangs on whether the price went up or down from the open first (law 3): those that
 * would get more if their side came first than if it came last.
 */
export function scarceEitherWay(sorted: readonly Candidate[], volume: number): ReadonlySet<VenueOrder> {
  const contested = new Set<VenueOrder>()
  let wantedBelow = 0
  let wantedAbove = 0
  for (const { order } of sorted) {
    if (order.actsBelow) wantedBelow += order.remaining
    else wantedAbove += order.remaining
  }
  if (wantedBelow === 0 || wantedAbove === 0 || wantedBelow + wantedAbove <= volume) return contested
  let below = 0
  let above = 0
  for (const { order } of sorted) {
    const before = order.actsBelow ? below : above
    const others = order.actsBelow ? wantedAbove : wantedBelow
    const ifFirst = share(order.remaining, volume - before)
    const ifLast = share(order.remaining, volume - before - others)
    if (ifFirst !== ifLast) contested.add(order)
    if (order.actsBelow) below += order.remaining
    else above += order.remaining
  }
  return contested
}

function share(wanted: number, left: number): number {
  return Math.max(0, Math.min(wanted, left))
}
