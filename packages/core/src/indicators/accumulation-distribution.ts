import { BarFedIndicator } from './bar-fed-indicator.js'
import type { HighLowCloseVolume } from './prices.js'

/**
 * Accumulation/distribution line: the sum of volumes, each weighted by where the bar closed in its range, from -1 at the low to 1 at the high; bars without a
 * range add nothing. Chaikin; TA-Lib's AD.
 */
export class AccumulationDistribution extends BarFedIndicator {
  private sum = 0

  constructor() {
    super('AccumulationDistribution', {}, 1)
  }

  update({ high, low, close, volume }: HighLowCloseVolume): void {
    if (Number.isNaN(high + low + close + volume)) return
    if (high > low) this.sum += ((close - low - (high - close)) / (high - low)) * volume
    this.value = this.sum
    this.count()
  }
}
