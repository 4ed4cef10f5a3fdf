import { isTerminalCode, STATUS } from '../domain/order-status.js'
import type { OrderGroups } from './order-groups.js'
import { ORDER, type OrderLog } from './order-log.js'
import type { PendingRequests } from './pending-requests.js'

/** What a group of alternatives counts as working. */
interface Counted {
  buys: number
  sells: number
}

/**
 * Units of working orders, by book and instrument and over all books: what they may add to a position. Orders that only reduce don't count; of
 * alternatives at most one fills, so the largest of each side counts. While a replace is on its way, the larger of both quantities does: nobody knows which of them
 * the venue has.
 */
export class WorkingUnits {
  readonly #log: OrderLog
  readonly #groups: OrderGroups
  readonly #pending: PendingRequests
  readonly #instruments: number
  readonly #buys: Float64Array
  readonly #sells: Float64Array
  /** Over all books, by instrument. */
  readonly netBuys: Float64Array
  readonly netSells: Float64Array
  /** Held orders that are to close what their parents open: they count once they are live. */
  readonly #held = new Set<number>()
  readonly #alternatives = new Map<number, Counted>()

  constructor(options: {
    readonly strategies: number
    readonly instruments: number
    readonly log: OrderLog
    readonly groups: OrderGroups
    readonly pending: PendingRequests
  }) {
    const size = options.strategies * options.instruments
    this.#log = options.log
    this.#groups = options.groups
    this.#pending = options.pending
    this.#instruments = options.instruments
    this.#buys = new Float64Array(size)
    this.#sells = new Float64Array(size)
    this.netBuys = new Float64Array(options.instruments)
    this.netSells = new Float64Array(options.instruments)
  }

  buys(strategy: number, instrument: number): number {
    return this.#buys[strategy * this.#instruments + instrument]!
  }

  sells(strategy: number, instrument: number): number {
    return this.#sells[strategy * this.#instruments + instrument]!
  }

  /** What is left of an order has grown by so many units; its row says already what it has become. */
  change(order: number, units: number): void {
    const { particulars } = this.#log
    if (particulars.size > 0) {
      const own = particulars.get(order)
      if (own !== undefined) {
        if (own.reduceOnly || (this.#held.size > 0 && this.#held.has(order))) return
        if (own.link?.role === 'alternative') {
          this.#countAlternatives(own.link.group)
          return
        }
      }
    }
    this.#add(order, units)
  }

  /** Units of an order that may still be filled. */
  rest(order: number): number {
    const most = this.#pending.mostUnits(order, this.#log.get(order, ORDER.units))
    return Math.max(0, most - this.#log.get(order, ORDER.filledUnits))
  }

  /** What may still be filled of an order was so much before, whatever has changed it since. */
  recount(order: number, before: number): void {
    const rest = this.rest(order)
    if (rest !== before) this.change(order, rest - before)
  }

  /** From now on the order doesn't count, until it is live. */
  hold(order: number): void {
    this.#held.add(order)
  }

  /** A held order is live, or has ended: true if it did not count until now. */
  release(order: number): boolean {
    return this.#held.size > 0 && this.#held.delete(order)
  }

  /** Asks something of the account as it would be without an order, and without its alternatives. */
  without<T>(order: number, ask: () => T): T {
    const link = this.#log.particulars.get(order)?.link
    if (link?.role === 'alternative') {
      const { buys, sells } = this.#alternatives.get(link.group) ?? { buys: 0, sells: 0 }
      this.#addTo(order, -buys, -sells)
      const answer = ask()
      this.#addTo(order, buys, sells)
      return answer
    }
    const rest = this.rest(order)
    this.change(order, -rest)
    const answer = ask()
    this.change(order, rest)
    return answer
  }

  #countAlternatives(group: number): void {
    const orders = this.#groups.alternatives(group)
    const before = this.#alternatives.get(group) ?? { buys: 0, sells: 0 }
    const now: Counted = { buys: 0, sells: 0 }
    for (const order of orders) {
      const status = this.#log.get(order, ORDER.status)
      if (status === STATUS.NEW || isTerminalCode(status)) continue
      if (this.#log.particulars.get(order)!.reduceOnly) continue
      const rest = this.rest(order)
      if (this.#log.get(order, ORDER.direction) > 0) now.buys = Math.max(now.buys, rest)
      else now.sells = Math.max(now.sells, rest)
    }
    this.#alternatives.set(group, now)
    this.#addTo(orders[0]!, now.buys - before.buys, now.sells - before.sells)
  }

  #add(order: number, units: number): void {
    const { rows } = this.#log
    const { data } = rows
    const base = rows.base(order)
    const instrument = data[base + ORDER.instrument]! | 0
    const position = (data[base + ORDER.strategy]! | 0) * this.#instruments + instrument
    if (data[base + ORDER.direction]! > 0) {
      this.#buys[position]! += units
      this.netBuys[instrument]! += units
    } else {
      this.#sells[position]! += units
      this.netSells[instrument]! += units
    }
  }

  /** Counts more, or less, in an order's book and instrument. */
  #addTo(order: number, buys: number, sells: number): void {
    const { rows } = this.#log
    const base = rows.base(order)
    const instrument = rows.data[base + ORDER.instrument]! | 0
    const position = (rows.data[base + ORDER.strategy]! | 0) * this.#instruments + instrument
    this.#buys[position]! += buys
    this.netBuys[instrument]! += buys
    this.#sells[position]! += sells
    this.netSells[instrument]! += sells
  }
}
