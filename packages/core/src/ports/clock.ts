/** What time it is, and waiting for another. */
export interface Clock {
  /** UTC epoch milliseconds. */
  now(): number
  /** Resolves once `now()` has come to a time. Rejects with RUN_ABORTED when the signal is given. */
  until(time: number, signal?: AbortSignal): Promise<void>
}
