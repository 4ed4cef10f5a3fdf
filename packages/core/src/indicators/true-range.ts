import { BarFedIndicator } from './bar-fed-indicator.js'
import type { HighLowClose } from './prices.js'

/** True range: the range of a bar and the close before it. Wilder (1978); TA-Lib's TRANGE. */
export class TrueRange extends BarFedIndicator {
  private lastClose = Number.NaN

  constructor() {
    super('TrueRange', {}, 2)
  }

  update({ high, low, close }: HighLowClose): void {
    if (Number.isNaN(high + low + close)) return
    this.value = Math.max(high, this.lastClose) - Math.min(low, this.lastClose)
    this.lastClose = close
    this.count()
  }
}
