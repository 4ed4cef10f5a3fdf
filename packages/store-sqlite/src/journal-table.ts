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
  readonly from: number
  readonly to: number
  readonly kind: string | null
  readonly limit: number
}

/** The journals of a file. */
export class JournalTable {
  readonly #accounts: AccountTable
  readonly #end: Database.Statement<[number], JournalEnd>
  readonly #setEnd: Database.Statement<[JournalEnd & { readonly account: number }]>
  readonly #insert: Database.Statement<[number, number, number, string, string]>
  readonly #select: Database.Statement<[Range], JournalEntry>
  readonly #saveCheckpoint: Database.Statement<[Checkpoint & { readonly account: number }]>
  readonly #latest: Database.Statement<[number], Checkpoint & { readonly id: number }>
  readonly #prune: Database.Statement<[number, number]>
  readonly #pruneCheckpoints: Database.Statement<[number, number]>

  constructor(database: Database.Database, accounts: AccountTable) {
    this.#accounts = accounts
    this.#end = database.prepare('SELECT journal_sequence AS sequence, journal_at AS at FROM accounts WHERE id = ?')
    this.#setEnd = database.prepare(
      'UPDATE accounts SET journal_sequence = @sequence, journal_at = @at WHERE id = @account',
    )
    this.#insert = database.prepare('INSERT INTO journal (account, sequence, at, kind, data) VALUES (?, ?, ?, ?, ?)')
    this.#select = database.prepare(
      `SELECT sequence, at, kind, data FROM journal
       WHERE account = @account AND sequence > @after AND at >= @from AND at < @to AND (@kind IS NULL OR kind = @kind)
       ORDER BY sequence LIMIT @limit`,
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
    const last = entries.at(-1)
    if (last !== undefined) this.#setEnd.run({ account: id, sequence: last.sequence, at: last.at })
  }

  read(account: string, filter: JournalFilter): readonly JournalEntry[] {
    const { after = 0, from = 0, to = Infinity, kind = null, limit = -1 } = checkedJournalFilter(account, filter)
    return this.#select.all({ account: this.#accounts.idOf(account), after, from, to, kind, limit })
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
    return this.#prune.run(id, latest.sequence).changes
  }

  #endOf(id: number): JournalEnd {
    return this.#end.get(id)!
  }
}
