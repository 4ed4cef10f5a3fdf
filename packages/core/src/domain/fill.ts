import type { Decimal } from './decimal.js'
import type { Side } from './order.js'
import type { PriceBounds } from './order-event.js'

/** One execution of an order, as it was booked. */
export interface Fill {
  /** The number of the order it belongs to. */
  readonly order: number
  readonly strategy: string
  readonly symbol: string
  readonly side: Side
  /** When it happened at the venue, UTC epoch milliseconds. */
  readonly occurredAt: number
  readonly price: number
  /** Unsigned. */
  readonly quantity: Decimal
  /** Price x quantity x multiplier, in the instrument's currency; unsigned, rounded once to the ledger's scale. */
  readonly value: Decimal
  /** In the instrument's currency; negative for a rebate. */
  readonly commission: Decimal
  /** The bar does not decide whether or where it happened; see `docs/how-a-run-works.md`. */
  readonly ambiguous: boolean
  /** It is a stop's fill in a bar that spans a session break: the true price may be far away. */
  readonly gapRisk: boolean
  /** It is a limit's, at a price that the market only touched. */
  readonly touched: boolean
  /** No venue filled it: two books were netted against each other, or a corporate action paid it out. */
  readonly internal: boolean
  /** The lowest and highest price that the data allow; undefined where the price is certain. */
  readonly bounds: PriceBounds | undefined
}

/** Bit flags of a fill. */
export const FILL_AMBIGUOUS = 1
export const FILL_GAP_RISK = 2
export const FILL_TOUCHED = 4
export const FILL_INTERNAL = 8
