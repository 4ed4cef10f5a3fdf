import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { EmaChain } from './ema-chain.js'

/** Triple exponential moving average: 3 · EMA − 3 · EMA of EMA + EMA of EMA of EMA. Mulloy (1994); TA-Lib's TEMA. */
export class TEMA extends BuiltInIndicator {
  private readonly chain: EmaChain

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('TEMA', integers('TEMA', { period }), 3 * period - 2)
    this.chain = new EmaChain(period)
  }

  update(value: number): void {
    if (Number.isNaN(value)) return
    const { first, second, third } = this.chain
    this.chain.update(value)
    if (this.count()) this.value = 3 * first.value - 3 * second.value + third.value
  }
}
