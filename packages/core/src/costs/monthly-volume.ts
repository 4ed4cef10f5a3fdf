import type { Instrument } from '../domain/instrument.js'
import { MoneyCell, type Money } from '../domain/money.js'

/** What an account has traded in the present calendar month (UTC), exactly: what tiers are picked by. */
export class MonthlyVolume {
  readonly #quantity = new MoneyCell()
  readonly #value = new MoneyCell()
  #ends = Number.NEGATIVE_INFINITY

  /** In units of quantity, all instruments together. */
  get quantity(): number {
    return this.#quantity.toNumber()
  }

  /** In the currency of the values that were added. */
  get value(): number {
    return this.#value.toNumber()
  }

  /** Moves on to the month of a time, UTC epoch milliseconds; before a fill of that time is charged. */
  moveTo(time: number): void {
    if (time < this.#ends) return
    const date = new Date(time)
    this.#ends = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
    this.#quantity.setParts(0, 0)
    this.#value.setParts(0, 0)
  }

  /** Takes a fill of so many smallest units. */
  add(instrument: Instrument, units: number, value: Money): void {
    const { unitsPerOne } = instrument.scale
    const whole = Math.floor(units / unitsPerOne)
    this.#quantity.addParts(whole, (units - whole * unitsPerOne) * (1e8 / unitsPerOne))
    this.#value.add(value)
  }
}
