import type { Quote, TradeTick } from '../domain/quote.js'
import type { VenueNotice } from '../domain/venue-notice.js'

/**
 * A venue made of market data: whoever turns the crank shows it the market, phase by phase. At one instant closes come before opens,
 * and all bars that open together are shown before any is matched.
 */
export interface MarketDriven {
  /** Whether any order waits for the market. While none does, bars need not be shown; `skipTo` then says where the market stands. */
  readonly waiting: boolean
  /** The first row of a series from `row` on, before `end`, that could concern an order; bars before it need not be shown. May look at a stretch only. */
  quietUntil(series: number, row: number, end: number): number
  /** The rest of a bar, from just after its open to its close, has happened. */
  barClosed(series: number, row: number): void
  /** A bar opens; matching waits for `opensComplete`. */
  barOpened(series: number, row: number): void
  /** Every bar that opens at this instant has been shown. */
  opensComplete(at: number): void
  /** A quote of an instrument that is matched on quotes and trades; at `at`, UTC epoch milliseconds. */
  quoted(instrument: number, quote: Omit<Quote, 'symbol' | 'occurredAt'>, at: number): void
  /** A trade that the market printed, of such an instrument. */
  traded(instrument: number, trade: Omit<TradeTick, 'symbol' | 'occurredAt'>, at: number): void
  /** Bars up to this one were not shown: the series stands at `row`, which is open still or closed. */
  skipTo(series: number, row: number, isOpen: boolean): void
  /** What happened to an account or an instrument that it keeps books of. */
  notice(notice: VenueNotice): void
}
