import type { Side } from './order.js'

/** All that a sizer may know. Prices are in the instrument's currency, equity and cash in the account's base currency. */
export interface SizingInput {
  readonly symbol: string
  readonly side: Side
  /** The price the quantity is reckoned at: the last close. */
  readonly price: number
  /** Where the entry would be wrong; undefined without one. */
  readonly stopPrice: number | undefined
  /** 0 to 1; undefined without one. */
  readonly confidence: number | undefined
  readonly equity: number
  readonly cash: number
  readonly multiplier: number
  /** Base currency per unit of the instrument's currency. */
  readonly fx: number
  /** The position before the order, signed. */
  readonly position: number
}
