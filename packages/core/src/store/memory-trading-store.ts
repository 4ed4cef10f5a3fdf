import type { AccountRecord } from '../domain/account-record.js'
import { Decimal } from '../domain/decimal.js'
import type { OrderIntent } from '../domain/order-intent.js'
import { isTerminal } from '../domain/order-status.js'
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
import type { CashBalance, OrderFilter, RecordFilter, StateFilter, TradingStore } from '../ports/trading-store.js'
import { answer } from './answer.js'
import { checkedState } from './checked-filter.js'
import { checkedBatch, checkedStrategy, checkedTime, type CheckedBatch } from './checked-records.js'
import type { KeptAccount, MemoryAccounts } from './memory-accounts.js'
import { isKept, refuseNumbers } from './record-conflicts.js'
import { lastOfEach, selected } from './selected.js'

/** Trading records kept in memory. */
export class MemoryTradingStore implements TradingStore {
  readonly #accounts: MemoryAccounts
  /** In whose name it writes: that of the store that it is a part of. */
  readonly #writer: object

  constructor(accounts: MemoryAccounts, writer: object) {
    this.#accounts = accounts
    this.#writer = writer
  }

  claim(account: string, owner: string): Promise<void> {
    return answer(() => {
      this.#accounts.of(account)
      this.#accounts.claim(this.#writer, owner)
    })
  }

  saveAccount(account: AccountRecord): Promise<void> {
    return this.#write(() => {
      this.#accounts.save(account)
    })
  }

  accounts(): Promise<readonly AccountRecord[]> {
    return answer(() => this.#accounts.list())
  }

  record(account: string, batch: TradingBatch): Promise<void> {
    return this.#write(() => {
      const kept = this.#accounts.of(account)
      const taken = checkedBatch(batch)
      for (const kind of ['intents', 'cash', 'roundTrips'] as const)
        refuseNumbers(account, kind, kept.records[kind].length, taken[kind])
      add(kept, { ...taken, fills: newFills(account, kept.fillsById, taken.fills) })
    })
  }

  intents(account: string, filter: RecordFilter = {}): Promise<readonly OrderIntent[]> {
    return this.#select(
      account,
      filter,
      ({ intents }) => intents,
      ({ decidedAt }) => decidedAt,
    )
  }

  orders(account: string, filter: OrderFilter = {}): Promise<readonly OrderRecord[]> {
    const { at = Infinity, open = false } = filter
    const standing = ({ orders }: KeptAccount['records']): readonly OrderRecord[] =>
      lastOfEach(
        orders.filter(({ updatedAt }) => updatedAt <= at),
        ({ clientOrderId }) => clientOrderId,
        ({ updatedAt }) => updatedAt,
      ).filter(({ status }) => !open || !isTerminal(status))
    return this.#select(account, filter, standing, ({ createdAt }) => createdAt)
  }

  orderHistory(account: string, clientOrderId: string): Promise<readonly OrderRecord[]> {
    const states = ({ orders }: KeptAccount['records']): readonly OrderRecord[] =>
      orders.filter((order) => order.clientOrderId === clientOrderId)
    return this.#select(account, {}, states, ({ updatedAt }) => updatedAt)
  }

  fills(account: string, filter: RecordFilter = {}): Promise<readonly FillRecord[]> {
    return this.#select(
      account,
      filter,
      ({ fills }) => fills,
      ({ occurredAt }) => occurredAt,
    )
  }

  positions(account: string, filter: StateFilter = {}): Promise<readonly PositionRecord[]> {
    return answer(() => {
      const { strategy, at = Infinity } = checkedState(account, filter)
      const until = this.#accounts.of(account).records.positions.filter(({ time }) => time <= at)
      const name = (position: PositionRecord): string => JSON.stringify([position.strategy, position.symbol])
      return lastOfEach(until, name, ({ time }) => time)
        .filter((position) => !position.quantity.isZero())
        .filter((position) => strategy === undefined || position.strategy === strategy)
        .sort((a, b) => compare(a.strategy, b.strategy) || compare(a.symbol, b.symbol))
    })
  }

  positionHistory(account: string, filter: RecordFilter = {}): Promise<readonly PositionRecord[]> {
    return this.#select(
      account,
      filter,
      ({ positions }) => positions,
      ({ time }) => time,
    )
  }

  cashEntries(account: string, filter: RecordFilter = {}): Promise<readonly CashRecord[]> {
    // They are in the order of their numbers, which times need not be.
    return this.#select(
      account,
      filter,
      ({ cash }) => cash,
      ({ time }) => time,
      ({ number }) => number,
    )
  }

  balances(account: string, filter: StateFilter = {}): Promise<readonly CashBalance[]> {
    return answer(() => {
      const { strategy, at = Infinity } = checkedState(account, filter)
      const sums = new Map<string, CashBalance>()
      for (const entry of this.#accounts.of(account).records.cash) {
        if (entry.time > at || (strategy !== undefined && entry.strategy !== strategy)) continue
        const name = JSON.stringify([entry.strategy ?? null, entry.currency])
        const amount = (sums.get(name)?.amount ?? new Decimal(0)).plus(entry.amount)
        sums.set(name, { strategy: entry.strategy, currency: entry.currency, amount })
      }
      return [...sums.values()].sort(
        (a, b) => compare(a.strategy ?? '', b.strategy ?? '') || compare(a.currency, b.currency),
      )
    })
  }

  equity(account: string, filter: Omit<RecordFilter, 'symbol'> = {}): Promise<readonly EquityRecord[]> {
    const { strategy, ...range } = filter
    const whose = ({ equity }: KeptAccount['records']): readonly EquityRecord[] =>
      equity.filter((point) => point.strategy === strategy)
    return this.#select(account, range, whose, ({ time }) => time)
  }

  roundTrips(account: string, filter: RecordFilter = {}): Promise<readonly RoundTripRecord[]> {
    return this.#select(
      account,
      filter,
      ({ roundTrips }) => roundTrips,
      ({ exitTime }) => exitTime,
    )
  }

  saveStrategy(account: string, strategy: StrategyRecord): Promise<void> {
    return this.#write(() => {
      const { strategies } = this.#accounts.of(account)
      strategies.push(Object.freeze({ ...checkedStrategy(strategy), deletedAt: undefined }))
    })
  }

  strategies(account: string, { deleted = false } = {}): Promise<readonly StoredStrategy[]> {
    return answer(() =>
      standing(this.#accounts.of(account))
        .filter(({ deletedAt }) => deleted || deletedAt === undefined)
        .sort((a, b) => compare(a.name, b.name)),
    )
  }

  strategyHistory(account: string, name: string): Promise<readonly StoredStrategy[]> {
    return answer(() => this.#accounts.of(account).strategies.filter((each) => each.name === name))
  }

  deleteStrategy(account: string, name: string, at: number): Promise<boolean> {
    return this.#write(() => {
      const kept = this.#accounts.of(account)
      const deletedAt = checkedTime(`the deletion of ${name}`, at)
      const strategy = standing(kept).find((each) => each.name === name)
      if (strategy?.deletedAt !== undefined || strategy === undefined) return false
      kept.strategies[kept.strategies.lastIndexOf(strategy)] = Object.freeze({ ...strategy, deletedAt })
      return true
    })
  }

  #write<T>(run: () => T): Promise<T> {
    return answer(() => {
      this.#accounts.claim(this.#writer)
      return run()
    })
  }

  #select<T extends object>(
    account: string,
    filter: RecordFilter,
    of: (records: KeptAccount['records']) => readonly T[],
    timeOf: (record: T) => number,
    orderOf = timeOf,
  ): Promise<readonly T[]> {
    return answer(() => selected(account, of(this.#accounts.of(account).records), { filter, timeOf, orderOf }))
  }
}

/** Fills that are not kept yet, each once. Throws RECORD_CONFLICT. */
function newFills(
  account: string,
  kept: ReadonlyMap<string, FillRecord>,
  fills: readonly FillRecord[],
): readonly FillRecord[] {
  const found = new Map<string, FillRecord>()
  for (const fill of fills)
    if (!isKept(account, kept.get(fill.id) ?? found.get(fill.id), fill)) found.set(fill.id, fill)
  return [...found.values()]
}

function add({ records, fillsById, equityRows }: KeptAccount, batch: CheckedBatch): void {
  for (const kind of ['intents', 'orders', 'fills', 'positions', 'cash', 'roundTrips'] as const)
    addAll<object>(records[kind], batch[kind])
  for (const fill of batch.fills) fillsById.set(fill.id, fill)
  for (const point of batch.equity) {
    const name = JSON.stringify([point.strategy ?? null, point.time])
    const row = equityRows.get(name) ?? records.equity.length
    equityRows.set(name, row)
    records.equity[row] = point
  }
}

/** One by one: a call takes only so many arguments. */
function addAll<T>(list: T[], more: readonly T[]): void {
  for (const each of more) list.push(each)
}

function standing({ strategies }: KeptAccount): StoredStrategy[] {
  return Array.from(new Map(strategies.map((each) => [each.name, each])).values())
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
