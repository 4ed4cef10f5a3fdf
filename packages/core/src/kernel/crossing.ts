import type { KernelCommand } from '../domain/broker-command.js'
import { Decimal } from '../domain/decimal.js'
import { ORDER_TYPES, TIMES_IN_FORCE, type OrderRequest } from '../domain/order.js'
import { ORDER } from '../execution/order-log.js'
import type { OrderManager } from '../execution/order-manager.js'
import { snapshotOrder } from '../execution/order-snapshot.js'
import { OrderView, type OrderNames } from '../execution/order-view.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import type { KernelSetup } from './setup.js'

/** The desk that nets; undefined where one strategy is alone, or the policy is another. */
export function openCrossing(setup: KernelSetup, parts: CrossingParts): CrossingDesk | undefined {
  return setup.strategies.length > 1 && setup.crossing === 'net' ? new CrossingDesk(parts) : undefined
}

interface CrossingParts {
  readonly orders: OrderManager
  readonly portfolio: Portfolio
  readonly names: OrderNames
  /** What is about to go out. */
  readonly commands: KernelCommand[]
  readonly fillInternally: (order: number, units: number, price: number) => void
  /** An order goes out for a part of it only. */
  readonly netted: (order: number) => void
}

const MARKET = ORDER_TYPES.indexOf('market')
const FOK = TIMES_IN_FORCE.indexOf('FOK')

/** Nets market orders of different books against each other before they are sent. */
export class CrossingDesk {
  readonly #orders: OrderManager
  readonly #portfolio: Portfolio
  readonly #names: OrderNames
  readonly #commands: KernelCommand[]
  readonly #fillInternally: (order: number, units: number, price: number) => void
  readonly #netted: (order: number) => void
  #last = Number.POSITIVE_INFINITY

  constructor(options: CrossingParts) {
    this.#orders = options.orders
    this.#portfolio = options.portfolio
    this.#names = options.names
    this.#commands = options.commands
    this.#fillInternally = options.fillInternally
    this.#netted = options.netted
  }

  /** A run ends with the close of its positions: what is made of that, by orders after the last of them, comes too late to be matched. */
  endWith(last: number): void {
    this.#last = last
  }

  /** Matches what is about to go out; the first of each side first. */
  net(): void {
    const orders = this.#commands.flatMap((command) => (command.kind === 'submit' ? [command.order.number] : []))
    const candidates = orders.filter((order) => order <= this.#last && this.#isPlain(order))
    for (const buy of candidates) {
      if (this.#orders.log.get(buy, ORDER.direction) < 0) continue
      for (const sell of candidates) if (this.#canMeet(buy, sell)) this.#match(buy, sell)
    }
  }

  /** A market order that nothing ties, and that has not been filled. One for an auction wants its price; one for all or nothing goes out whole. */
  #isPlain(order: number): boolean {
    const { log } = this.#orders
    if (log.get(order, ORDER.type) !== MARKET || log.get(order, ORDER.timeInForce) === FOK) return false
    return this.#orders.isOpen(order) && !log.particulars.has(order)
  }

  #canMeet(buy: number, sell: number): boolean {
    const { log } = this.#orders
    return (
      log.get(sell, ORDER.direction) < 0 &&
      log.get(sell, ORDER.instrument) === log.get(buy, ORDER.instrument) &&
      log.get(sell, ORDER.strategy) !== log.get(buy, ORDER.strategy) &&
      this.#orders.isOpen(buy) &&
      this.#orders.isOpen(sell)
    )
  }

  #match(buy: number, sell: number): void {
    const instrument = this.#orders.log.get(buy, ORDER.instrument)
    const units = Math.min(this.#left(buy), this.#left(sell))
    const price = this.#portfolio.marks[instrument]!
    if (Number.isNaN(price)) return
    // The sale first: between the two the cash of a cash account is not below zero.
    for (const [order, sign] of [
      [sell, -1],
      [buy, 1],
    ] as const) {
      this.#reduce(order, this.#left(order) - units)
      this.#orders.netted(order, units)
      const { log } = this.#orders
      const strategy = this.#names.strategies[log.get(order, ORDER.strategy)]!
      const at = log.get(order, ORDER.createdAt)
      const notice = { kind: 'moved', strategy, instrument, units: sign * units, at } as const
      this.#commands.unshift({ kind: 'notice', notice })
      this.#fillInternally(order, units, price)
    }
  }

  #left(order: number): number {
    const { log } = this.#orders
    return log.get(order, ORDER.units) - log.get(order, ORDER.filledUnits)
  }

  /** Sends only so many units of an order, or nothing. */
  #reduce(order: number, units: number): void {
    const at = this.#commands.findIndex((command) => command.kind === 'submit' && command.order.number === order)
    const command = this.#commands[at]
    if (command?.kind !== 'submit') return
    if (units === 0) this.#commands.splice(at, 1)
    else {
      this.#commands[at] = { ...command, order: this.#partOf(order, units) }
      this.#netted(order)
    }
  }

  #partOf(order: number, units: number): OrderRequest {
    const whole = snapshotOrder(new OrderView(this.#orders.log, this.#names, order))
    const { unitsPerOne } = this.#names.instruments[whole.instrument]!.scale
    return { ...whole, quantityUnits: units, quantity: new Decimal(units).div(unitsPerOne) }
  }
}
