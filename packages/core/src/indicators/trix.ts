import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { EmaChain } from './ema-chain.js'

/** Change of a triply smoothed EMA from one update to the next, in percent. Hutson (1983); TA-Lib's TRIX. */
export class TRIX extends BuiltInIndicator {
  private readonly chain: EmaChain

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('TRIX', integers('TRIX', { period }), 3 * period - 1)
    this.chain = new EmaChain(period)
  }

  update(value: number): void {
    if (Number.isNaN(value)) return
    const last = this.chain.third.value
    this.chain.update(value)
    if (this.count()) this.value = last === 0 ? 0 : 100 * (this.chain.third.value / last - 1)
  }
}
