import { TradewrightError } from '../domain/errors.js'
import { QUANTITY_UNITS_MAX } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import type { Ledger } from './ledger.js'

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
 * units; values derived from marks are float64.
 */
export class Portfolio {
  /** Last price by instrument; NaN before the first. */
  readonly marks: Float64Array
  /** The account's net units by instrument, signed. */
  readonly net: Float64Array
  readonly #books: Float64Array
  readonly #valuePerUnit: Float64Array
  readonly #held: number[] = []
  readonly #ledger: Ledger
  readonly #baseCurrency: number
  readonly #instruments: readonly Instrument[]
  #cash = 0

  constructor(options: {
    readonly instruments: readonly Instrument[]
    readonly strategies: number
    readonly ledger: Ledger
    readonly baseCurrency: number
  }) {
    const count = options.instruments.length
    this.#instruments = options.instruments
    this.marks = new Float64Array(count).fill(Number.NaN)
    this.net = new Float64Array(count)
    this.#books = new Float64Array(options.strategies * count)
    this.#valuePerUnit = Float64Array.from(options.instruments, ({ scale }) => scale.multiplier / scale.unitsPerOne)
    this.#ledger = options.ledger
    this.#baseCurrency = options.baseCurrency
    this.cashChanged()
  }

  /** Reads the cash anew, after the ledger has booked. */
  cashChanged(): void {
    this.#cash = this.#ledger.cash(this.#baseCurrency).toNumber()
  }

  /** The account's cash in base currency. */
  get cash(): number {
    return this.#cash
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

  /** Cash and all positions at their marks, in base currency. */
  equity(): number {
    let equity = this.#cash
    const held = this.#held
    for (let i = 0; i < held.length; i++) {
      const instrument = held[i]!
      equity += this.net[instrument]! * this.marks[instrument]! * this.#valuePerUnit[instrument]!
    }
    return equity
  }

  /** Writes what the equity was at each row of a stretch, at whose end the portfolio stands, from a cell on. */
  equityOver({ instrument, prices, from, to }: PriceStretch, cells: Float64Array, cell: number): void {
    let beside = this.#cash
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
