/**
 * The account's equity at the end of every instant, in base currency. Whoever records takes a point by `add` and writes its cells: numbers that
 * went through a call would each be made an object, for every bar.
 */
export class EquityTracker {
  /** Equity by point; longer than what is filled. */
  values: Float64Array
  /** UTC epoch milliseconds by point; undefined where the instants were given. */
  instants: Float64Array | undefined
  readonly #given: Float64Array | undefined
  #length = 0

  /**
   * `capacity` is how many instants to make room for at once. `times` are the instants where they are known beforehand, as in a run of one
   * series: then they need not be recorded.
   */
  constructor(options: { readonly capacity: number; readonly times: Float64Array | undefined }) {
    const capacity = Math.max(16, options.capacity)
    this.#given = options.times
    this.values = new Float64Array(capacity)
    this.instants = options.times ? undefined : new Float64Array(capacity)
  }

  /** Adds a point and gives its place. */
  add(): number {
    if (this.#length === this.values.length) this.#grow()
    return this.#length++
  }

  /** Sets the last point anew, after a close-out at its very instant. */
  amendLast(equity: number): void {
    this.values[this.#length - 1] = equity
  }

  /** UTC epoch milliseconds of every point, without copying. */
  get times(): Float64Array {
    return (this.instants ?? this.#given!).subarray(0, this.#length)
  }

  /** Equity at every point, without copying. */
  get equity(): Float64Array {
    return this.values.subarray(0, this.#length)
  }

  #grow(): void {
    this.values = doubled(this.values)
    this.instants &&= doubled(this.instants)
  }
}

function doubled(column: Float64Array): Float64Array {
  const larger = new Float64Array(column.length * 2)
  larger.set(column)
  return larger
}
