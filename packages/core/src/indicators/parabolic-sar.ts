import { BarFedIndicator } from './bar-fed-indicator.js'
import { positives, refuse } from './check-options.js'
import type { HighLow } from './prices.js'

/**
 * Parabolic stop and reverse: a stop that closes in on the trend the faster, the more often that made a new extreme. `direction` is 1 while it is below the price
 * and -1 above. The first direction is down if the second bar's low fell by more than its high rose. Wilder (1978); TA-Lib's SAR.
 *
 * The code is written for a rising trend: of a falling one it sees the prices with the opposite sign.
 */
export class ParabolicSAR extends BarFedIndicator {
  direction = Number.NaN
  private readonly step: number
  private readonly maximum: number
  private acceleration = 0
  /** Signed by the direction, as `stop`. */
  private extreme = Number.NaN
  /** The stop of the next bar. */
  private stop = Number.NaN
  private lastHigh = Number.NaN
  private lastLow = Number.NaN

  /** `step` is what a new extreme adds to the acceleration, `maximum` its limit. Throws INDICATOR_INVALID unless both are above 0 and `step` is not the greater. */
  constructor({ step = 0.02, maximum = 0.2 }: { readonly step?: number; readonly maximum?: number } = {}) {
    super('ParabolicSAR', positives('ParabolicSAR', { step, maximum }), 2)
    if (step > maximum) refuse('ParabolicSAR', 'step', step, `at most the maximum, which is ${String(maximum)}`)
    this.step = step
    this.maximum = maximum
  }

  update({ high, low }: HighLow): void {
    if (Number.isNaN(high + low)) return
    if (this.missing === 1) this.#begin(high, low)
    if (this.count()) this.#follow(high, low)
    this.lastHigh = high
    this.lastLow = low
  }

  #begin(high: number, low: number): void {
    const fall = this.lastLow - low
    this.direction = fall > 0 && fall > high - this.lastHigh ? -1 : 1
    this.acceleration = this.step
    this.extreme = this.#ahead(high, low)
    this.stop = this.#behind(this.lastHigh, this.lastLow)
    // The first stop is held against the second bar alone.
    this.lastHigh = high
    this.lastLow = low
  }

  #follow(high: number, low: number): void {
    if (this.#behind(high, low) <= this.stop) this.#reverse(high, low)
    else this.value = this.direction * this.stop
    const ahead = this.#ahead(high, low)
    if (ahead > this.extreme) {
      this.extreme = ahead
      this.acceleration = Math.min(this.maximum, this.acceleration + this.step)
    }
    const next = this.stop + this.acceleration * (this.extreme - this.stop)
    this.stop = Math.min(next, this.#behind(this.lastHigh, this.lastLow), this.#behind(high, low))
  }

  /** The stop is where the trend that ends got to, and not within the last two bars. */
  #reverse(high: number, low: number): void {
    const reached = Math.max(this.extreme, this.#ahead(this.lastHigh, this.lastLow), this.#ahead(high, low))
    this.direction = -this.direction
    this.stop = -reached
    this.value = this.direction * this.stop
    this.acceleration = this.step
    this.extreme = this.#ahead(high, low)
  }

  #ahead(high: number, low: number): number {
    return this.direction === 1 ? high : -low
  }

  #behind(high: number, low: number): number {
    return this.direction === 1 ? low : -high
  }
}
