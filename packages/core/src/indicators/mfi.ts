import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers } from './check-options.js'
import { typicalPrice, type HighLowCloseVolume } from './prices.js'
import { SlidingSum } from './sliding-sum.js'

/**
 * Money flow index: of typical price times volume over the last `period` bars, the share of bars whose typical price rose, from 0 to 100; bars on which it
 * stayed count for neither, and it is 0 if nothing flowed. Quong and Soudack (1989); TA-Lib's MFI.
 */
export class MFI extends BarFedIndicator {
  private readonly inflows: SlidingSum
  private readonly outflows: SlidingSum
  private last = Number.NaN

  /** `period` in changes, one more in bars. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('MFI', integers('MFI', { period }), period + 1)
    this.inflows = new SlidingSum(period)
    this.outflows = new SlidingSum(period)
  }

  update(bar: HighLowCloseVolume): void {
    const price = typicalPrice(bar)
    if (this.missing < this.warmup) this.#flow(price - this.last, price * bar.volume)
    this.last = price
    if (this.count()) this.value = this.#share()
  }

  #flow(change: number, flow: number): void {
    const counted = Number.isNaN(change) ? Number.NaN : flow
    this.inflows.update(change <= 0 ? 0 : counted)
    this.outflows.update(change >= 0 ? 0 : counted)
  }

  #share(): number {
    const all = this.inflows.value + this.outflows.value
    return all === 0 ? 0 : (100 * this.inflows.value) / all
  }
}
