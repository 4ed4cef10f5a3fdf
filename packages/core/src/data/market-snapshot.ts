import type { Bar } from '../domain/bar.js'
import type { Quote } from '../domain/quote.js'
import type { BarHistory } from './bar-history.js'

/**
 * The market at one instant, over all symbols of a strategy: what was known then, and nothing later. A view, valid during the callback; with `freshBars` each
 * instant has one of its own. Nothing of it can be written. Every method throws UNKNOWN_SYMBOL for a symbol that the strategy does not see.
 */
export interface MarketSnapshot {
  /** UTC epoch milliseconds. */
  readonly time: number
  /** The strategy's symbols, in the run's order. */
  readonly symbols: readonly string[]
  /** Bars that closed at this instant, in the run's order. */
  readonly bars: readonly Bar[]
  /** Whether a bar of the symbol is among them. */
  hasClosed(symbol: string): boolean
  /** The symbol's latest closed bar; undefined before its first. */
  bar(symbol: string): Bar | undefined
  /** The symbol's last price; NaN before its first. */
  price(symbol: string): number
  /**
   * The symbol's bid and ask at its last price. On bars they lie as far apart as the run's `costs.spread` has them in the bar of that price, and their sizes are NaN;
   * undefined in a run without a spread, and before the first price.
   */
  quote(symbol: string): Quote | undefined
  /**
   * How old the symbol's last price is, in milliseconds: 0 at the close of a bar of its finest series; NaN before its first. A bar that is carried forward
   * brings no price.
   */
  age(symbol: string): number
  /** The last value of a feature that the strategy has declared of the symbol; NaN until it is ready. Throws UNKNOWN_FEATURE. */
  feature(symbol: string, name: string): number
  /** The symbol's last `n` closed bars, or as many as there are. */
  history(symbol: string, n: number): BarHistory
}
