import { STATUS } from '../domain/order-status.js'

interface Pending {
  /** What the order was when the first request went out, or has become since. */
  status: number
  replaces: number
}

/** Cancels and replaces that are on their way, and what each order goes back to if they come to nothing. */
export class PendingRequests {
  readonly #pending = new Map<number, Pending>()

  /** A request goes out for an order that has the given status. */
  begin(order: number, status: number, isReplace: boolean): void {
    const known = this.#pending.get(order)
    if (known === undefined) this.#pending.set(order, { status, replaces: isReplace ? 1 : 0 })
    else if (isReplace) known.replaces++
  }

  /** The venue took an order meanwhile. */
  accepted(order: number): void {
    const known = this.#pending.get(order)
    if (known !== undefined) known.status = STATUS.ACKED
  }

  /** A replace was answered: true if none is left on its way. */
  replaceAnswered(order: number): boolean {
    const known = this.#pending.get(order)
    if (known === undefined) return true
    known.replaces = Math.max(0, known.replaces - 1)
    return known.replaces === 0
  }

  /** What the status of an order whose cancel came to nothing is then: a replace may still be on its way. */
  withoutCancel(order: number, filled: boolean): number {
    if ((this.#pending.get(order)?.replaces ?? 0) > 0) return STATUS.PENDING_REPLACE
    return this.end(order, filled)
  }

  /** The order has ended. */
  forget(order: number): void {
    if (this.#pending.size > 0) this.#pending.delete(order)
  }

  /** No request is left; gives the status of an order that works on. */
  end(order: number, filled: boolean): number {
    const status = this.#pending.get(order)?.status
    this.#pending.delete(order)
    if (filled) return STATUS.PARTIALLY_FILLED
    // A venue that answered has the order, whether its ack came or not.
    return status === STATUS.HELD ? STATUS.HELD : STATUS.ACKED
  }
}
