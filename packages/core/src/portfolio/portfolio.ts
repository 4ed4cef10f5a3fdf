import type { Instrument } from '../domain/instrument.js'
import type { Ledger } from './ledger.js'

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
  readonly #instruments: number
  #cash = 0

  constructor(options: {
    readonly instruments: readonly Instrument[]
    readonly strategies: number
    readonly ledger: Ledger
    readonly baseCurrency: number
  }) {
    const count = options.instruments.length
    this.#instruments = count
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
    return this.#books[strategy * this.#instruments + instrument]!
  }

  /** Adds signed units to a book, and so to the account. */
  move(strategy: number, instrument: number, units: number): void {
    this.#books[strategy * this.#instruments + instrument]! += units
    const before = this.net[instrument]!
    const after = before + units
    this.net[instrument] = after
    if (before === 0 && after !== 0) this.#held.push(instrument)
    else if (before !== 0 && after === 0) this.#held.splice(this.#held.indexOf(instrument), 1)
  }

  /** Value of signed units at a price, in base currency. */
  valueOf(instrument: number, units: number, price: number): number {
    return units * price * this.#valuePerUnit[instrument]!
  }

  /** Cash and all positions at their marks, in base currency. */
  equity(): number {
    let equity = this.#cash
    for (const instrument of this.#held) {
      equity += this.net[instrument]! * this.marks[instrument]! * this.#valuePerUnit[instrument]!
    }
    return equity
  }

  /** Instruments in which the account holds anything, in the order in which they were entered. */
  get held(): readonly number[] {
    return this.#held
  }
}
