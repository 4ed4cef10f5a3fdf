import type { Checkpoint, JournalEntry } from '../domain/journal-entry.js'

/** Which entries of a journal; all without one. */
export interface JournalFilter {
  /** Those behind this sequence. */
  readonly after?: number
  /** Those taken in from this time on, UTC epoch milliseconds. */
  readonly from?: number
  /** Those taken in before this time, UTC epoch milliseconds. */
  readonly to?: number
  readonly kind?: string
  /** The first so many of them. */
  readonly limit?: number
}

/** The events of an account in the order in which an engine took them in, and what it had made of them at checkpoints. */
export interface JournalStore {
  /**
   * Adds entries behind the last one: all of them or none. Resolves once they are durable. Rejects with JOURNAL_GAP for entries that do not go on where the journal ends,
   * UNKNOWN_ACCOUNT, RECORD_INVALID, STORE_LOCKED.
   */
  appendJournal(account: string, entries: readonly JournalEntry[]): Promise<void>
  /** Entries in order. Rejects with UNKNOWN_ACCOUNT. */
  readJournal(account: string, filter?: JournalFilter): Promise<readonly JournalEntry[]>
  /** The sequence of the last entry that was ever appended; 0 without any. */
  lastSequence(account: string): Promise<number>
  /** Keeps a checkpoint; durable when it resolves. Rejects with JOURNAL_GAP for one of an entry that the journal does not have yet. */
  saveCheckpoint(account: string, checkpoint: Checkpoint): Promise<void>
  /** The one with the highest sequence, the last that was saved of several; undefined without any. */
  latestCheckpoint(account: string): Promise<Checkpoint | undefined>
  /**
   * Removes the entries up to the latest checkpoint, and the checkpoints before it: what a restart no longer needs. Says how many entries went. Without a checkpoint
   * nothing goes.
   */
  pruneJournal(account: string): Promise<number>
}
