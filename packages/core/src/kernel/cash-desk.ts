import type { Settlement } from '../domain/account-policies.js'
import type { LedgerCause, Ledger } from '../portfolio/ledger.js'
import { KIND } from '../portfolio/ledger.js'
import type { LedgerKind } from '../domain/ledger-kind.js'
import { MoneyCell, type Money } from '../domain/money.js'
import type { Portfolio } from '../portfolio/portfolio.js'

/** A movement of cash that no fill causes. */
export interface CashMovement {
  readonly time: number
  readonly book: number
  /** By its index; 0 is the base currency. */
  readonly currency: number
  readonly kind: LedgerKind
  readonly amount: Money
  readonly cause?: LedgerCause | undefined
}

/** Moves cash: books it, converts it where the account holds no foreign cash, and lets the portfolio know. */
export class CashDesk {
  readonly #ledger: Ledger
  readonly #portfolio: Portfolio
  readonly #converts: boolean
  readonly #out = new MoneyCell()
  readonly #in = new MoneyCell()

  constructor(options: { readonly ledger: Ledger; readonly portfolio: Portfolio; readonly settlement: Settlement }) {
    this.#ledger = options.ledger
    this.#portfolio = options.portfolio
    this.#converts = options.settlement === 'convert'
  }

  /** Books a movement. Throws FX_RATE_MISSING where it has to be converted and no rate is known. */
  post({ time, book, currency, kind, amount, cause }: CashMovement): void {
    this.#ledger.post(time, book, currency, KIND[kind], amount, -1)
    if (cause) this.#ledger.explain(cause)
    this.settle(time, book, currency, amount, -1, cause)
  }

  /** Books one side of a movement between books: nothing is converted. */
  move({ time, book, currency, kind, amount, cause }: CashMovement): void {
    this.#ledger.post(time, book, currency, KIND[kind], amount, -1)
    if (cause) this.#ledger.explain(cause)
    this.#portfolio.cashChanged(currency)
  }

  /** What an amount comes to where the account holds no foreign cash: in base currency there. Throws FX_RATE_MISSING. */
  settled(currency: number, amount: Money): { readonly currency: number; readonly amount: Money } {
    if (currency === 0 || !this.#converts) return { currency, amount }
    return { currency: 0, amount: this.#portfolio.rates.convert(new MoneyCell(), amount, currency) }
  }

  /** What is to be done once cash of a currency has been booked: `amount` is the sum of it, `fill` the row of the fill that caused it, -1 without one. */
  settle(time: number, book: number, currency: number, amount: Money, fill: number, about?: LedgerCause): void {
    if (currency !== 0 && this.#converts && (amount.whole !== 0 || amount.fraction !== 0))
      this.#convert({ time, book, currency, amount, fill, about })
    this.#portfolio.cashChanged(currency)
  }

  #convert(converted: {
    readonly time: number
    readonly book: number
    readonly currency: number
    readonly amount: Money
    readonly fill: number
    readonly about: LedgerCause | undefined
  }): void {
    const { time, book, currency, amount, fill, about } = converted
    const { rates } = this.#portfolio
    const ledger = this.#ledger
    rates.convert(this.#in, amount, currency)
    const cause = { ...about, rate: rates.toBase[currency]! }
    ledger.post(time, book, currency, KIND.conversion, this.#out.set(amount).negate(), fill)
    ledger.explain(cause)
    ledger.post(time, book, 0, KIND.conversion, this.#in, fill)
    ledger.explain(cause)
    this.#portfolio.cashChanged(0)
  }
}
