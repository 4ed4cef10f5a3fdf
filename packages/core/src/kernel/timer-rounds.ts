import { formatTime, TradewrightError } from '../domain/errors.js'
import type { DueTimer } from './timers.js'

/** How often timers may set timers for the present instant before it is called a loop. */
const ROUNDS_MAX = 1000

/** Ends a run in which a timer is set for the present instant again and again. */
export class TimerRounds {
  #at = Number.NaN
  #round = 0
  /** Timers that were set from here on belong to the next round. */
  #nextRound = 0

  /** Takes note of a timer that fires; `sequence` is what the next one that is set will count as. Throws ORDER_LOOP. */
  take(
    at: number,
    { strategy, name, sequence }: DueTimer,
    next: number,
    seats: readonly { readonly name: string }[],
  ): void {
    if (at !== this.#at) {
      this.#at = at
      this.#round = 0
    } else if (sequence < this.#nextRound) return
    this.#nextRound = next
    if (++this.#round <= ROUNDS_MAX) return
    const seat = seats[strategy]!.name
    throw new TradewrightError(
      'ORDER_LOOP',
      `${seat} sets timer '${name}' for the present instant again and again at ${formatTime(at)}; expected a time to come`,
      { details: { strategy: seat, name, time: at } },
    )
  }
}
