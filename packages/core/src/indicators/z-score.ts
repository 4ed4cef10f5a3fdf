import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { SlidingVariance } from './sliding-variance.js'

/** How many standard deviations (of a population) the latest value is above the mean of the last `period`; 0 if all are equal. */
export class ZScore extends BuiltInIndicator {
  private readonly moments: SlidingVariance

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('ZScore', integers('ZScore', { period }), period)
    this.moments = new SlidingVariance(period)
  }

  update(value: number): void {
    const { moments } = this
    moments.update(value)
    this.value = moments.variance === 0 ? 0 : (value - moments.mean) / Math.sqrt(moments.variance)
    this.count()
  }
}
