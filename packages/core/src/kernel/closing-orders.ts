import type { OrderLink } from '../domain/order.js'
import { STATUS } from '../domain/order-status.js'
import { ORDER } from '../execution/order-log.js'
import type { OrderManager } from '../execution/order-manager.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import type { Intents } from './intents.js'

/** Orders that work to close a book's position in an instrument, and what they could do to it together. */
export class ClosingOrders {
  readonly #orders: OrderManager
  readonly #portfolio: Portfolio
  readonly #intents: Intents

  constructor(options: {
    readonly orders: OrderManager
    readonly account: { readonly portfolio: Portfolio }
    readonly intents: Intents
  }) {
    this.#orders = options.orders
    this.#portfolio = options.account.portfolio
    this.#intents = options.intents
  }

  /** Cancels what would close a position a second time, and turn it round, as a market order is about to close it. What only reduces can't, and protects it until then. */
  cancelResting(strategy: number, instrument: number): void {
    for (const order of this.#of(strategy, instrument))
      if (!this.#orders.isMarket(order) && !this.#onlyReduces(order)) this.#intents.cancel(order)
  }

  /**
   * Orders that would open, or turn the position round if all that closes it were filled. Who comes first may stay: market orders, which are filled first; what only reduces, as it
   * can't do harm and protects; then the oldest.
   */
  excess(strategy: number, instrument: number): readonly number[] {
    const { log } = this.#orders
    const held = this.#portfolio.units(strategy, instrument)
    const together = new Together()
    const theirs = this.#of(strategy, instrument).sort((a, b) => this.#rank(a) - this.#rank(b) || a - b)
    return theirs.filter((order) => {
      const isAgainst = held * log.get(order, ORDER.direction) < 0
      const link = log.particulars.get(order)?.link
      const units = together.units + together.growth(link, this.#orders.rest(order))
      const stays = this.#onlyReduces(order) || this.#isLeaving(order)
      if (!stays && (!isAgainst || units > Math.abs(held))) return true
      // Exits of an entry that is not filled close what is not held yet.
      if (isAgainst && this.#orders.status(order) !== STATUS.HELD) together.add(link, this.#orders.rest(order))
      return false
    })
  }

  #of(strategy: number, instrument: number): number[] {
    const { log, open } = this.#orders
    return open.filter(
      (order) => log.get(order, ORDER.strategy) === strategy && log.get(order, ORDER.instrument) === instrument,
    )
  }

  #rank(order: number): number {
    if (this.#orders.isMarket(order)) return 0
    return this.#onlyReduces(order) || this.#isLeaving(order) ? 1 : 2
  }

  #onlyReduces(order: number): boolean {
    return this.#orders.log.particulars.get(order)?.reduceOnly === true
  }

  /** It is being cancelled, and may be filled before. */
  #isLeaving(order: number): boolean {
    return this.#orders.status(order) === STATUS.PENDING_CANCEL
  }
}

/** Adds up what orders trade if all that can be filled of them is: one of alternatives; of exits the stop, or the targets. */
class Together {
  units = 0
  readonly #groups = new Map<string, { readonly one: number; readonly targets: number }>()

  /** What the sum grows by with an order. */
  growth(link: OrderLink | undefined, units: number): number {
    if (link === undefined || link.role === 'triggered') return units
    return largest(this.#with(link, units)) - largest(this.#groups.get(keyOf(link)))
  }

  add(link: OrderLink | undefined, units: number): void {
    this.units += this.growth(link, units)
    if (link !== undefined) this.#groups.set(keyOf(link), this.#with(link, units))
  }

  #with(link: OrderLink, units: number): { readonly one: number; readonly targets: number } {
    const { one, targets } = this.#groups.get(keyOf(link)) ?? { one: 0, targets: 0 }
    return link.role === 'takeProfit' ? { one, targets: targets + units } : { one: Math.max(one, units), targets }
  }
}

function largest(group: { readonly one: number; readonly targets: number } | undefined): number {
  return group === undefined ? 0 : Math.max(group.one, group.targets)
}

/** Entries that are alternatives may have the number of their group in common with the exits of one of them. */
function keyOf({ role, group }: OrderLink): string {
  return `${role === 'alternative' ? role : 'exits'} ${String(group)}`
}
