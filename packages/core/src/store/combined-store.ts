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
  /** What is not done yet. */
  readonly #asked = new Set<Promise<unknown>>()
  #closed: Promise<void> | undefined

  constructor(parts: StoreParts) {
    this.#parts = parts
  }

  /** Ends it, once what was asked before is done. */
  close(): Promise<void> {
    return (this.#closed ??= this.#end())
  }

  async #end(): Promise<void> {
    await Promise.allSettled(this.#asked)
    await this.#parts.close?.()
  }

  /** Does something at once, and keeps the store open until it is done. Rejects with STORE_CLOSED. */
  protected async whileOpen<T>(run: () => Promise<T>): Promise<T> {
    if (this.#closed !== undefined)
      throw new TradewrightError('STORE_CLOSED', 'this store has been closed; expected one that is open')
    const asked = run()
    this.#asked.add(asked)
    try {
      return await asked
    } finally {
      this.#asked.delete(asked)
    }
  }

  #ask<K extends Exclude<keyof StoreParts, 'close'>, T>(
    name: K,
    call: (part: StoreParts[K]) => Promise<T>,
  ): Promise<T> {
    return this.whileOpen(() => call(this.#parts[name]))
  }

  coverage(key: SeriesKey): Promise<readonly TimeRange[]> {
    return this.#ask('bars', (bars) => bars.coverage(key))
  }

  readBars(key: SeriesKey, range: TimeRange): Promise<BarColumns> {
    return this.#ask('bars', (bars) => bars.readBars(key, range))
  }

  writeBars(key: SeriesKey, range: TimeRange, columns: BarColumns, warnings?: readonly SeriesWarning[]): Promise<void> {
    return this.#ask('bars', (bars) => bars.writeBars(key, range, columns, warnings))
  }

  barWarnings(key: SeriesKey, range: TimeRange): Promise<readonly SeriesWarning[]> {
    return this.#ask('bars', (bars) => bars.barWarnings(key, range))
  }

  deleteBars(key: SeriesKey): Promise<void> {
    return this.#ask('bars', (bars) => bars.deleteBars(key))
  }

  storedSeries(): Promise<readonly SeriesKey[]> {
    return this.#ask('bars', (bars) => bars.storedSeries())
  }

  appendJournal(account: string, entries: readonly JournalEntry[]): Promise<void> {
    return this.#ask('journal', (journal) => journal.appendJournal(account, entries))
  }

  readJournal(account: string, filter?: JournalFilter): Promise<readonly JournalEntry[]> {
    return this.#ask('journal', (journal) => journal.readJournal(account, filter))
  }

  lastSequence(account: string): Promise<number> {
    return this.#ask('journal', (journal) => journal.lastSequence(account))
  }

  saveCheckpoint(account: string, checkpoint: Checkpoint): Promise<void> {
    return this.#ask('journal', (journal) => journal.saveCheckpoint(account, checkpoint))
  }

  latestCheckpoint(account: string): Promise<Checkpoint | undefined> {
    return this.#ask('journal', (journal) => journal.latestCheckpoint(account))
  }

  pruneJournal(account: string): Promise<number> {
    return this.#ask('journal', (journal) => journal.pruneJournal(account))
  }

  claim(account: string, owner: string): Promise<void> {
    return this.#ask('trading', (trading) => trading.claim(account, owner))
  }

  saveAccount(account: AccountRecord): Promise<void> {
    return this.#ask('trading', (trading) => trading.saveAccount(account))
  }

  accounts(): Promise<readonly AccountRecord[]> {
    return this.#ask('trading', (trading) => trading.accounts())
  }

  record(account: string, batch: TradingBatch): Promise<void> {
    return this.#ask('trading', (trading) => trading.record(account, batch))
  }

  intents(account: string, filter?: RecordFilter): Promise<readonly OrderIntent[]> {
    return this.#ask('trading', (trading) => trading.intents(account, filter))
  }

  orders(account: string, filter?: OrderFilter): Promise<readonly OrderRecord[]> {
    return this.#ask('trading', (trading) => trading.orders(account, filter))
  }

  orderHistory(account: string, clientOrderId: string): Promise<readonly OrderRecord[]> {
    return this.#ask('trading', (trading) => trading.orderHistory(account, clientOrderId))
  }

  fills(account: string, filter?: RecordFilter): Promise<readonly FillRecord[]> {
    return this.#ask('trading', (trading) => trading.fills(account, filter))
  }

  positions(account: string, filter?: StateFilter): Promise<readonly PositionRecord[]> {
    return this.#ask('trading', (trading) => trading.positions(account, filter))
  }

  positionHistory(account: string, filter?: RecordFilter): Promise<readonly PositionRecord[]> {
    return this.#ask('trading', (trading) => trading.positionHistory(account, filter))
  }

  cashEntries(account: string, filter?: RecordFilter): Promise<readonly CashRecord[]> {
    return this.#ask('trading', (trading) => trading.cashEntries(account, filter))
  }

  balances(account: string, filter?: StateFilter): Promise<readonly CashBalance[]> {
    return this.#ask('trading', (trading) => trading.balances(account, filter))
  }

  equity(account: string, filter?: Omit<RecordFilter, 'symbol'>): Promise<readonly EquityRecord[]> {
    return this.#ask('trading', (trading) => trading.equity(account, filter))
  }

  roundTrips(account: string, filter?: RecordFilter): Promise<readonly RoundTripRecord[]> {
    return this.#ask('trading', (trading) => trading.roundTrips(account, filter))
  }

  saveStrategy(account: string, strategy: StrategyRecord): Promise<void> {
    return this.#ask('trading', (trading) => trading.saveStrategy(account, strategy))
  }

  strategies(account: string, options?: { readonly deleted?: boolean }): Promise<readonly StoredStrategy[]> {
    return this.#ask('trading', (trading) => trading.strategies(account, options))
  }

  strategyHistory(account: string, name: string): Promise<readonly StoredStrategy[]> {
    return this.#ask('trading', (trading) => trading.strategyHistory(account, name))
  }

  deleteStrategy(account: string, name: string, at: number): Promise<boolean> {
    return this.#ask('trading', (trading) => trading.deleteStrategy(account, name, at))
  }

  saveRun(run: NewRun): Promise<number> {
    return this.#ask('runs', (runs) => runs.saveRun(run))
  }

  runs(filter?: RunFilter): Promise<readonly RunSummary[]> {
    return this.#ask('runs', (runs) => runs.runs(filter))
  }

  loadRun(id: number): Promise<RunRecord> {
    return this.#ask('runs', (runs) => runs.loadRun(id))
  }

  deleteRun(id: number): Promise<void> {
    return this.#ask('runs', (runs) => runs.deleteRun(id))
  }

  saveSetting(key: string, value: Spec): Promise<void> {
    return this.#ask('settings', (settings) => settings.saveSetting(key, value))
  }

  setting(key: string): Promise<Spec | undefined> {
    return this.#ask('settings', (settings) => settings.setting(key))
  }

  settings(): Promise<Readonly<Record<string, Spec>>> {
    return this.#ask('settings', (settings) => settings.settings())
  }

  deleteSetting(key: string): Promise<boolean> {
    return this.#ask('settings', (settings) => settings.deleteSetting(key))
  }
}
