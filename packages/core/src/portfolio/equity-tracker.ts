/** The account's equity at the end of every instant, in base currency. */
export class EquityTracker {
  #times: Float64Array
  #equity: Float64Array
  #length = 0
  readonly #timesAreGiven: boolean

  /**
   * `capacity` is how many instants to make room for at once. `times` are the instants where they are known beforehand, as in a run of one
   * series: then they need not be recorded.
   */
  constructor(options: { readonly capacity: number; readonly times: Float64Array | undefined }) {
    this.#timesAreGiven = options.times !== undefined
    this.#times = options.times ?? new Float64Array(Math.max(16, options.capacity))
    this.#equity = new Float64Array(Math.max(16, options.capacity))
  }

  record(time: number, equity: number): void {
    const row = this.#length
    if (row === this.#equity.length) this.#grow()
    if (!this.#timesAreGiven) this.#times[row] = time
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
    this.#equity = doubled(this.#equity)
    if (!this.#timesAreGiven) this.#times = doubled(this.#times)
  }
}

function doubled(column: Float64Array): Float64Array {
  const larger = new Float64Array(column.length * 2)
  larger.set(column)
  return larger
}
