import type { Store } from '../ports/store.js'
import { ALPHA, hourBars, span } from './store-bar-samples.js'
import { account, checkpoint, entry, fill, minute, run, strategy } from './store-samples.js'

type Call = (store: Store, account: string) => Promise<unknown>

/** Calls that only read an account. */
const READS = {
  readJournal: (store, of) => store.readJournal(of),
  lastSequence: (store, of) => store.lastSequence(of),
  latestCheckpoint: (store, of) => store.latestCheckpoint(of),
  intents: (store, of) => store.intents(of),
  orders: (store, of) => store.orders(of),
  orderHistory: (store, of) => store.orderHistory(of, 'trend-1'),
  fills: (store, of) => store.fills(of),
  positions: (store, of) => store.positions(of),
  positionHistory: (store, of) => store.positionHistory(of),
  cashEntries: (store, of) => store.cashEntries(of),
  balances: (store, of) => store.balances(of),
  equity: (store, of) => store.equity(of),
  roundTrips: (store, of) => store.roundTrips(of),
  strategies: (store, of) => store.strategies(of),
  strategyHistory: (store, of) => store.strategyHistory(of, 'trend'),
} satisfies Partial<Record<keyof Store, Call>>

/** Calls that write to an account that is known. */
const WRITES = {
  claim: (store, of) => store.claim(of, 'another writer'),
  appendJournal: (store, of) => store.appendJournal(of, [entry(1)]),
  saveCheckpoint: (store, of) => store.saveCheckpoint(of, checkpoint(0)),
  pruneJournal: (store, of) => store.pruneJournal(of),
  record: (store, of) => store.record(of, { fills: [fill('of a call')] }),
  saveStrategy: (store, of) => store.saveStrategy(of, strategy('trend')),
  deleteStrategy: (store, of) => store.deleteStrategy(of, 'trend', minute(1)),
} satisfies Partial<Record<keyof Store, Call>>

/** Calls that name no account that must be known. */
const OTHERS: Readonly<Record<Exclude<keyof Store, keyof typeof READS | keyof typeof WRITES | 'close'>, Call>> = {
  saveAccount: (store, of) => store.saveAccount(account(of)),
  accounts: (store) => store.accounts(),
  coverage: (store) => store.coverage(ALPHA),
  readBars: (store) => store.readBars(ALPHA, span(0, 9)),
  writeBars: (store) => store.writeBars(ALPHA, span(0, 9), hourBars([1])),
  barWarnings: (store) => store.barWarnings(ALPHA, span(0, 9)),
  deleteBars: (store) => store.deleteBars(ALPHA),
  storedSeries: (store) => store.storedSeries(),
  saveRun: (store) => store.saveRun(run('of a call')),
  runs: (store) => store.runs(),
  loadRun: (store) => store.loadRun(1),
  deleteRun: (store) => store.deleteRun(1),
  saveSetting: (store) => store.saveSetting('of a call', 1),
  setting: (store) => store.setting('of a call'),
  settings: (store) => store.settings(),
  deleteSetting: (store) => store.deleteSetting('of a call'),
}

/** A call of one of a store's methods. */
export interface StoreCall {
  readonly method: string
  readonly run: () => Promise<unknown>
}

/** One call of each method by which a store reads an account. */
export function readsOf(store: Store, account: string): readonly StoreCall[] {
  return callsOf(store, READS, account)
}

/** One call of each method by which a store writes to an account that is known. */
export function writesOf(store: Store, account: string): readonly StoreCall[] {
  return callsOf(store, WRITES, account)
}

/** One call of each method that a store has but `close`. */
export function allCallsOf(store: Store, account: string): readonly StoreCall[] {
  return callsOf(store, { ...READS, ...WRITES, ...OTHERS }, account)
}

function callsOf(store: Store, calls: Readonly<Record<string, Call>>, account: string): readonly StoreCall[] {
  return Object.entries(calls)
    .filter(([method]) => method in store)
    .map(([method, call]) => ({ method, run: () => call(store, account) }))
}
