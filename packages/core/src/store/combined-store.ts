import type { AccountRecord } from '../domain/account-record.js'
import type { BarColumns } from '../domain/bar-columns.js'
import { TradewrightError } from '../domain/errors.js'
import type { Checkpoint, JournalEntry } from '../domain/journal-entry.js'
import type { OrderIntent } from '../domain/order-intent.js'
import type { NewRun, RunRecord, RunSummary } from '../domain/run-record.js'
import type { Spec } from '../domain/spec.js'
import type { StoredStrategy, StrategyRecord } from '../domain/strategy-record.js'
import type { TimeRange } from '../domain/time-range.js'
import type {
  CashRecord,
  EquityRecord,
  FillRecord,
  OrderRecord,
  PositionRecord,
  RoundTripRecord,
  TradingBatch,
} from '../domain/trading-records.js'
import type { BarStore, SeriesKey } from '../ports/bar-store.js'
import type { SeriesWarning } from '../ports/data-gateway.js'
import type { JournalFilter, JournalStore } from '../ports/journal-store.js'
import type { RunFilter, RunStore } from '../ports/run-store.js'
import type { SettingsStore } from '../ports/settings-store.js'
import type { Store } from '../ports/store.js'
import type { CashBalance, OrderFilter, RecordFilter, StateFilter, TradingStore } from '../ports/trading-store.js'

/** The stores that one is made of. */
export interface StoreParts {
  readonly bars: BarStore
  readonly journal: JournalStore
  readonly trading: TradingStore
  readonly runs: RunStore
  readonly settings: SettingsStore
  /** Ends the parts, when the whole is closed. */
  readonly close?: () => void | Promise<void>
}

/** One store made of several: market data, runs, settings and accounts may each be kept somewhere else. */
export class CombinedStore implements Store {
  readonly #parts: StoreParts
  #closed: Promise<void> | undefined

  constructor(parts: StoreParts) {
    this.#parts = parts
  }

  close(): Promise<void> {
    return (this.#closed ??= this.#end())
  }

  async #end(): Promise<void> {
    await this.#parts.close?.()
  }

  /** Throws STORE_CLOSED. */
  #part<K extends keyof StoreParts>(name: K): StoreParts[K] {
    if (this.#closed === undefined) return this.#parts[name]
    throw new TradewrightError('STORE_CLOSED', 'this store has been closed; expected one that is open')
  }

  async coverage(key: SeriesKey): Promise<readonly TimeRange[]> {
    return await this.#part('bars').coverage(key)
  }

  async readBars(key: SeriesKey, range: TimeRange): Promise<BarColumns> {
    return await this.#part('bars').readBars(key, range)
  }

  async writeBars(
    key: SeriesKey,
    range: TimeRange,
    columns: BarColumns,
    warnings?: readonly SeriesWarning[],
  ): Promise<void> {
    await this.#part('bars').writeBars(key, range, columns, warnings)
  }

  async barWarnings(key: SeriesKey, range: TimeRange): Promise<readonly SeriesWarning[]> {
    return await this.#part('bars').barWarnings(key, range)
  }

  async deleteBars(key: SeriesKey): Promise<void> {
    await this.#part('bars').deleteBars(key)
  }

  async storedSeries(): Promise<readonly SeriesKey[]> {
    return await this.#part('bars').storedSeries()
  }

  async appendJournal(account: string, entries: readonly JournalEntry[]): Promise<void> {
    await this.#part('journal').appendJournal(account, entries)
  }

  async readJournal(account: string, filter?: JournalFilter): Promise<readonly JournalEntry[]> {
    return await this.#part('journal').readJournal(account, filter)
  }

  async lastSequence(account: string): Promise<number> {
    return await this.#part('journal').lastSequence(account)
  }

  async saveCheckpoint(account: string, checkpoint: Checkpoint): Promise<void> {
    await this.#part('journal').saveCheckpoint(account, checkpoint)
  }

  async latestCheckpoint(account: string): Promise<Checkpoint | undefined> {
    return await this.#part('journal').latestCheckpoint(account)
  }

  async pruneJournal(account: string): Promise<number> {
    return await this.#part('journal').pruneJournal(account)
  }

  async claim(account: string, owner: string): Promise<void> {
    await this.#part('trading').claim(account, owner)
  }

  async saveAccount(account: AccountRecord): Promise<void> {
    await this.#part('trading').saveAccount(account)
  }

  async accounts(): Promise<readonly AccountRecord[]> {
    return await this.#part('trading').accounts()
  }

  async record(account: string, batch: TradingBatch): Promise<void> {
    await this.#part('trading').record(account, batch)
  }

  async intents(account: string, filter?: RecordFilter): Promise<readonly OrderIntent[]> {
    return await this.#part('trading').intents(account, filter)
  }

  async orders(account: string, filter?: OrderFilter): Promise<readonly OrderRecord[]> {
    return await this.#part('trading').orders(account, filter)
  }

  async orderHistory(account: string, clientOrderId: string): Promise<readonly OrderRecord[]> {
    return await this.#part('trading').orderHistory(account, clientOrderId)
  }

  async fills(account: string, filter?: RecordFilter): Promise<readonly FillRecord[]> {
    return await this.#part('trading').fills(account, filter)
  }

  async positions(account: string, filter?: StateFilter): Promise<readonly PositionRecord[]> {
    return await this.#part('trading').positions(account, filter)
  }

  async positionHistory(account: string, filter?: RecordFilter): Promise<readonly PositionRecord[]> {
    return await this.#part('trading').positionHistory(account, filter)
  }

  async cashEntries(account: string, filter?: RecordFilter): Promise<readonly CashRecord[]> {
    return await this.#part('trading').cashEntries(account, filter)
  }

  async balances(account: string, filter?: StateFilter): Promise<readonly CashBalance[]> {
    return await this.#part('trading').balances(account, filter)
  }

  async equity(account: string, filter?: Omit<RecordFilter, 'symbol'>): Promise<readonly EquityRecord[]> {
    return await this.#part('trading').equity(account, filter)
  }

  async roundTrips(account: string, filter?: RecordFilter): Promise<readonly RoundTripRecord[]> {
    return await this.#part('trading').roundTrips(account, filter)
  }

  async saveStrategy(account: string, strategy: StrategyRecord): Promise<void> {
    await this.#part('trading').saveStrategy(account, strategy)
  }

  async strategies(account: string, options?: { readonly deleted?: boolean }): Promise<readonly StoredStrategy[]> {
    return await this.#part('trading').strategies(account, options)
  }

  async strategyHistory(account: string, name: string): Promise<readonly StoredStrategy[]> {
    return await this.#part('trading').strategyHistory(account, name)
  }

  async deleteStrategy(account: string, name: string, at: number): Promise<boolean> {
    return await this.#part('trading').deleteStrategy(account, name, at)
  }

  async saveRun(run: NewRun): Promise<number> {
    return await this.#part('runs').saveRun(run)
  }

  async runs(filter?: RunFilter): Promise<readonly RunSummary[]> {
    return await this.#part('runs').runs(filter)
  }

  async loadRun(id: number): Promise<RunRecord> {
    return await this.#part('runs').loadRun(id)
  }

  async deleteRun(id: number): Promise<void> {
    await this.#part('runs').deleteRun(id)
  }

  async saveSetting(key: string, value: Spec): Promise<void> {
    await this.#part('settings').saveSetting(key, value)
  }

  async setting(key: string): Promise<Spec | undefined> {
    return await this.#part('settings').setting(key)
  }

  async settings(): Promise<Readonly<Record<string, Spec>>> {
    return await this.#part('settings').settings()
  }

  async deleteSetting(key: string): Promise<boolean> {
    return await this.#part('settings').deleteSetting(key)
  }
}
