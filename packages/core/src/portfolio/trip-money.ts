import { money, type MoneyCell } from '../domain/money.js'
import { TRIP, type RoundTripLog } from './trade-tracker.js'

/** What closed round trips brought in base currency, each at the rate of its exit. */
export class TripMoney {
  readonly trips: RoundTripLog
  /** By row, where it is not 1. */
  readonly #rates = new Map<number, number>()

  constructor(trips: RoundTripLog) {
    this.trips = trips
  }

  /** Takes note of the rate at which the last `count` round trips closed. */
  note(count: number, rate: number): void {
    if (rate === 1) return
    for (let row = this.trips.length - count; row < this.trips.length; row++) this.#rates.set(row, rate)
  }

  /** Base currency per unit of a round trip's currency when it closed. */
  rateOf(row: number): number {
    return this.#rates.get(row) ?? 1
  }

  /** Sets a cell to the net P&L of a round trip in base currency, rounded to 8 decimals. */
  read(row: number, into: MoneyCell): MoneyCell {
    const own = this.trips.readAmount(row, TRIP.pnl, into)
    const rate = this.#rates.get(row)
    return rate === undefined ? own : own.set(money(own.toDecimal().times(rate)))
  }
}
