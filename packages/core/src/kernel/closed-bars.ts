import type { Bar } from '../domain/bar.js'
import type { Subscription } from './subscription.js'

/** The bars that have closed at one instant, so far as the indicators of their symbols are ready. */
export class ClosedBars {
  time = Number.NaN
  #closed: readonly Subscription[] = []
  #count = 0
  /** Whether `#bars` is that of another instant. */
  #isOld = true
  #bars: readonly Bar[] = Object.freeze([])

  /** Takes the first `count` subscriptions, which have closed. */
  take(time: number, closed: readonly Subscription[], count: number): void {
    this.time = time
    this.#closed = closed
    this.#count = count
    this.#isOld = true
  }

  /** Made when it is asked for, and again only when it is of other series: most instants of a run have the same. */
  get bars(): readonly Bar[] {
    if (this.#isOld && !this.#isSame()) this.#bars = Object.freeze(this.#ready().map(({ bar }) => bar))
    this.#isOld = false
    return this.#bars
  }

  #isSame(): boolean {
    let ready = 0
    for (let i = 0; i < this.#count; i++) {
      const one = this.#closed[i]!
      if (one.hasNews && this.#bars[ready++] !== one.bar) return false
    }
    return ready === this.#bars.length
  }

  #ready(): Subscription[] {
    return this.#closed.slice(0, this.#count).filter(({ hasNews }) => hasNews)
  }
}
