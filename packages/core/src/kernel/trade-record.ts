import { MoneyCell } from '../domain/money.js'
import type { TradeStatistics } from '../domain/trade-statistics.js'
import { TRIP, type RoundTripLog } from '../portfolio/trade-tracker.js'
import type { TripMoney } from '../portfolio/trip-money.js'

/** Statistics of one strategy's closed round trips, in base currency, brought up to date when somebody asks. */
export class TradeRecord implements TradeStatistics {
  count = 0
  wins = 0
  losses = 0
  readonly #money: TripMoney
  readonly #trips: RoundTripLog
  readonly #strategy: number
  readonly #pnl = new MoneyCell()
  #won = 0
  #lost = 0
  #row = 0

  constructor(tripMoney: TripMoney, strategy: number) {
    this.#money = tripMoney
    this.#trips = tripMoney.trips
    this.#strategy = strategy
  }

  get averageWin(): number {
    return this.#won / this.wins
  }

  get averageLoss(): number {
    return this.#lost / this.losses
  }

  /** Takes in the round trips that have closed since. */
  update(): this {
    const trips = this.#trips
    for (; this.#row < trips.length; this.#row++) {
      if (trips.get(this.#row, TRIP.strategy) === this.#strategy) this.#take(this.#row)
    }
    return this
  }

  #take(row: number): void {
    const pnl = this.#money.read(row, this.#pnl).toNumber()
    this.count++
    if (pnl > 0) {
      this.wins++
      this.#won += pnl
    } else if (pnl < 0) {
      this.losses++
      this.#lost -= pnl
    }
  }
}
