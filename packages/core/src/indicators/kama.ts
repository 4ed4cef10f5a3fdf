import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { Delay } from './delay.js'
import { SlidingSum } from './sliding-sum.js'

const FAST = 2 / (2 + 1)
const SLOW = 2 / (30 + 1)

/**
 * Kaufman's adaptive moving average: an EMA whose weight goes from a period of 30 to one of 2 as the last `period` changes go one way. Kaufman (1995);
 * TA-Lib's KAMA.
 */
export class KAMA extends BuiltInIndicator {
  private readonly path: SlidingSum
  private readonly delay: Delay
  private last = Number.NaN
  private average = Number.NaN

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor({ period }: { readonly period: number }) {
    super('KAMA', integers('KAMA', { period }), period + 1)
    this.path = new SlidingSum(period)
    this.delay = new Delay(period)
  }

  update(value: number): void {
    if (Number.isNaN(value)) return
    const change = value - this.delay.update(value)
    if (this.missing < this.warmup) this.path.update(Math.abs(value - this.last))
    if (this.count()) this.value = this.average = this.#next(value, change)
    else this.average = value
    this.last = value
  }

  #next(value: number, change: number): number {
    const path = this.path.value
    const efficiency = path <= change || path === 0 ? 1 : Math.abs(change) / path
    const weight = efficiency * (FAST - SLOW) + SLOW
    return this.average + (value - this.average) * weight * weight
  }
}
