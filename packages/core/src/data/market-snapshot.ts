import type { Bar } from '../domain/bar.js'
import type { BarHistory } from './bar-history.js'

/** The market at one instant, over all symbols of a strategy: what was known then, and nothing later. A view, valid during the callback. */
export interface MarketSnapshot {
  /** UTC epoch milliseconds. */
  readonly time: number
  /** The strategy's symbols, in the run's order. */
  readonly symbols: readonly string[]
  /** Bars that closed at this instant, in the run's order. */
  readonly bars: readonly Bar[]
  /** The symbol's latest closed bar; undefined before its first. */
  bar(symbol: string): Bar | undefined
  /** The symbol's last price; NaN before its first. */
  price(symbol: string): number
  /** The symbol's last `n` closed bars, or as many as there are. */
  history(symbol: string, n: number): BarHistory
}
