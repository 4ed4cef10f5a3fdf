import type { OrderKey } from '../domain/order-event.js'
import { Decimal } from '../domain/decimal.js'
import type { Instrument } from '../domain/instrument.js'
import {
  ORDER_TYPES,
  TIMES_IN_FORCE,
  type Order,
  type OrderLink,
  type OrderOutcome,
  type OrderSizing,
  type OrderType,
  type Side,
  type TimeInForce,
  type Trail,
} from '../domain/order.js'
import { ORDER_STATUSES, type OrderStatus } from '../domain/order-status.js'
import type { RiskCheck } from '../domain/risk-check.js'
import type { Signal } from '../domain/signal.js'
import { ORDER, type OrderLog, type OrderParticulars } from './order-log.js'
import { LIMITED } from './order-replacement.js'

/** The names behind an order's indices. */
export interface OrderNames {
  readonly strategies: readonly string[]
  readonly instruments: readonly Instrument[]
  /** Starts every client order id of this run. */
  readonly idPrefix: string
}

const NO_TAGS: readonly string[] = Object.freeze([])

/** A live view of one row of the order log; what is not asked for is never computed. */
export class OrderView implements Order {
  readonly number: number
  readonly #orders: OrderLog
  readonly #names: OrderNames

  constructor(orders: OrderLog, names: OrderNames, number: number) {
    this.#orders = orders
    this.#names = names
    this.number = number
  }

  get clientOrderId(): string {
    const { clientOrderIds } = this.#orders
    const own = clientOrderIds.size === 0 ? undefined : clientOrderIds.get(this.number)
    return (
      own ??
      `${this.#names.idPrefix}-${String(this.#orders.get(this.number, ORDER.strategy))}-${this.number.toString(36)}`
    )
  }
  get strategy(): string {
    return this.#names.strategies[this.#orders.get(this.number, ORDER.strategy)]!
  }
  get symbol(): string {
    return this.#instrument.symbol
  }
  get instrument(): number {
    return this.#orders.get(this.number, ORDER.instrument) | 0
  }
  get side(): Side {
    return this.#orders.get(this.number, ORDER.direction) > 0 ? 'buy' : 'sell'
  }
  get type(): OrderType {
    return ORDER_TYPES[this.#orders.get(this.number, ORDER.type)]!
  }
  get timeInForce(): TimeInForce {
    return TIMES_IN_FORCE[this.#orders.get(this.number, ORDER.timeInForce)]!
  }
  get status(): OrderStatus {
    return ORDER_STATUSES[this.#orders.get(this.number, ORDER.status)]!
  }
  get quantityUnits(): number {
    return this.#orders.get(this.number, ORDER.units)
  }
  get quantity(): Decimal {
    return this.#decimal(this.quantityUnits)
  }
  get filledQuantity(): Decimal {
    return this.#decimal(this.#orders.get(this.number, ORDER.filledUnits))
  }
  get level(): number {
    return this.#orders.get(this.number, ORDER.level)
  }
  get limitLevel(): number {
    return this.#particulars?.limitLevel ?? Number.NaN
  }
  get limitPrice(): Decimal | undefined {
    const { type } = this
    return decimalOf(LIMITED.includes(type) ? this.level : this.limitLevel)
  }
  get stopPrice(): Decimal | undefined {
    const { type } = this
    return type === 'stop' || type === 'stopLimit' ? decimalOf(this.level) : undefined
  }
  get touchPrice(): Decimal | undefined {
    const { type } = this
    return type === 'marketIfTouched' || type === 'limitIfTouched' ? decimalOf(this.level) : undefined
  }
  get trail(): Trail | undefined {
    return this.#particulars?.trail
  }
  get reduceOnly(): boolean {
    return this.#particulars?.reduceOnly ?? false
  }
  get link(): OrderLink | undefined {
    return this.#particulars?.link
  }
  get expireAt(): number | undefined {
    return known(this.#orders.get(this.number, ORDER.expireAt))
  }
  get triggered(): boolean {
    return this.#orders.get(this.number, ORDER.triggered) === 1
  }
  get averagePrice(): number | undefined {
    const filled = this.#orders.get(this.number, ORDER.filledUnits)
    return filled === 0 ? undefined : this.#orders.get(this.number, ORDER.averagePrice)
  }
  get createdAt(): number {
    return this.#orders.get(this.number, ORDER.createdAt)
  }
  get closedAt(): number | undefined {
    return known(this.#orders.get(this.number, ORDER.closedAt))
  }
  get reason(): string {
    return this.#orders.reasons.get(this.number) ?? ''
  }
  get tags(): readonly string[] {
    return this.#orders.tags.get(this.number) ?? NO_TAGS
  }
  get outcome(): OrderOutcome | undefined {
    return this.#orders.outcomes.get(this.number)
  }
  get sizing(): OrderSizing | undefined {
    const quantity = this.#orders.get(this.number, ORDER.sizingQuantity)
    if (Number.isNaN(quantity)) return undefined
    return {
      price: this.#orders.get(this.number, ORDER.sizingPrice),
      equity: this.#orders.get(this.number, ORDER.sizingEquity),
      cash: this.#orders.get(this.number, ORDER.sizingCash),
      position: this.#orders.get(this.number, ORDER.sizingPosition),
      multiplier: this.#instrument.scale.multiplier,
      fx: 1,
      ...this.#orders.sizings.get(this.number),
      quantity,
    }
  }

  get signal(): Signal | undefined {
    return this.#orders.signals.get(this.number)
  }
  get checks(): readonly RiskCheck[] {
    return this.#orders.checks.of(this.number)
  }

  get #particulars(): OrderParticulars | undefined {
    const { particulars } = this.#orders
    return particulars.size === 0 ? undefined : particulars.get(this.number)
  }

  get #instrument(): Instrument {
    return this.#names.instruments[this.instrument]!
  }

  #decimal(units: number): Decimal {
    return new Decimal(units).div(this.#instrument.scale.unitsPerOne)
  }
}

function decimalOf(price: number): Decimal | undefined {
  return Number.isNaN(price) ? undefined : new Decimal(price)
}

function known(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value
}

/** The number of the order that a venue names; -1 for one that nobody knows. */
export function orderByClientId(log: OrderLog, names: OrderNames, id: OrderKey): number {
  const number = Number.parseInt(String(id).slice(String(id).lastIndexOf('-') + 1), 36)
  // An id of our own kind is its order's, even where another order that asked for it was denied.
  const isOurs = number >= 0 && number < log.length && !log.clientOrderIds.has(number)
  if (isOurs && new OrderView(log, names, number).clientOrderId === id) return number
  return log.numbersById.get(String(id)) ?? -1
}
