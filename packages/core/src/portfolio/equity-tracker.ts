/** The account's equity at the end of every instant, in base currency. */
export class EquityTracker {
  #times: Float64Array
  #equity: Float64Array
  #length = 0

  /** `capacity` is how many instants to make room for at once. */
  constructor(capacity: number) {
    this.#times = new Float64Array(Math.max(16, capacity))
    this.#equity = new Float64Array(Math.max(16, capacity))
  }

  record(time: number, equity: number): void {
    const row = this.#length
    if (row === this.#times.length) this.#grow()
    this.#times[row] = time
    this.#equity[row] = equity
    this.#length = row + 1
  }

  /** Sets the last point anew, after a close-out at its very instant. */
  amendLast(equity: number): void {
    this.#equity[this.#length - 1] = equity
  }

  /** UTC epoch milliseconds of every point, without copying. */
  get times(): Float64Array {
    return this.#times.subarray(0, this.#length)
  }

  /** Equity at every point, without copying. */
  get equity(): Float64Array {
    return this.#equity.subarray(0, this.#length)
  }

  #grow(): void {
    const { length } = this.#times
    const larger = (column: Float64Array): Float64Array => {
      const copy = new Float64Array(length * 2)
      copy.set(column)
      return copy
    }
    this.#times = larger(this.#times)
    this.#equity = larger(this.#equity)
  }
}
