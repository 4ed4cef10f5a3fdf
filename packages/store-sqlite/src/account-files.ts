import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  checkedAccount,
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
import { openFile } from './sqlite-file.js'
import { SqliteStore } from './sqlite-store.js'

const ENDING = '.db'
/** How many letters file systems take, less some for endings. */
const NAME_MAX = 200
/** How a file begins whose account has more: no other name begins with it. */
const LONG_NAME = '~'

/** A file for each account, opened when it is first asked for. What is asked of one account is done in the order in which it was asked. */
export class AccountFiles implements JournalStore, TradingStore {
  readonly #folder: string
  readonly #options: SqliteOptions
  readonly #opened = new Map<string, SqliteStore>()

  constructor(folder: string, options: SqliteOptions) {
    this.#folder = folder
    this.#options = options
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#opened.values(), (store) => store.close()))
  }

  async saveAccount(record: AccountRecord): Promise<void> {
    const { account } = checkedAccount(record)
    await this.#open(account).saveAccount(record)
  }

  async accounts(): Promise<readonly AccountRecord[]> {
    const records = await Promise.all(this.#known().map((account) => this.#open(account).accounts()))
    return records.flat()
  }

  async appendJournal(account: string, entries: readonly JournalEntry[]): Promise<void> {
    await this.#of(account).appendJournal(account, entries)
  }

  async readJournal(account: string, filter?: JournalFilter): Promise<readonly JournalEntry[]> {
    return await this.#of(account).readJournal(account, filter)
  }

  async lastSequence(account: string): Promise<number> {
    return await this.#of(account).lastSequence(account)
  }

  async saveCheckpoint(account: string, checkpoint: Checkpoint): Promise<void> {
    await this.#of(account).saveCheckpoint(account, checkpoint)
  }

  async latestCheckpoint(account: string): Promise<Checkpoint | undefined> {
    return await this.#of(account).latestCheckpoint(account)
  }

  async pruneJournal(account: string): Promise<number> {
    return await this.#of(account).pruneJournal(account)
  }

  async claim(account: string, owner: string): Promise<void> {
    await this.#of(account).claim(account, owner)
  }

  async record(account: string, batch: TradingBatch): Promise<void> {
    await this.#of(account).record(account, batch)
  }

  async intents(account: string, filter?: RecordFilter): Promise<readonly OrderIntent[]> {
    return await this.#of(account).intents(account, filter)
  }

  async orders(account: string, filter?: OrderFilter): Promise<readonly OrderRecord[]> {
    return await this.#of(account).orders(account, filter)
  }

  async orderHistory(account: string, clientOrderId: string): Promise<readonly OrderRecord[]> {
    return await this.#of(account).orderHistory(account, clientOrderId)
  }

  async fills(account: string, filter?: RecordFilter): Promise<readonly FillRecord[]> {
    return await this.#of(account).fills(account, filter)
  }

  async positions(account: string, filter?: StateFilter): Promise<readonly PositionRecord[]> {
    return await this.#of(account).positions(account, filter)
  }

  async positionHistory(account: string, filter?: RecordFilter): Promise<readonly PositionRecord[]> {
    return await this.#of(account).positionHistory(account, filter)
  }

  async cashEntries(account: string, filter?: RecordFilter): Promise<readonly CashRecord[]> {
    return await this.#of(account).cashEntries(account, filter)
  }

  async balances(account: string, filter?: StateFilter): Promise<readonly CashBalance[]> {
    return await this.#of(account).balances(account, filter)
  }

  async equity(account: string, filter?: Omit<RecordFilter, 'symbol'>): Promise<readonly EquityRecord[]> {
    return await this.#of(account).equity(account, filter)
  }

  async roundTrips(account: string, filter?: RecordFilter): Promise<readonly RoundTripRecord[]> {
    return await this.#of(account).roundTrips(account, filter)
  }

  async saveStrategy(account: string, strategy: StrategyRecord): Promise<void> {
    await this.#of(account).saveStrategy(account, strategy)
  }

  async strategies(account: string, options?: { readonly deleted?: boolean }): Promise<readonly StoredStrategy[]> {
    return await this.#of(account).strategies(account, options)
  }

  async strategyHistory(account: string, name: string): Promise<readonly StoredStrategy[]> {
    return await this.#of(account).strategyHistory(account, name)
  }

  async deleteStrategy(account: string, name: string, at: number): Promise<boolean> {
    return await this.#of(account).deleteStrategy(account, name, at)
  }

  /** Throws UNKNOWN_ACCOUNT. */
  #of(account: string): SqliteStore {
    const opened = this.#opened.get(account)
    if (opened !== undefined) return opened
    if (!existsSync(join(this.#folder, fileOf(account)))) unknownAccount(account, this.#known())
    return this.#open(account)
  }

  #open(account: string): SqliteStore {
    const opened =
      this.#opened.get(account) ??
      SqliteStore.openSync(join(this.#folder, fileOf(account)), { ...this.#options, account })
    this.#opened.set(account, opened)
    return opened
  }

  /** The accounts that have a file, in order of their names. */
  #known(): readonly string[] {
    if (!existsSync(this.#folder)) return []
    const files = readdirSync(this.#folder).filter((name) => name.endsWith(ENDING))
    return files.flatMap((file) => (file.startsWith(LONG_NAME) ? this.#namesIn(file) : namesOf(file))).sort()
  }

  /** What a file says itself whose account has too long a name for files. */
  #namesIn(file: string): readonly string[] {
    const opened = openFile(join(this.#folder, file), { readOnly: true })
    const names = opened.prepare<[], string>('SELECT account FROM accounts').pluck().all()
    opened.close()
    return names
  }
}

/** A name that every file system takes, and that two accounts never share. */
function fileOf(account: string): string {
  const hex = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
  const name = encodeURIComponent(account).replace(/[.*!'()~]/g, hex)
  if (name.length <= NAME_MAX) return `${name}${ENDING}`
  return `${LONG_NAME}${createHash('sha256').update(account).digest('hex')}${ENDING}`
}

/** None for a file that is no account's. */
function namesOf(file: string): readonly string[] {
  try {
    const account = decodeURIComponent(file.slice(0, -ENDING.length))
    return fileOf(account) === file ? [account] : []
  } catch {
    return []
  }
}
