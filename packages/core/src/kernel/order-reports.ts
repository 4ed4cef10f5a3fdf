import type { OrderEnded, OrderEvent, OrderFilled, RequestRefused } from '../domain/order-event.js'
import { STATUS } from '../domain/order-status.js'
import type { OrderManager } from '../execution/order-manager.js'
import type { ReplaceRefusals } from './replace-refusals.js'

/** Applies what a venue reports of an order, fills apart. */
export class OrderReports {
  /** Reports that came for a state an order had left, or for an order that nobody knows. */
  stale = 0
  readonly #orders: OrderManager
  readonly #refusals: ReplaceRefusals
  readonly #changed: (order: number) => void
  readonly #idOf: (order: number) => string

  /** Orders that were netted in part before they went out, whose ack comes after a fill. */
  readonly #netted = new Set<number>()

  constructor(options: {
    readonly orders: OrderManager
    readonly refusals: ReplaceRefusals
    readonly changed: (order: number) => void
    readonly idOf: (order: number) => string
  }) {
    this.#orders = options.orders
    this.#refusals = options.refusals
    this.#changed = options.changed
    this.#idOf = options.idOf
  }

  netted(order: number): void {
    this.#netted.add(order)
  }

  apply(order: number, event: Exclude<OrderEvent, OrderFilled>): void {
    switch (event.kind) {
      case 'triggered':
        this.#orders.trigger(order)
        this.#changed(order)
        return
      case 'accepted':
        if (this.#orders.accepted(order)) this.#changed(order)
        // An ack that crosses our cancel or replace is no news, and not out of place either.
        else if (!this.#orders.isPending(order) && !this.#netted.delete(order)) this.stale++
        return
      case 'replaced':
        if (this.#orders.replaced(order, event.terms, event.asked)) this.#changed(order)
        else this.stale++
        return
      case 'replaceRefused':
        this.#replaceRefused(order, event)
        return
      case 'cancelRefused':
        if (this.#orders.cancelRefused(order)) this.#changed(order)
        return
      case 'rejected':
        // What the venue refuses of an order that was netted in part is the rest of it.
        this.#end(order, this.#orders.nettedUnits(order) > 0 ? STATUS.CANCELED : STATUS.REJECTED, event)
        return
      case 'canceled':
        this.#end(order, STATUS.CANCELED, event)
        return
      case 'expired':
        this.#end(order, STATUS.EXPIRED, event)
        return
    }
  }

  #replaceRefused(order: number, { code, message }: RequestRefused): void {
    if (code === 'TOO_LATE') this.#refusals.tooLate++
    else this.#refusals.deny(`${this.#idOf(order)}: ${code}: ${message}`)
    if (this.#orders.replaceRefused(order)) this.#changed(order)
  }

  #end(order: number, status: number, event: OrderEnded): void {
    const { code, message, occurredAt } = event
    if (this.#orders.ended(order, status, { code, message }, occurredAt)) this.#changed(order)
    else this.stale++
  }
}
