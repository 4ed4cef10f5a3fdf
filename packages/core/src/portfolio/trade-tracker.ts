import { MoneyCell, shareOf, type Money } from '../domain/money.js'
import { Records } from '../domain/records.js'
import { LOT, LotQueue } from './lot-queue.js'

/** A fill as the tracker books it; amounts are unsigned values, `fee` as charged. */
export interface TrackedFill {
  readonly strategy: number
  readonly instrument: number
  /** 1 for a buy, -1 for a sell. */
  readonly direction: number
  readonly units: number
  readonly price: number
  readonly time: number
  readonly value: Money
  readonly fee: Money
  /** Row of the fill in the fill log. */
  readonly row: number
}

/** Cells of a round trip's row; an amount takes two. */
export const TRIP = {
  strategy: 0,
  instrument: 1,
  /** 1 for long, -1 for short. */
  direction: 2,
  /** In the instrument's smallest units. */
  units: 3,
  entryTime: 4,
  entryPrice: 5,
  exitTime: 6,
  exitPrice: 7,
  /** Rows of the fills. */
  entryFill: 8,
  exitFill: 9,
  pnl: 10,
  costs: 12,
  /** 1 where the book was flat in the instrument afterwards. */
  flat: 14,
} as const

const FIELDS = 15

/** Closed round trips, a row each, in the order in which they closed. */
export type RoundTripLog = Records

/**
 * Matches exits to entry lots, first in first out, per book and instrument. Values and fees that are closed in parts are shared by cumulative
 * rounding, so that the round trips of a flat book add up to its cash, to the last decimal.
 */
export class TradeTracker {
  readonly trips: RoundTripLog
  readonly #lots: LotQueue
  readonly #instruments: number
  readonly #exitValue = new MoneyCell()
  readonly #exitFee = new MoneyCell()
  readonly #entryValue = new MoneyCell()
  readonly #entryFee = new MoneyCell()
  readonly #before = new MoneyCell()

  constructor(options: { readonly strategies: number; readonly instruments: number; readonly rows?: number }) {
    this.trips = new Records(FIELDS, options.rows)
    this.#instruments = options.instruments
    this.#lots = new LotQueue(options.strategies * options.instruments)
  }

  /** Books a fill against a position of `held` signed units; gives the number of round trips that it closed. */
  apply(fill: TrackedFill, held: number): number {
    const position = fill.strategy * this.#instruments + fill.instrument
    const closing = held * fill.direction < 0 ? Math.min(fill.units, Math.abs(held)) : 0
    const first = this.trips.length
    let done = 0
    while (done < closing) {
      const lot = this.#lots.head(position)
      const units = Math.min(closing - done, this.#lots.get(lot, LOT.remaining))
      this.#close(fill, lot, done, units, done + units === Math.abs(held))
      if (this.#lots.take(lot, units) === 0) this.#lots.removeHead(position)
      done += units
    }
    if (done < fill.units) this.#open(fill, position, done)
    return this.trips.length - first
  }

  /** Mean entry price of the lots that are open; NaN without any. */
  averagePrice(strategy: number, instrument: number): number {
    return this.#lots.averagePrice(strategy * this.#instruments + instrument)
  }

  #open(fill: TrackedFill, position: number, done: number): void {
    const units = fill.units - done
    this.#part(this.#exitValue, fill.value, done, units, fill.units)
    this.#part(this.#exitFee, fill.fee, done, units, fill.units)
    this.#lots.append(position, fill, units, this.#exitValue, this.#exitFee)
  }

  #close(fill: TrackedFill, lot: number, done: number, units: number, flat: boolean): void {
    this.#part(this.#exitValue, fill.value, done, units, fill.units)
    this.#part(this.#exitFee, fill.fee, done, units, fill.units)
    const lots = this.#lots
    const size = lots.get(lot, LOT.units)
    const taken = size - lots.get(lot, LOT.remaining)
    this.#part(this.#entryValue, lots.readAmount(lot, LOT.value, this.#entryValue), taken, units, size)
    this.#part(this.#entryFee, lots.readAmount(lot, LOT.fee, this.#entryFee), taken, units, size)
    const costs = this.#entryFee.add(this.#exitFee)
    const pnl =
      fill.direction < 0
        ? this.#exitValue.subtract(this.#entryValue).subtract(costs)
        : this.#entryValue.subtract(this.#exitValue).subtract(costs)
    const base = this.trips.add()
    const { data } = this.trips
    data[base + TRIP.strategy] = fill.strategy
    data[base + TRIP.instrument] = fill.instrument
    data[base + TRIP.direction] = -fill.direction
    data[base + TRIP.units] = units
    data[base + TRIP.entryTime] = lots.get(lot, LOT.time)
    data[base + TRIP.entryPrice] = lots.get(lot, LOT.price)
    data[base + TRIP.exitTime] = fill.time
    data[base + TRIP.exitPrice] = fill.price
    data[base + TRIP.entryFill] = lots.get(lot, LOT.fill)
    data[base + TRIP.exitFill] = fill.row
    this.trips.writeAmount(base + TRIP.pnl, pnl)
    this.trips.writeAmount(base + TRIP.costs, costs)
    data[base + TRIP.flat] = flat ? 1 : 0
  }

  /** Sets `out` to the part of a total that belongs to units [from, from + units) of `of`. */
  #part(out: MoneyCell, total: Money, from: number, units: number, of: number): void {
    if (units === of) {
      out.set(total)
      return
    }
    shareOf(this.#before, total, from, of)
    shareOf(out, total, from + units, of).subtract(this.#before)
  }
}
