import type { Side } from './order.js'
import type { TradeStatistics } from './trade-statistics.js'

/** All that a sizer may know. Prices are in the instrument's currency; equity, cash and all other amounts in the account's base currency. */
export interface SizingInput {
  readonly symbol: string
  readonly side: Side
  /** The price the quantity is reckoned at: the limit or stop price of the order, of a market order the last close. */
  readonly price: number
  /** Where the entry would be wrong: a signal's `stop`, an order's `invalidationPrice`; undefined without one. */
  readonly stopPrice: number | undefined
  /** 0 to 1; undefined without one. */
  readonly confidence: number | undefined
  readonly equity: number
  readonly cash: number
  readonly multiplier: number
  /** Base currency per unit of the instrument's currency; NaN without a rate. */
  readonly fx: number
  /** The position before the order, signed. */
  readonly position: number
  /** The grid that the answer will be rounded down to. */
  readonly quantityStep: number
  /** The average true range that the sizer's `needs` ask for; undefined before it is ready, and for other sizers. */
  readonly atr: number | undefined
  /** The strategy's own closed round trips. Reckoned when it is read. */
  readonly trades: TradeStatistics
  /**
   * What the answer may be worth at `price`: equity x leverage, less all other positions and what is working. Reckoned when it is read.
   */
  readonly buyingPower: number
  /** What the entry would be charged for so much at `price`, in one fill, by the run's commission model. */
  commission(quantity: number): number
}
