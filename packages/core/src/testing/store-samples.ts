import type { AccountRecord } from '../domain/account-record.js'
import { Decimal } from '../domain/decimal.js'
import type { Checkpoint, JournalEntry } from '../domain/journal-entry.js'
import type { OrderIntent } from '../domain/order-intent.js'
import type { NewRun } from '../domain/run-record.js'
import type { Spec } from '../domain/spec.js'
import type { StrategyRecord } from '../domain/strategy-record.js'
import type {
  CashRecord,
  EquityRecord,
  FillRecord,
  OrderRecord,
  PositionRecord,
  RoundTripRecord,
  TradingBatch,
} from '../domain/trading-records.js'
import type { StoreTrial } from './store-check.js'

/** The account that cases write to, and one beside it whose name is nearly the same. */
export const MAIN = 'DU1'
export const OTHER = 'du1'

/** 11 March 2024, 13:30 UTC, and so many minutes later. */
export const BEGIN = Date.UTC(2024, 2, 11, 13, 30)
export function minute(count: number): number {
  return BEGIN + count * 60_000
}

/** The last millisecond that a record may be of. */
export const LAST_TIME = Date.UTC(2200, 0, 1) - 1

export const dec = (amount: string | number): Decimal => new Decimal(amount)

/** Texts that a careless store mangles, cuts or takes for something else. */
export const ODD_TEXTS: readonly string[] = [
  "'; DROP TABLE fills; --",
  'double "quotes", \'single\', `back` and \\ back\\slashes \\n',
  'two\nlines\r\nand\ttabs ',
  ' blanks around ',
  '100% _under_ *star* ? $1 :name @at #hash; % %s {0} ${x}',
  'Zoë, Ζωή, Зоя, 東証, ابجد',
  'e\u0301 is not \u00e9',
  '👩‍👩‍👧‍👦 📈 𝛼',
  '__proto__',
  'null',
  '0012',
  '1e3',
  'true',
  '\u2028\u2029\ufeff\u200b',
  'x'.repeat(3000),
]

/** Plain data with all that JSON can hold. */
export const ODD_PLAIN: Spec = {
  texts: ODD_TEXTS,
  numbers: [0, -1, 0.1, 0.30000000000000004, 1e-7, 5e-324, 1.7976931348623157e308, 9007199254740991],
  nothing: null,
  flags: [true, false],
  empty: [[], {}, ''],
  nested: { a: { b: { c: [{ d: 1 }] } } },
  ...Object.fromEntries(ODD_TEXTS.map((text, index) => [text, index])),
  ...(JSON.parse('{"constructor":1,"toString":{"__proto__":{"x":1}},"":2}') as object),
}

export function account(name = MAIN, more: Partial<AccountRecord> = {}): AccountRecord {
  return { account: name, currency: 'USD', metadata: { broker: 'IB' }, savedAt: BEGIN, ...more }
}

/** Makes accounts known. Says whether the store takes all of them: one that is for a single account refuses the others. */
export async function know(trial: StoreTrial, ...names: readonly string[]): Promise<boolean> {
  for (const name of names.length === 0 ? [MAIN] : names) {
    try {
      await trial.store.saveAccount(account(name))
    } catch (error) {
      if (name !== names[0] && error instanceof Error && 'code' in error && error.code === 'ACCOUNT_MISMATCH')
        return false
      throw error
    }
  }
  return true
}

export function entry(sequence: number, more: Partial<JournalEntry> = {}): JournalEntry {
  return { sequence, at: minute(sequence), kind: 'bar', data: `{"n":${String(sequence)}}`, ...more }
}

/** Entries of a journal from one sequence to another, both included. */
export function entries(from: number, to: number): readonly JournalEntry[] {
  return Array.from({ length: to - from + 1 }, (_, index) => entry(from + index))
}

export function checkpoint(sequence: number, data = `state ${String(sequence)}`): Checkpoint {
  return { sequence, at: minute(sequence), data }
}

export function intent(number: number, more: Partial<OrderIntent> = {}): OrderIntent {
  return {
    ...{ number, sequence: number, decidedAt: minute(number), strategy: 'trend', symbol: 'AAPL' },
    ...{ action: 'submit', clientOrderId: `trend-${String(number)}`, terms: { type: 'market', quantity: '10' } },
    ...more,
  }
}

export function order(clientOrderId: string, more: Partial<OrderRecord> = {}): OrderRecord {
  return {
    ...{ clientOrderId, venueOrderId: undefined, strategy: 'trend', symbol: 'AAPL', side: 'buy', type: 'limit' },
    ...{ timeInForce: 'DAY', quantity: dec(10), limitPrice: 172.5, stopPrice: undefined, touchPrice: undefined },
    ...{ status: 'SUBMITTED', filledQuantity: dec(0), averagePrice: undefined, createdAt: BEGIN, updatedAt: BEGIN },
    ...{ reason: 'it crossed', tags: ['entry'], particulars: { link: null } },
    ...more,
  }
}

export function fill(id: string, more: Partial<FillRecord> = {}): FillRecord {
  return {
    ...{ id, clientOrderId: 'trend-1', strategy: 'trend', symbol: 'AAPL', side: 'buy', quantity: dec(10) },
    ...{ price: 172.5, value: dec(1725), commission: dec('1.05'), currency: 'USD', occurredAt: BEGIN },
    ...{ receivedAt: BEGIN + 40, internal: false },
    ...more,
  }
}

export function position(more: Partial<PositionRecord> = {}): PositionRecord {
  return {
    ...{ strategy: 'trend', symbol: 'AAPL', time: BEGIN, quantity: dec(10), averagePrice: 172.5, currency: 'USD' },
    ...more,
  }
}

export function cash(number: number, more: Partial<CashRecord> = {}): CashRecord {
  return {
    ...{ number, time: minute(number), strategy: 'trend', currency: 'USD', kind: 'fill', amount: dec('-1725') },
    ...{ fill: undefined, symbol: 'AAPL', rate: undefined },
    ...more,
  }
}

export function worth(equity: string, more: Partial<EquityRecord> = {}): EquityRecord {
  return { strategy: undefined, time: BEGIN, equity: dec(equity), ...more }
}

export function roundTrip(number: number, more: Partial<RoundTripRecord> = {}): RoundTripRecord {
  return {
    ...{ number, strategy: 'trend', symbol: 'AAPL', direction: 'long', quantity: dec(10), entryTime: BEGIN },
    ...{ entryPrice: 172.5, exitTime: minute(number), exitPrice: 173.1, currency: 'USD', pnl: dec('3.9') },
    ...{ rate: 1, pnlInBase: dec('3.9'), costs: dec('2.1'), returnFraction: 0.0022608695652173913 },
    ...{ holdingMs: number * 60_000, maxAdverseExcursion: 0, maxFavorableExcursion: 6.000000000000001 },
    ...{ tags: ['entry'], entryReason: 'it crossed', exitReason: 'it crossed back' },
    ...more,
  }
}

export function strategy(name: string, more: Partial<StrategyRecord> = {}): StrategyRecord {
  return {
    ...{ name, className: 'TrendStrategy', version: 1, status: 'running', params: { period: 20 }, state: null },
    ...{ metadata: {}, savedAt: BEGIN },
    ...more,
  }
}

/** One record of every kind, each the first of its kind. */
export function wholeBatch(): Required<TradingBatch> {
  return {
    intents: [intent(1)],
    orders: [order('trend-1')],
    fills: [fill('f1')],
    positions: [position()],
    cash: [cash(1)],
    equity: [worth('100000')],
    roundTrips: [roundTrip(1)],
  }
}

export function run(name: string, more: Partial<NewRun> = {}): NewRun {
  return {
    ...{ savedAt: BEGIN, name, tags: ['daily'], hash: `hash of ${name}`, version: '1.2.3', strategies: ['trend'] },
    ...{ symbols: ['AAPL', 'MSFT'], startedAt: 0, endedAt: BEGIN, bars: 252, currency: 'USD' },
    ...{ initialCapital: dec('100000.00000001'), finalEquity: 100123.45000000001 },
    ...{ metrics: { sharpe: 1.2345678901234567, calmar: null }, settings: { seed: 7 }, result: { fills: [] } },
    equityCurve: { times: Float64Array.of(BEGIN, minute(1)), equity: Float64Array.of(100000, 100123.45000000001) },
    ...more,
  }
}
