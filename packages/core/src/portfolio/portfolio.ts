import { TradewrightError } from '../domain/errors.js'
import { QUANTITY_UNITS_MAX } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import { MoneyCell, type Money } from '../domain/money.js'
import { Carried } from './carried.js'
import type { Ledger } from './ledger.js'
import { Rates, type CurrencySetup } from './rates.js'

/** Rows of a series over which nothing but its instrument's price has changed. */
export interface PriceStretch {
  readonly instrument: number
  readonly prices: Float64Array
  readonly times: Float64Array
  readonly from: number
  readonly to: number
}

/**
 * What the account and each strategy's book hold, marked at the last prices. Quantities are integers in each instrument's smallest
 * units; values derived from marks and rates are float64.
 */
export class Portfolio {
  /** Counts what has changed but prices: cash and positions. */
  changes = 0
  /** Last price by instrument; NaN before the first. */
  readonly marks: Float64Array
  /** The account's net units by instrument, signed. */
  readonly net: Float64Array
  readonly rates: Rates
  readonly carried: Carried
  readonly #books: Float64Array
  readonly #ownValuePerUnit: Float64Array
  /** In base currency: moves with the rates. */
  readonly #valuePerUnit: Float64Array
  readonly #currencies: readonly number[]
  readonly #held: number[] = []
  readonly #ledger: Ledger
  readonly #instruments: readonly Instrument[]
  /** By currency: cash, less what is carried. */
  readonly #paid: Float64Array
  readonly #less = new MoneyCell()
  readonly #carries: boolean
  /** One currency, and nothing carried: what nearly every run is. */
  readonly #isPlain: boolean
  /** The same in base currency, of all currencies. */
  #funds = 0
  /** By book: its cash, and after how many changes that was read. */
  readonly #bookFunds: Float64Array
  readonly #bookFundsAt: Float64Array

  constructor(options: {
    readonly instruments: readonly Instrument[]
    readonly strategies: number
    readonly ledger: Ledger
    /** The first of its names is the base currency. */
    readonly currencies: CurrencySetup
  }) {
    const { instruments, strategies, currencies } = options
    const count = instruments.length
    this.#instruments = instruments
    this.marks = new Float64Array(count).fill(Number.NaN)
    this.net = new Float64Array(count)
    this.rates = new Rates(currencies)
    this.#currencies = instruments.map(({ currency }) => currencies.names.indexOf(currency))
    this.carried = new Carried({ strategies, currencies: this.#currencies, count: currencies.names.length })
    this.#carries = instruments.some(({ payment }) => payment !== 'full')
    this.#isPlain = !this.#carries && !this.rates.any
    this.#books = new Float64Array(strategies * count)
    this.#bookFunds = new Float64Array(strategies + 1)
    this.#bookFundsAt = new Float64Array(strategies + 1).fill(-1)
    this.#ownValuePerUnit = Float64Array.from(instruments, ({ scale }) => scale.multiplier / scale.unitsPerOne)
    this.#valuePerUnit = this.#ownValuePerUnit.map((value, i) => value * this.fx(i))
    this.#ledger = options.ledger
    this.#paid = new Float64Array(currencies.names.length)
    for (let currency = 0; currency < this.#paid.length; currency++) this.cashChanged(currency)
  }

  /** Reads the cash of a currency anew, after the ledger has booked. */
  cashChanged(currency = 0): void {
    this.changes++
    const cash = this.#ledger.cash(currency)
    if (this.#isPlain) {
      this.#funds = cash.toNumber()
      return
    }
    this.#paid[currency] = this.#carries
      ? this.#less.set(cash).subtract(this.carried.total(currency)).toNumber()
      : cash.toNumber()
    this.#funds = this.rates.any ? this.#inBase(this.#paid) : this.#paid[0]!
  }

  /** Takes the price of a pair: what hangs on it is worth something else from now on. */
  rateMoved(pair: number, price: number): void {
    this.rates.take(pair, price)
    for (let i = 0; i < this.#currencies.length; i++) this.#valuePerUnit[i] = this.#ownValuePerUnit[i]! * this.fx(i)
    this.#funds = this.#inBase(this.#paid)
  }

  /** Base currency per unit of the instrument's currency; NaN while the rate is not known. */
  fx(instrument: number): number {
    return this.rates.toBase[this.#currencies[instrument]!]!
  }

  /** Base currency per unit of a currency, by its index; NaN while the rate is not known. */
  rateOf(currency: number): number {
    return this.rates.toBase[currency]!
  }

  /** Base currency by which the worth of one of an instrument's smallest units moves with its price. */
  valuePerUnit(instrument: number): number {
    return this.#valuePerUnit[instrument]!
  }

  /** The instrument's currency, by its index. */
  currencyOf(instrument: number): number {
    return this.#currencies[instrument]!
  }

  /** The account's cash of all currencies, in base currency. Throws FX_RATE_MISSING. */
  get cash(): number {
    if (this.#isPlain) return this.#funds
    let cash = this.#ledger.cash(0).toNumber()
    for (let currency = 1; currency < this.#paid.length; currency++) cash += this.cashIn(currency)
    return cash
  }

  /** The account's cash of one currency, in base currency. Throws FX_RATE_MISSING. */
  cashIn(currency: number): number {
    return this.#worth(this.#ledger.cash(currency), currency)
  }

  /** A book's cash in base currency: of one currency, or of all. Throws FX_RATE_MISSING. */
  bookCash(book: number, currency?: number): number {
    if (currency !== undefined) return this.#worth(this.#ledger.bookCash(book, currency), currency)
    let cash = 0
    for (let c = 0; c < this.#paid.length; c++) cash += this.#worth(this.#ledger.bookCash(book, c), c)
    return cash
  }

  #worth(amount: Money, currency: number): number {
    const own = amount.toNumber()
    return own === 0 ? 0 : this.#valued(own * this.rates.toBase[currency]!)
  }

  /** A book's cash and positions at their marks, in base currency. Throws FX_RATE_MISSING. */
  bookEquity(book: number): number {
    if (this.#isPlain) return this.#plainEquity(book)
    let equity = this.bookCash(book)
    // The account's own book has no positions.
    if ((book + 1) * this.marks.length > this.#books.length) return equity
    for (let i = 0; i < this.marks.length; i++) {
      const units = this.units(book, i)
      const carried = this.carried.at(book, i).toNumber()
      if (units !== 0) equity += units * this.marks[i]! * this.#valuePerUnit[i]!
      if (carried !== 0) equity -= carried * this.fx(i)
    }
    return this.#valued(equity)
  }

  /** The same where there is one currency, and nothing carried. */
  #plainEquity(book: number): number {
    const { marks } = this
    if (this.#bookFundsAt[book] !== this.changes) {
      this.#bookFunds[book] = this.#ledger.bookCash(book, 0).toNumber()
      this.#bookFundsAt[book] = this.changes
    }
    let equity = this.#bookFunds[book]!
    const first = book * marks.length
    if (first >= this.#books.length) return equity
    for (let i = 0; i < marks.length; i++) {
      const units = this.#books[first + i]!
      if (units !== 0) equity += units * marks[i]! * this.#valuePerUnit[i]!
    }
    return equity
  }

  /** Amounts by currency in base currency; of a currency in which there is nothing no rate is needed. */
  #inBase(amounts: Float64Array): number {
    const { toBase } = this.rates
    let sum = amounts[0]!
    for (let currency = 1; currency < amounts.length; currency++)
      if (amounts[currency] !== 0) sum += amounts[currency]! * toBase[currency]!
    return sum
  }

  /** A value that is none hangs on a rate that is not known. */
  #valued(value: number): number {
    if (!Number.isNaN(value)) return value
    const missing = this.rates.toBase.findIndex((rate) => Number.isNaN(rate))
    if (missing >= 0) throw this.rates.missing(missing)
    return value
  }

  /** A book's signed units in an instrument. */
  units(strategy: number, instrument: number): number {
    return this.#books[strategy * this.#instruments.length + instrument]!
  }

  /** Adds signed units to a book, and so to the account. Throws QUANTITY_OVERFLOW where either comes to more than 15 digits. */
  move(strategy: number, instrument: number, units: number): void {
    const held = (this.#books[strategy * this.#instruments.length + instrument]! += units)
    const before = this.net[instrument]!
    const after = before + units
    if (!(Math.max(Math.abs(held), Math.abs(after)) <= QUANTITY_UNITS_MAX)) throw this.#overflow(instrument)
    this.net[instrument] = after
    this.changes++
    if (before === 0 && after !== 0) this.#held.push(instrument)
    else if (before !== 0 && after === 0) {
      if (this.#held.at(-1) === instrument) this.#held.pop()
      else this.#held.splice(this.#held.indexOf(instrument), 1)
    }
  }

  #overflow(instrument: number): TradewrightError {
    const { symbol, scale } = this.#instruments[instrument]!
    const most = QUANTITY_UNITS_MAX / scale.unitsPerOne
    return new TradewrightError('QUANTITY_OVERFLOW', `a position in ${symbol} grew beyond ${String(most)}`, {
      details: { symbol, most },
    })
  }

  /** Value of signed units at a price, in base currency. */
  valueOf(instrument: number, units: number, price: number): number {
    return units * price * this.#valuePerUnit[instrument]!
  }

  /** The same in the instrument's own currency. */
  ownValueOf(instrument: number, units: number, price: number): number {
    return units * price * this.#ownValuePerUnit[instrument]!
  }

  /** Cash and all positions at their marks, in base currency. Throws FX_RATE_MISSING. */
  equity(): number {
    let equity = this.#funds
    const held = this.#held
    for (let i = 0; i < held.length; i++) {
      const instrument = held[i]!
      equity += this.net[instrument]! * this.marks[instrument]! * this.#valuePerUnit[instrument]!
    }
    return Number.isNaN(equity) ? this.#valued(equity) : equity
  }

  /** Writes what the equity was at each row of a stretch, at whose end the portfolio stands, from a cell on. No rate moves meanwhile. */
  equityOver({ instrument, prices, from, to }: PriceStretch, cells: Float64Array, cell: number): void {
    let beside = this.#funds
    for (const held of this.#held)
      if (held !== instrument) beside += this.valueOf(held, this.net[held]!, this.marks[held]!)
    const net = this.net[instrument]!
    const valuePerUnit = this.#valuePerUnit[instrument]!
    for (let row = from; row < to; row++) cells[cell++] = beside + net * prices[row]! * valuePerUnit
  }

  /** Instruments in which the account holds anything, in the order in which they were entered. */
  get held(): readonly number[] {
    return this.#held
  }
}
