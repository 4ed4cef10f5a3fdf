import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { RSI } from './rsi.js'
import { StochasticLines, stochasticWarmup, type StochasticPeriods } from './stochastic-lines.js'

/**
 * Stochastic RSI: where RSI lies between its lowest and its highest, from 0 to 100; `k` (also `value`) and `d` as of Stochastic. Chande and Kroll (1994);
 * TA-Lib's STOCHRSI, which doesn't smooth `k`; charts often do, with a smoothing of 3.
 */
export class StochRSI extends BuiltInIndicator {
  k = Number.NaN
  d = Number.NaN
  private readonly rsi: RSI
  private readonly lines: StochasticLines

  /** Periods in updates: `rsiPeriod` of RSI, the others of its stochastic. Throws INDICATOR_INVALID unless they are integers from 1. */
  constructor(options: Partial<StochasticPeriods> & { readonly rsiPeriod?: number } = {}) {
    const { rsiPeriod = 14, period = 14, smoothing = 1, dPeriod = 3 } = options
    const periods = integers('StochRSI', { rsiPeriod, period, smoothing, dPeriod })
    super('StochRSI', periods, rsiPeriod + stochasticWarmup(periods))
    this.rsi = new RSI({ period: rsiPeriod })
    this.lines = new StochasticLines(periods)
  }

  update(value: number): void {
    if (Number.isNaN(value)) return
    const { rsi, lines } = this
    rsi.update(value)
    if (rsi.ready) lines.update(rsi.value, rsi.value, rsi.value)
    if (!this.count()) return
    this.value = this.k = lines.k
    this.d = lines.d
  }
}
