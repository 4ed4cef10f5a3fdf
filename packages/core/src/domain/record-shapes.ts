import type { AccountRecord } from './account-record.js'
import type { Checkpoint, JournalEntry } from './journal-entry.js'
import { LEDGER_KINDS } from './ledger-kind.js'
import { INTENT_ACTIONS, type OrderIntent } from './order-intent.js'
import { ORDER_STATUSES } from './order-status.js'
import { ORDER_TYPES, TIMES_IN_FORCE } from './order.js'
import type { Field, RecordShape } from './record-shape.js'
import { STRATEGY_STATUSES, type StrategyRecord } from './strategy-record.js'
import type {
  CashRecord,
  EquityRecord,
  FillRecord,
  OrderRecord,
  PositionRecord,
  RoundTripRecord,
  TradingBatch,
} from './trading-records.js'

const NAME: Field = { kind: 'name' }
const TEXT: Field = { kind: 'text' }
const TIME: Field = { kind: 'time' }
const COUNT: Field = { kind: 'count' }
const AMOUNT: Field = { kind: 'amount' }
const QUANTITY: Field = { kind: 'quantity' }
const PRICE: Field = { kind: 'price' }
const NUMBER: Field = { kind: 'number' }
const PLAIN: Field = { kind: 'plain' }
const SIDE: Field = { kind: 'name', oneOf: ['buy', 'sell'] }

function optional(field: Field): Field {
  return { ...field, optional: true }
}

function oneOf(names: readonly string[]): Field {
  return { kind: 'name', oneOf: names }
}

export const ACCOUNT_SHAPE: RecordShape<AccountRecord> = {
  account: NAME,
  currency: NAME,
  metadata: PLAIN,
  savedAt: TIME,
}

export const JOURNAL_SHAPE: RecordShape<JournalEntry> = { sequence: COUNT, at: TIME, kind: NAME, data: TEXT }

export const CHECKPOINT_SHAPE: RecordShape<Checkpoint> = { sequence: { kind: 'index' }, at: TIME, data: TEXT }

const INTENT_SHAPE: RecordShape<OrderIntent> = {
  number: COUNT,
  sequence: { kind: 'index' },
  decidedAt: TIME,
  strategy: NAME,
  symbol: NAME,
  action: oneOf(INTENT_ACTIONS),
  clientOrderId: NAME,
  terms: PLAIN,
}

const ORDER_SHAPE: RecordShape<OrderRecord> = {
  clientOrderId: NAME,
  venueOrderId: optional(NAME),
  strategy: NAME,
  symbol: NAME,
  side: SIDE,
  type: oneOf(ORDER_TYPES),
  timeInForce: oneOf(TIMES_IN_FORCE),
  quantity: QUANTITY,
  limitPrice: optional(PRICE),
  stopPrice: optional(PRICE),
  touchPrice: optional(PRICE),
  status: oneOf(ORDER_STATUSES),
  filledQuantity: { kind: 'unsigned' },
  averagePrice: optional(NUMBER),
  createdAt: TIME,
  updatedAt: TIME,
  reason: TEXT,
  tags: { kind: 'texts' },
  particulars: PLAIN,
}

const FILL_SHAPE: RecordShape<FillRecord> = {
  id: NAME,
  clientOrderId: NAME,
  strategy: NAME,
  symbol: NAME,
  side: SIDE,
  quantity: QUANTITY,
  // What is delisted may be worth nothing.
  price: NUMBER,
  value: { kind: 'unsigned' },
  commission: AMOUNT,
  currency: NAME,
  occurredAt: TIME,
  receivedAt: TIME,
  internal: { kind: 'flag' },
}

const POSITION_SHAPE: RecordShape<PositionRecord> = {
  strategy: NAME,
  symbol: NAME,
  time: TIME,
  quantity: AMOUNT,
  averagePrice: optional(PRICE),
  currency: NAME,
}

const CASH_SHAPE: RecordShape<CashRecord> = {
  number: COUNT,
  time: TIME,
  strategy: optional(NAME),
  currency: NAME,
  kind: oneOf(LEDGER_KINDS),
  amount: AMOUNT,
  fill: optional(NAME),
  symbol: optional(NAME),
  rate: optional(PRICE),
}

const EQUITY_SHAPE: RecordShape<EquityRecord> = { strategy: optional(NAME), time: TIME, equity: AMOUNT }

const ROUND_TRIP_SHAPE: RecordShape<RoundTripRecord> = {
  number: COUNT,
  strategy: NAME,
  symbol: NAME,
  direction: oneOf(['long', 'short']),
  quantity: QUANTITY,
  entryTime: TIME,
  entryPrice: PRICE,
  exitTime: TIME,
  exitPrice: NUMBER,
  currency: NAME,
  pnl: AMOUNT,
  rate: PRICE,
  pnlInBase: AMOUNT,
  costs: AMOUNT,
  returnFraction: NUMBER,
  holdingMs: NUMBER,
  maxAdverseExcursion: NUMBER,
  maxFavorableExcursion: NUMBER,
  tags: { kind: 'texts' },
  entryReason: TEXT,
  exitReason: TEXT,
}

export const STRATEGY_SHAPE: RecordShape<StrategyRecord> = {
  name: NAME,
  className: NAME,
  version: NUMBER,
  status: oneOf(STRATEGY_STATUSES),
  params: PLAIN,
  state: PLAIN,
  metadata: PLAIN,
  savedAt: TIME,
}

/** The records of a batch, each kind by its shape. */
export type BatchRecords = { readonly [K in keyof TradingBatch]-?: NonNullable<TradingBatch[K]>[number] }

export const BATCH_SHAPES: { readonly [K in keyof BatchRecords]: RecordShape<BatchRecords[K]> } = {
  intents: INTENT_SHAPE,
  orders: ORDER_SHAPE,
  fills: FILL_SHAPE,
  positions: POSITION_SHAPE,
  cash: CASH_SHAPE,
  equity: EQUITY_SHAPE,
  roundTrips: ROUND_TRIP_SHAPE,
}
