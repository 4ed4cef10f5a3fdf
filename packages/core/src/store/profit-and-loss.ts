import { Decimal } from '../domain/decimal.js'
import type { LedgerKind } from '../domain/ledger-kind.js'
import type { CashRecord } from '../domain/trading-records.js'
import type { RecordFilter, TradingStore } from '../ports/trading-store.js'

/** Whose profit, of when, and summed by what. */
export interface ProfitAndLossFilter extends Pick<RecordFilter, 'strategy' | 'symbol' | 'from' | 'to'> {
  /** One row for each of them and currency; default: for each strategy and symbol. By 'currency' it is one row for each currency: the total. */
  readonly by?: 'strategy' | 'symbol' | 'currency'
}

/** What a stretch of time brought in one currency. All amounts are exact. */
export interface ProfitAndLoss {
  /** Undefined for the account's own book, and where strategies are summed up. */
  readonly strategy: string | undefined
  /** Undefined for what is about no symbol, such as interest, and where symbols are summed up. */
  readonly symbol: string | undefined
  readonly currency: string
  /** Of the round trips that closed in it, after the costs of both sides. */
  readonly realized: Decimal
  /** What no round trip holds: dividends, interest, financing, borrow fees, fees, and what a split leaves of a share. */
  readonly other: Decimal
  /** realized + other. */
  readonly total: Decimal
  /** How many closed in it. */
  readonly roundTrips: number
}

/**
 * Whether an entry counts for itself. Fills, their commissions and the variation of futures are in the round trips already. What an owner pays in or out, or moves between
 * books or currencies, is no profit.
 */
const COUNTS: Readonly<Record<LedgerKind, boolean>> = {
  deposit: false,
  fill: false,
  commission: false,
  withdrawal: false,
  transfer: false,
  fee: true,
  dividend: true,
  borrow: true,
  financing: true,
  interest: true,
  conversion: false,
  variation: false,
  adjustment: true,
}

/**
 * What was earned and lost, in order of strategy, symbol and currency; without a range of all time. What is still open is not in it, nor what a change of rates does to cash of another
 * currency. Ranges that touch add up. Rejects with what the store does.
 */
export async function profitAndLoss(
  store: Pick<TradingStore, 'roundTrips' | 'cashEntries'>,
  account: string,
  { by, ...filter }: ProfitAndLossFilter = {},
): Promise<readonly ProfitAndLoss[]> {
  // Asked for together, so that nothing which this program records comes in between.
  const [trips, entries] = await Promise.all([store.roundTrips(account, filter), store.cashEntries(account, filter)])
  const sums = new Map<string, ProfitAndLoss>()
  const parts: readonly Part[] = [
    ...trips.map(({ pnl, ...trip }) => ({ ...trip, realized: pnl, other: NOTHING, roundTrips: 1 })),
    ...entries
      .filter(countsForItself)
      .map((entry) => ({ ...entry, realized: NOTHING, other: entry.amount, roundTrips: 0 })),
  ]
  for (const part of parts) {
    const group = {
      strategy: by === undefined || by === 'strategy' ? part.strategy : undefined,
      symbol: by === undefined || by === 'symbol' ? part.symbol : undefined,
      currency: part.currency,
    }
    const name = JSON.stringify([group.strategy ?? null, group.symbol ?? null, group.currency])
    const { realized, other, roundTrips } = sums.get(name) ?? { realized: NOTHING, other: NOTHING, roundTrips: 0 }
    const sum = { realized: realized.plus(part.realized), other: other.plus(part.other) }
    const total = sum.realized.plus(sum.other)
    sums.set(name, { ...group, ...sum, total, roundTrips: roundTrips + part.roundTrips })
  }
  return [...sums.values()].sort(inOrder)
}

const NOTHING = new Decimal(0)

/** What one round trip or one entry adds to a sum. */
type Part = Omit<ProfitAndLoss, 'total'>

/** A fee that belongs to a fill is among the costs of its round trip. */
function countsForItself({ kind, fill }: CashRecord): boolean {
  return COUNTS[kind] && fill === undefined
}

function inOrder(a: ProfitAndLoss, b: ProfitAndLoss): number {
  for (const name of ['strategy', 'symbol', 'currency'] as const) {
    const [one = '', other = ''] = [a[name], b[name]]
    if (one !== other) return one < other ? -1 : 1
  }
  return 0
}
