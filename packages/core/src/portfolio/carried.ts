import { MoneyCell, type Money } from '../domain/money.js'

/**
 * What the positions that are not paid in full were bought for, less what has been paid for them since: a book's cash, less what it carries,
 * with its positions at their marks, is what it is worth. Exact, in each instrument's currency.
 */
export class Carried {
  readonly #instruments: number
  /** By instrument: its currency. */
  readonly #currencies: readonly number[]
  readonly #cells: readonly MoneyCell[]
  readonly #totals: readonly MoneyCell[]

  constructor(options: {
    readonly strategies: number
    readonly currencies: readonly number[]
    readonly count: number
  }) {
    this.#instruments = options.currencies.length
    this.#currencies = options.currencies
    this.#cells = Array.from({ length: options.strategies * this.#instruments }, () => new MoneyCell())
    this.#totals = Array.from({ length: options.count }, () => new MoneyCell())
  }

  /** What a book carries in an instrument. */
  at(strategy: number, instrument: number): Money {
    return this.#cells[strategy * this.#instruments + instrument]!
  }

  /** What all books carry in a currency. */
  total(currency: number): Money {
    return this.#totals[currency]!
  }

  add(strategy: number, instrument: number, amount: Money): void {
    this.#cells[strategy * this.#instruments + instrument]!.add(amount)
    this.#totals[this.#currencies[instrument]!]!.add(amount)
  }
}
