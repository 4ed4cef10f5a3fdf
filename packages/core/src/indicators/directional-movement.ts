import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers } from './check-options.js'
import type { HighLow } from './prices.js'
import { WilderSum } from './wilder.js'

/**
 * Directional movement: Wilder's running sums of how far highs rose above the high before, `plus`, and lows fell below the low before, `minus`, of each
 * bar only the greater; `value` is their difference. Wilder (1978); TA-Lib's PLUS_DM and MINUS_DM.
 */
export class DirectionalMovement extends BarFedIndicator {
  plus = Number.NaN
  minus = Number.NaN
  private readonly rises: WilderSum
  private readonly falls: WilderSum
  private lastHigh = Number.NaN
  private lastLow = Number.NaN

  /** `period` in bars. Throws INDICATOR_INVALID unless it is an integer from 2. */
  constructor({ period }: { readonly period: number }) {
    super('DirectionalMovement', integers('DirectionalMovement', { period }, 2), period)
    this.rises = new WilderSum(period)
    this.falls = new WilderSum(period)
  }

  update({ high, low }: HighLow): void {
    if (Number.isNaN(high + low)) return
    if (this.missing < this.warmup) this.#move(high - this.lastHigh, this.lastLow - low)
    this.lastHigh = high
    this.lastLow = low
    if (!this.count()) return
    this.plus = this.rises.value
    this.minus = this.falls.value
    this.value = this.plus - this.minus
  }

  #move(rise: number, fall: number): void {
    this.rises.update(rise > fall && rise > 0 ? rise : 0)
    this.falls.update(fall > rise && fall > 0 ? fall : 0)
  }
}
