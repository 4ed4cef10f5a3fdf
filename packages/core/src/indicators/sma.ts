import { TradewrightError } from '../domain/errors.js'

/**
 * Simple moving average: the mean of the last `period` values. O(1) amortised: the window is summed afresh each time its ring wraps, so that
 * rounding does not build up however long it runs.
 */
export class SMA {
  readonly warmup: number
  value = Number.NaN
  readonly #window: Float64Array
  #next = 0
  #count = 0
  #sum = 0

  /** `period` is in bars. Throws INDICATOR_INVALID unless it is an integer from 1. */
  constructor(options: { readonly period: number }) {
    const { period } = options
    if (!Number.isInteger(period) || period < 1) {
      throw new TradewrightError('INDICATOR_INVALID', `SMA: period is ${String(period)}; expected an integer from 1`, {
        details: { indicator: 'SMA', period },
      })
    }
    this.warmup = period
    this.#window = new Float64Array(period)
  }

  get ready(): boolean {
    return this.#count === this.warmup
  }

  update(value: number): void {
    const window = this.#window
    const next = this.#next
    this.#sum += value - window[next]!
    window[next] = value
    if (next + 1 < this.warmup) this.#next = next + 1
    else this.#wrap()
    if (this.#count < this.warmup && ++this.#count < this.warmup) return
    this.value = this.#sum / this.warmup
  }

  #wrap(): void {
    let sum = 0
    for (const value of this.#window) sum += value
    this.#sum = sum
    this.#next = 0
  }
}
