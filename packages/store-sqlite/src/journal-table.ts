import {
  checkedJournalFilter,
  refuseAhead,
  refuseGap,
  type Checkpoint,
  type JournalEntry,
  type JournalEnd,
  type JournalFilter,
} from '@tradewright/core'
import type Database from 'better-sqlite3'
import type { AccountTable } from './account-table.js'

interface Range {
  readonly account: number
  readonly after: number
  readonly last: number
  readonly kind: string | null
  readonly limit: number
}

/** The journals of a file. */
export class JournalTable {
  readonly #accounts: AccountTable
  readonly #last: Database.Statement<[number], JournalEnd>
  readonly #pruned: Database.Statement<[number], JournalEnd>
  readonly #setPruned: Database.Statement<[number, number, number]>
  readonly #insert: Database.Statement<[number, number, number, string, string]>
  readonly #select: Database.Statement<[Range], JournalEntry>
  readonly #next: Database.Statement<[number, number], JournalEnd>
  readonly #saveCheckpoint: Database.Statement<[Checkpoint & { readonly account: number }]>
  readonly #latest: Database.Statement<[number], Checkpoint & { readonly id: number }>
  readonly #prune: Database.Statement<[number, number]>
  readonly #pruneCheckpoints: Database.Statement<[number, number]>

  constructor(database: Database.Database, accounts: AccountTable) {
    this.#accounts = accounts
    this.#last = database.prepare('SELECT sequence, at FROM journal WHERE account = ? ORDER BY sequence DESC LIMIT 1')
    this.#pruned = database.prepare('SELECT pruned_sequence AS sequence, pruned_at AS at FROM accounts WHERE id = ?')
    this.#setPruned = database.prepare('UPDATE accounts SET pruned_sequence = ?, pruned_at = ? WHERE id = ?')
    this.#insert = database.prepare('INSERT INTO journal (account, sequence, at, kind, data) VALUES (?, ?, ?, ?, ?)')
    this.#select = database.prepare(
      `SELECT sequence, at, kind, data FROM journal
       WHERE account = @account AND sequence > @after AND sequence <= @last AND (@kind IS NULL OR kind = @kind)
       ORDER BY sequence LIMIT @limit`,
    )
    this.#next = database.prepare(
      'SELECT sequence, at FROM journal WHERE account = ? AND sequence >= ? ORDER BY sequence LIMIT 1',
    )
    this.#saveCheckpoint = database.prepare(
      'INSERT INTO checkpoints (account, sequence, at, data) VALUES (@account, @sequence, @at, @data)',
    )
    this.#latest = database.prepare(
      'SELECT id, sequence, at, data FROM checkpoints WHERE account = ? ORDER BY sequence DESC, id DESC LIMIT 1',
    )
    this.#prune = database.prepare('DELETE FROM journal WHERE account = ? AND sequence <= ?')
    this.#pruneCheckpoints = database.prepare('DELETE FROM checkpoints WHERE account = ? AND id <> ?')
  }

  append(account: string, entries: readonly JournalEntry[]): void {
    const id = this.#accounts.idOf(account)
    refuseGap(account, this.#endOf(id), entries)
    for (const { sequence, at, kind, data } of entries) this.#insert.run(id, sequence, at, kind, data)
  }

  read(account: string, filter: JournalFilter): readonly JournalEntry[] {
    const { after = 0, from = 0, to = Infinity, kind = null, limit = -1 } = checkedJournalFilter(account, filter)
    const id = this.#accounts.idOf(account)
    return this.#select.all({
      ...{ account: id, after: Math.max(after, this.#firstFrom(id, from) - 1) },
      ...{ last: this.#firstFrom(id, to) - 1, kind, limit },
    })
  }

  lastSequence(account: string): number {
    return this.#endOf(this.#accounts.idOf(account)).sequence
  }

  saveCheckpoint(account: string, checkpoint: Checkpoint): void {
    const id = this.#accounts.idOf(account)
    refuseAhead(account, this.#endOf(id), checkpoint.sequence)
    this.#saveCheckpoint.run({ ...checkpoint, account: id })
  }

  latestCheckpoint(account: string): Checkpoint | undefined {
    const latest = this.#latest.get(this.#accounts.idOf(account))
    return latest && { sequence: latest.sequence, at: latest.at, data: latest.data }
  }

  prune(account: string): number {
    const id = this.#accounts.idOf(account)
    const latest = this.#latest.get(id)
    if (latest === undefined) return 0
    this.#pruneCheckpoints.run(id, latest.id)
    const last = this.#next.get(id, latest.sequence)
    if (last?.sequence === latest.sequence) this.#setPruned.run(last.sequence, last.at, id)
    return this.#prune.run(id, latest.sequence).changes
  }

  #endOf(id: number): JournalEnd {
    return this.#last.get(id) ?? this.#pruned.get(id)!
  }

  /** The sequence of the first entry that was taken in at a time or later, or the one behind the last: found by halves, as times rise with sequences. */
  #firstFrom(id: number, time: number): number {
    let [low, high] = [this.#pruned.get(id)!.sequence + 1, this.#endOf(id).sequence + 1]
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (this.#next.get(id, middle)!.at < time) low = middle + 1
      else high = middle
    }
    return low
  }
}
