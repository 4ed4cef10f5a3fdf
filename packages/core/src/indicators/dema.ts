import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { EmaChain } from './ema-chain.js'

/** Double exponential moving average: 2 · EMA − EMA of EMA. Mulloy (1994); TA-Lib's DEMA. */
export class DEMA extends BuiltInIndicator {
  private readonly chain: EmaChain

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('DEMA', integers('DEMA', { period }), 2 * period - 1)
    this.chain = new EmaChain(period)
  }

  update(value: number): void {
    if (Number.isNaN(value)) return
    const { first, second } = this.chain
    this.chain.update(value)
    if (this.count()) this.value = 2 * first.value - second.value
  }
}
