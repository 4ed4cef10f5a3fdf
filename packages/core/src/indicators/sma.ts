import { TradewrightError } from '../domain/errors.js'

/**
 * Simple moving average: the mean of the last `period` values, in O(1). A second sum, begun afresh with each turn of the window, takes the running
 * one's place when the turn is complete, so that rounding does not build up however long it runs.
 */
export class SMA {
  readonly warmup: number
  value = Number.NaN
  readonly #window: Float64Array
  #next = 0
  #sum = Number.NaN
  #turnSum = Number.NaN
  #ready = false

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
    this.#sum = 0
    this.#turnSum = 0
  }

  get ready(): boolean {
    return this.#ready
  }

  update(value: number): void {
    const window = this.#window
    const next = this.#next
    this.#turnSum += value
    if (next + 1 < window.length) {
      this.#sum += value - window[next]!
      this.#next = next + 1
    } else {
      this.#sum = this.#turnSum
      this.#turnSum = 0
      this.#next = 0
      this.#ready = true
    }
    window[next] = value
    // A value that is no number must not outlast its stay in the window.
    if (Number.isNaN(this.#sum)) this.#sumAfresh()
    if (this.#ready) this.value = this.#sum / window.length
  }

  #sumAfresh(): void {
    this.#sum = 0
    this.#turnSum = 0
    for (const [place, value] of this.#window.entries()) {
      this.#sum += value
      if (place < this.#next) this.#turnSum += value
    }
  }
}
