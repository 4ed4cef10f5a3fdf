import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { EMA } from './ema.js'
import { fastAndSlow } from './fast-and-slow.js'

/**
 * Moving average convergence/divergence: `value` is a fast EMA less a slow one, `signal` the EMA of that, `histogram` their difference, all in units of the
 * price. The fast EMA begins with the last of the values that the slow one begins with. Appel (1979); TA-Lib's MACD.
 */
export class MACD extends BuiltInIndicator {
  signal = Number.NaN
  histogram = Number.NaN
  private readonly fast: EMA
  private readonly slow: EMA
  private readonly line: EMA
  private skipping: number

  /** Periods in updates. Throws INDICATOR_INVALID unless they are integers from 1 and `fast` is less than `slow`. */
  constructor(options: { readonly fast?: number; readonly slow?: number; readonly signal?: number } = {}) {
    const { fast = 12, slow = 26, signal = 9 } = options
    super('MACD', { ...fastAndSlow('MACD', { fast, slow }), ...integers('MACD', { signal }) }, slow + signal - 1)
    this.fast = new EMA({ period: fast })
    this.slow = new EMA({ period: slow })
    this.line = new EMA({ period: signal })
    this.skipping = slow - fast
  }

  update(value: number): void {
    if (Number.isNaN(value)) return
    this.slow.update(value)
    if (this.skipping === 0) this.fast.update(value)
    else this.skipping -= 1
    const difference = this.fast.value - this.slow.value
    this.line.update(difference)
    if (!this.count()) return
    this.value = difference
    this.signal = this.line.value
    this.histogram = difference - this.line.value
  }
}
