import { BuiltInIndicator } from './built-in-indicator.js'
import { fastAndSlow, type FastAndSlow } from './fast-and-slow.js'
import { EMA } from './ema.js'

/** Absolute price oscillator: a fast EMA less a slow one, in units of the price. TA-Lib's APO with exponential averages, each begun with its own first values. */
export class APO extends BuiltInIndicator {
  private readonly fast: EMA
  private readonly slow: EMA

  /** Periods in updates. Throws INDICATOR_INVALID unless they are integers from 1 and `fast` is less than `slow`. */
  constructor({ fast = 12, slow = 26 }: Partial<FastAndSlow> = {}) {
    super('APO', fastAndSlow('APO', { fast, slow }), slow)
    this.fast = new EMA({ period: fast })
    this.slow = new EMA({ period: slow })
  }

  update(value: number): void {
    if (Number.isNaN(value)) return
    this.fast.update(value)
    this.slow.update(value)
    if (this.count()) this.value = this.fast.value - this.slow.value
  }
}
