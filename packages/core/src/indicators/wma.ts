import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { SlidingTrend } from './sliding-trend.js'

/** Linearly weighted moving average: the oldest of the last `period` values counts once, the latest `period` times. TA-Lib's WMA. */
export class WMA extends BuiltInIndicator {
  private readonly trend: SlidingTrend
  private readonly weight: number

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('WMA', integers('WMA', { period }), period)
    this.trend = new SlidingTrend(period)
    this.weight = 2 / (period * (period + 1))
  }

  update(value: number): void {
    const { trend } = this
    trend.update(value)
    // A weighted mean is the mean, and what the values' co-deviation with their weights adds to it.
    this.value = trend.mean + trend.codeviation * this.weight
    this.count()
  }
}
