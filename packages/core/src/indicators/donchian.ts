import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers } from './check-options.js'
import type { HighLow } from './prices.js'
import { SlidingExtreme } from './sliding-extreme.js'

/**
 * Donchian channel: `upper` is the highest high and `lower` the lowest low of the last `period` bars, the latest included; `middle` (also `value`) is half-way,
 * TA-Lib's MIDPRICE.
 */
export class Donchian extends BarFedIndicator {
  upper = Number.NaN
  lower = Number.NaN
  middle = Number.NaN
  private readonly highest: SlidingExtreme
  private readonly lowest: SlidingExtreme

  /** `period` in bars. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('Donchian', integers('Donchian', { period }), period)
    this.highest = new SlidingExtreme(period, 'highest')
    this.lowest = new SlidingExtreme(period, 'lowest')
  }

  update({ high, low }: HighLow): void {
    this.upper = this.highest.update(high)
    this.lower = this.lowest.update(low)
    this.value = this.middle = (this.upper + this.lower) / 2
    this.count()
  }
}
