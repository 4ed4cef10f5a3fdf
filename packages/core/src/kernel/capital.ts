import type { Portfolio } from '../portfolio/portfolio.js'

/**
 * What each strategy may use: one with capital of its own its book, all others together what is left of the account. Values are in base
 * currency, and throw FX_RATE_MISSING.
 */
export class Capital {
  /** By strategy: whether it has capital of its own. */
  readonly #own: readonly boolean[]
  readonly #anyOwn: boolean
  readonly #portfolio: Portfolio

  constructor(portfolio: Portfolio, own: readonly boolean[]) {
    this.#portfolio = portfolio
    this.#own = own
    this.#anyOwn = own.includes(true)
  }

  /** Whether a book has capital of its own; the account's has not. */
  isOwn(book: number): boolean {
    return this.#own[book] === true
  }

  /** Cash and positions that a strategy may use. */
  equity(strategy: number): number {
    if (!this.#anyOwn) return this.#portfolio.equity()
    if (this.#own[strategy]) return this.#portfolio.bookEquity(strategy)
    return this.#own.reduce(
      (pool, own, book) => (own ? pool - this.#portfolio.bookEquity(book) : pool),
      this.#portfolio.equity(),
    )
  }

  /** Cash that a strategy may use, in base currency: of one currency, or of all. */
  cash(strategy: number, currency?: number): number {
    const portfolio = this.#portfolio
    if (this.#anyOwn && this.#own[strategy]) return portfolio.bookCash(strategy, currency)
    const all = currency === undefined ? portfolio.cash : portfolio.cashIn(currency)
    if (!this.#anyOwn) return all
    return this.#own.reduce((pool, own, book) => (own ? pool - portfolio.bookCash(book, currency) : pool), all)
  }
}
