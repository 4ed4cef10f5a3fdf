import { BuiltInIndicator } from './built-in-indicator.js'
import { fastAndSlow, type FastAndSlow } from './fast-and-slow.js'
import { EMA } from './ema.js'

/** Percentage price oscillator: by how many percent a fast EMA is above a slow one. TA-Lib's PPO with exponential averages, each begun with its own first values. */
export class PPO extends BuiltInIndicator {
  private readonly fast: EMA
  private readonly slow: EMA

  /** Periods in updates. Throws INDICATOR_INVALID unless they are integers from 1 and `fast` is less than `slow`. */
  constructor({ fast = 12, slow = 26 }: Partial<FastAndSlow> = {}) {
    super('PPO', fastAndSlow('PPO', { fast, slow }), slow)
    this.fast = new EMA({ period: fast })
    this.slow = new EMA({ period: slow })
  }

  update(value: number): void {
    if (Number.isNaN(value)) return
    const { fast, slow } = this
    fast.update(value)
    slow.update(value)
    if (this.count()) this.value = slow.value === 0 ? 0 : (100 * (fast.value - slow.value)) / slow.value
  }
}
