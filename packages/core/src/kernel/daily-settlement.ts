import type { DailyCut } from '../calendar/daily-cut.js'
import type { FinancingModel } from '../costs/financing.js'
import { Decimal, type DecimalInput } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import { exactProduct } from '../domain/exact.js'
import type { LedgerKind } from '../domain/ledger-kind.js'
import { money, MoneyCell, type Money } from '../domain/money.js'
import type { Account } from './account.js'

/** What is booked once a day: what futures have gained or lost since the last time, interest, borrow fees, and the night in FX and CFDs. */
export class DailySettlement {
  readonly #account: Account
  readonly #financing: FinancingModel
  readonly #cut: DailyCut
  /** Tells the venue of cash that moves. */
  readonly #moved: (currency: number, amount: Money) => void
  readonly #paidDaily: readonly number[]
  readonly #isFinanced: boolean
  readonly #isCashAccount: boolean

  constructor(options: {
    readonly account: Account
    readonly financing: FinancingModel
    readonly cut: DailyCut
    readonly isCashAccount: boolean
    readonly moved: (currency: number, amount: Money) => void
  }) {
    this.#account = options.account
    this.#financing = options.financing
    this.#cut = options.cut
    this.#moved = options.moved
    this.#isCashAccount = options.isCashAccount
    this.#isFinanced = options.financing.spec !== 'none'
    this.#paidDaily = options.account.names.instruments.flatMap(({ payment }, i) =>
      payment === 'variation' ? [i] : [],
    )
  }

  /** The first cut after a time; Infinity where nothing is ever booked at one. */
  next(after: number): number {
    return this.#isFinanced || this.#paidDaily.length > 0 ? this.#cut.next(after) : Number.POSITIVE_INFINITY
  }

  /** Books a cut: one calendar day. */
  settle(at: number): void {
    this.payVariation(at)
    if (!this.#isFinanced) return
    this.#payInterest(at)
    this.#payForPositions(at)
  }

  /** Pays what futures have gained or lost since it was last paid. */
  payVariation(at: number): void {
    const { portfolio, names } = this.#account
    for (const instrument of this.#paidDaily) {
      for (const strategy of names.strategies.keys()) {
        const units = portfolio.units(strategy, instrument)
        const carried = portfolio.carried.at(strategy, instrument)
        const worth = new MoneyCell()
        if (units !== 0) {
          exactProduct(
            worth,
            portfolio.marks[instrument]!,
            Math.abs(units),
            names.instruments[instrument]!.scale.notional,
          )
          if (units < 0) worth.negate()
        }
        const amount = worth.subtract(carried)
        if (amount.whole === 0 && amount.fraction === 0) continue
        portfolio.carried.add(strategy, instrument, amount)
        this.#post(at, strategy, 'variation', amount, instrument)
      }
    }
  }

  /** On the cash of each book that has capital of its own, and on what all others share. */
  #payInterest(at: number): void {
    const { capital, names, currencies } = this.#account
    const own = [...names.strategies.keys()].filter((strategy) => capital.isOwn(strategy))
    const account = names.strategies.length
    const pool = [...names.strategies.keys(), account].filter((book) => !own.includes(book))
    for (const [book, books] of [[account, pool] as const, ...own.map((one) => [one, [one]] as const)]) {
      for (const [currency, name] of currencies.entries()) {
        const idle = this.#idleCash(books, currency)
        if (idle.isZero()) continue
        const amount = money(amountOf('interest', this.#financing.interest(name, idle)))
        if ((amount.whole === 0 && amount.fraction === 0) || this.#isSpared(currency, idle, amount)) continue
        this.#account.cash.post({ time: at, book, currency, kind: idle.gt(0) ? 'interest' : 'financing', amount })
        this.#moved(currency, amount)
      }
    }
  }

  /** A cash account borrows nothing: what its books owe each other is none of its broker's business, and nothing takes it below zero. */
  #isSpared(currency: number, idle: Decimal, amount: Money): boolean {
    if (!this.#isCashAccount) return false
    return idle.lt(0) || new MoneyCell().set(this.#account.ledger.cash(currency)).add(amount).whole < 0
  }

  /** Cash without what was taken in by selling short: that secures the loan of what was sold. */
  #idleCash(books: readonly number[], currency: number): Decimal {
    const { ledger, portfolio, names } = this.#account
    let idle = new Decimal(0)
    for (const book of books) {
      idle = idle.plus(ledger.bookCash(book, currency).toDecimal())
      if (book >= names.strategies.length) continue
      for (const [instrument, { payment, scale, multiplier }] of names.instruments.entries()) {
        const units = portfolio.units(book, instrument)
        if (units >= 0 || payment !== 'full' || portfolio.currencyOf(instrument) !== currency) continue
        const quantity = new Decimal(units).div(scale.unitsPerOne)
        idle = idle.plus(quantity.times(portfolio.marks[instrument]!).times(multiplier))
      }
    }
    return idle
  }

  #payForPositions(at: number): void {
    const { portfolio, names } = this.#account
    const night = { date: this.#cut.dateOf(at), weekday: this.#cut.weekdayOf(at) }
    for (const [index, instrument] of names.instruments.entries()) {
      for (const strategy of names.strategies.keys()) {
        const units = portfolio.units(strategy, index)
        if (units === 0) continue
        const quantity = new Decimal(units).div(instrument.scale.unitsPerOne)
        const position = { instrument, quantity, price: portfolio.marks[index]! }
        if (instrument.payment === 'full' && units < 0)
          this.#post(
            at,
            strategy,
            'borrow',
            money(amountOf('borrowFee', this.#financing.borrowFee(position)).negated()),
            index,
          )
        else if (instrument.payment === 'profit')
          this.#post(at, strategy, 'financing', money(amountOf('swap', this.#financing.swap(position, night))), index)
      }
    }
  }

  #post(time: number, book: number, kind: LedgerKind, amount: Money, instrument: number): void {
    if (amount.whole === 0 && amount.fraction === 0) return
    const currency = this.#account.portfolio.currencyOf(instrument)
    this.#account.cash.post({ time, book, currency, kind, amount, cause: { instrument } })
    this.#moved(currency, amount)
  }
}

/** What a financing model answered. Throws COST_RESULT for what is no amount. */
function amountOf(what: keyof FinancingModel, answer: DecimalInput): Decimal {
  let amount: Decimal | undefined
  try {
    amount = new Decimal(answer)
  } catch {
    // Told below, with what came.
  }
  if (amount?.isFinite()) return amount
  const message = `the financing model's ${what} returned ${String(answer)}; expected an amount`
  throw new TradewrightError('COST_RESULT', message, { details: { what, answer } })
}
