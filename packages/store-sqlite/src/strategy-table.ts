import { type Spec, type StoredStrategy, type StrategyRecord, type StrategyStatus } from '@tradewright/core'
import type Database from 'better-sqlite3'
import type { AccountTable } from './account-table.js'

interface Row {
  readonly name: string
  readonly class_name: string
  readonly version: string
  readonly status: string
  readonly params: string
  readonly state: string
  readonly metadata: string
  readonly saved_at: number
  readonly deleted_at: number | null
}

/** How strategies stood, each time that they were saved: no row is ever removed. */
export class StrategyTable {
  readonly #accounts: AccountTable
  readonly #insert: Database.Statement<[Omit<Row, 'deleted_at'> & { readonly account: number }]>
  readonly #standing: Database.Statement<[number], Row>
  readonly #history: Database.Statement<[number, string], Row>
  readonly #delete: Database.Statement<[{ readonly account: number; readonly name: string; readonly at: number }]>

  constructor(database: Database.Database, accounts: AccountTable) {
    this.#accounts = accounts
    this.#insert = database.prepare(
      `INSERT INTO strategies (account, name, class_name, version, status, params, state, metadata, saved_at)
       VALUES (@account, @name, @class_name, @version, @status, @params, @state, @metadata, @saved_at)`,
    )
    const last = 'row IN (SELECT max(row) FROM strategies WHERE account = @account GROUP BY name)'
    this.#standing = database.prepare(
      'SELECT * FROM strategies WHERE row IN (SELECT max(row) FROM strategies WHERE account = ? GROUP BY name) ORDER BY name',
    )
    this.#history = database.prepare('SELECT * FROM strategies WHERE account = ? AND name = ? ORDER BY row')
    this.#delete = database.prepare(
      `UPDATE strategies SET deleted_at = @at WHERE name = @name AND deleted_at IS NULL AND ${last}`,
    )
  }

  save(account: string, strategy: StrategyRecord): void {
    const { name, className, version, status, params, state, metadata, savedAt } = strategy
    this.#insert.run({
      ...{ account: this.#accounts.idOf(account), name, class_name: className, version: String(version), status },
      ...{ params: JSON.stringify(params), state: JSON.stringify(state), metadata: JSON.stringify(metadata) },
      saved_at: savedAt,
    })
  }

  list(account: string, deleted: boolean): readonly StoredStrategy[] {
    const all = this.#standing.all(this.#accounts.idOf(account)).map(strategyOf)
    return deleted ? all : all.filter(({ deletedAt }) => deletedAt === undefined)
  }

  history(account: string, name: string): readonly StoredStrategy[] {
    return this.#history.all(this.#accounts.idOf(account), name).map(strategyOf)
  }

  delete(account: string, name: string, at: number): boolean {
    return this.#delete.run({ account: this.#accounts.idOf(account), name, at }).changes > 0
  }
}

function strategyOf(row: Row): StoredStrategy {
  const plain = (text: string): Spec => JSON.parse(text) as Spec
  return {
    ...{ name: row.name, className: row.class_name, version: Number(row.version) },
    status: row.status as StrategyStatus,
    ...{ params: plain(row.params), state: plain(row.state), metadata: plain(row.metadata) },
    ...{ savedAt: row.saved_at, deletedAt: row.deleted_at ?? undefined },
  }
}
