import { Float64Column, Int32Column } from '../domain/column.js'
import { Decimal } from '../domain/decimal.js'
import { FILL_AMBIGUOUS, FILL_GAP_RISK, type Fill } from '../domain/fill.js'
import { MoneyColumn } from '../domain/money-column.js'
import type { Side } from '../domain/order.js'
import type { OrderColumns } from './order-columns.js'
import type { OrderNames } from './order-view.js'

/** All fills of a run, a row each, in the order in which they were booked. */
export class FillColumns {
  readonly order = new Int32Column()
  readonly time = new Float64Column()
  readonly price = new Float64Column()
  /** In the instrument's smallest units. */
  readonly units = new Float64Column()
  readonly value = new MoneyColumn()
  readonly commission = new MoneyColumn()
  /** FILL_AMBIGUOUS, FILL_GAP_RISK. */
  readonly flags = new Int32Column()

  get length(): number {
    return this.price.length
  }
}

/** A view of one fill; exact numbers are made when asked for. A row never changes, so a view may be kept. */
export class FillView implements Fill {
  readonly row: number
  readonly #fills: FillColumns
  readonly #orders: OrderColumns
  readonly #names: OrderNames

  constructor(fills: FillColumns, orders: OrderColumns, names: OrderNames, row: number) {
    this.#fills = fills
    this.#orders = orders
    this.#names = names
    this.row = row
  }

  get order(): number {
    return this.#fills.order.data[this.row]!
  }
  get strategy(): string {
    return this.#names.strategies[this.#orders.strategy.data[this.order]!]!
  }
  get symbol(): string {
    return this.#instrument.symbol
  }
  get side(): Side {
    return this.#orders.direction.data[this.order]! > 0 ? 'buy' : 'sell'
  }
  get occurredAt(): number {
    return this.#fills.time.data[this.row]!
  }
  get price(): number {
    return this.#fills.price.data[this.row]!
  }
  get quantity(): Decimal {
    return new Decimal(this.#fills.units.data[this.row]!).div(this.#instrument.scale.unitsPerOne)
  }
  get value(): Decimal {
    return this.#fills.value.at(this.row).toDecimal()
  }
  get commission(): Decimal {
    return this.#fills.commission.at(this.row).toDecimal()
  }
  get ambiguous(): boolean {
    return (this.#fills.flags.data[this.row]! & FILL_AMBIGUOUS) !== 0
  }
  get gapRisk(): boolean {
    return (this.#fills.flags.data[this.row]! & FILL_GAP_RISK) !== 0
  }

  get #instrument(): OrderNames['instruments'][number] {
    return this.#names.instruments[this.#orders.instrument.data[this.order]!]!
  }
}
