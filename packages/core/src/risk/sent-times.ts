const WINDOW_MS = 60_000

/** When the last orders were sent, as many as a limit has to remember. */
export class SentTimes {
  readonly #times: Float64Array
  #next = 0
  #known = 0

  constructor(most: number) {
    this.#times = new Float64Array(most)
  }

  add(at: number): void {
    this.#times[this.#next] = at
    this.#next = this.#next + 1 === this.#times.length ? 0 : this.#next + 1
    if (this.#known < this.#times.length) this.#known++
  }

  /** How many were sent in the 60 seconds up to a time; no more than are remembered. */
  since(at: number): number {
    const times = this.#times
    let sent = 0
    let place = this.#next
    while (sent < this.#known) {
      place = place === 0 ? times.length - 1 : place - 1
      if (!(times[place]! > at - WINDOW_MS)) break
      sent++
    }
    return sent
  }
}
