import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers } from './check-options.js'
import { typicalPrice, type HighLowClose } from './prices.js'

/**
 * Commodity channel index: how far the typical price is from its mean, in units of 0.015 mean absolute deviations; 0 if there is none. O(period) per
 * update, for the deviations are from a mean that moves. Lambert (1980); TA-Lib's CCI.
 */
export class CCI extends BarFedIndicator {
  private readonly prices: Float64Array
  private next = 0

  /** `period` in bars. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('CCI', integers('CCI', { period }), period)
    this.prices = new Float64Array(period)
  }

  update(bar: HighLowClose): void {
    const { prices, next } = this
    const price = typicalPrice(bar)
    prices[next] = price
    this.next = next + 1 === prices.length ? 0 : next + 1
    if (this.count()) this.value = this.#deviation(price)
  }

  #deviation(price: number): number {
    const { prices } = this
    // Counted from the latest price, so that prices that are all the same have no deviation at all.
    let sum = 0
    for (const each of prices) sum += each - price
    const mean = sum / prices.length
    let deviations = 0
    for (const each of prices) deviations += Math.abs(each - price - mean)
    const unit = (0.015 * deviations) / prices.length
    return unit === 0 ? 0 : -mean / unit
  }
}
