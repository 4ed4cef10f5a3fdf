import { ATR } from './atr.js'
import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers } from './check-options.js'
import type { HighLowClose } from './prices.js'

/** Normalized average true range: ATR in percent of the close; 0 if that is 0. Forman (2006); TA-Lib's NATR. */
export class NATR extends BarFedIndicator {
  private readonly range: ATR

  /** `period` in true ranges, one more in bars. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('NATR', integers('NATR', { period }), period + 1)
    this.range = new ATR({ period })
  }

  update(bar: HighLowClose): void {
    if (Number.isNaN(bar.high + bar.low + bar.close)) return
    this.range.update(bar)
    if (this.count()) this.value = bar.close === 0 ? 0 : (100 * this.range.value) / bar.close
  }
}
