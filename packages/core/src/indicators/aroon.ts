import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers } from './check-options.js'
import type { HighLow } from './prices.js'
import { SlidingExtreme } from './sliding-extreme.js'

/**
 * Aroon: `up` is 100 on a new highest high and falls to 0 as it ages to `period` bars, `down` the same of the lowest low; of equal ones the latest counts.
 * `oscillator` (also `value`) is up less down. Chande (1995); TA-Lib's AROON and AROONOSC.
 */
export class Aroon extends BarFedIndicator {
  up = Number.NaN
  down = Number.NaN
  oscillator = Number.NaN
  private readonly highest: SlidingExtreme
  private readonly lowest: SlidingExtreme
  private readonly period: number

  /** `period` in bars before the latest. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('Aroon', integers('Aroon', { period }), period + 1)
    this.highest = new SlidingExtreme(period + 1, 'highest')
    this.lowest = new SlidingExtreme(period + 1, 'lowest')
    this.period = period
  }

  update({ high, low }: HighLow): void {
    this.highest.update(high)
    this.lowest.update(low)
    this.up = this.#freshness(this.highest)
    this.down = this.#freshness(this.lowest)
    this.value = this.oscillator = this.up - this.down
    this.count()
  }

  #freshness({ value, age }: SlidingExtreme): number {
    return Number.isNaN(value) ? Number.NaN : (100 * (this.period - age)) / this.period
  }
}
