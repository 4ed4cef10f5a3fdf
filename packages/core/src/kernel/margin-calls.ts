import type { MarginCallPolicy } from '../domain/account-policies.js'
import { ORDER } from '../execution/order-log.js'
import type { OrderManager } from '../execution/order-manager.js'
import type { CashScope } from '../risk/cash-limit.js'
import type { MarginLimit } from '../risk/margin-limit.js'
import type { Account } from './account.js'
import { ClosingOrders } from './closing-orders.js'
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
  readonly #closing: ClosingOrders
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
    this.#closing = new ClosingOrders(options)
  }

  judge(now: number): void {
    const equity = this.#scope.equity()
    const maintenance = this.#limit.maintenance()
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
    const positions = this.#positions().sort((a, b) => a.unrealized - b.unrealized)
    /** The account's net units, once what market orders close already is closed. */
    const left = new Map<number, number>()
    for (const { instrument, units } of positions) left.set(instrument, (left.get(instrument) ?? 0) + units)
    let closed = 0
    for (const { strategy, instrument, units } of positions) {
      const part = this.#policy === 'liquidateAll' ? units : this.#worst(left, { instrument, units }, equity)
      if (part === 0) continue
      this.#closing.cancelResting(strategy, instrument)
      this.#intents.pushReduction(strategy, instrument, part, 'margin call')
      left.set(instrument, left.get(instrument)! - part)
      closed++
    }
    return closed
  }

  /** What of a book's position has to go: no more than the account holds net of it, since what another book holds against it needs no margin. */
  #worst(
    left: ReadonlyMap<number, number>,
    { instrument, units }: Pick<OpenPosition, 'instrument' | 'units'>,
    equity: number,
  ): number {
    if (this.#needed(left) <= equity) return 0
    const net = left.get(instrument)!
    return units > 0 ? Math.max(0, Math.min(units, net)) : Math.min(0, Math.max(units, net))
  }

  #needed(left: ReadonlyMap<number, number>): number {
    let needed = 0
    for (const [instrument, units] of left) if (units !== 0) needed += this.#limit.maintenanceOf(instrument, units)
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
