import type { Decimal } from './decimal.js'

/**
 * An entry lot, or part of one, closed by one exit fill, first in first out. Costs of an entry and of an exit are shared by quantity;
 * all trade statistics count these.
 */
export interface RoundTrip {
  readonly strategy: string
  readonly symbol: string
  readonly direction: 'long' | 'short'
  readonly quantity: Decimal
  readonly entryTime: number
  readonly entryPrice: number
  readonly exitTime: number
  readonly exitPrice: number
  /** What it brought, after both sides' costs; the sum over a flat book's round trips is its change in cash, exactly. */
  readonly pnl: Decimal
  /** Commissions and fees of both sides. */
  readonly costs: Decimal
  /** pnl / (entry price x quantity x multiplier). */
  readonly returnFraction: number
  readonly holdingMs: number
}

/** A position from flat to flat: what the round trips between two flat moments add up to. */
export interface PositionCycle {
  readonly strategy: string
  readonly symbol: string
  readonly direction: 'long' | 'short'
  readonly openedAt: number
  readonly closedAt: number
  readonly roundTrips: number
  readonly pnl: Decimal
}
