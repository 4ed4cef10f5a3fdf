/** A timer that is the kernel's own, not a strategy's. */
export const KERNEL = -1

/** A timer that is due: whose it is and what it is called. */
export interface DueTimer {
  /** KERNEL for one of the kernel's own. */
  readonly strategy: number
  readonly name: string
  /** Counts timers in the order in which they were set. */
  readonly sequence: number
}

interface Timer extends DueTimer {
  readonly due: number
  readonly periodMs: number
}

/** Named timers of all strategies, soonest first; equal times in the order in which they were set. */
export class Timers {
  #timers: Timer[] = []
  #sequence = 0
  /** When the soonest is due; Infinity without any. */
  nextAt = Number.POSITIVE_INFINITY

  /** What the next timer that is set will count as. */
  get sequence(): number {
    return this.#sequence
  }

  /** Sets a timer, replacing the strategy's one of that name. `periodMs` of 0 is once. */
  set(strategy: number, name: string, due: number, periodMs: number): void {
    this.#remove(strategy, name)
    const timer: Timer = { strategy, name, due, periodMs, sequence: this.#sequence++ }
    const before = this.#timers.findIndex((other) => other.due > due)
    if (before === -1) this.#timers.push(timer)
    else this.#timers.splice(before, 0, timer)
    this.#refresh()
  }

  cancel(strategy: number, name: string): void {
    this.#remove(strategy, name)
    this.#refresh()
  }

  cancelAll(strategy: number): void {
    this.#timers = this.#timers.filter((timer) => timer.strategy !== strategy)
    this.#refresh()
  }

  /** Takes the soonest timer that is due at `now`; a repeating one is set again, counted from when it was due. */
  take(now: number): DueTimer | undefined {
    const first = this.#timers[0]
    if (first === undefined || first.due > now) return undefined
    this.#timers.shift()
    if (first.periodMs > 0) {
      const missed = Math.floor((now - first.due) / first.periodMs)
      this.set(first.strategy, first.name, first.due + (missed + 1) * first.periodMs, first.periodMs)
    }
    this.#refresh()
    return first
  }

  #remove(strategy: number, name: string): void {
    this.#timers = this.#timers.filter((timer) => timer.strategy !== strategy || timer.name !== name)
  }

  #refresh(): void {
    this.nextAt = this.#timers[0]?.due ?? Number.POSITIVE_INFINITY
  }
}
