import { AccumulationDistribution } from './accumulation-distribution.js'
import { BarFedIndicator } from './bar-fed-indicator.js'
import { fastAndSlow, type FastAndSlow } from './fast-and-slow.js'
import type { HighLowCloseVolume } from './prices.js'

/**
 * Chaikin oscillator: a fast EMA of the accumulation/distribution line less a slow one, both begun with its first value. TA-Lib's ADOSC.
 */
export class ChaikinOscillator extends BarFedIndicator {
  private readonly line = new AccumulationDistribution()
  private readonly fastWeight: number
  private readonly slowWeight: number
  private fast = 0
  private slow = 0

  /** Periods in bars. Throws INDICATOR_INVALID unless they are integers from 1 and `fast` is less than `slow`. */
  constructor({ fast = 3, slow = 10 }: Partial<FastAndSlow> = {}) {
    super('ChaikinOscillator', fastAndSlow('ChaikinOscillator', { fast, slow }), slow)
    this.fastWeight = 2 / (fast + 1)
    this.slowWeight = 2 / (slow + 1)
  }

  update(bar: HighLowCloseVolume): void {
    if (Number.isNaN(bar.high + bar.low + bar.close + bar.volume)) return
    const isFirst = !this.line.ready
    this.line.update(bar)
    const { value } = this.line
    this.fast = isFirst ? value : value * this.fastWeight + this.fast * (1 - this.fastWeight)
    this.slow = isFirst ? value : value * this.slowWeight + this.slow * (1 - this.slowWeight)
    if (this.count()) this.value = this.fast - this.slow
  }
}
