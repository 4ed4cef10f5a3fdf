import { ATR } from './atr.js'
import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers, positives } from './check-options.js'
import { medianPrice, type HighLowClose } from './prices.js'

/**
 * Supertrend: a stop `multiplier` average true ranges from the median price, that only follows the trend. `direction` is 1 while the close is above it, and the
 * stop the lower band, and -1 below; it begins with -1. Seban; the rules are those of TradingView's ta.supertrend (whose direction has the opposite sign).
 */
export class Supertrend extends BarFedIndicator {
  direction = Number.NaN
  private readonly range: ATR
  private readonly multiplier: number
  private upper = Number.NaN
  private lower = Number.NaN
  private lastClose = Number.NaN

  /** `period` of ATR, in bars. Throws INDICATOR_INVALID unless it is an integer from 1, and `multiplier` a number above 0. */
  constructor({ period = 10, multiplier = 3 }: { readonly period?: number; readonly multiplier?: number } = {}) {
    const name = 'Supertrend'
    super(name, { ...integers(name, { period }), ...positives(name, { multiplier }) }, period + 1)
    this.range = new ATR({ period })
    this.multiplier = multiplier
  }

  update(bar: HighLowClose): void {
    if (Number.isNaN(bar.high + bar.low + bar.close)) return
    this.range.update(bar)
    if (this.count()) this.#follow(bar)
    this.lastClose = bar.close
  }

  #follow(bar: HighLowClose): void {
    const median = medianPrice(bar)
    const reach = this.multiplier * this.range.value
    // A band moves against its trend only after a close beyond it.
    if (!(median - reach <= this.lower && this.lastClose >= this.lower)) this.lower = median - reach
    if (!(median + reach >= this.upper && this.lastClose <= this.upper)) this.upper = median + reach
    if (this.direction === 1) this.direction = bar.close < this.lower ? -1 : 1
    else this.direction = bar.close > this.upper && !Number.isNaN(this.direction) ? 1 : -1
    this.value = this.direction === 1 ? this.lower : this.upper
  }
}
