import type { Position } from '../domain/position.js'
import type { AccountNode } from '../portfolio/portfolio-tree.js'

/** What a strategy may see of the account. */
export interface PortfolioView {
  /** The account's cash and positions at their marks, in base currency. Throws FX_RATE_MISSING. */
  readonly equity: number
  /** The account's cash of all currencies, in base currency. Throws FX_RATE_MISSING. */
  readonly cash: number
  readonly currency: string
  /** What the strategy may use: its book's, if it has capital of its own, else what it shares with all others that have none. */
  readonly capital: CapitalView
  /** Open positions of the strategy's own book. */
  readonly positions: readonly Position[]
  /** The whole account as it is now: books, their positions, and cash as a position of price 1. */
  tree(): AccountNode
}

/** In base currency; both throw FX_RATE_MISSING. */
export interface CapitalView {
  readonly equity: number
  readonly cash: number
}
