/** What a strategy's closed round trips have brought, after costs, in base currency. */
export interface TradeStatistics {
  readonly count: number
  /** Round trips with a profit. */
  readonly wins: number
  /** Round trips with a loss; what broke even is neither. */
  readonly losses: number
  /** NaN without a win. */
  readonly averageWin: number
  /** Unsigned; NaN without a loss. */
  readonly averageLoss: number
}
