import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers } from './check-options.js'
import type { HighLowClose } from './prices.js'
import { SlidingExtreme } from './sliding-extreme.js'

/** Williams %R: how far the close is below the highest high, in percent of the range of the period, from -100 to 0; 0 without a range. TA-Lib's WILLR. */
export class WilliamsR extends BarFedIndicator {
  private readonly highest: SlidingExtreme
  private readonly lowest: SlidingExtreme

  /** `period` in bars. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('WilliamsR', integers('WilliamsR', { period }), period)
    this.highest = new SlidingExtreme(period, 'highest')
    this.lowest = new SlidingExtreme(period, 'lowest')
  }

  update({ high, low, close }: HighLowClose): void {
    const highest = this.highest.update(high)
    const lowest = this.lowest.update(low)
    this.value = highest === lowest ? 0 : (100 * (close - highest)) / (highest - lowest)
    this.count()
  }
}
