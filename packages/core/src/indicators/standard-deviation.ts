import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { SlidingVariance } from './sliding-variance.js'

/**
 * Standard deviation of the last `period` values as a population (divided by `period`), and its square, `variance`. TA-Lib's STDDEV and VAR.
 */
export class StandardDeviation extends BuiltInIndicator {
  variance = Number.NaN
  private readonly moments: SlidingVariance

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('StandardDeviation', integers('StandardDeviation', { period }), period)
    this.moments = new SlidingVariance(period)
  }

  update(value: number): void {
    this.moments.update(value)
    this.variance = this.moments.variance
    this.value = Math.sqrt(this.variance)
    this.count()
  }
}
