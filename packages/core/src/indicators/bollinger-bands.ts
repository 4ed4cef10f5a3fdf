import { BuiltInIndicator } from './built-in-indicator.js'
import { integers, positives } from './check-options.js'
import { SlidingVariance } from './sliding-variance.js'

/**
 * Bollinger bands: `middle` (also `value`) is the mean of the last `period` values, `upper` and `lower` are `multiplier` standard deviations (of a population)
 * from it. `percentB` is where the latest value lies between the bands, 0 on the lower and 1 on the upper, and 0.5 where they meet; `bandwidth` is their
 * distance as a fraction of the middle. Bollinger (2001); TA-Lib's BBANDS.
 */
export class BollingerBands extends BuiltInIndicator {
  middle = Number.NaN
  upper = Number.NaN
  lower = Number.NaN
  percentB = Number.NaN
  bandwidth = Number.NaN
  private readonly moments: SlidingVariance
  private readonly multiplier: number

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1, and `multiplier` a number above 0. */
  constructor({ period = 20, multiplier = 2 }: { readonly period?: number; readonly multiplier?: number } = {}) {
    const name = 'BollingerBands'
    super(name, { ...integers(name, { period }), ...positives(name, { multiplier }) }, period)
    this.moments = new SlidingVariance(period)
    this.multiplier = multiplier
  }

  update(value: number): void {
    this.moments.update(value)
    const { mean, variance } = this.moments
    const reach = this.multiplier * Math.sqrt(variance)
    this.value = this.middle = mean
    this.upper = mean + reach
    this.lower = mean - reach
    this.percentB = reach === 0 ? 0.5 : (value - this.lower) / (2 * reach)
    this.bandwidth = (2 * reach) / mean
    this.count()
  }
}
