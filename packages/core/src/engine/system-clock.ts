import { abortError, throwIfAborted } from '../domain/abort.js'
import type { Clock } from '../ports/clock.js'

/** Timers of Node and of browsers hold no longer delay than this: more than 24 days. */
const LONGEST_MS = 2 ** 31 - 1

/** The host's clock and timers. A wait keeps the process alive. */
export function systemClock(): Clock {
  return { now: () => Date.now(), until }
}

async function until(time: number, signal?: AbortSignal): Promise<void> {
  throwIfAborted(signal)
  // A timer may fire a little early, and clocks are set.
  for (let left = time - Date.now(); left > 0; left = time - Date.now())
    await wait(Math.min(Math.ceil(left), LONGEST_MS), signal)
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      clearTimeout(timer)
      reject(abortError(signal))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}
