import type { Fill } from './fill.js'

/** A reason to doubt what a run came to: found in its fills and round trips, whatever the strategy is. */
export interface Doubt {
  readonly code: DoubtCode
  /** What was found, with its numbers. */
  readonly message: string
  /** How many fills, round trips, orders or bars it is about. */
  readonly count: number
  /** `count` as a fraction of all fills; of all profit where it is about profit. */
  readonly share?: number
  /** The fills that it is about, where it is about fills. */
  readonly fills?: readonly Fill[]
}

/** In the order in which they are told. */
export const DOUBT_CODES = {
  LOOKAHEAD_FILLS: 'Market orders were filled at a price that their decision knew.',
  ALL_ORDERS_DENIED: 'Every order was denied before it was sent: nothing was traded.',
  AMBIGUOUS_FILLS: 'More than a twentieth of the fills are not decided by their bars.',
  FILLS_AT_STALE_PRICES: 'Fills are in bars that repeat the bar before, or stand still at its close.',
  FILLS_AT_PREVIOUS_CLOSE:
    'More than a twentieth of the fills are at opens that equal the close before: the price that the decision saw.',
  FILLS_AT_TOUCHED_LIMITS: 'Limit orders were filled at prices that the market only touched.',
  FILLS_IN_GAP_BARS: 'Stops were filled inside bars that span a session break: the true price may be far away.',
  LARGE_FILLS: "Fills took more than a tenth of their bar's volume.",
  PROFIT_OF_FEW_TRADES: 'Without its few best round trips the run earns nothing.',
  FINER_SERIES_DISAGREES: 'A finer series shows other prices than the bars that it is to decide.',
} as const
export type DoubtCode = keyof typeof DOUBT_CODES
