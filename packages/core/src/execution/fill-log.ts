import { Decimal } from '../domain/decimal.js'
import { FILL_AMBIGUOUS, FILL_GAP_RISK, FILL_INTERNAL, FILL_TOUCHED, type Fill } from '../domain/fill.js'
import { MoneyCell } from '../domain/money.js'
import type { Side } from '../domain/order.js'
import type { PriceBounds } from '../domain/order-event.js'
import { Records } from '../domain/records.js'
import { ORDER, type OrderLog } from './order-log.js'
import type { OrderNames } from './order-view.js'

/** Cells of a fill's row; an amount takes two. */
export const FILL = {
  order: 0,
  time: 1,
  price: 2,
  /** In the instrument's smallest units. */
  units: 3,
  value: 4,
  commission: 6,
  /** FILL_AMBIGUOUS, FILL_GAP_RISK, FILL_INTERNAL, FILL_TOUCHED. */
  flags: 8,
  /** The first point of the equity curve that shows it. */
  point: 9,
} as const

const FIELDS = 10

/** All fills of a run, a row each, in the order in which they were booked. */
export class FillLog {
  readonly rows: Records
  /** By row, where the data leave the price open. */
  readonly bounds = new Map<number, PriceBounds>()

  /** `rows` is how many to make room for at once. */
  constructor(rows?: number) {
    this.rows = new Records(FIELDS, rows)
  }

  get length(): number {
    return this.rows.length
  }
}

/** A view of one fill; exact numbers are made when asked for. A row never changes, so a view may be kept. */
export class FillView implements Fill {
  readonly row: number
  readonly #fills: FillLog
  readonly #orders: OrderLog
  readonly #names: OrderNames

  constructor(fills: FillLog, orders: OrderLog, names: OrderNames, row: number) {
    this.#fills = fills
    this.#orders = orders
    this.#names = names
    this.row = row
  }

  get order(): number {
    return this.#fills.rows.get(this.row, FILL.order)
  }
  get strategy(): string {
    return this.#names.strategies[this.#orders.get(this.order, ORDER.strategy)]!
  }
  get symbol(): string {
    return this.#instrument.symbol
  }
  get side(): Side {
    return this.#orders.get(this.order, ORDER.direction) > 0 ? 'buy' : 'sell'
  }
  get occurredAt(): number {
    return this.#fills.rows.get(this.row, FILL.time)
  }
  get price(): number {
    return this.#fills.rows.get(this.row, FILL.price)
  }
  get quantity(): Decimal {
    return new Decimal(this.#fills.rows.get(this.row, FILL.units)).div(this.#instrument.scale.unitsPerOne)
  }
  get value(): Decimal {
    return this.#fills.rows.readAmount(this.row, FILL.value, new MoneyCell()).toDecimal()
  }
  get commission(): Decimal {
    return this.#fills.rows.readAmount(this.row, FILL.commission, new MoneyCell()).toDecimal()
  }
  get ambiguous(): boolean {
    return (this.#fills.rows.get(this.row, FILL.flags) & FILL_AMBIGUOUS) !== 0
  }
  get gapRisk(): boolean {
    return (this.#fills.rows.get(this.row, FILL.flags) & FILL_GAP_RISK) !== 0
  }
  get touched(): boolean {
    return (this.#fills.rows.get(this.row, FILL.flags) & FILL_TOUCHED) !== 0
  }
  get internal(): boolean {
    return (this.#fills.rows.get(this.row, FILL.flags) & FILL_INTERNAL) !== 0
  }
  get bounds(): PriceBounds | undefined {
    return this.#fills.bounds.get(this.row)
  }

  get #instrument(): OrderNames['instruments'][number] {
    return this.#names.instruments[this.#orders.get(this.order, ORDER.instrument)]!
  }
}
