import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { Delay } from './delay.js'

/** The value of `period` updates before. */
export class Lag extends BuiltInIndicator {
  private readonly delay: Delay

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period = 1 }: { readonly period?: number } = {}) {
    super('Lag', integers('Lag', { period }), period + 1)
    this.delay = new Delay(period)
  }

  update(value: number): void {
    this.value = this.delay.update(value)
    this.count()
  }
}
