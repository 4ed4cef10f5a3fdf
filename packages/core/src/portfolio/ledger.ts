import { Float64Column, Int32Column } from '../domain/column.js'
import { MoneyCell, type Money } from '../domain/money.js'
import { MoneyColumn } from '../domain/money-column.js'

export const LEDGER_KINDS = ['deposit', 'fill', 'commission'] as const
/** What moved cash. */
export type LedgerKind = (typeof LEDGER_KINDS)[number]

/** One movement of cash, as it was booked. */
export interface LedgerEntry {
  readonly time: number
  /** The strategy whose book it is in; undefined for the account's own. */
  readonly strategy: string | undefined
  readonly currency: string
  readonly kind: LedgerKind
  /** Signed; exact. */
  readonly amount: Money
  /** The row of the fill that caused it, -1 without one. */
  readonly fill: number
}

/**
 * Append-only: everything that changes cash is an entry, and balances are their exact sums, by book and currency. Book number
 * `strategies` is the account's own, which holds what no strategy has been given.
 */
export class Ledger {
  readonly time = new Float64Column()
  readonly book = new Int32Column()
  readonly currency = new Int32Column()
  readonly kind = new Int32Column()
  readonly fill = new Int32Column()
  readonly amount = new MoneyColumn()
  readonly #currencies: number
  readonly #books: readonly MoneyCell[]
  readonly #account: readonly MoneyCell[]

  constructor(options: { readonly books: number; readonly currencies: number }) {
    this.#currencies = options.currencies
    this.#books = Array.from({ length: options.books * options.currencies }, () => new MoneyCell())
    this.#account = Array.from({ length: options.currencies }, () => new MoneyCell())
  }

  get length(): number {
    return this.time.length
  }

  /** Books an entry; the only way by which cash changes. */
  post(time: number, book: number, currency: number, kind: number, amount: Money, fill: number): void {
    this.time.push(time)
    this.book.push(book)
    this.currency.push(currency)
    this.kind.push(kind)
    this.fill.push(fill)
    this.amount.push(amount)
    this.#books[book * this.#currencies + currency]!.add(amount)
    this.#account[currency]!.add(amount)
  }

  /** The account's cash in a currency. */
  cash(currency: number): Money {
    return this.#account[currency]!
  }

  /** A book's cash in a currency. */
  bookCash(book: number, currency: number): Money {
    return this.#books[book * this.#currencies + currency]!
  }
}
