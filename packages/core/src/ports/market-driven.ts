/**
 * A venue made of market data: whoever turns the crank shows it the market, phase by phase. At one instant closes come before opens,
 * and all bars that open together are shown before any is matched.
 */
export interface MarketDriven {
  /** The rest of a bar, from just after its open to its close, has happened. */
  barClosed(series: number, row: number): void
  /** A bar opens; matching waits for `opensComplete`. */
  barOpened(series: number, row: number): void
  /** Every bar that opens at this instant has been shown. */
  opensComplete(at: number): void
}
