import type { Checkpoint, JournalEntry } from '../domain/journal-entry.js'
import type { JournalFilter, JournalStore } from '../ports/journal-store.js'
import { answer } from './answer.js'
import { checkedEntries, refuseAhead, refuseGap } from './checked-journal.js'
import { checkedJournalFilter } from './checked-filter.js'
import { checkedCheckpoint } from './checked-records.js'
import type { MemoryAccounts } from './memory-accounts.js'

/** Journals kept in memory. */
export class MemoryJournalStore implements JournalStore {
  readonly #accounts: MemoryAccounts

  /** In whose name it writes: that of the store that it is a part of. */
  readonly #writer: object

  constructor(accounts: MemoryAccounts, writer: object) {
    this.#accounts = accounts
    this.#writer = writer
  }

  appendJournal(account: string, entries: readonly JournalEntry[]): Promise<void> {
    return answer(() => {
      this.#accounts.claim(this.#writer)
      const kept = this.#accounts.of(account)
      const taken = checkedEntries(entries)
      refuseGap(account, kept.end, taken)
      for (const entry of taken) kept.entries.push(entry)
      kept.end = taken.at(-1) ?? kept.end
    })
  }

  readJournal(account: string, filter: JournalFilter = {}): Promise<readonly JournalEntry[]> {
    return answer(() => {
      const { after = 0, from = 0, to = Infinity, kind, limit } = checkedJournalFilter(account, filter)
      return this.#accounts
        .of(account)
        .entries.filter((entry) => entry.sequence > after && entry.at >= from && entry.at < to)
        .filter((entry) => kind === undefined || entry.kind === kind)
        .slice(0, limit)
    })
  }

  lastSequence(account: string): Promise<number> {
    return answer(() => this.#accounts.of(account).end.sequence)
  }

  saveCheckpoint(account: string, checkpoint: Checkpoint): Promise<void> {
    return answer(() => {
      this.#accounts.claim(this.#writer)
      const { end, checkpoints } = this.#accounts.of(account)
      const taken = checkedCheckpoint(checkpoint)
      refuseAhead(account, end, taken.sequence)
      checkpoints.push(taken)
    })
  }

  latestCheckpoint(account: string): Promise<Checkpoint | undefined> {
    return answer(() => latestOf(this.#accounts.of(account).checkpoints))
  }

  pruneJournal(account: string): Promise<number> {
    return answer(() => {
      this.#accounts.claim(this.#writer)
      const { entries, checkpoints } = this.#accounts.of(account)
      const latest = latestOf(checkpoints)
      if (latest === undefined) return 0
      checkpoints.splice(0, Infinity, latest)
      const kept = entries.findIndex(({ sequence }) => sequence > latest.sequence)
      return entries.splice(0, kept < 0 ? entries.length : kept).length
    })
  }
}

function latestOf(checkpoints: readonly Checkpoint[]): Checkpoint | undefined {
  return checkpoints.reduce<Checkpoint | undefined>(
    (latest, each) => (latest === undefined || each.sequence >= latest.sequence ? each : latest),
    undefined,
  )
}
