import type { AmbientRead, Recording } from './recording.js'

/** What the clock and the dice of the program say inside a strategy's functions: as they are, or otherwise. */
export interface Ambient {
  readonly random: () => number
  /** UTC epoch milliseconds. */
  readonly now: () => number
}

/**
 * Notes when a strategy's function asks a clock or the dice of the program. They are replaced for the time of one call, which is synchronous, so that
 * nothing else in the program sees it.
 */
export class AmbientWatch {
  readonly #recording: Recording
  readonly #ambient: Ambient | undefined
  #inside: Omit<AmbientRead, 'source'> | undefined

  /** Without an ambient nothing is replaced and nothing noted. */
  constructor(recording: Recording, ambient?: Ambient) {
    this.#recording = recording
    this.#ambient = ambient
  }

  during<T>(where: Omit<AmbientRead, 'source'>, run: () => T): T {
    const ambient = this.#ambient
    if (ambient === undefined || this.#inside !== undefined) return run()
    this.#inside = where
    const restore = this.#replace(ambient)
    try {
      return run()
    } finally {
      restore()
      this.#inside = undefined
    }
  }

  #replace({ random, now }: Ambient): () => void {
    const { random: dice } = Math
    const { Date: clock } = globalThis
    const timer = Object.getOwnPropertyDescriptor(performance, 'now')
    Math.random = () => {
      this.#note('Math.random')
      return random()
    }
    globalThis.Date = this.#dateOf(clock, now)
    performance.now = () => {
      this.#note('performance.now')
      return now()
    }
    return () => {
      Math.random = dice
      globalThis.Date = clock
      if (timer) Object.defineProperty(performance, 'now', timer)
      else Reflect.deleteProperty(performance, 'now')
    }
  }

  #dateOf(clock: DateConstructor, now: () => number): DateConstructor {
    const ask = (source: string): number => {
      this.#note(source)
      return now()
    }
    return new Proxy(clock, {
      construct: (target, args: unknown[], made) =>
        Reflect.construct(target, args.length > 0 ? args : [ask('new Date')], made) as object,
      apply: () => new clock(ask('Date')).toString(),
      get: (target, name) => (name === 'now' ? () => ask('Date.now') : (Reflect.get(target, name) as unknown)),
    })
  }

  #note(source: string): void {
    if (this.#inside) this.#recording.reads.push({ ...this.#inside, source })
  }
}
