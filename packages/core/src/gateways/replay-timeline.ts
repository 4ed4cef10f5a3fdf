import type { Clock } from '../ports/clock.js'

/** When the next thing of a stream happens. Of one instant closes come first, then opens, then trades. */
export interface ReplayHead {
  readonly time: number
  readonly phase: 0 | 1 | 2
}

/** One stream as the timeline sees it. */
export interface ReplayStream {
  /** What comes next; undefined where nothing does. */
  readonly head: ReplayHead | undefined
  /** Whether its reader waits for what comes next: he is done with what came before. */
  readonly isWaiting: boolean
  /** Gives what comes next to its reader, or tells him that nothing does. */
  deliver(): void
  /** Goes to what is still to come at a time. */
  seek(time: number): void
}

/**
 * The time of a replay. It goes on to what comes next of all streams once every reader waits for more: so all see one order of events, and none is overtaken.
 */
export class ReplayTimeline {
  #now: number
  readonly #clock: Clock | undefined
  readonly #streams: ReplayStream[] = []
  #speed: number
  #isPaused: boolean
  /** When the replay was at `#from`, by the clock. */
  #since = 0
  #from: number
  #alarm: AbortController | undefined
  #isStepping = false

  constructor(options: {
    readonly from: number
    readonly speed: number
    readonly isPaused: boolean
    readonly clock: Clock | undefined
  }) {
    this.#now = this.#from = options.from
    this.#speed = options.speed
    this.#isPaused = options.isPaused
    this.#clock = options.clock
    this.#anchor()
  }

  get now(): number {
    this.#follow()
    return this.#now
  }

  get speed(): number {
    return this.#speed
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  play(speed: number): void {
    this.#follow()
    this.#speed = speed
    this.#isPaused = false
    this.#anchor()
    this.step()
  }

  pause(): void {
    this.#follow()
    this.#isPaused = true
    this.#cancelAlarm()
  }

  /** Goes to a time, forward or back. */
  seek(time: number): void {
    this.#now = time
    this.#anchor()
    for (const stream of this.#streams) stream.seek(time)
    this.step()
  }

  add(stream: ReplayStream): void {
    this.#streams.push(stream)
  }

  remove(stream: ReplayStream): void {
    const place = this.#streams.indexOf(stream)
    if (place >= 0) this.#streams.splice(place, 1)
    this.step()
  }

  /** Gives out what is due, one after the other, for as long as every reader waits. */
  step(): void {
    this.#cancelAlarm()
    // Whom something is given to may ask for more at once.
    if (this.#isStepping) return
    this.#isStepping = true
    while (!this.#isPaused && this.#streams.length > 0 && this.#streams.every(({ isWaiting }) => isWaiting)) {
      const next = this.#next()
      if (next?.head !== undefined && !this.#isDue(next.head.time)) {
        this.#setAlarm(next.head.time)
        break
      }
      next?.deliver()
    }
    this.#isStepping = false
  }

  /** The stream that has ended, or else the one whose head comes first. */
  #next(): ReplayStream | undefined {
    let first: ReplayStream | undefined
    for (const stream of this.#streams) {
      if (stream.head === undefined) return stream
      if (first?.head === undefined || comesBefore(stream.head, first.head)) first = stream
    }
    return first
  }

  #isDue(time: number): boolean {
    if (time > this.#now && this.#speed === Number.POSITIVE_INFINITY) this.#now = time
    return time <= this.now
  }

  /** Brings the time up to the clock's. */
  #follow(): void {
    if (this.#isPaused || this.#clock === undefined || this.#speed === Number.POSITIVE_INFINITY) return
    this.#now = Math.max(this.#now, this.#from + (this.#clock.now() - this.#since) * this.#speed)
  }

  #anchor(): void {
    this.#from = this.#now
    this.#since = this.#clock?.now() ?? 0
  }

  #setAlarm(time: number): void {
    const alarm = new AbortController()
    this.#alarm = alarm
    const due = this.#since + (time - this.#from) / this.#speed
    this.#clock!.until(due, alarm.signal).then(
      () => {
        if (this.#alarm !== alarm) return
        this.#now = Math.max(this.#now, time)
        this.step()
      },
      () => undefined,
    )
  }

  #cancelAlarm(): void {
    this.#alarm?.abort()
    this.#alarm = undefined
  }
}

function comesBefore(a: ReplayHead, b: ReplayHead): boolean {
  return a.time < b.time || (a.time === b.time && a.phase < b.phase)
}
