import { Decimal } from '../domain/decimal.js'
import type { Instrument } from '../domain/instrument.js'
import {
  ORDER_TYPES,
  TIMES_IN_FORCE,
  type Order,
  type OrderOutcome,
  type OrderSizing,
  type OrderType,
  type Side,
  type TimeInForce,
} from '../domain/order.js'
import { ORDER_STATUSES, type OrderStatus } from '../domain/order-status.js'
import type { OrderColumns } from './order-columns.js'

/** The names behind an order's indices. */
export interface OrderNames {
  readonly strategies: readonly string[]
  readonly instruments: readonly Instrument[]
  /** Starts every client order id of this run. */
  readonly idPrefix: string
}

/** A live view of one row of the order columns; what is not asked for is never computed. */
export class OrderView implements Order {
  readonly number: number
  readonly #columns: OrderColumns
  readonly #names: OrderNames

  constructor(columns: OrderColumns, names: OrderNames, number: number) {
    this.#columns = columns
    this.#names = names
    this.number = number
  }

  get clientOrderId(): string {
    return `${this.#names.idPrefix}-${String(this.#columns.strategy.data[this.number]!)}-${this.number.toString(36)}`
  }
  get strategy(): string {
    return this.#names.strategies[this.#columns.strategy.data[this.number]!]!
  }
  get symbol(): string {
    return this.#instrument.symbol
  }
  get instrument(): number {
    return this.#columns.instrument.data[this.number]!
  }
  get side(): Side {
    return this.#columns.direction.data[this.number]! > 0 ? 'buy' : 'sell'
  }
  get type(): OrderType {
    return ORDER_TYPES[this.#columns.type.data[this.number]!]!
  }
  get timeInForce(): TimeInForce {
    return TIMES_IN_FORCE[this.#columns.timeInForce.data[this.number]!]!
  }
  get status(): OrderStatus {
    return ORDER_STATUSES[this.#columns.status.data[this.number]!]!
  }
  get quantityUnits(): number {
    return this.#columns.units.data[this.number]!
  }
  get quantity(): Decimal {
    return this.#decimal(this.quantityUnits)
  }
  get filledQuantity(): Decimal {
    return this.#decimal(this.#columns.filledUnits.data[this.number]!)
  }
  get level(): number {
    return this.#columns.level.data[this.number]!
  }
  get limitPrice(): Decimal | undefined {
    return this.type === 'limit' ? new Decimal(this.level) : undefined
  }
  get stopPrice(): Decimal | undefined {
    return this.type === 'stop' ? new Decimal(this.level) : undefined
  }
  get expireAt(): number | undefined {
    return known(this.#columns.expireAt.data[this.number]!)
  }
  get triggered(): boolean {
    return this.#columns.triggered.data[this.number] === 1
  }
  get averagePrice(): number | undefined {
    const filled = this.#columns.filledUnits.data[this.number]!
    return filled === 0 ? undefined : this.#columns.filledPriceUnits.data[this.number]! / filled
  }
  get createdAt(): number {
    return this.#columns.createdAt.data[this.number]!
  }
  get closedAt(): number | undefined {
    return known(this.#columns.closedAt.data[this.number]!)
  }
  get reason(): string {
    return this.#columns.texts[this.#columns.reason.data[this.number]!]!
  }
  get tags(): readonly string[] {
    return this.#columns.tagLists[this.#columns.tags.data[this.number]!]!
  }
  get outcome(): OrderOutcome | undefined {
    return this.#columns.outcomes[this.#columns.outcome.data[this.number]!]
  }
  get sizing(): OrderSizing | undefined {
    const quantity = this.#columns.sizingQuantity.data[this.number]!
    if (Number.isNaN(quantity)) return undefined
    return {
      price: this.#columns.sizingPrice.data[this.number]!,
      equity: this.#columns.sizingEquity.data[this.number]!,
      quantity,
    }
  }

  get #instrument(): Instrument {
    return this.#names.instruments[this.instrument]!
  }

  #decimal(units: number): Decimal {
    return new Decimal(units).div(this.#instrument.scale.unitsPerOne)
  }
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value
}
