import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers } from './check-options.js'
import type { HighLowClose } from './prices.js'
import { StochasticLines, stochasticWarmup, type StochasticPeriods } from './stochastic-lines.js'

/**
 * Stochastic oscillator: where the close lies between the lowest low and the highest high, from 0 to 100; 0 if they are equal. `k` (also `value`) is the mean
 * of `smoothing` such values, `d` the mean of `dPeriod` of `k`. Lane (1984); TA-Lib's STOCH with simple means, and its STOCHF with a smoothing of 1.
 */
export class Stochastic extends BarFedIndicator {
  k = Number.NaN
  d = Number.NaN
  private readonly lines: StochasticLines

  /** Periods in bars. Throws INDICATOR_INVALID unless they are integers from 1. */
  constructor({ period = 14, smoothing = 3, dPeriod = 3 }: Partial<StochasticPeriods> = {}) {
    const periods = integers('Stochastic', { period, smoothing, dPeriod })
    super('Stochastic', periods, stochasticWarmup(periods))
    this.lines = new StochasticLines(periods)
  }

  update({ high, low, close }: HighLowClose): void {
    const { lines } = this
    lines.update(high, low, close)
    if (!this.count()) return
    this.value = this.k = lines.k
    this.d = lines.d
  }
}
