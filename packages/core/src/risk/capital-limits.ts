import type { MarginModel } from '../costs/margin.js'
import type { Instrument } from '../domain/instrument.js'
import { CashLimit, type CashScope } from './cash-limit.js'
import { ExposureLimit, type ExposedOrder } from './exposure-limit.js'
import { MarginLimit } from './margin-limit.js'
import type { RiskLimit } from './risk-limit.js'

export interface AccountRules {
  /** Positions may be worth so many times the equity; Infinity where margin or cash alone are the limit. */
  readonly leverage: number
  readonly allowShort: boolean
  /** What positions need to be opened and held; undefined where leverage or cash is the only limit. */
  readonly margin?: MarginModel | undefined
  /** Of a cash account: the fraction of its buying power that an order leaves. Undefined for all others. */
  readonly cashBuffer?: number | undefined
}

/** What capital limits are made from. */
interface CapitalView {
  readonly account: CashScope
  book(strategy: number): CashScope | undefined
  fx(instrument: number): number
}

/** What one scope's capital allows. */
interface ScopeCapital {
  readonly exposure: ExposureLimit | undefined
  readonly cash: CashLimit | undefined
  readonly margin: MarginLimit | undefined
}

/** What the account's capital allows, and that of a strategy's book where it has some of its own. */
export class CapitalLimits {
  /** The most limits that an order can meet. */
  readonly width: number
  /** Undefined where the account has no margin model. */
  readonly margin: MarginLimit | undefined
  readonly #account: ScopeCapital
  readonly #books: readonly (ScopeCapital | undefined)[]
  readonly #lists: readonly (readonly RiskLimit[])[]

  constructor({
    view,
    rules,
    instruments,
    strategies,
  }: {
    readonly view: CapitalView
    readonly rules: AccountRules
    readonly instruments: readonly Instrument[]
    readonly strategies: readonly string[]
  }) {
    const { account } = view
    // Margin is the account's alone: its broker knows no books.
    this.margin =
      rules.margin &&
      new MarginLimit({
        model: rules.margin,
        positions: account,
        instruments,
        fx: (instrument) => view.fx(instrument),
      })
    this.#account = { ...scopeCapital(rules, account, 'account'), margin: this.margin }
    this.#books = strategies.map((_, strategy) => {
      const book = view.book(strategy)
      return book && { ...scopeCapital(rules, book, 'book'), margin: undefined }
    })
    const own = listOf(this.#account)
    this.#lists = this.#books.map((book) => (book === undefined ? own : [...own, ...listOf(book)]))
    this.width = Math.max(...this.#lists.map(({ length }) => length))
  }

  /** The limits that the orders of a strategy meet. */
  of(strategy: number): readonly RiskLimit[] {
    return this.#lists[strategy]!
  }

  /** What an order on one side may be worth at a price, in base currency. What it closes is free. */
  room(strategy: number, order: Omit<ExposedOrder, 'units'>, price: number): number {
    const account = roomOf(this.#account, order, price)
    const book = this.#books[strategy]
    return book === undefined ? account : Math.min(account, roomOf(book, order, price))
  }
}

function scopeCapital(
  { leverage, cashBuffer }: AccountRules,
  scope: CashScope,
  kind: 'account' | 'book',
): Pick<ScopeCapital, 'exposure' | 'cash'> {
  return {
    exposure: leverage === Number.POSITIVE_INFINITY ? undefined : new ExposureLimit(leverage, scope, kind),
    cash: cashBuffer === undefined ? undefined : new CashLimit(cashBuffer, scope, kind),
  }
}

function listOf({ exposure, cash, margin }: ScopeCapital): readonly RiskLimit[] {
  return [exposure, cash, margin].filter((limit) => limit !== undefined)
}

function roomOf({ exposure, cash, margin }: ScopeCapital, order: Omit<ExposedOrder, 'units'>, price: number): number {
  return Math.min(
    exposure?.room(order, price) ?? Number.POSITIVE_INFINITY,
    (order.direction > 0 ? cash?.room(order.instrument) : undefined) ?? Number.POSITIVE_INFINITY,
    margin?.room(order, price) ?? Number.POSITIVE_INFINITY,
  )
}
