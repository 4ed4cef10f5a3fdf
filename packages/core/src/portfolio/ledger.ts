import { LEDGER_KINDS, type LedgerKind } from '../domain/ledger-kind.js'
import { MoneyCell, type Money } from '../domain/money.js'
import { Records } from '../domain/records.js'

/** By kind: its position in LEDGER_KINDS. */
export const KIND = Object.fromEntries(LEDGER_KINDS.map((kind, code) => [kind, code])) as Readonly<
  Record<LedgerKind, number>
>

/** What an entry that no fill caused is about. */
export interface LedgerCause {
  /** The instrument that it is about, by its index. */
  readonly instrument?: number
  /** The account event that caused it, by its place among those that happened. */
  readonly event?: number
  /** What a unit of the currency came to in base currency. */
  readonly rate?: number
}

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
  /** What it is about: the fill's symbol, or that of a dividend, a fee or a variation; undefined where it is about none. */
  readonly symbol: string | undefined
  /** The account event that caused it, by its place in `result.events`; undefined without one. */
  readonly event: number | undefined
  /** Of a conversion: base currency per unit. */
  readonly rate: number | undefined
}

/** Cells of an entry's row; an amount takes two. */
export const ENTRY = {
  time: 0,
  book: 1,
  currency: 2,
  /** Position in LEDGER_KINDS. */
  kind: 3,
  /** Row of the fill that caused it, -1 without one. */
  fill: 4,
  amount: 5,
} as const

const FIELDS = 7

/**
 * Append-only: everything that changes cash is an entry, and balances are their exact sums, by book and currency. Book number
 * `strategies` is the account's own, which holds what no strategy has been given.
 */
export class Ledger {
  /** All entries, a row each, in the order in which they were booked. */
  readonly log: Records
  /** By row: what is known of entries beyond their cells. */
  readonly causes = new Map<number, LedgerCause>()
  readonly #currencies: number
  readonly #books: readonly MoneyCell[]
  readonly #account: readonly MoneyCell[]

  constructor(options: { readonly books: number; readonly currencies: number; readonly rows?: number }) {
    this.log = new Records(FIELDS, options.rows)
    this.#currencies = options.currencies
    this.#books = Array.from({ length: options.books * options.currencies }, () => new MoneyCell())
    this.#account = Array.from({ length: options.currencies }, () => new MoneyCell())
  }

  /** Books an entry; the only way by which cash changes. */
  post(time: number, book: number, currency: number, kind: number, amount: Money, fill: number): void {
    const base = this.log.add()
    const { data } = this.log
    data[base + ENTRY.time] = time
    data[base + ENTRY.book] = book
    data[base + ENTRY.currency] = currency
    data[base + ENTRY.kind] = kind
    data[base + ENTRY.fill] = fill
    this.log.writeAmount(base + ENTRY.amount, amount)
    this.#books[book * this.#currencies + currency]!.add(amount)
    this.#account[currency]!.add(amount)
  }

  /** Says of the last entry what it is about. */
  explain(cause: LedgerCause): void {
    this.causes.set(this.log.length - 1, cause)
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
