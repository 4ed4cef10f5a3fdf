import { abortError, throwIfAborted } from '../domain/abort.js'
import type { ReplayHead, ReplayStream, ReplayTimeline } from './replay-timeline.js'

/** What a stream plays, in order of time. */
export interface ReplayTrack<T> {
  readonly head: ReplayHead | undefined
  /** Gives what comes next and goes on. */
  take(): T
  /** Goes to the first event that is still to come at a time. */
  seek(time: number): void
}

interface Waiting<T> {
  readonly resolve: (result: IteratorResult<T>) => void
  readonly reject: (error: unknown) => void
}

/** One stream of a replay: its reader asks, and waits until the timeline gives. */
export class ReplayReader<T> implements ReplayStream, AsyncIterableIterator<T> {
  readonly #timeline: ReplayTimeline
  readonly #load: () => Promise<ReplayTrack<T>>
  readonly #signal: AbortSignal | undefined
  readonly #onAbort = (): void => {
    this.#end((waiting) => {
      waiting.reject(abortError(this.#signal))
    })
  }
  #track: ReplayTrack<T> | undefined
  #loading: Promise<void> | undefined
  #waiting: Waiting<T> | undefined
  /** The last that was asked for and has not come yet. */
  #turn: Promise<void> | undefined
  #sought: number | undefined
  #hasEnded = false

  constructor(timeline: ReplayTimeline, load: () => Promise<ReplayTrack<T>>, signal: AbortSignal | undefined) {
    this.#timeline = timeline
    this.#load = load
    this.#signal = signal
  }

  get head(): ReplayHead | undefined {
    return this.#track?.head
  }

  get isWaiting(): boolean {
    return this.#waiting !== undefined
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  /** One that is asked for before the last has come waits for its turn. */
  next(): Promise<IteratorResult<T>> {
    const turn = this.#turn === undefined ? this.#ask() : this.#turn.then(() => this.#ask())
    const over = (): void => {
      if (this.#turn === settled) this.#turn = undefined
    }
    const settled = turn.then(over, over)
    this.#turn = settled
    return turn
  }

  async #ask(): Promise<IteratorResult<T>> {
    throwIfAborted(this.#signal)
    if (!this.#hasEnded) await (this.#loading ??= this.#begin())
    throwIfAborted(this.#signal)
    if (this.#hasEnded) return { done: true, value: undefined }
    return await new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      this.#timeline.step()
    })
  }

  return(): Promise<IteratorResult<T>> {
    this.#end((waiting) => {
      waiting.resolve({ done: true, value: undefined })
    })
    return Promise.resolve({ done: true, value: undefined })
  }

  deliver(): void {
    const waiting = this.#waiting
    if (this.#track?.head === undefined) {
      this.#end((one) => {
        one.resolve({ done: true, value: undefined })
      })
      return
    }
    this.#waiting = undefined
    waiting?.resolve({ done: false, value: this.#track.take() })
  }

  seek(time: number): void {
    this.#sought = time
    this.#track?.seek(time)
  }

  /** Counts from here on among the streams that the timeline waits for. */
  async #begin(): Promise<void> {
    this.#signal?.addEventListener('abort', this.#onAbort, { once: true })
    const { now } = this.#timeline
    this.#timeline.add(this)
    try {
      const track = await this.#load()
      // What happens by the clock while it is loaded is not lost.
      track.seek(this.#sought ?? now)
      this.#track = track
    } catch (error) {
      this.#end(() => undefined)
      throw error
    }
  }

  #end(tell: (waiting: Waiting<T>) => void): void {
    if (this.#hasEnded) return
    this.#hasEnded = true
    this.#signal?.removeEventListener('abort', this.#onAbort)
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting) tell(waiting)
    this.#timeline.remove(this)
  }
}
