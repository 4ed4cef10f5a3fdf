/** What a rebalance leaves alone. Quantities and weights are floats; amounts are in the account's base currency. */
export interface RebalanceOptions {
  /** The part of the equity that stays in cash, for costs and gaps; from 0, below 1. Default 0; in a cash account what that keeps back. */
  readonly buffer?: number
  /** Trades that are worth less are left out; default 0. */
  readonly tradeValueMin?: number
  /** A position is left alone while its part of the equity is off its target by less than this: 0.02 for 2 %. Default 0. */
  readonly driftMin?: number
}

/**
 * Why a position is left as it is: it has not drifted far enough; the trade would be worth too little, or be below a minimum of the
 * instrument; positions that are left alone take the room that it would need; or there is no price yet, or no rate of its currency.
 */
export type RebalanceSkip = 'DRIFT' | 'TRADE_VALUE' | 'QUANTITY_MIN' | 'NOTIONAL_MIN' | 'NO_ROOM' | 'NO_PRICE'

/** One position of a rebalance. */
export interface RebalanceTrade {
  readonly symbol: string
  /** As it was asked for; 0 for a symbol that was not named. */
  readonly weight: number
  /** What is held, at its price, by the equity; signed. NaN where that cannot be said. */
  readonly weightBefore: number
  /** Signed; working market orders counted as filled. */
  readonly held: number
  /** The position to hold, signed, on the quantity step. */
  readonly target: number
  /** target - held: positive to buy. What turns a position round is sent as two orders: one that closes, and one that opens. */
  readonly quantity: number
  /** What the trade is worth, signed. */
  readonly value: number
  /** Only in the plan's `skipped`: what it would have traded is in the other fields. */
  readonly skipped?: RebalanceSkip
}

/** The trades that take positions to their weights, and what is left over. A position that is where it should be is in neither list. */
export interface RebalancePlan {
  readonly equity: number
  /** Those that make a position smaller first, then the others; each in the run's order. */
  readonly trades: readonly RebalanceTrade[]
  /** In the run's order. */
  readonly skipped: readonly RebalanceTrade[]
  /** What rounding down to quantity steps leaves: the sum, over all positions with a price, of |wanted| - |rounded|, in value. */
  readonly residue: number
  /**
   * What no position was meant to have: equity - the sum of the wanted values, unsigned. That is the buffer, what the weights leave, and
   * the weights of instruments without a price; below 0 where the weights borrow.
   */
  readonly unallocated: number
}
