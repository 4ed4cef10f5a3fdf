import { refuseCurrency, TradewrightError, unknownAccount, type AccountRecord, type Spec } from '@tradewright/core'
import type Database from 'better-sqlite3'

interface Row {
  readonly id: number
  readonly account: string
  readonly currency: string
  readonly metadata: string
  readonly saved_at: number
}

/** The accounts of a file. */
export class AccountTable {
  readonly #only: string | undefined
  readonly #one: Database.Statement<[string], Row>
  readonly #all: Database.Statement<[], Row>
  readonly #save: Database.Statement<[Omit<Row, 'id'>]>

  /** `only` is the account that the file is for, where it is for one. Throws ACCOUNT_MISMATCH where it has another. */
  constructor(database: Database.Database, only: string | undefined) {
    this.#only = only
    this.#one = database.prepare('SELECT * FROM accounts WHERE account = ?')
    this.#all = database.prepare('SELECT * FROM accounts ORDER BY account')
    this.#save = database.prepare(
      `INSERT INTO accounts (account, currency, metadata, saved_at) VALUES (@account, @currency, @metadata, @saved_at)
       ON CONFLICT (account) DO UPDATE SET metadata = @metadata, saved_at = @saved_at`,
    )
    for (const { account } of this.#all.all()) this.#refuseOther(account)
  }

  /** SQL's number of an account. Throws UNKNOWN_ACCOUNT, ACCOUNT_MISMATCH. */
  idOf(account: string): number {
    this.#refuseOther(account)
    return (
      this.#one.get(account)?.id ??
      unknownAccount(
        account,
        this.#all.all().map((row) => row.account),
      )
    )
  }

  /** Throws ACCOUNT_MISMATCH. */
  save(record: AccountRecord): void {
    const { account, currency, metadata, savedAt } = record
    this.#refuseOther(account)
    const kept = this.#one.get(account)
    refuseCurrency(kept && recordOf(kept), record)
    this.#save.run({ account, currency, metadata: JSON.stringify(metadata), saved_at: savedAt })
  }

  list(): readonly AccountRecord[] {
    return this.#all.all().map(recordOf)
  }

  #refuseOther(account: string): void {
    if (this.#only === undefined || account === this.#only) return
    const message = `account ${JSON.stringify(account)} came to a store that is for ${this.#only} alone; expected ${this.#only}`
    throw new TradewrightError('ACCOUNT_MISMATCH', message, { details: { account, expected: this.#only } })
  }
}

function recordOf({ account, currency, metadata, saved_at: savedAt }: Row): AccountRecord {
  return { account, currency, metadata: JSON.parse(metadata) as Spec, savedAt }
}
