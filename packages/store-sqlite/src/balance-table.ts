import { Decimal, type CashBalance, type CashRecord } from '@tradewright/core'
import type Database from 'better-sqlite3'

interface Row {
  readonly strategy: string
  readonly currency: string
  readonly amount: string
}

/** What the entries of each book sum up to in each currency, kept as they are booked: a restart need not add up years of them. */
export class BalanceTable {
  readonly #one: Database.Statement<[number, string, string], Row>
  readonly #all: Database.Statement<[number], Row>
  readonly #set: Database.Statement<[number, string, string, string]>

  constructor(database: Database.Database) {
    this.#one = database.prepare('SELECT * FROM balances WHERE account = ? AND strategy = ? AND currency = ?')
    this.#all = database.prepare('SELECT * FROM balances WHERE account = ? ORDER BY strategy, currency')
    this.#set = database.prepare(
      'INSERT OR REPLACE INTO balances (account, strategy, currency, amount) VALUES (?, ?, ?, ?)',
    )
  }

  add(account: number, entries: readonly CashRecord[]): void {
    for (const { strategy = '', currency, amount } of entries) {
      const before = this.#one.get(account, strategy, currency)?.amount ?? 0
      this.#set.run(account, strategy, currency, amount.plus(before).toFixed())
    }
  }

  list(account: number): readonly CashBalance[] {
    return this.#all.all(account).map(({ strategy, currency, amount }) => ({
      ...{ strategy: strategy === '' ? undefined : strategy, currency },
      amount: new Decimal(amount),
    }))
  }
}
