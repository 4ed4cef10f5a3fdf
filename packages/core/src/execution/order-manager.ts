import { ORDER_TYPES, type OrderOutcome, type OrderSizing, type SizingParticulars } from '../domain/order.js'
import { isTerminalCode, reportMoves, STATUS } from '../domain/order-status.js'
import { invariant } from '../domain/errors.js'
import { ORDER, OrderLog, type OrderParticulars } from './order-log.js'

const MARKET = ORDER_TYPES.indexOf('market')

/** The terms of a new order, as codes and numbers. */
export interface OrderTermCodes {
  /** Position in ORDER_TYPES. */
  readonly type: number
  /** Position in TIMES_IN_FORCE. */
  readonly timeInForce: number
  /** Limit or stop price; NaN without one. */
  readonly level: number
  /** UTC epoch milliseconds; NaN without one. */
  readonly expireAt: number
  /** Where the entry would be wrong, for the sizer; undefined without one. */
  readonly invalidationPrice?: number | undefined
  readonly reason: string
  readonly tags: readonly string[]
  /** Undefined for the many orders that have none. */
  readonly particulars?: OrderParticulars | undefined
}

/** What a sizer was given and what it answered, as the log keeps it. */
export interface SizingRecord extends Pick<OrderSizing, 'price' | 'equity' | 'cash' | 'position' | 'quantity'> {
  readonly particulars: SizingParticulars | undefined
}

/** What the order manager reads of a fill. */
export interface FillReport {
  readonly price: number
  /** UTC epoch milliseconds. */
  readonly occurredAt: number
}

/**
 * The population of orders: their states, and what of each instrument is still working. Our own steps are checked (an impossible one is an
 * invariant error); a venue's report is applied or noted as stale.
 */
export class OrderManager {
  readonly log: OrderLog
  readonly #instruments: number
  /** Working units by book and instrument: buys, then sells. */
  readonly #workingBuys: Float64Array
  readonly #workingSells: Float64Array
  /** The same over all books, by instrument. */
  readonly netWorkingBuys: Float64Array
  readonly netWorkingSells: Float64Array
  readonly #open: number[] = []

  constructor(options: { readonly strategies: number; readonly instruments: number; readonly rows?: number }) {
    this.log = new OrderLog(options.rows)
    const size = options.strategies * options.instruments
    this.#instruments = options.instruments
    this.#workingBuys = new Float64Array(size)
    this.#workingSells = new Float64Array(size)
    this.netWorkingBuys = new Float64Array(options.instruments)
    this.netWorkingSells = new Float64Array(options.instruments)
  }

  /** Makes an order in state NEW and gives its number. */
  create(
    strategy: number,
    instrument: number,
    direction: number,
    units: number,
    terms: OrderTermCodes,
    at: number,
  ): number {
    const { log } = this
    const number = log.length
    const base = log.rows.add()
    const { data } = log.rows
    data[base + ORDER.strategy] = strategy
    data[base + ORDER.instrument] = instrument
    data[base + ORDER.direction] = direction
    data[base + ORDER.type] = terms.type
    data[base + ORDER.timeInForce] = terms.timeInForce
    data[base + ORDER.status] = STATUS.NEW
    data[base + ORDER.units] = units
    data[base + ORDER.level] = terms.level
    data[base + ORDER.expireAt] = terms.expireAt
    data[base + ORDER.createdAt] = at
    data[base + ORDER.closedAt] = Number.NaN
    data[base + ORDER.sizingPrice] = Number.NaN
    data[base + ORDER.sizingEquity] = Number.NaN
    data[base + ORDER.sizingQuantity] = Number.NaN
    if (terms.reason !== '') log.reasons.set(number, terms.reason)
    if (terms.invalidationPrice !== undefined) log.invalidationPrices.set(number, terms.invalidationPrice)
    if (terms.particulars !== undefined) log.particulars.set(number, terms.particulars)
    if (terms.tags.length > 0) log.tags.set(number, Object.freeze([...terms.tags]))
    return number
  }

  /** Keeps what the sizer was given and what it answered with the order that it sized. */
  recordSizing(order: number, sizing: SizingRecord): void {
    const { rows } = this.log
    const base = rows.base(order)
    rows.data[base + ORDER.sizingPrice] = sizing.price
    rows.data[base + ORDER.sizingEquity] = sizing.equity
    rows.data[base + ORDER.sizingQuantity] = sizing.quantity
    rows.data[base + ORDER.sizingCash] = sizing.cash
    rows.data[base + ORDER.sizingPosition] = sizing.position
    if (sizing.particulars !== undefined) this.log.sizings.set(order, sizing.particulars)
  }

  /** Our refusal: NEW → DENIED. */
  deny(order: number, outcome: OrderOutcome, at: number): void {
    this.#step(order, STATUS.NEW, STATUS.DENIED)
    this.#setOutcome(order, outcome)
    this.log.set(order, ORDER.closedAt, at)
  }

  /** Taken back by its strategy before it was sent: NEW → CANCELED. */
  withdraw(order: number, outcome: OrderOutcome, at: number): void {
    this.#step(order, STATUS.NEW, STATUS.CANCELED)
    this.#setOutcome(order, outcome)
    this.log.set(order, ORDER.closedAt, at)
  }

  /** NEW → SUBMITTED; its units count as working from here on. */
  submit(order: number): void {
    this.#step(order, STATUS.NEW, STATUS.SUBMITTED)
    this.#open.push(order)
    const { rows } = this.log
    const base = rows.base(order)
    this.#work(base, rows.data[base + ORDER.units]!)
  }

  /** A working order → PENDING_CANCEL. False where there is nothing to cancel any more. */
  requestCancel(order: number): boolean {
    const status = this.log.get(order, ORDER.status)
    if (status === STATUS.NEW || isTerminalCode(status) || status === STATUS.PENDING_CANCEL) return false
    this.log.set(order, ORDER.status, STATUS.PENDING_CANCEL)
    return true
  }

  /** The venue has it. False where the report is stale. */
  accepted(order: number): boolean {
    return this.#report(order, STATUS.ACKED)
  }

  trigger(order: number): void {
    this.log.set(order, ORDER.triggered, 1)
  }

  /** The venue ended it. False where the report is stale. */
  ended(order: number, status: number, outcome: OrderOutcome, at: number): boolean {
    if (!this.#report(order, status)) return false
    this.#setOutcome(order, outcome)
    const { rows } = this.log
    const { data } = rows
    const base = rows.base(order)
    data[base + ORDER.closedAt] = at
    const rest = data[base + ORDER.units]! - data[base + ORDER.filledUnits]!
    if (rest > 0) this.#work(base, -rest)
    this.#leaveOpen(order)
    return true
  }

  /** Books a fill of so many units in whatever state the order is; DENIED ones were never sent. */
  filled(order: number, units: number, { price, occurredAt }: FillReport): void {
    const { rows } = this.log
    const { data } = rows
    const base = rows.base(order)
    // A venue that fills it has it, whatever we know of how it came there.
    if (data[base + ORDER.status] === STATUS.NEW) this.submit(order)
    const status = data[base + ORDER.status]!
    if (status === STATUS.DENIED) invariant(false, 'a fill came for an order that was never sent', { order })
    const wanted = data[base + ORDER.units]!
    const before = data[base + ORDER.filledUnits]!
    const after = before + units
    const average = data[base + ORDER.averagePrice]!
    data[base + ORDER.filledUnits] = after
    data[base + ORDER.averagePrice] = average + (price - average) * (units / after)
    if (isTerminalCode(status)) return
    this.#work(base, before - Math.min(after, wanted))
    if (after >= wanted) {
      data[base + ORDER.status] = STATUS.FILLED
      data[base + ORDER.closedAt] = occurredAt
      this.#leaveOpen(order)
    } else if (status === STATUS.SUBMITTED || status === STATUS.ACKED || status === STATUS.UNKNOWN) {
      data[base + ORDER.status] = STATUS.PARTIALLY_FILLED
    }
  }

  status(order: number): number {
    return this.log.get(order, ORDER.status)
  }

  isOpen(order: number): boolean {
    const status = this.log.get(order, ORDER.status)
    return status !== STATUS.NEW && !isTerminalCode(status)
  }

  /** Orders that are sent and not ended, in no particular order. */
  get open(): readonly number[] {
    return this.#open
  }

  workingBuys(strategy: number, instrument: number): number {
    return this.#workingBuys[strategy * this.#instruments + instrument]!
  }

  workingSells(strategy: number, instrument: number): number {
    return this.#workingSells[strategy * this.#instruments + instrument]!
  }

  /** Signed units of a book's working market orders: what will be filled whatever the price does. */
  workingMarket(strategy: number, instrument: number): number {
    const { log } = this
    let units = 0
    const open = this.#open
    for (let i = 0; i < open.length; i++) {
      const order = open[i]!
      if (log.get(order, ORDER.strategy) !== strategy || log.get(order, ORDER.instrument) !== instrument) continue
      if (log.get(order, ORDER.type) !== MARKET) continue
      units += log.get(order, ORDER.direction) * (log.get(order, ORDER.units) - log.get(order, ORDER.filledUnits))
    }
    return units
  }

  #step(order: number, from: number, to: number): void {
    const status = this.log.get(order, ORDER.status)
    if (status !== from)
      invariant(false, 'an order took a step that its state does not allow', { order, status, from, to })
    this.log.set(order, ORDER.status, to)
  }

  #report(order: number, to: number): boolean {
    if (!reportMoves(this.log.get(order, ORDER.status), to)) return false
    this.log.set(order, ORDER.status, to)
    return true
  }

  #setOutcome(order: number, outcome: OrderOutcome): void {
    this.log.outcomes.set(order, outcome)
  }

  #leaveOpen(order: number): void {
    const open = this.#open
    const last = open.pop()!
    if (last !== order) open[open.indexOf(order)] = last
  }

  /** Counts units of the order whose row begins at `base` as working. */
  #work(base: number, units: number): void {
    const { data } = this.log.rows
    const instrument = data[base + ORDER.instrument]! | 0
    const position = (data[base + ORDER.strategy]! | 0) * this.#instruments + instrument
    if (data[base + ORDER.direction]! > 0) {
      this.#workingBuys[position]! += units
      this.netWorkingBuys[instrument]! += units
    } else {
      this.#workingSells[position]! += units
      this.netWorkingSells[instrument]! += units
    }
  }
}
