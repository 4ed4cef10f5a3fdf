import type { Shortfall } from '../domain/account-policies.js'
import { MoneyCell, type Money } from '../domain/money.js'

/** How cash of another currency becomes base currency; undefined where each currency is held. */
export type Convert = (out: MoneyCell, amount: Money, currency: number) => MoneyCell

/** The cash of a cash account as its venue keeps it: no fill may leave less than nothing. */
export class VenueFunds {
  readonly policy: Shortfall
  readonly #cash: readonly MoneyCell[]
  readonly #convert: Convert | undefined
  /** By instrument. */
  readonly #currencies: readonly number[]
  readonly #change = new MoneyCell()
  readonly #after = new MoneyCell()

  constructor(options: {
    readonly policy: Shortfall
    /** How many there are; 0 is the base currency. */
    readonly currencies: number
    /** By instrument: the index of its currency. */
    readonly currencyOf: readonly number[]
    readonly convert: Convert | undefined
  }) {
    this.policy = options.policy
    this.#cash = Array.from({ length: options.currencies }, () => new MoneyCell())
    this.#currencies = options.currencyOf
    this.#convert = options.convert
  }

  /** Cash came in or went out, of a currency, by its index. */
  move(currency: number, amount: Money): void {
    this.#account(currency).add(this.#settled(currency, amount))
  }

  /** Whether what a fill does to cash leaves nothing below zero. */
  covers(instrument: number, change: Money): boolean {
    if (change.whole >= 0) return true
    const currency = this.#currencies[instrument]!
    return this.#after.set(this.#account(currency)).add(this.#settled(currency, change)).whole >= 0
  }

  filled(instrument: number, change: Money): void {
    this.move(this.#currencies[instrument]!, change)
  }

  /** What is known of it, for fills that are supposed one after the other. */
  copy(): VenueFunds {
    const copy = new VenueFunds({
      policy: this.policy,
      currencies: this.#cash.length,
      currencyOf: this.#currencies,
      convert: this.#convert,
    })
    for (const [currency, cell] of this.#cash.entries()) copy.#cash[currency]!.set(cell)
    return copy
  }

  #account(currency: number): MoneyCell {
    return this.#cash[this.#convert === undefined ? currency : 0]!
  }

  #settled(currency: number, amount: Money): Money {
    if (this.#convert === undefined || currency === 0) return amount
    return this.#convert(this.#change, amount, currency)
  }
}
