import { TradewrightError } from './errors.js'

/** Throws RUN_ABORTED once the signal has been given. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError(signal)
}

/** What a wait ends with that was ended by its signal. */
export function abortError(signal: AbortSignal | undefined): TradewrightError {
  return new TradewrightError('RUN_ABORTED', 'the run was stopped through its signal', { cause: signal?.reason })
}
