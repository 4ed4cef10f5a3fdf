import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { GainsAndLosses } from './gains-and-losses.js'

/**
 * Relative strength index: the share of rises in all movement, by Wilder's means, from 0 to 100; 0 if nothing has moved. Wilder (1978); TA-Lib's RSI.
 */
export class RSI extends BuiltInIndicator {
  private readonly moves: GainsAndLosses

  /** `period` in changes, one more in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('RSI', integers('RSI', { period }), period + 1)
    this.moves = new GainsAndLosses(period)
  }

  update(value: number): void {
    if (Number.isNaN(value)) return
    const { gains, losses } = this.moves
    this.moves.update(value)
    if (!this.count()) return
    const all = gains.value + losses.value
    this.value = all === 0 ? 0 : (100 * gains.value) / all
  }
}
