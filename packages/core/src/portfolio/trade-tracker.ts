import { Float64Column, Int32Column } from '../domain/column.js'
import { MoneyCell, shareOf, type Money } from '../domain/money.js'
import { MoneyColumn } from '../domain/money-column.js'
import { LotQueue } from './lot-queue.js'

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

/** Closed round trips, in columns; row by row in the order in which they closed. */
export class RoundTripColumns {
  readonly strategy = new Int32Column()
  readonly instrument = new Int32Column()
  /** 1 for long, -1 for short. */
  readonly direction = new Int32Column()
  readonly units = new Float64Column()
  readonly entryTime = new Float64Column()
  readonly entryPrice = new Float64Column()
  readonly exitTime = new Float64Column()
  readonly exitPrice = new Float64Column()
  readonly entryFill = new Int32Column()
  readonly exitFill = new Int32Column()
  readonly pnl = new MoneyColumn()
  readonly costs = new MoneyColumn()
  /** 1 where the book was flat in the instrument afterwards. */
  readonly flat = new Int32Column()

  get length(): number {
    return this.units.length
  }
}

/**
 * Matches exits to entry lots, first in first out, per book and instrument. Values and fees that are closed in parts are shared by cumulative
 * rounding, so that the round trips of a flat book add up to its cash, to the last decimal.
 */
export class TradeTracker {
  readonly trips = new RoundTripColumns()
  readonly #lots: LotQueue
  readonly #instruments: number
  readonly #exitValue = new MoneyCell()
  readonly #exitFee = new MoneyCell()
  readonly #entryValue = new MoneyCell()
  readonly #entryFee = new MoneyCell()
  readonly #before = new MoneyCell()

  constructor(options: { readonly strategies: number; readonly instruments: number }) {
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
      const units = Math.min(closing - done, this.#lots.remaining(lot))
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
    const size = lots.units.data[lot]!
    const taken = size - lots.remaining(lot)
    this.#part(this.#entryValue, lots.value.read(lot, this.#entryValue), taken, units, size)
    this.#part(this.#entryFee, lots.fee.read(lot, this.#entryFee), taken, units, size)
    const costs = this.#entryFee.add(this.#exitFee)
    const pnl =
      fill.direction < 0
        ? this.#exitValue.subtract(this.#entryValue).subtract(costs)
        : this.#entryValue.subtract(this.#exitValue).subtract(costs)
    const trips = this.trips
    trips.strategy.push(fill.strategy)
    trips.instrument.push(fill.instrument)
    trips.direction.push(-fill.direction)
    trips.units.push(units)
    trips.entryTime.push(lots.time.data[lot]!)
    trips.entryPrice.push(lots.price.data[lot]!)
    trips.exitTime.push(fill.time)
    trips.exitPrice.push(fill.price)
    trips.entryFill.push(lots.fill.data[lot]!)
    trips.exitFill.push(fill.row)
    trips.pnl.push(pnl)
    trips.costs.push(costs)
    trips.flat.push(flat ? 1 : 0)
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
