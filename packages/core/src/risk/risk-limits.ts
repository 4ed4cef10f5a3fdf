import type { Instrument } from '../domain/instrument.js'
import type { CheckedOrder } from './checked-order.js'
import type { PositionScope } from './exposure-limit.js'
import { accountLimits, bookLimits, symbolLimits, type LimitGroup } from './limit-list.js'
import type { LimitView } from './limit-sources.js'
import type { RateLimit } from './rate-limits.js'
import type { RiskLimit } from './risk-limit.js'
import type { RiskSettings } from './risk-settings.js'

/** All limits of a risk configuration: for an order those of its symbol, of its strategy and of the account, in this order. */
export class RiskLimits {
  /** The most limits that an order can meet. */
  readonly width: number
  readonly #account: LimitGroup
  readonly #books: readonly LimitGroup[]
  readonly #symbols: readonly LimitGroup[]
  /** By strategy and instrument. */
  readonly #lists: readonly (readonly (readonly RiskLimit[])[])[]
  readonly #rates: readonly (readonly (readonly RateLimit[])[])[]

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
    const sources = { view, symbol: (instrument: number): string => instruments[instrument]!.symbol }
    const books = strategies.map((_, strategy) => view.strategy(strategy))
    const parts = { settings, instruments, strategies, account: view.account, books, sources }
    this.#account = accountLimits(parts)
    this.#books = strategies.map((_, strategy) => bookLimits(parts, strategy))
    this.#symbols = instruments.map((_, instrument) => symbolLimits(parts, instrument))
    this.#lists = this.#books.map((book) =>
      this.#symbols.map((symbol) => [...symbol.limits, ...book.limits, ...this.#account.limits]),
    )
    this.#rates = this.#books.map((book) =>
      this.#symbols.map((symbol) => [...symbol.rates, ...book.rates, ...this.#account.rates]),
    )
    this.width = Math.max(0, ...this.#lists.flat().map(({ length }) => length))
  }

  /** The limits that an order of a strategy in an instrument meets. */
  of(strategy: number, instrument: number): readonly RiskLimit[] {
    return this.#lists[strategy]![instrument]!
  }

  /** Reckons what positions would come to with an order, before its limits measure it. */
  take(order: CheckedOrder, price: number): void {
    this.#symbols[order.instrument]!.measure?.take(order, price)
    this.#books[order.strategy]!.measure?.take(order, price)
    this.#account.measure?.take(order, price)
  }

  /** An order has been sent. */
  sent(strategy: number, instrument: number): void {
    const rates = this.#rates[strategy]![instrument]!
    for (let i = 0; i < rates.length; i++) rates[i]!.sent(instrument)
  }
}
