import { TradewrightError } from '../domain/errors.js'

/** Throws RUN_ABORTED once the signal has been given. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return
  throw new TradewrightError('RUN_ABORTED', 'the run was stopped through its signal', { cause: signal.reason })
}
