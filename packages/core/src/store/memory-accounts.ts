import type { AccountRecord } from '../domain/account-record.js'
import { TradewrightError } from '../domain/errors.js'
import type { Checkpoint, JournalEntry } from '../domain/journal-entry.js'
import type { BatchRecords } from '../domain/record-shapes.js'
import type { StoredStrategy } from '../domain/strategy-record.js'
import type { FillRecord } from '../domain/trading-records.js'
import { checkedAccount } from './checked-records.js'
import type { JournalEnd } from './checked-journal.js'
import { refuseCurrency, unknownAccount } from './record-conflicts.js'

/** All that is kept of an account, each list in the order in which it came. */
export interface KeptAccount {
  record: AccountRecord
  readonly entries: JournalEntry[]
  end: JournalEnd
  readonly checkpoints: Checkpoint[]
  readonly records: { readonly [K in keyof BatchRecords]: BatchRecords[K][] }
  readonly fillsById: Map<string, FillRecord>
  /** By strategy and time: the row of its equity. */
  readonly equityRows: Map<string, number>
  readonly strategies: StoredStrategy[]
}

/** The accounts that a store in memory knows, and who may write to them. */
export class MemoryAccounts {
  readonly #kept = new Map<string, KeptAccount>()
  #holder: { readonly owner: string; readonly by: object } | undefined

  /** Takes the right to write for a writer. Throws STORE_LOCKED. */
  claim(by: object, owner?: string): void {
    if (this.#holder !== undefined && this.#holder.by !== by) {
      const holder = { owner: this.#holder.owner }
      const message = `${holder.owner} writes to this store; expected one writer at a time`
      throw new TradewrightError('STORE_LOCKED', message, { details: { holder } })
    }
    if (this.#holder === undefined || owner !== undefined) this.#holder = { owner: owner ?? 'another store', by }
  }

  release(by: object): void {
    if (this.#holder?.by === by) this.#holder = undefined
  }

  /** Throws UNKNOWN_ACCOUNT. */
  of(account: string): KeptAccount {
    return this.#kept.get(account) ?? unknownAccount(account, [...this.#kept.keys()])
  }

  /** Throws RECORD_INVALID, ACCOUNT_MISMATCH. */
  save(record: AccountRecord): void {
    const taken = checkedAccount(record)
    const kept = this.#kept.get(taken.account)
    refuseCurrency(kept?.record, taken)
    if (kept === undefined) this.#kept.set(taken.account, keptOf(taken))
    else kept.record = taken
  }

  list(): readonly AccountRecord[] {
    const records = Array.from(this.#kept.values(), ({ record }) => record)
    return records.sort((a, b) => (a.account < b.account ? -1 : 1))
  }
}

function keptOf(record: AccountRecord): KeptAccount {
  const records = { intents: [], orders: [], fills: [], positions: [], cash: [], equity: [], roundTrips: [] }
  return {
    ...{ record, records, entries: [], end: { sequence: 0, at: 0 }, checkpoints: [], strategies: [] },
    ...{ fillsById: new Map(), equityRows: new Map() },
  }
}
