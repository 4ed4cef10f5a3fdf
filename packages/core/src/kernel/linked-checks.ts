import type { OrderOutcome } from '../domain/order.js'
import { ORDER } from '../execution/order-log.js'
import type { OrderManager } from '../execution/order-manager.js'
import type { OrderNames } from '../execution/order-view.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import { checkExitSide } from '../risk/exit-side.js'
import type { OrderChecks } from './order-checks.js'

/** Which of several orders must not be sent, and why. */
export interface Refusal {
  readonly order: number
  readonly outcome: OrderOutcome
}

/** The checks of orders that are sent together: if one of them must not be sent, none is. */
export class LinkedChecks {
  readonly #orders: OrderManager
  readonly #portfolio: Portfolio
  readonly #names: OrderNames
  readonly #checks: OrderChecks

  constructor(options: {
    readonly orders: OrderManager
    readonly portfolio: Portfolio
    readonly names: OrderNames
    readonly checks: OrderChecks
  }) {
    this.#orders = options.orders
    this.#portfolio = options.portfolio
    this.#names = options.names
    this.#checks = options.checks
  }

  /** The first refusal in the order of the checks; undefined where all may be sent. `price` is that of a position that is held, where it is newer than the last close. */
  check(orders: readonly number[], price?: number): Refusal | undefined {
    return (
      firstRefused(orders, (order) => this.#checks.checkTerms(order)) ??
      firstRefused(orders, (order) => this.#checkSide(order, price)) ??
      firstRefused(orders, (order) => this.#checkPosition(order, orders))
    )
  }

  /** The price at which an order would enter, as far as that is known: its stop, touch or limit price, else where it begins to trail, else the last price. */
  entryPrice(order: number): number {
    const { log } = this.#orders
    const level = log.get(order, ORDER.level)
    if (!Number.isNaN(level)) return level
    const activation = log.particulars.get(order)?.trail?.activationPrice ?? Number.NaN
    return Number.isNaN(activation) ? this.#mark(order) : activation
  }

  #checkSide(order: number, price: number | undefined): OrderOutcome | undefined {
    const { log } = this.#orders
    const link = log.particulars.get(order)?.link
    if (link?.role !== 'stopLoss' && link?.role !== 'takeProfit') return undefined
    return checkExitSide({
      symbol: this.#names.instruments[log.get(order, ORDER.instrument)]!.symbol,
      role: link.role,
      direction: -log.get(order, ORDER.direction),
      level: log.get(order, ORDER.level),
      entryPrice: link.parent === undefined ? (price ?? this.#mark(order)) : this.entryPrice(link.parent),
    })
  }

  /** Exits need nothing. What one order triggers is sent with it, and may all be filled. */
  #checkPosition(order: number, orders: readonly number[]): OrderOutcome | undefined {
    const { log } = this.#orders
    const link = log.particulars.get(order)?.link
    if (link?.role === 'stopLoss' || link?.role === 'takeProfit') return undefined
    if (link?.role !== 'triggered') return this.#checks.checkPosition(order, 0)
    let unitsBeside = 0
    for (const other of orders) {
      if (other >= order || log.get(other, ORDER.direction) !== log.get(order, ORDER.direction)) continue
      const beside = log.particulars.get(other)
      if (beside !== undefined && beside.reduceOnly) continue
      unitsBeside += log.get(other, ORDER.units)
    }
    return this.#checks.checkPosition(order, unitsBeside)
  }

  #mark(order: number): number {
    return this.#portfolio.marks[this.#orders.log.get(order, ORDER.instrument)]!
  }
}

function firstRefused(
  orders: readonly number[],
  check: (order: number) => OrderOutcome | undefined,
): Refusal | undefined {
  for (const order of orders) {
    const outcome = check(order)
    if (outcome) return { order, outcome }
  }
  return undefined
}
