import {
  BATCH_SHAPES,
  checkedFilter,
  checkedState,
  Decimal,
  isKept,
  refuseNumbers,
  type CashBalance,
  type CashRecord,
  type CheckedBatch,
  type EquityRecord,
  type FillRecord,
  type OrderFilter,
  type OrderIntent,
  type OrderRecord,
  type PositionRecord,
  type RecordFilter,
  type RoundTripRecord,
  type StateFilter,
} from '@tradewright/core'
import type Database from 'better-sqlite3'
import type { AccountTable } from './account-table.js'
import { BalanceTable } from './balance-table.js'
import { filtered, RecordTable } from './record-table.js'

const TERMINAL = "('FILLED', 'DENIED', 'REJECTED', 'CANCELED', 'EXPIRED')"
/** After all times. */
const NEVER = Number.MAX_SAFE_INTEGER

/** The account's own book, which has no strategy; no strategy is called ''. */
const OWN_BOOK = ''

/** What was asked of brokers and what came of it. */
export class TradingTables {
  readonly #accounts: AccountTable
  readonly #intents: RecordTable<OrderIntent>
  readonly #orders: RecordTable<OrderRecord>
  readonly #fills: RecordTable<FillRecord>
  readonly #positions: RecordTable<PositionRecord>
  readonly #cash: RecordTable<CashRecord>
  readonly #equity: RecordTable<EquityRecord>
  readonly #roundTrips: RecordTable<RoundTripRecord>
  readonly #balances: BalanceTable
  readonly #last: Readonly<Record<'intents' | 'cash' | 'roundTrips', Database.Statement<[number], { number: number }>>>
  readonly #lastOf: Database.Statement<[number, string], { id: number; updated_at: number }>
  readonly #passed: Database.Statement<[number]>
  readonly #standing: Database.Statement<[number]>

  constructor(database: Database.Database, accounts: AccountTable) {
    this.#accounts = accounts
    this.#intents = new RecordTable(database, { name: 'intents', shape: BATCH_SHAPES.intents })
    this.#orders = new RecordTable(database, { name: 'orders', shape: BATCH_SHAPES.orders })
    this.#fills = new RecordTable(database, { name: 'fills', shape: BATCH_SHAPES.fills })
    this.#positions = new RecordTable(database, { name: 'positions', shape: BATCH_SHAPES.positions })
    this.#cash = new RecordTable(database, { name: 'cash', shape: BATCH_SHAPES.cash })
    this.#equity = new RecordTable(database, { name: 'equity', shape: BATCH_SHAPES.equity, or: 'OR REPLACE' })
    this.#roundTrips = new RecordTable(database, { name: 'round_trips', shape: BATCH_SHAPES.roundTrips })
    this.#balances = new BalanceTable(database)
    const last = (table: string): Database.Statement<[number], { number: number }> =>
      database.prepare(`SELECT coalesce(max(number), 0) AS number FROM ${table} WHERE account = ?`)
    this.#last = { intents: last('intents'), cash: last('cash'), roundTrips: last('round_trips') }
    this.#lastOf = database.prepare(
      'SELECT id, updated_at FROM orders WHERE account = ? AND client_order_id = ? AND is_last = 1',
    )
    this.#passed = database.prepare('UPDATE orders SET is_last = 0 WHERE id = ?')
    this.#standing = database.prepare('UPDATE orders SET is_last = 1 WHERE id = ?')
  }

  record(account: string, taken: CheckedBatch): void {
    const id = this.#accounts.idOf(account)
    for (const kind of ['intents', 'cash', 'roundTrips'] as const)
      if (taken[kind].length > 0) refuseNumbers(account, kind, this.#last[kind].get(id)!.number, taken[kind])
    for (const intent of taken.intents) this.#intents.insert(id, intent)
    for (const order of taken.orders) this.#addOrder(id, order)
    for (const fill of taken.fills) if (!this.#isKept(account, id, fill)) this.#fills.insert(id, fill)
    for (const position of taken.positions) this.#positions.insert(id, position)
    for (const entry of taken.cash) this.#cash.insert(id, { ...entry, strategy: entry.strategy ?? OWN_BOOK })
    this.#balances.add(id, taken.cash)
    for (const point of taken.equity) this.#equity.insert(id, { ...point, strategy: point.strategy ?? OWN_BOOK })
    for (const trip of taken.roundTrips) this.#roundTrips.insert(id, trip)
  }

  intents(account: string, filter: RecordFilter): readonly OrderIntent[] {
    return this.#select(account, this.#intents, filter, 'decided_at', 'decided_at, number')
  }

  orders(account: string, filter: OrderFilter): readonly OrderRecord[] {
    const { at, open = false } = filter
    const stands =
      at === undefined
        ? 'is_last = 1'
        : `id IN (SELECT (SELECT id FROM orders AS later
             WHERE account = @account AND later.client_order_id = known.client_order_id AND updated_at <= @at
             ORDER BY updated_at DESC, id DESC LIMIT 1)
           FROM (SELECT DISTINCT client_order_id FROM orders WHERE account = @account) AS known)`
    const where = open ? `${stands} AND status NOT IN ${TERMINAL}` : stands
    return this.#select(account, this.#orders, filter, 'created_at', 'created_at, id', {
      where,
      values: at === undefined ? {} : { at },
    })
  }

  orderHistory(account: string, clientOrderId: string): readonly OrderRecord[] {
    return this.#orders.select(this.#accounts.idOf(account), {
      ...{ where: 'client_order_id = @clientOrderId', values: { clientOrderId } },
      orderBy: 'updated_at, id',
    })
  }

  fills(account: string, filter: RecordFilter): readonly FillRecord[] {
    return this.#select(account, this.#fills, filter, 'occurred_at', 'occurred_at, row')
  }

  positions(account: string, filter: StateFilter): readonly PositionRecord[] {
    const { strategy, at = NEVER } = checkedState(account, filter)
    const positions = this.#positions.select(this.#accounts.idOf(account), {
      where: `${strategy === undefined ? '1' : 'strategy = @strategy'} AND row IN (SELECT (SELECT row FROM positions AS later
          WHERE account = @account AND later.strategy = known.strategy AND later.symbol = known.symbol AND time <= @at
          ORDER BY time DESC, row DESC LIMIT 1)
        FROM (SELECT DISTINCT strategy, symbol FROM positions WHERE account = @account) AS known)`,
      values: { at, ...(strategy === undefined ? {} : { strategy }) },
      orderBy: 'strategy, symbol',
    })
    return positions.filter(({ quantity }) => !quantity.isZero())
  }

  positionHistory(account: string, filter: RecordFilter): readonly PositionRecord[] {
    return this.#select(account, this.#positions, filter, 'time', 'time, row')
  }

  cashEntries(account: string, filter: RecordFilter): readonly CashRecord[] {
    return this.#select(account, this.#cash, filter, 'time', 'number').map(withoutOwnBook)
  }

  balances(account: string, filter: StateFilter): readonly CashBalance[] {
    const { strategy, at } = checkedState(account, filter)
    const id = this.#accounts.idOf(account)
    const all =
      at === undefined
        ? this.#balances.list(id)
        : sumsOf(this.#cash.select(id, { where: 'time <= @at', values: { at }, orderBy: 'number' }))
    return all.filter((balance) => strategy === undefined || balance.strategy === strategy)
  }

  equity(account: string, { strategy = OWN_BOOK, ...range }: Omit<RecordFilter, 'symbol'>): readonly EquityRecord[] {
    return this.#select(account, this.#equity, { ...range, strategy }, 'time', 'time').map(withoutOwnBook)
  }

  roundTrips(account: string, filter: RecordFilter): readonly RoundTripRecord[] {
    return this.#select(account, this.#roundTrips, filter, 'exit_time', 'exit_time, number')
  }

  #addOrder(id: number, order: OrderRecord): void {
    const before = this.#lastOf.get(id, order.clientOrderId)
    const row = this.#orders.insert(id, order)
    // One that comes late is history, and changes nothing of how the order stands.
    if (before !== undefined && before.updated_at > order.updatedAt) return
    if (before !== undefined) this.#passed.run(before.id)
    this.#standing.run(row)
  }

  #isKept(account: string, id: number, fill: FillRecord): boolean {
    const [kept] = this.#fills.select(id, { where: 'id = @id', values: { id: fill.id }, orderBy: 'row' })
    return isKept(account, kept, fill)
  }

  #select<T extends object>(
    account: string,
    table: RecordTable<T>,
    filter: RecordFilter,
    time: string,
    orderBy: string,
    more: { readonly where: string; readonly values: Readonly<Record<string, number>> } = { where: '1', values: {} },
  ): readonly T[] {
    const { limit, newestFirst } = checkedFilter(account, filter)
    const { where, values } = filtered(filter, time)
    return table.select(this.#accounts.idOf(account), {
      where: `${where} AND ${more.where}`,
      values: { ...values, ...more.values },
      ...{ orderBy, limit, newestFirst },
    })
  }
}

function withoutOwnBook<T extends { readonly strategy: string | undefined }>(record: T): T {
  return record.strategy === OWN_BOOK ? { ...record, strategy: undefined } : record
}

/** Exact sums by book and currency, in their order. */
function sumsOf(entries: readonly CashRecord[]): readonly CashBalance[] {
  const sums = new Map<string, CashBalance>()
  for (const { strategy, currency, amount } of entries.map(withoutOwnBook)) {
    const name = JSON.stringify([strategy ?? OWN_BOOK, currency])
    sums.set(name, { strategy, currency, amount: (sums.get(name)?.amount ?? new Decimal(0)).plus(amount) })
  }
  const order = ({ strategy = OWN_BOOK, currency }: CashBalance): string => JSON.stringify([strategy, currency])
  return [...sums.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1))
}
