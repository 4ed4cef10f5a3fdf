import type { BarStore } from './bar-store.js'
import type { JournalStore } from './journal-store.js'
import type { RunStore } from './run-store.js'
import type { SettingsStore } from './settings-store.js'
import type { TradingStore } from './trading-store.js'

/**
 * Everything that a program keeps. A store may be only one of the five; `storeCases` in `@tradewright/core/testing` holds it to those that it is. What is asked of a store is done
 * in the order in which it was asked, whether or not the promise before was awaited. A value that cannot be kept exactly is refused, never rounded.
 */
export interface Store extends BarStore, JournalStore, TradingStore, RunStore, SettingsStore {
  /** Ends it, once what was asked before is done; again is nothing. Whatever is asked afterwards rejects with STORE_CLOSED. */
  close(): Promise<void>
}
