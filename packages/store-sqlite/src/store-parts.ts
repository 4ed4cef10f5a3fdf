import {
  checkedAccount,
  checkedBatch,
  checkedCheckpoint,
  checkedEntries,
  checkedKey,
  checkedSetting,
  checkedStrategy,
  checkedTime,
  type StoreParts,
} from '@tradewright/core'
import type Database from 'better-sqlite3'
import { AccountTable } from './account-table.js'
import { BarTables } from './bar-tables.js'
import { JournalTable } from './journal-table.js'
import { packedRun, RunTable, unpackedRun } from './run-table.js'
import { SettingsTable } from './settings-table.js'
import type { SqliteOptions } from './sqlite-options.js'
import { StrategyTable } from './strategy-table.js'
import { TradingTables } from './trading-tables.js'
import type { WriteQueue } from './write-queue.js'
import type { WriterLease } from './writer-lease.js'

interface Opened {
  readonly database: Database.Database
  readonly queue: WriteQueue
  readonly lease: WriterLease
  readonly options: SqliteOptions
}

/** What a store is made of: tables, and in which order they are read and written. What is to be written is copied when it is asked for. Throws ACCOUNT_MISMATCH. */
export function storeParts(opened: Opened): Omit<StoreParts, 'close'> {
  const accounts = new AccountTable(opened.database, opened.options.account)
  return {
    bars: barPart(opened),
    journal: journalPart(opened, accounts),
    trading: tradingPart(opened, accounts),
    runs: runPart(opened),
    settings: settingsPart(opened),
  }
}

/** A write that is durable, of whoever has the right to it. */
function durably({ queue, lease, options }: Opened): <T>(run: () => T) => Promise<T> {
  return (run) =>
    queue.do('durable', () => {
      lease.hold(options.owner)
      return run()
    })
}

function barPart({ database, queue }: Opened): StoreParts['bars'] {
  const bars = new BarTables(database)
  return {
    coverage: (key) => queue.do('read', () => bars.coverage(key)),
    readBars: (key, range) => queue.do('read', () => bars.read(key, range)),
    writeBars: async (key, range, columns, warnings = []) => {
      const written = bars.taken(key, range, columns, warnings)
      await queue.do('write', () => {
        bars.write(written)
      })
    },
    barWarnings: (key, range) => queue.do('read', () => bars.warnings(key, range)),
    deleteBars: async (key) => {
      const taken = checkedKey(key)
      await queue.do('write', () => {
        bars.delete(taken)
      })
    },
    storedSeries: () => queue.do('read', () => bars.series()),
  }
}

function journalPart(opened: Opened, accounts: AccountTable): StoreParts['journal'] {
  const { queue } = opened
  const journal = new JournalTable(opened.database, accounts)
  const write = durably(opened)
  return {
    appendJournal: async (account, entries) => {
      const taken = checkedEntries(entries)
      await write(() => {
        journal.append(account, taken)
      })
    },
    readJournal: (account, filter = {}) => queue.do('read', () => journal.read(account, filter)),
    lastSequence: (account) => queue.do('read', () => journal.lastSequence(account)),
    saveCheckpoint: async (account, checkpoint) => {
      const taken = checkedCheckpoint(checkpoint)
      await write(() => {
        journal.saveCheckpoint(account, taken)
      })
    },
    latestCheckpoint: (account) => queue.do('read', () => journal.latestCheckpoint(account)),
    pruneJournal: (account) => write(() => journal.prune(account)),
  }
}

function tradingPart(opened: Opened, accounts: AccountTable): StoreParts['trading'] {
  const { queue, lease } = opened
  const trading = new TradingTables(opened.database, accounts)
  const strategies = new StrategyTable(opened.database, accounts)
  const write = durably(opened)
  return {
    claim: (account, owner) =>
      queue.do('read', () => {
        accounts.idOf(account)
        lease.take(owner)
      }),
    saveAccount: async (account) => {
      const taken = checkedAccount(account)
      await write(() => {
        accounts.save(taken)
      })
    },
    accounts: () => queue.do('read', () => accounts.list()),
    record: async (account, batch) => {
      const taken = checkedBatch(batch)
      await write(() => {
        trading.record(account, taken)
      })
    },
    intents: (account, filter = {}) => queue.do('read', () => trading.intents(account, filter)),
    orders: (account, filter = {}) => queue.do('read', () => trading.orders(account, filter)),
    orderHistory: (account, id) => queue.do('read', () => trading.orderHistory(account, id)),
    fills: (account, filter = {}) => queue.do('read', () => trading.fills(account, filter)),
    positions: (account, filter = {}) => queue.do('read', () => trading.positions(account, filter)),
    positionHistory: (account, filter = {}) => queue.do('read', () => trading.positionHistory(account, filter)),
    cashEntries: (account, filter = {}) => queue.do('read', () => trading.cashEntries(account, filter)),
    balances: (account, filter = {}) => queue.do('read', () => trading.balances(account, filter)),
    equity: (account, filter = {}) => queue.do('read', () => trading.equity(account, filter)),
    roundTrips: (account, filter = {}) => queue.do('read', () => trading.roundTrips(account, filter)),
    saveStrategy: async (account, strategy) => {
      const taken = checkedStrategy(strategy)
      await write(() => {
        strategies.save(account, taken)
      })
    },
    strategies: (account, { deleted = false } = {}) => queue.do('read', () => strategies.list(account, deleted)),
    strategyHistory: (account, name) => queue.do('read', () => strategies.history(account, name)),
    deleteStrategy: async (account, name, at) => {
      const time = checkedTime('a deletion', at)
      return write(() => strategies.delete(account, name, time))
    },
  }
}

function runPart({ database, queue }: Opened): StoreParts['runs'] {
  const runs = new RunTable(database)
  return {
    saveRun: async (run) => {
      const row = packedRun(run)
      return queue.do('write', () => runs.save(row))
    },
    runs: (filter = {}) => queue.do('read', () => runs.list(filter)),
    loadRun: async (id) => unpackedRun(await queue.do('read', () => runs.load(id))),
    deleteRun: (id) =>
      queue.do('write', () => {
        runs.delete(id)
      }),
  }
}

function settingsPart({ database, queue }: Opened): StoreParts['settings'] {
  const settings = new SettingsTable(database)
  return {
    saveSetting: async (key, value) => {
      const taken = checkedSetting(key, value)
      await queue.do('write', () => {
        settings.save(key, taken)
      })
    },
    setting: (key) => queue.do('read', () => settings.one(key)),
    settings: () => queue.do('read', () => settings.all()),
    deleteSetting: (key) => queue.do('write', () => settings.delete(key)),
  }
}
