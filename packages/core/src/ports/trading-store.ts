import type { AccountRecord } from '../domain/account-record.js'
import type { OrderIntent } from '../domain/order-intent.js'
import type { StoredStrategy, StrategyRecord } from '../domain/strategy-record.js'
import type {
  CashRecord,
  EquityRecord,
  FillRecord,
  OrderRecord,
  PositionRecord,
  RoundTripRecord,
  TradingBatch,
} from '../domain/trading-records.js'

/** Which records: those that everything given here is true of. */
export interface RecordFilter {
  readonly strategy?: string
  readonly symbol?: string
  /** Those from this time on, UTC epoch milliseconds. */
  readonly from?: number
  /** Those before this time, UTC epoch milliseconds. */
  readonly to?: number
  /** The first so many of them. */
  readonly limit?: number
  /** The last ones first, `limit` counting from there. */
  readonly newestFirst?: boolean
}

/** Which orders, and when. */
export interface OrderFilter extends RecordFilter {
  /** Those whose status is not terminal. */
  readonly open?: boolean
  /** As they stood at this time: what came later is left out. UTC epoch milliseconds. */
  readonly at?: number
}

/** Whose positions or balances, and when. */
export interface StateFilter {
  readonly strategy?: string
  /** As it stood then, what happened at that time included; UTC epoch milliseconds. Left out, as it stands now. */
  readonly at?: number
}

/** Cash of a book in one currency. */
export interface CashBalance {
  /** Undefined for the account's own book. */
  readonly strategy: string | undefined
  readonly currency: string
  /** The exact sum of its entries. */
  readonly amount: CashRecord['amount']
}

/**
 * What was asked of brokers and what came of it, by account. An account is known once it was saved; all else rejects with UNKNOWN_ACCOUNT where it is not. Reads give
 * copies, in order of time, those of one time in the order in which they were recorded.
 *
 * One writer at a time: whoever writes first, or claims it, keeps the right until the store is closed or its process ends. Readers always can.
 */
export interface TradingStore {
  /**
   * Takes the right to write an account's journal and records, and perhaps those of others that are kept with them, under a name that a second writer is told. Rejects with
   * STORE_LOCKED where another has it, UNKNOWN_ACCOUNT.
   */
  claim(account: string, owner: string): Promise<void>
  /** Makes an account known. Saving it again replaces its metadata. Rejects with ACCOUNT_MISMATCH for another currency than it had, or where the store is for another account. */
  saveAccount(account: AccountRecord): Promise<void>
  accounts(): Promise<readonly AccountRecord[]>
  /**
   * Keeps a batch: all of it or nothing, durable when it resolves. Intents, cash entries and round trips go on where those of the account end, without gaps. A fill that is
   * kept already is not kept again, so that a report which comes twice counts once. Rejects with RECORD_CONFLICT for a gap, a number that comes again, or a fill with the id
   * and not the values of one that is kept; RECORD_INVALID for what is no record; UNKNOWN_ACCOUNT, STORE_LOCKED, STORE_FULL.
   */
  record(account: string, batch: TradingBatch): Promise<void>

  /** Intents by when they were decided. */
  intents(account: string, filter?: RecordFilter): Promise<readonly OrderIntent[]>
  /** Orders as they stand, or stood, by when they were created. */
  orders(account: string, filter?: OrderFilter): Promise<readonly OrderRecord[]>
  /** Everything that was recorded of an order, from its first state on; empty for one that is not known. */
  orderHistory(account: string, clientOrderId: string): Promise<readonly OrderRecord[]>
  /** Fills by when they happened. */
  fills(account: string, filter?: RecordFilter): Promise<readonly FillRecord[]>
  /** What was held at a time; what was flat is left out. By strategy and symbol. */
  positions(account: string, filter?: StateFilter): Promise<readonly PositionRecord[]>
  /** Every change of a position. */
  positionHistory(account: string, filter?: RecordFilter): Promise<readonly PositionRecord[]>
  /** Movements of cash by their number. */
  cashEntries(account: string, filter?: RecordFilter): Promise<readonly CashRecord[]>
  /** What the entries up to a time sum up to, by book and currency: the account's own first, then by strategy. */
  balances(account: string, filter?: StateFilter): Promise<readonly CashBalance[]>
  /** What a strategy was worth over time; without a strategy, what the account was. */
  equity(account: string, filter?: Omit<RecordFilter, 'symbol'>): Promise<readonly EquityRecord[]>
  /** Round trips by when they closed. */
  roundTrips(account: string, filter?: RecordFilter): Promise<readonly RoundTripRecord[]>

  /** Keeps how a strategy stands from now on; one that was deleted is there again. Durable when it resolves. */
  saveStrategy(account: string, strategy: StrategyRecord): Promise<void>
  /** Strategies as they stand, by name. */
  strategies(account: string, options?: { readonly deleted?: boolean }): Promise<readonly StoredStrategy[]>
  /** Everything that was saved of a strategy, the oldest first. */
  strategyHistory(account: string, name: string): Promise<readonly StoredStrategy[]>
  /** Marks a strategy as deleted; nothing of it is lost. Says whether it was there. Rejects with RECORD_INVALID for a time that is none. */
  deleteStrategy(account: string, name: string, at: number): Promise<boolean>
}
