import type { MarginCallPolicy } from '../domain/account-policies.js'
import { ORDER } from '../execution/order-log.js'
import type { OrderManager } from '../execution/order-manager.js'
import type { CashScope } from '../risk/cash-limit.js'
import type { MarginLimit } from '../risk/margin-limit.js'
import type { Account } from './account.js'
import type { Intents } from './intents.js'

/** Equity has fallen below what the positions need. */
export interface MarginCall {
  /** UTC epoch milliseconds: the instant at whose close it was judged. */
  readonly time: number
  /** Base currency. */
  readonly equity: number
  readonly maintenance: number
  /** How many positions market orders were sent to close. */
  readonly closed: number
}

interface OpenPosition {
  readonly strategy: number
  readonly instrument: number
  readonly units: number
  /** Base currency. */
  readonly unrealized: number
}

/** Judges the account's margin once per instant, and closes what has to be closed: by market orders, which meet the next open as any others. */
export class MarginCalls {
  readonly list: MarginCall[] = []
  readonly #policy: MarginCallPolicy
  readonly #limit: MarginLimit
  readonly #scope: CashScope
  readonly #account: Account
  readonly #orders: OrderManager
  readonly #intents: Intents
  #isCalled = false

  constructor(options: {
    readonly policy: MarginCallPolicy
    readonly limit: MarginLimit
    readonly scope: CashScope
    readonly account: Account
    readonly orders: OrderManager
    readonly intents: Intents
  }) {
    this.#policy = options.policy
    this.#limit = options.limit
    this.#scope = options.scope
    this.#account = options.account
    this.#orders = options.orders
    this.#intents = options.intents
  }

  judge(now: number): void {
    const equity = this.#scope.equity()
    const maintenance = this.#limit.maintenance(this.#scope)
    if (equity >= maintenance) {
      this.#isCalled = false
      return
    }
    const closed = this.#policy === 'deny' ? 0 : this.#liquidate(equity)
    // One call lasts until it is met; each further step that it takes is another entry.
    if (!this.#isCalled || closed > 0) this.list.push({ time: now, equity, maintenance, closed })
    this.#isCalled = true
  }

  #liquidate(equity: number): number {
    if (!this.#isCalled) this.#cancelOpening()
    const left = new Map(this.#scope.exposed().map((instrument) => [instrument, this.#afterClosing(instrument)]))
    const positions = this.#positions().sort((a, b) => a.unrealized - b.unrealized)
    let closed = 0
    for (const { strategy, instrument, units } of positions) {
      if (this.#policy === 'liquidateWorst' && this.#needed(left) <= equity) break
      this.#intents.pushClose(strategy, instrument, units, 'margin call')
      left.set(instrument, left.get(instrument)! - units)
      closed++
    }
    return closed
  }

  /** The net units of an instrument once the market orders that work are filled. */
  #afterClosing(instrument: number): number {
    let units = this.#scope.units(instrument)
    for (const strategy of this.#account.names.strategies.keys())
      units += this.#orders.workingMarket(strategy, instrument)
    return units
  }

  #needed(left: ReadonlyMap<number, number>): number {
    let needed = 0
    for (const [instrument, units] of left)
      if (units !== 0) needed += this.#limit.maintenanceOf(this.#scope, instrument, units)
    return needed
  }

  /** What no working market order closes yet. */
  #positions(): OpenPosition[] {
    const { portfolio, tracker, names } = this.#account
    const open: OpenPosition[] = []
    for (const strategy of names.strategies.keys()) {
      for (const instrument of names.instruments.keys()) {
        const units = this.#intents.closable(strategy, instrument)
        if (units === 0) continue
        const gain = portfolio.marks[instrument]! - tracker.averagePrice(strategy, instrument)
        open.push({ strategy, instrument, units, unrealized: portfolio.valueOf(instrument, units, gain) })
      }
    }
    return open
  }

  #cancelOpening(): void {
    const { portfolio } = this.#account
    for (const order of [...this.#orders.open]) {
      const { log } = this.#orders
      const strategy = log.get(order, ORDER.strategy)
      const held = portfolio.units(strategy, log.get(order, ORDER.instrument))
      if (held * log.get(order, ORDER.direction) >= 0) this.#intents.cancel(order)
    }
  }
}
