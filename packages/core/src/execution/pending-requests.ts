import { STATUS } from '../domain/order-status.js'

/** What a replace asks for that is on its way. */
export interface AskedReplace {
  /** The whole quantity, in the instrument's smallest units; 0 where it stays. */
  readonly units: number
  /** At which the order is valued then; NaN where that stays. */
  readonly price: number
  /** The row of what it was checked against, with whoever keeps that; 0 where it needed no check. */
  readonly checks: number
}

interface Pending {
  /** What the order was when the first request went out, or has become since. */
  status: number
  /** In the order in which they were sent, and are answered. */
  replaces: AskedReplace[]
}

/** Cancels and replaces that are on their way, and what each order goes back to if they come to nothing. */
export class PendingRequests {
  readonly #pending = new Map<number, Pending>()

  /** A request goes out for an order that has the given status: a cancel, unless it asks for new terms. */
  begin(order: number, status: number, replace: AskedReplace | undefined): void {
    const known = this.#pending.get(order) ?? { status, replaces: [] }
    if (replace !== undefined) known.replaces.push(replace)
    this.#pending.set(order, known)
  }

  /** The quantity that an order may come to by what is on its way, if it has so many units now. */
  mostUnits(order: number, units: number): number {
    if (this.#pending.size === 0) return units
    return (this.#pending.get(order)?.replaces ?? []).reduce((most, asked) => Math.max(most, asked.units), units)
  }

  /** The highest price that is asked for an order; NaN where none is. */
  highestPrice(order: number): number {
    const prices = (this.#pending.get(order)?.replaces ?? []).map(({ price }) => price)
    const asked = prices.filter((price) => !Number.isNaN(price))
    return asked.length === 0 ? Number.NaN : Math.max(...asked)
  }

  /** A split makes other terms of those that are asked for. */
  split(order: number, terms: (asked: AskedReplace) => AskedReplace): void {
    const known = this.#pending.get(order)
    if (known !== undefined) known.replaces = known.replaces.map(terms)
  }

  /** The venue took an order meanwhile. */
  accepted(order: number): void {
    const known = this.#pending.get(order)
    if (known !== undefined) known.status = STATUS.ACKED
  }

  /** A replace was answered; gives what it asked for. */
  replaceAnswered(order: number): AskedReplace | undefined {
    return this.#pending.get(order)?.replaces.shift()
  }

  /** Whether a replace is left on its way. */
  awaitsReplace(order: number): boolean {
    return (this.#pending.get(order)?.replaces ?? []).length > 0
  }

  /** What the status of an order whose cancel came to nothing is then: a replace may still be on its way. */
  withoutCancel(order: number, filled: boolean): number {
    if (this.awaitsReplace(order)) return STATUS.PENDING_REPLACE
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
