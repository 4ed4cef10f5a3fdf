import type { Decimal } from './decimal.js'

/** A strategy's holding in one symbol. */
export interface Position {
  readonly symbol: string
  /** Signed: negative is short. */
  readonly quantity: Decimal
  /** The same as a number. */
  readonly size: number
  readonly isLong: boolean
  readonly isShort: boolean
  readonly isFlat: boolean
  /** Mean entry price of the lots still open, without costs; NaN when flat. */
  readonly averagePrice: number
  /** Last price; NaN before the first. */
  readonly markPrice: number
  /** Size x mark x multiplier, in the instrument's currency. */
  readonly value: number
  /** (Mark - average) x size x multiplier, in the instrument's currency, before costs. */
  readonly unrealizedPnl: number
}
