import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers } from './check-options.js'
import type { HighLowClose } from './prices.js'
import { TrueRange } from './true-range.js'
import { WilderMean } from './wilder.js'

/** Average true range: Wilder's mean of the true range, in units of the price. Wilder (1978); TA-Lib's ATR. */
export class ATR extends BarFedIndicator {
  private readonly range = new TrueRange()
  private readonly mean: WilderMean

  /** `period` in true ranges, one more in bars. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('ATR', integers('ATR', { period }), period + 1)
    this.mean = new WilderMean(period)
  }

  update(bar: HighLowClose): void {
    if (Number.isNaN(bar.high + bar.low + bar.close)) return
    this.range.update(bar)
    if (this.range.ready) this.value = this.mean.update(this.range.value)
    this.count()
  }
}
