import type { Instrument } from '../domain/instrument.js'
import type { OrderOutcome } from '../domain/order.js'
import type { CheckLog } from './check-log.js'
import type { CheckedOrder } from './checked-order.js'
import type { PositionScope } from './exposure-limit.js'
import { accountLimits, bookLimits, symbolLimits, type LimitGroup } from './limit-list.js'
import type { LimitView } from './limit-view.js'
import { exceeds } from './risk-limit.js'
import type { RiskSettings } from './risk-settings.js'
import type { ScopeLimit } from './scope-limit.js'
import type { ScopeMeasure } from './scope-measure.js'

/** What the orders of one strategy in one instrument meet. */
interface Met {
  readonly limits: readonly ScopeLimit[]
  readonly measures: readonly ScopeMeasure[]
}

/** All limits of a risk configuration: for an order those of its symbol, of its strategy and of the account, in this order. */
export class RiskLimits {
  /** The most limits that an order can meet. */
  readonly width: number
  /** By strategy and instrument. */
  readonly #met: readonly (readonly Met[])[]

  constructor({
    settings,
    view,
    instruments,
    strategies,
  }: {
    readonly settings: RiskSettings
    readonly view: LimitView & { readonly account: PositionScope; strategy(strategy: number): PositionScope }
    readonly instruments: readonly Instrument[]
    readonly strategies: readonly string[]
  }) {
    const books = strategies.map((_, strategy) => view.strategy(strategy))
    const parts = { settings, instruments, strategies, view, account: view.account, books }
    const account = accountLimits(parts)
    const symbols = instruments.map((_, instrument) => symbolLimits(parts, instrument))
    this.#met = strategies.map((_, strategy) => {
      const book = bookLimits(parts, strategy)
      return symbols.map((symbol) => meeting([symbol, book, account]))
    })
    this.width = Math.max(0, ...this.#met.flat().map(({ limits }) => limits.length))
  }

  /** The limits that an order of a strategy in an instrument meets. */
  of(strategy: number, instrument: number): readonly ScopeLimit[] {
    return this.#met[strategy]![instrument]!.limits
  }

  /** Why an order that would be filled at a price exceeds one of them; undefined if it does not. What it was compared with is noted. */
  check(order: CheckedOrder, price: number, log: CheckLog): OrderOutcome | undefined {
    const { limits, measures } = this.#met[order.strategy]![order.instrument]!
    for (let i = 0; i < measures.length; i++) measures[i]!.take(order, price)
    for (let i = 0; i < limits.length; i++) {
      const limit = limits[i]!
      const value = limit.measure()
      log.note(value, limit)
      if (exceeds(value, limit.limit)) return { code: limit.code, message: limit.explain(order, value) }
    }
    return undefined
  }

  /** An order has been sent. */
  sent(strategy: number, instrument: number): void {
    const { measures } = this.#met[strategy]![instrument]!
    for (let i = 0; i < measures.length; i++) measures[i]!.sent(instrument)
  }
}

function meeting(groups: readonly LimitGroup[]): Met {
  return {
    limits: groups.flatMap(({ limits }) => limits),
    measures: groups.map(({ measure }) => measure).filter((measure) => measure !== undefined),
  }
}
