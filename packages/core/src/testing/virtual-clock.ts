import { abortError, throwIfAborted } from '../domain/abort.js'
import type { Clock } from '../ports/clock.js'
import { nextTurn } from './next-turn.js'

interface Waiting {
  readonly time: number
  readonly wake: () => void
}

/** A clock that a test sets: no time goes by on its own. */
export class VirtualClock implements Clock {
  #now: number
  readonly #waiting: Waiting[] = []

  /** `start` in UTC epoch milliseconds. */
  constructor(start: number) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  until(time: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      throwIfAborted(signal)
      if (time <= this.#now) {
        resolve()
        return
      }
      const waiting = { time, wake: resolve }
      this.#waiting.push(waiting)
      const onAbort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(abortError(signal))
      }
      signal?.addEventListener('abort', onAbort, { once: true })
    })
  }

  /** When the next of those who wait is due; undefined where nobody waits. */
  get nextDue(): number | undefined {
    const times = this.#waiting.map(({ time }) => time)
    return times.length === 0 ? undefined : Math.min(...times)
  }

  /** Lets time go on to another one and wakes whoever is due on the way, in order of time; each has gone on before the next is woken. */
  async advanceTo(time: number): Promise<void> {
    for (let due = this.nextDue; due !== undefined && due <= time; due = this.nextDue) {
      this.#now = Math.max(this.#now, due)
      const index = this.#waiting.findIndex((one) => one.time === due)
      const [first] = this.#waiting.splice(index, 1)
      first!.wake()
      await nextTurn()
    }
    this.#now = Math.max(this.#now, time)
    await nextTurn()
  }
}
