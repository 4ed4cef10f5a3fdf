import type { Portfolio, PriceStretch } from './portfolio.js'

/** The account's equity at the end of every instant, in base currency. */
export class EquityTracker {
  /** Whether the last point was taken after all that happened at its instant. */
  isAmended = false
  readonly #given: Float64Array | undefined
  /** Equity by point; longer than what is filled. */
  #values: Float64Array
  /** UTC epoch milliseconds by point; undefined where the instants were given. */
  #instants: Float64Array | undefined
  #length = 0

  /**
   * `capacity` is how many instants to make room for at once. `times` are the instants where they are known beforehand, as in a run of one
   * series: then they need not be recorded.
   */
  constructor(options: { readonly capacity: number; readonly times: Float64Array | undefined }) {
    const capacity = Math.max(16, options.capacity)
    this.#given = options.times
    this.#values = new Float64Array(capacity)
    this.#instants = options.times ? undefined : new Float64Array(capacity)
  }

  /** Takes what the portfolio is worth as the next point. */
  record(portfolio: Portfolio, now: number): void {
    if (this.#length === this.#values.length) this.#grow()
    this.#values[this.#length] = portfolio.equity()
    if (this.#instants !== undefined) this.#instants[this.#length] = now
    this.#length++
  }

  /** Takes a point for each row of a stretch in which only the price of one instrument has moved. */
  recordStretch(portfolio: Portfolio, stretch: PriceStretch): void {
    const { times, from, to } = stretch
    while (this.#length + to - from > this.#values.length) this.#grow()
    portfolio.equityOver(stretch, this.#values, this.#length)
    if (this.#instants !== undefined) this.#instants.set(times.subarray(from, to), this.#length)
    this.#length += to - from
  }

  /** Sets the last point anew, after a close-out at its very instant. */
  amendLast(equity: number): void {
    this.#values[this.#length - 1] = equity
    this.isAmended = true
  }

  /** How many points there are. */
  get length(): number {
    return this.#length
  }

  /** UTC epoch milliseconds of every point, without copying. */
  get times(): Float64Array {
    return (this.#instants ?? this.#given!).subarray(0, this.#length)
  }

  /** Equity at every point, without copying. */
  get equity(): Float64Array {
    return this.#values.subarray(0, this.#length)
  }

  #grow(): void {
    this.#values = doubled(this.#values)
    this.#instants &&= doubled(this.#instants)
  }
}

function doubled(column: Float64Array): Float64Array {
  const larger = new Float64Array(column.length * 2)
  larger.set(column)
  return larger
}
