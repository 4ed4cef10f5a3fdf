import { integers } from './check-options.js'
import { checkSaved, savedNumber, type SavedIndicator, type SavedState } from './saved-state.js'

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
    const { period } = integers('SMA', { period: options.period })
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

  /** All that it remembers, as plain data: after JSON and `load` another instance goes on to the last bit as this one does. */
  save(): SavedIndicator {
    const state = {
      window: Array.from(this.#window, savedNumber),
      next: this.#next,
      sum: savedNumber(this.#sum),
      turnSum: savedNumber(this.#turnSum),
      filling: this.#filling,
      value: savedNumber(this.value),
    }
    return { indicator: 'SMA', options: { period: this.warmup }, state }
  }

  /** Takes what `save` gave. Throws INDICATOR_INVALID, and stays as it was, if that was another indicator or had another period. */
  load(saved: unknown): void {
    checkSaved(this.save(), saved)
    const { window, next, sum, turnSum, filling, value } = saved.state
    this.#window.set((window as readonly SavedState[]).map(Number))
    this.#next = Number(next)
    this.#sum = Number(sum)
    this.#turnSum = Number(turnSum)
    this.#filling = filling === true
    this.value = Number(value)
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
