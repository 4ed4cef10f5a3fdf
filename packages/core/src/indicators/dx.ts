import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers } from './check-options.js'
import { DirectionalMovement } from './directional-movement.js'
import type { HighLowClose } from './prices.js'
import { TrueRange } from './true-range.js'
import { WilderSum } from './wilder.js'

/**
 * Directional index: `plusDI` and `minusDI` are directional movement in percent of the true range, `value` is their difference in percent of their sum; it
 * stays as it was while that sum is 0. Wilder (1978); TA-Lib's PLUS_DI, MINUS_DI and DX.
 */
export class DX extends BarFedIndicator {
  plusDI = Number.NaN
  minusDI = Number.NaN
  private readonly movement: DirectionalMovement
  private readonly range = new TrueRange()
  private readonly ranges: WilderSum

  /** `period` in bars. Throws INDICATOR_INVALID unless it is an integer from 2. */
  constructor({ period }: { readonly period: number }) {
    super('DX', integers('DX', { period }, 2), period + 1)
    this.movement = new DirectionalMovement({ period })
    this.ranges = new WilderSum(period)
  }

  update(bar: HighLowClose): void {
    if (Number.isNaN(bar.high + bar.low + bar.close)) return
    this.movement.update(bar)
    this.range.update(bar)
    if (this.range.ready) this.ranges.update(this.range.value)
    if (this.count()) this.#compare(this.ranges.value)
  }

  #compare(range: number): void {
    this.plusDI = range === 0 ? 0 : (100 * this.movement.plus) / range
    this.minusDI = range === 0 ? 0 : (100 * this.movement.minus) / range
    const sum = this.plusDI + this.minusDI
    if (sum !== 0) this.value = (100 * Math.abs(this.plusDI - this.minusDI)) / sum
    else if (Number.isNaN(this.value)) this.value = 0
  }
}
