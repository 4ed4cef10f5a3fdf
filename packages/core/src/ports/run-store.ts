import type { NewRun, RunRecord, RunSummary } from '../domain/run-record.js'

/** Which runs: those that everything given here is true of. */
export interface RunFilter {
  readonly name?: string
  readonly tag?: string
  readonly strategy?: string
  readonly symbol?: string
  readonly hash?: string
  /** Those saved from this time on, UTC epoch milliseconds. */
  readonly from?: number
  /** Those saved before this time, UTC epoch milliseconds. */
  readonly to?: number
  /** The last so many of them. */
  readonly limit?: number
  /** Those that were deleted as well; default false. */
  readonly deleted?: boolean
}

/** Backtests that were saved, to be listed, compared and loaded again. */
export interface RunStore {
  /** Keeps a run and gives its number, which is higher than that of any before it. Rejects with RECORD_INVALID. */
  saveRun(run: NewRun): Promise<number>
  /** The last that was saved first. */
  runs(filter?: RunFilter): Promise<readonly RunSummary[]>
  /** A whole run, one that was deleted too. Rejects with UNKNOWN_RUN. */
  loadRun(id: number): Promise<RunRecord>
  /** Takes a run off the list; it can still be loaded. Rejects with UNKNOWN_RUN. */
  deleteRun(id: number): Promise<void>
}
