import { BuiltInIndicator } from './built-in-indicator.js'
import { integers, positives } from './check-options.js'
import { EmaChain } from './ema-chain.js'

/** Tillson's T3 moving average: six EMAs of one another, joined by a volume factor. Tillson (1998); TA-Lib's T3. */
export class T3 extends BuiltInIndicator {
  private readonly lower: EmaChain
  private readonly upper: EmaChain
  private readonly factor: number

  /** `period` in updates; `factor` usually from 0 to 1. Throws INDICATOR_INVALID unless they are an integer from 1 and a number above 0. */
  constructor({ period, factor = 0.7 }: { readonly period: number; readonly factor?: number }) {
    super('T3', { ...integers('T3', { period }), ...positives('T3', { factor }) }, 6 * period - 5)
    this.lower = new EmaChain(period)
    this.upper = new EmaChain(period)
    this.factor = factor
  }

  update(value: number): void {
    if (Number.isNaN(value)) return
    const { lower, upper, factor } = this
    lower.update(value)
    upper.update(lower.third.value)
    if (!this.count()) return
    const square = factor * factor
    const cube = square * factor
    this.value =
      -cube * upper.third.value +
      3 * (square + cube) * upper.second.value -
      3 * (2 * square + factor + cube) * upper.first.value +
      (1 + 3 * factor + cube + 3 * square) * lower.third.value
  }
}
