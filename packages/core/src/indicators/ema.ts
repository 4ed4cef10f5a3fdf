import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'

/**
 * Exponential moving average: last + (value − last) · 2 / (period + 1), begun with the mean of the first `period` values. TA-Lib's EMA.
 */
export class EMA extends BuiltInIndicator {
  private readonly weight: number
  private sum = 0

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('EMA', integers('EMA', { period }), period)
    this.weight = 2 / (period + 1)
  }

  update(value: number): void {
    if (Number.isNaN(value)) return
    if (this.missing === 0) this.value += (value - this.value) * this.weight
    else this.#begin(value)
  }

  #begin(value: number): void {
    this.sum += value
    if (this.count()) this.value = this.sum / this.warmup
  }
}
