import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { SlidingSum } from './sliding-sum.js'

/** Triangular moving average: a mean of means, so that the middle of the last `period` values counts most. TA-Lib's TRIMA. */
export class TRIMA extends BuiltInIndicator {
  private readonly inner: SlidingSum
  private readonly outer: SlidingSum
  private readonly weight: number

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('TRIMA', integers('TRIMA', { period }), period)
    const longer = Math.floor(period / 2) + 1
    const shorter = period + 1 - longer
    this.inner = new SlidingSum(longer)
    this.outer = new SlidingSum(shorter)
    this.weight = 1 / (longer * shorter)
  }

  update(value: number): void {
    this.value = this.outer.update(this.inner.update(value)) * this.weight
    this.count()
  }
}
