import { BarFedIndicator } from './bar-fed-indicator.js'
import type { IndicatorBar } from './indicator.js'

/**
 * On-balance volume: the sum of the volumes of bars that closed higher less those that closed lower, begun with the first bar's volume. Granville (1963);
 * TA-Lib's OBV.
 */
export class OBV extends BarFedIndicator {
  private lastClose = Number.NaN

  constructor() {
    super('OBV', {}, 1)
  }

  update({ close, volume }: Pick<IndicatorBar, 'close' | 'volume'>): void {
    if (Number.isNaN(close + volume)) return
    if (!this.ready) this.value = volume
    else if (close > this.lastClose) this.value += volume
    else if (close < this.lastClose) this.value -= volume
    this.lastClose = close
    this.count()
  }
}
