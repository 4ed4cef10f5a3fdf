/** Counts trades in a row that lose money. */
export class LossStreak {
  readonly #trades: number
  readonly #coolDownMs: number
  #losses = 0
  #coolUntil = Number.NEGATIVE_INFINITY

  constructor({ trades, coolDownMs }: { readonly trades: number; readonly coolDownMs: number }) {
    this.#trades = trades
    this.#coolDownMs = coolDownMs
  }

  /**
   * A trade was closed, with a profit in any one currency, at a time in epoch milliseconds. Answers when the cool-down ends, if it was the last of the streak.
   * A win ends a streak; what comes out even (or is NaN) neither counts nor ends it. What closes inside a cool-down does not count: from its end on counting begins anew.
   */
  closed(profit: number, at: number): number | undefined {
    if (profit > 0) this.#losses = 0
    if (!(profit < 0) || at < this.#coolUntil) return undefined
    this.#losses++
    if (this.#losses < this.#trades) return undefined
    this.#losses = 0
    this.#coolUntil = at + this.#coolDownMs
    return this.#coolUntil
  }

  /** Ends the streak, and the cool-down. */
  reset(): void {
    this.#losses = 0
    this.#coolUntil = Number.NEGATIVE_INFINITY
  }
}
