/** The best bid and ask of an instrument at an instant. */
export interface Quote {
  readonly symbol: string
  /** UTC epoch milliseconds, as the venue stamped it. */
  readonly occurredAt: number
  readonly bid: number
  readonly ask: number
  readonly bidSize: number
  readonly askSize: number
}

/** One trade that the market printed. */
export interface TradeTick {
  readonly symbol: string
  /** UTC epoch milliseconds, as the venue stamped it. */
  readonly occurredAt: number
  readonly price: number
  readonly size: number
}
