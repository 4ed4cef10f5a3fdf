import type { OrderOutcome } from '../domain/order.js'
import { isTerminalCode, reportMoves, STATUS } from '../domain/order-status.js'
import { invariant } from '../domain/errors.js'
import { NO_OUTCOME, OrderColumns } from './order-columns.js'

/** The terms of a new order, as indices and numbers. */
export interface OrderDraft {
  readonly strategy: number
  readonly instrument: number
  readonly direction: number
  readonly type: number
  readonly timeInForce: number
  readonly units: number
  readonly level: number
  readonly expireAt: number
  readonly reason: string
  readonly tags: readonly string[]
}

/**
 * The population of orders: their states, and what of each instrument is still working. Our own steps are checked (an impossible one is an
 * invariant error); a venue's report is applied or noted as stale.
 */
export class OrderManager {
  readonly columns = new OrderColumns()
  readonly #instruments: number
  /** Working units by book and instrument: buys, then sells. */
  readonly #workingBuys: Float64Array
  readonly #workingSells: Float64Array
  /** The same over all books, by instrument. */
  readonly netWorkingBuys: Float64Array
  readonly netWorkingSells: Float64Array
  readonly #open: number[] = []

  constructor(options: { readonly strategies: number; readonly instruments: number }) {
    const size = options.strategies * options.instruments
    this.#instruments = options.instruments
    this.#workingBuys = new Float64Array(size)
    this.#workingSells = new Float64Array(size)
    this.netWorkingBuys = new Float64Array(options.instruments)
    this.netWorkingSells = new Float64Array(options.instruments)
  }

  /** Makes an order in state NEW and gives its number. */
  create(draft: OrderDraft, at: number): number {
    const columns = this.columns
    columns.strategy.push(draft.strategy)
    columns.instrument.push(draft.instrument)
    columns.direction.push(draft.direction)
    columns.type.push(draft.type)
    columns.timeInForce.push(draft.timeInForce)
    columns.status.push(STATUS.NEW)
    columns.filledUnits.push(0)
    columns.filledPriceUnits.push(0)
    columns.level.push(draft.level)
    columns.expireAt.push(draft.expireAt)
    columns.createdAt.push(at)
    columns.closedAt.push(Number.NaN)
    columns.triggered.push(0)
    columns.reason.push(draft.reason === '' ? 0 : columns.text(draft.reason))
    columns.tags.push(columns.tagList(draft.tags))
    columns.outcome.push(NO_OUTCOME)
    columns.sizingPrice.push(Number.NaN)
    columns.sizingEquity.push(Number.NaN)
    columns.sizingQuantity.push(Number.NaN)
    columns.units.push(draft.units)
    return columns.length - 1
  }

  /** Keeps what the sizer was given and what it answered with the order that it sized. */
  recordSizing(order: number, price: number, equity: number, quantity: number): void {
    this.columns.sizingPrice.data[order] = price
    this.columns.sizingEquity.data[order] = equity
    this.columns.sizingQuantity.data[order] = quantity
  }

  /** Our refusal: NEW → DENIED. */
  deny(order: number, outcome: OrderOutcome, at: number): void {
    this.#step(order, STATUS.NEW, STATUS.DENIED)
    this.#setOutcome(order, outcome)
    this.columns.closedAt.data[order] = at
  }

  /** Taken back by its strategy before it was sent: NEW → CANCELED. */
  withdraw(order: number, outcome: OrderOutcome, at: number): void {
    this.#step(order, STATUS.NEW, STATUS.CANCELED)
    this.#setOutcome(order, outcome)
    this.columns.closedAt.data[order] = at
  }

  /** NEW → SUBMITTED; its units count as working from here on. */
  submit(order: number): void {
    this.#step(order, STATUS.NEW, STATUS.SUBMITTED)
    this.#open.push(order)
    this.#work(order, this.columns.units.data[order]!)
  }

  /** A working order → PENDING_CANCEL. False where there is nothing to cancel any more. */
  requestCancel(order: number): boolean {
    const status = this.columns.status.data[order]!
    if (status === STATUS.NEW || isTerminalCode(status) || status === STATUS.PENDING_CANCEL) return false
    this.columns.status.data[order] = STATUS.PENDING_CANCEL
    return true
  }

  /** The venue has it. False where the report is stale. */
  accepted(order: number): boolean {
    return this.#report(order, STATUS.ACKED)
  }

  trigger(order: number): void {
    this.columns.triggered.data[order] = 1
  }

  /** The venue ended it. False where the report is stale. */
  ended(order: number, status: number, outcome: OrderOutcome, at: number): boolean {
    if (!this.#report(order, status)) return false
    this.#setOutcome(order, outcome)
    this.#close(order, at)
    return true
  }

  /** Books a fill in whatever state the order is; DENIED ones were never sent. */
  filled(order: number, units: number, price: number, at: number): void {
    const { columns } = this
    const status = columns.status.data[order]!
    invariant(status !== STATUS.DENIED && status !== STATUS.NEW, 'a fill came for an order that was never sent', {
      order,
    })
    const wanted = columns.units.data[order]!
    const before = columns.filledUnits.data[order]!
    const after = before + units
    columns.filledUnits.data[order] = after
    columns.filledPriceUnits.data[order]! += price * units
    if (isTerminalCode(status)) return
    this.#work(order, before - Math.min(after, wanted))
    if (after >= wanted) {
      columns.status.data[order] = STATUS.FILLED
      this.#close(order, at)
    } else if (status === STATUS.SUBMITTED || status === STATUS.ACKED || status === STATUS.UNKNOWN) {
      columns.status.data[order] = STATUS.PARTIALLY_FILLED
    }
  }

  status(order: number): number {
    return this.columns.status.data[order]!
  }

  isOpen(order: number): boolean {
    const status = this.columns.status.data[order]!
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

  #step(order: number, from: number, to: number): void {
    const status = this.columns.status.data[order]!
    invariant(status === from, 'an order took a step that its state does not allow', { order, status, from, to })
    this.columns.status.data[order] = to
  }

  #report(order: number, to: number): boolean {
    if (!reportMoves(this.columns.status.data[order]!, to)) return false
    this.columns.status.data[order] = to
    return true
  }

  #setOutcome(order: number, outcome: OrderOutcome): void {
    this.columns.outcome.data[order] = this.columns.outcomes.push(outcome) - 1
  }

  #close(order: number, at: number): void {
    const { columns } = this
    columns.closedAt.data[order] = at
    const rest = columns.units.data[order]! - columns.filledUnits.data[order]!
    if (rest > 0) this.#work(order, -rest)
    const place = this.#open.indexOf(order)
    const last = this.#open.pop()!
    if (last !== order) this.#open[place] = last
  }

  #work(order: number, units: number): void {
    const instrument = this.columns.instrument.data[order]!
    const position = this.columns.strategy.data[order]! * this.#instruments + instrument
    if (this.columns.direction.data[order]! > 0) {
      this.#workingBuys[position]! += units
      this.netWorkingBuys[instrument]! += units
    } else {
      this.#workingSells[position]! += units
      this.netWorkingSells[instrument]! += units
    }
  }
}
