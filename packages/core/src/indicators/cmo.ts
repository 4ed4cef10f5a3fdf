import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { GainsAndLosses } from './gains-and-losses.js'

/**
 * Chande momentum oscillator: rises less falls as a share of all movement, from -100 to 100; 0 if nothing has moved. With Wilder's means, as TA-Lib's
 * CMO has them; Chande (1994) takes sums.
 */
export class CMO extends BuiltInIndicator {
  private readonly moves: GainsAndLosses

  /** `period` in changes, one more in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('CMO', integers('CMO', { period }), period + 1)
    this.moves = new GainsAndLosses(period)
  }

  update(value: number): void {
    if (Number.isNaN(value)) return
    const { gains, losses } = this.moves
    this.moves.update(value)
    if (!this.count()) return
    const all = gains.value + losses.value
    this.value = all === 0 ? 0 : (100 * (gains.value - losses.value)) / all
  }
}
