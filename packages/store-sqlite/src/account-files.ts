import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  checkedAccount,
  TradewrightError,
  unknownAccount,
  type AccountRecord,
  type CashBalance,
  type CashRecord,
  type Checkpoint,
  type EquityRecord,
  type FillRecord,
  type JournalEntry,
  type JournalFilter,
  type JournalStore,
  type OrderFilter,
  type OrderIntent,
  type OrderRecord,
  type PositionRecord,
  type RecordFilter,
  type RoundTripRecord,
  type StateFilter,
  type StoredStrategy,
  type StrategyRecord,
  type TradingBatch,
  type TradingStore,
} from '@tradewright/core'
import type { SqliteOptions } from './sqlite-options.js'
import { SqliteStore } from './sqlite-store.js'

const ENDING = '.db'

/** A file for each account, opened when it is first asked for. What is asked of one account is done in the order in which it was asked. */
export class AccountFiles implements JournalStore, TradingStore {
  readonly #folder: string
  readonly #options: SqliteOptions
  readonly #opened = new Map<string, Promise<SqliteStore>>()

  constructor(folder: string, options: SqliteOptions) {
    this.#folder = folder
    this.#options = options
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled([...this.#opened.values()])
    await Promise.all(opened.filter((each) => each.status === 'fulfilled').map(({ value }) => value.close()))
  }

  async saveAccount(record: AccountRecord): Promise<void> {
    const { account } = checkedAccount(record)
    await (await this.#open(account)).saveAccount(record)
  }

  async accounts(): Promise<readonly AccountRecord[]> {
    const stores = await Promise.all(this.#known().map((account) => this.#open(account)))
    return (await Promise.all(stores.map((store) => store.accounts()))).flat()
  }

  async appendJournal(account: string, entries: readonly JournalEntry[]): Promise<void> {
    await (await this.#of(account)).appendJournal(account, entries)
  }

  async readJournal(account: string, filter?: JournalFilter): Promise<readonly JournalEntry[]> {
    return await (await this.#of(account)).readJournal(account, filter)
  }

  async lastSequence(account: string): Promise<number> {
    return await (await this.#of(account)).lastSequence(account)
  }

  async saveCheckpoint(account: string, checkpoint: Checkpoint): Promise<void> {
    await (await this.#of(account)).saveCheckpoint(account, checkpoint)
  }

  async latestCheckpoint(account: string): Promise<Checkpoint | undefined> {
    return await (await this.#of(account)).latestCheckpoint(account)
  }

  async pruneJournal(account: string): Promise<number> {
    return await (await this.#of(account)).pruneJournal(account)
  }

  async claim(account: string, owner: string): Promise<void> {
    await (await this.#of(account)).claim(account, owner)
  }

  async record(account: string, batch: TradingBatch): Promise<void> {
    await (await this.#of(account)).record(account, batch)
  }

  async intents(account: string, filter?: RecordFilter): Promise<readonly OrderIntent[]> {
    return await (await this.#of(account)).intents(account, filter)
  }

  async orders(account: string, filter?: OrderFilter): Promise<readonly OrderRecord[]> {
    return await (await this.#of(account)).orders(account, filter)
  }

  async orderHistory(account: string, clientOrderId: string): Promise<readonly OrderRecord[]> {
    return await (await this.#of(account)).orderHistory(account, clientOrderId)
  }

  async fills(account: string, filter?: RecordFilter): Promise<readonly FillRecord[]> {
    return await (await this.#of(account)).fills(account, filter)
  }

  async positions(account: string, filter?: StateFilter): Promise<readonly PositionRecord[]> {
    return await (await this.#of(account)).positions(account, filter)
  }

  async positionHistory(account: string, filter?: RecordFilter): Promise<readonly PositionRecord[]> {
    return await (await this.#of(account)).positionHistory(account, filter)
  }

  async cashEntries(account: string, filter?: RecordFilter): Promise<readonly CashRecord[]> {
    return await (await this.#of(account)).cashEntries(account, filter)
  }

  async balances(account: string, filter?: StateFilter): Promise<readonly CashBalance[]> {
    return await (await this.#of(account)).balances(account, filter)
  }

  async equity(account: string, filter?: Omit<RecordFilter, 'symbol'>): Promise<readonly EquityRecord[]> {
    return await (await this.#of(account)).equity(account, filter)
  }

  async roundTrips(account: string, filter?: RecordFilter): Promise<readonly RoundTripRecord[]> {
    return await (await this.#of(account)).roundTrips(account, filter)
  }

  async saveStrategy(account: string, strategy: StrategyRecord): Promise<void> {
    await (await this.#of(account)).saveStrategy(account, strategy)
  }

  async strategies(account: string, options?: { readonly deleted?: boolean }): Promise<readonly StoredStrategy[]> {
    return await (await this.#of(account)).strategies(account, options)
  }

  async strategyHistory(account: string, name: string): Promise<readonly StoredStrategy[]> {
    return await (await this.#of(account)).strategyHistory(account, name)
  }

  async deleteStrategy(account: string, name: string, at: number): Promise<boolean> {
    return await (await this.#of(account)).deleteStrategy(account, name, at)
  }

  /** Throws UNKNOWN_ACCOUNT. */
  #of(account: string): Promise<SqliteStore> {
    const opened = this.#opened.get(account)
    if (opened !== undefined) return opened
    if (!this.#known().includes(account)) unknownAccount(account, this.#known())
    return this.#open(account)
  }

  #open(account: string): Promise<SqliteStore> {
    const before = this.#opened.get(account)
    if (before !== undefined) return before
    const opened = SqliteStore.open(join(this.#folder, fileOf(account)), { ...this.#options, account })
    this.#opened.set(account, opened)
    // What could not be opened may be put right.
    opened.catch(() => this.#opened.delete(account))
    return opened
  }

  /** The accounts that have a file, in order of their names. */
  #known(): readonly string[] {
    if (!existsSync(this.#folder)) return []
    const files = readdirSync(this.#folder).filter((name) => name.endsWith(ENDING))
    return files
      .map(accountOf)
      .filter((account) => account !== undefined)
      .sort()
  }
}

/** A name that every file system takes. Throws RECORD_INVALID for an account whose name would be too long. */
function fileOf(account: string): string {
  const name = encodeURIComponent(account).replace(
    /[.*!'()~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  if (name.length <= 200) return `${name}${ENDING}`
  throw new TradewrightError(
    'RECORD_INVALID',
    `account ${account} has too long a name for a file; expected up to 200 characters`,
    {
      details: { account },
    },
  )
}

/** Undefined for a file that is no account's. */
function accountOf(file: string): string | undefined {
  try {
    return decodeURIComponent(file.slice(0, -ENDING.length))
  } catch {
    return undefined
  }
}
