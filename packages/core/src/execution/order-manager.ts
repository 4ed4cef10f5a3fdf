import {
  ORDER_TYPES,
  type OrderOutcome,
  type OrderSizing,
  type ReplaceTerms,
  type SizingParticulars,
} from '../domain/order.js'
import { isTerminalCode, reportMoves, STATUS } from '../domain/order-status.js'
import { invariant } from '../domain/errors.js'
import { splitPrice, splitUnits, type SplitRatio } from '../domain/split.js'
import { OrderGroups } from './order-groups.js'
import { ORDER, OrderLog, type OrderParticulars } from './order-log.js'
import { applyTerms, splitOrder, valuationPrice } from './order-replacement.js'
import { PendingRequests, type AskedReplace } from './pending-requests.js'
import { WorkingUnits } from './working-units.js'

const NONE: readonly number[] = []
/** By type: whether it fills whatever the price does. */
const MARKET = ORDER_TYPES.map((type) => type === 'market' || type === 'marketOnOpen' || type === 'marketOnClose')

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
  /** What its strategy calls it; undefined where it has the name that is made from its number. */
  readonly clientOrderId?: string | undefined
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
  readonly groups: OrderGroups
  readonly #working: WorkingUnits
  readonly #pending = new PendingRequests()
  readonly #open: number[] = []
  #aside: readonly number[] = NONE
  readonly #netted = new Map<number, number>()

  constructor(options: { readonly strategies: number; readonly instruments: number; readonly rows?: number }) {
    this.log = new OrderLog(options.rows)
    this.groups = new OrderGroups(this.log)
    this.#working = new WorkingUnits({ ...options, log: this.log, groups: this.groups, pending: this.#pending })
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
    if (terms.clientOrderId !== undefined) log.name(number, terms.clientOrderId)
    if (terms.reason !== '') log.reasons.set(number, terms.reason)
    if (terms.invalidationPrice !== undefined) log.invalidationPrices.set(number, terms.invalidationPrice)
    if (terms.particulars !== undefined) this.#particularise(number, terms.particulars)
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

  /** NEW → SUBMITTED, or HELD if it waits for its parent; its units count as working from here on. */
  submit(order: number): void {
    const { log } = this
    const link = log.particulars.size === 0 ? undefined : log.particulars.get(order)?.link
    this.#step(order, STATUS.NEW, link?.parent === undefined ? STATUS.SUBMITTED : STATUS.HELD)
    this.#open.push(order)
    if (link?.parent !== undefined && log.get(link.parent, ORDER.direction) !== log.get(order, ORDER.direction))
      this.#working.hold(order)
    this.#working.change(order, log.get(order, ORDER.units))
  }

  /** A working order → PENDING_CANCEL. False where there is nothing to cancel any more. */
  requestCancel(order: number): boolean {
    return this.#request(order, STATUS.PENDING_CANCEL, undefined)
  }

  /**
   * A working order → PENDING_REPLACE; until that is answered, the larger of both quantities works. False where it has ended, or is about to. `checks` is the row
   * of what its new terms were checked against, which are its checks once it has them.
   */
  requestReplace(order: number, terms: ReplaceTerms, checks = 0): boolean {
    const before = this.#working.rest(order)
    const asked = { units: terms.quantityUnits ?? 0, price: valuationPrice(this.log, order, terms), checks }
    if (!this.#request(order, STATUS.PENDING_REPLACE, asked)) return false
    this.#working.recount(order, before)
    return true
  }

  #request(order: number, to: number, replace: AskedReplace | undefined): boolean {
    const status = this.log.get(order, ORDER.status)
    if (status === STATUS.NEW || isTerminalCode(status) || status === STATUS.PENDING_CANCEL) return false
    this.#pending.begin(order, status, replace)
    this.log.set(order, ORDER.status, to)
    return true
  }

  /** The venue has it, or has made it live. False where that is no news. */
  accepted(order: number): boolean {
    const status = this.log.get(order, ORDER.status)
    if (status === STATUS.HELD || this.#isPending(status)) this.#goLive(order)
    if (this.#isPending(status)) this.#pending.accepted(order)
    return this.#report(order, STATUS.ACKED)
  }

  /** So many units of it are filled inside the account: the venue is sent the rest alone, and knows nothing of these. */
  netted(order: number, units: number): void {
    this.#netted.set(order, this.nettedUnits(order) + units)
  }

  nettedUnits(order: number): number {
    return this.#netted.get(order) ?? 0
  }

  /** The venue has given it new terms. False where the report is stale. */
  replaced(order: number, terms: ReplaceTerms, asked: boolean): boolean {
    const status = this.log.get(order, ORDER.status)
    if (status === STATUS.NEW || isTerminalCode(status)) return false
    const netted = terms.quantityUnits === undefined ? 0 : this.nettedUnits(order)
    this.setTerms(order, netted === 0 ? terms : { ...terms, quantityUnits: terms.quantityUnits! + netted })
    if (asked) this.#replaceAnswered(order, true)
    return true
  }

  /** The venue has not done what a replace asked for. False where that changes nothing. */
  replaceRefused(order: number): boolean {
    return this.#replaceAnswered(order, false)
  }

  /** The venue has not cancelled it. False where that changes nothing. */
  cancelRefused(order: number): boolean {
    if (this.log.get(order, ORDER.status) !== STATUS.PENDING_CANCEL) return false
    this.log.set(order, ORDER.status, this.#pending.withoutCancel(order, this.log.get(order, ORDER.filledUnits) > 0))
    return true
  }

  /** Gives an order new terms; what works of it follows. */
  setTerms(order: number, terms: ReplaceTerms): void {
    const before = this.#working.rest(order)
    applyTerms(this.log, order, terms)
    if (this.log.get(order, ORDER.status) !== STATUS.NEW) this.#working.recount(order, before)
  }

  /** Brings the working orders of an instrument to what a split makes of them; the venue does the same with its own. */
  split(
    instrument: number,
    ratio: SplitRatio,
    grid: { readonly stepUnits: number; readonly tick: number | undefined },
  ): void {
    for (const order of this.#open) {
      if (this.log.get(order, ORDER.instrument) !== instrument) continue
      const before = this.#working.rest(order)
      const rest = Math.max(0, this.log.get(order, ORDER.units) - this.log.get(order, ORDER.filledUnits))
      const restAfter = splitUnits(rest, ratio, grid.stepUnits)
      if (this.#netted.has(order)) this.#netted.set(order, splitUnits(this.nettedUnits(order), ratio))
      splitOrder(this.log, order, ratio, { restAfter, tick: grid.tick })
      this.#pending.split(order, (asked) => ({
        ...asked,
        units: splitUnits(asked.units, ratio, grid.stepUnits),
        price: splitPrice(asked.price, ratio, grid.tick),
      }))
      this.#working.recount(order, before)
    }
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
    const rest = this.#working.rest(order)
    if (rest > 0) this.#working.change(order, -rest)
    this.#leave(order)
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
    if (status === STATUS.HELD || this.#isPending(status)) this.#goLive(order)
    if (status === STATUS.DENIED) invariant(false, 'a fill came for an order that was never sent', { order })
    const wanted = data[base + ORDER.units]!
    const most = this.#pending.mostUnits(order, wanted)
    const before = data[base + ORDER.filledUnits]!
    const after = before + units
    const average = data[base + ORDER.averagePrice]!
    data[base + ORDER.filledUnits] = after
    data[base + ORDER.averagePrice] = average + (price - average) * (units / after)
    if (isTerminalCode(status)) return
    this.#working.change(order, Math.max(0, most - after) - Math.max(0, most - before))
    if (after >= wanted) {
      data[base + ORDER.status] = STATUS.FILLED
      // What a replace would have added comes too late.
      if (after < most) this.#working.change(order, after - most)
      data[base + ORDER.closedAt] = occurredAt
      this.#leave(order)
    } else if (!this.#isPending(status)) data[base + ORDER.status] = STATUS.PARTIALLY_FILLED
  }

  status(order: number): number {
    return this.log.get(order, ORDER.status)
  }

  isOpen(order: number): boolean {
    const status = this.log.get(order, ORDER.status)
    return status !== STATUS.NEW && !isTerminalCode(status)
  }

  /** Whether a cancel or replace of it is on its way. */
  isPending(order: number): boolean {
    return this.#isPending(this.log.get(order, ORDER.status))
  }

  /** Orders that are sent and not ended, in no particular order. */
  get open(): readonly number[] {
    return this.#open
  }

  workingBuys(strategy: number, instrument: number): number {
    return this.#working.buys(strategy, instrument)
  }

  workingSells(strategy: number, instrument: number): number {
    return this.#working.sells(strategy, instrument)
  }

  /** Units of an order that may still be filled: of its quantity, or of a larger one that is asked for. */
  rest(order: number): number {
    return this.#working.rest(order)
  }

  /** The highest price that a replace on its way asks for; NaN without one. */
  askedPrice(order: number): number {
    return this.#pending.highestPrice(order)
  }

  /** Working units over all books, by instrument. */
  get netWorkingBuys(): Float64Array {
    return this.#working.netBuys
  }

  get netWorkingSells(): Float64Array {
    return this.#working.netSells
  }

  /** Asks something of the account as it would be without an order and its alternatives working. */
  without<T>(order: number, ask: () => T): T {
    const link = this.log.particulars.get(order)?.link
    this.#aside = link?.role === 'alternative' ? this.groups.alternatives(link.group) : [order]
    const answer = this.#working.without(order, ask)
    this.#aside = NONE
    return answer
  }

  /** Whether it is left out of what is asked now. */
  isAside(order: number): boolean {
    return this.#aside.includes(order)
  }

  /** Whether it fills whatever the price does, and does not wait for another order. */
  isMarket(order: number): boolean {
    return MARKET[this.log.get(order, ORDER.type)]! && this.log.get(order, ORDER.status) !== STATUS.HELD
  }

  /** Signed units of a book's working market orders, at auctions too: what will be filled whatever the price does. */
  workingMarket(strategy: number, instrument: number): number {
    return this.marketOn(strategy, instrument, 1) - this.marketOn(strategy, instrument, -1)
  }

  /** Units of a book's working market orders on one side. */
  marketOn(strategy: number, instrument: number, direction: number): number {
    const { log } = this
    const open = this.#open
    let units = 0
    for (let i = 0; i < open.length; i++) {
      const order = open[i]!
      if (log.get(order, ORDER.strategy) !== strategy || log.get(order, ORDER.instrument) !== instrument) continue
      if (log.get(order, ORDER.direction) === direction && this.isMarket(order)) units += this.#working.rest(order)
    }
    return units
  }

  /** Units of a book's working market orders on one side that only reduce: they are filled whatever the price does, and add to no position. */
  marketReductions(strategy: number, instrument: number, direction: number): number {
    const { log } = this
    if (log.particulars.size === 0) return 0
    let units = 0
    for (const order of this.#open) {
      if (log.get(order, ORDER.strategy) !== strategy || log.get(order, ORDER.instrument) !== instrument) continue
      if (log.get(order, ORDER.direction) !== direction || !this.isMarket(order)) continue
      if (log.particulars.get(order)?.reduceOnly === true) units += this.#working.rest(order)
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

  /** Whether a request is on its way. */
  #isPending(status: number): boolean {
    return status === STATUS.PENDING_CANCEL || status === STATUS.PENDING_REPLACE
  }

  #replaceAnswered(order: number, done: boolean): boolean {
    const { log } = this
    const before = this.#working.rest(order)
    const asked = this.#pending.replaceAnswered(order)
    this.#working.recount(order, before)
    if (done && asked !== undefined) log.checks.replaced(order, asked.checks)
    if (this.#pending.awaitsReplace(order) || log.get(order, ORDER.status) !== STATUS.PENDING_REPLACE) return false
    log.set(order, ORDER.status, this.#pending.end(order, log.get(order, ORDER.filledUnits) > 0))
    return true
  }

  /** What waited for its parent counts as working from now on. */
  #goLive(order: number): void {
    if (!this.#working.release(order)) return
    this.#working.change(order, this.#working.rest(order))
  }

  #particularise(order: number, particulars: OrderParticulars): void {
    this.log.particulars.set(order, particulars)
    if (particulars.link !== undefined) this.groups.add(order, particulars.link)
  }

  #leave(order: number): void {
    const open = this.#open
    const last = open.pop()!
    if (last !== order) open[open.indexOf(order)] = last
    this.#pending.forget(order)
    this.#working.release(order)
  }
}
