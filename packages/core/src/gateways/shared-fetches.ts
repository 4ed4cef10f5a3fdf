import { abortError, throwIfAborted } from '../domain/abort.js'

interface Shared<T> {
  readonly promise: Promise<T>
  readonly abort: AbortController
  readers: number
}

/**
 * What several ask for at the same time is done once. Each may give up by a signal of his own; once all have, what is under way is aborted.
 */
export class SharedFetches<T> {
  readonly #underWay = new Map<string, Shared<T>>()

  async do(name: string, signal: AbortSignal | undefined, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    throwIfAborted(signal)
    const shared = this.#underWay.get(name) ?? this.#begin(name, run)
    shared.readers++
    try {
      return await orAborted(shared.promise, signal)
    } finally {
      shared.readers--
      if (shared.readers === 0) this.#leave(name, shared)
    }
  }

  #begin(name: string, run: (signal: AbortSignal) => Promise<T>): Shared<T> {
    const abort = new AbortController()
    const shared: Shared<T> = { promise: run(abort.signal), abort, readers: 0 }
    this.#underWay.set(name, shared)
    // Whoever comes from here on asks anew.
    const forget = (): void => {
      if (this.#underWay.get(name) === shared) this.#underWay.delete(name)
    }
    shared.promise.then(forget, forget)
    return shared
  }

  #leave(name: string, shared: Shared<T>): void {
    if (this.#underWay.get(name) !== shared) return
    this.#underWay.delete(name)
    shared.abort.abort()
  }
}

/** What a promise comes to, unless a signal is given before. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(abortError(signal))
    }
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort)
    })
  })
}
