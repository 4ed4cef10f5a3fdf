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
  /** NaN until the window is full for the first time. */
  #sum = Number.NaN
  #turnSum = 0
  #filling = true

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
    return !this.#filling
  }

  update(value: number): void {
    const window = this.#window
    const next = this.#next
    const turnSum = this.#turnSum + value
    let sum = this.#sum + (value - window[next]!)
    window[next] = value
    if (next + 1 < window.length) {
      this.#next = next + 1
      this.#turnSum = turnSum
    } else {
      sum = turnSum
      this.#next = 0
      this.#turnSum = 0
      this.#filling = false
    }
    // A value that is no number must not outlast its stay in the window.
    if (Number.isNaN(sum) && !this.#filling) sum = this.#sumAfresh()
    this.#sum = sum
    this.value = sum / window.length
  }

  #sumAfresh(): number {
    let sum = 0
    this.#turnSum = 0
    for (const [place, value] of this.#window.entries()) {
      sum += value
      if (place < this.#next) this.#turnSum += value
    }
    return sum
  }
}
