import type { Position } from '../domain/position.js'

/** What a strategy may see of the account. */
export interface PortfolioView {
  /** The account's cash and positions at their marks, in base currency. */
  readonly equity: number
  /** The account's cash, in base currency. */
  readonly cash: number
  readonly currency: string
  /** Open positions of the strategy's own book. */
  readonly positions: readonly Position[]
}
