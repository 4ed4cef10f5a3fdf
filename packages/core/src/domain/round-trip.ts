import type { Decimal } from './decimal.js'

/** How exits are matched to entries: the oldest first, or all at the average cost of what is held. */
export const LOT_MATCHINGS = ['fifo', 'average'] as const
export type LotMatching = (typeof LOT_MATCHINGS)[number]

/**
 * An entry lot, or part of one, closed by one exit fill: the oldest lot first, or with average cost one lot of all that was held. Costs of an entry and
 * of an exit are shared by quantity; all trade statistics count these. After a split inside it, quantity and entry price are in new shares.
 */
export interface RoundTrip {
  readonly strategy: string
  readonly symbol: string
  readonly direction: 'long' | 'short'
  readonly quantity: Decimal
  /** With average cost that of the first entry since the position was flat. */
  readonly entryTime: number
  /** With average cost the mean price of what was held. */
  readonly entryPrice: number
  readonly exitTime: number
  readonly exitPrice: number
  /** What its prices, `pnl` and `costs` are in. */
  readonly currency: string
  /**
   * What it brought, after both sides' costs. Over a flat book's round trips it adds up to what fills and commissions did to its cash, exactly; dividends, interest, nights
   * and what a split pays in fractions are in the ledger alone.
   */
  readonly pnl: Decimal
  /** Base currency per unit of `currency` when it closed. */
  readonly rate: number
  /** `pnl` at that rate, rounded to 8 decimals. */
  readonly pnlInBase: Decimal
  /** Commissions and fees of both sides. */
  readonly costs: Decimal
  /** pnl / (entry price x quantity x multiplier). */
  readonly returnFraction: number
  readonly holdingMs: number
  /**
   * MAE: the most that it was under water, before costs, in the instrument's currency; 0 or more. Like the favorable one it counts what is certain: the
   * prices of entry and exit, highs and lows of the bars between them, the close of the bar that the entry happened in and the open of that of the exit.
   * With average cost the bars count from the last entry on.
   */
  readonly maxAdverseExcursion: number
  /** MFE: the most that it was above water, the same way; 0 or more. */
  readonly maxFavorableExcursion: number
  /** Those of the entry's order. */
  readonly tags: readonly string[]
  /** Why the entry's order was made, in the strategy's words; '' without any. */
  readonly entryReason: string
  /** Why the exit's order was made. */
  readonly exitReason: string
}

/** A position from flat to flat: what the round trips between two flat moments add up to. */
export interface PositionCycle {
  readonly strategy: string
  readonly symbol: string
  readonly direction: 'long' | 'short'
  readonly openedAt: number
  readonly closedAt: number
  /** The largest position in it, unsigned; after a split in new shares. */
  readonly quantityMax: Decimal
  readonly roundTrips: number
  readonly pnl: Decimal
}
