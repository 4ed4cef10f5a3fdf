import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { Delay } from './delay.js'

/** By how much a value is above the one `period` updates before. TA-Lib's MOM. */
export class Momentum extends BuiltInIndicator {
  private readonly delay: Delay

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('Momentum', integers('Momentum', { period }), period + 1)
    this.delay = new Delay(period)
  }

  update(value: number): void {
    this.value = value - this.delay.update(value)
    this.count()
  }
}

/** Rate of change: by how many percent a value is above the one `period` updates before; 0 if that was 0. TA-Lib's ROC, and a hundred times its ROCP. */
export class ROC extends BuiltInIndicator {
  private readonly delay: Delay

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('ROC', integers('ROC', { period }), period + 1)
    this.delay = new Delay(period)
  }

  update(value: number): void {
    const before = this.delay.update(value)
    this.value = before === 0 ? 0 : (100 * (value - before)) / before
    this.count()
  }
}
