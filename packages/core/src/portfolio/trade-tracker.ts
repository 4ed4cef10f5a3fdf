import { MoneyCell, shareOf, type Money } from '../domain/money.js'
import { Records } from '../domain/records.js'
import type { LotMatching } from '../domain/round-trip.js'
import { LOT, LotQueue, type PositionSplit } from './lot-queue.js'

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

/** Since when an entry price stands: since a fill, in what was then its instrument; -1 where two lots became one without a fill. */
export interface PriceOrigin {
  readonly fill: number
  readonly instrument: number
}

/** From the round trip of row `trip` on, a position is another's, or nobody's: -1. */
export interface PositionMove {
  readonly trip: number
  readonly strategy: number
  readonly from: number
  readonly to: number
}

/**
 * Matches exits to entry lots per book and instrument: first in first out, or with one lot a position whose price is the average cost. Values and fees
 * that are closed in parts are shared by cumulative rounding, so that the round trips of a flat book add up to its cash, to the last decimal.
 */
export class TradeTracker {
  readonly trips: RoundTripLog
  /** By the row of a round trip, where its entry price does not stand since its entry fill in its own instrument. */
  readonly origins = new Map<number, PriceOrigin>()
  /** Units of the largest position between two flat moments: a row for each trip that left its book flat. */
  readonly peaks = new Records(1)
  readonly moves: PositionMove[] = []
  readonly #lots: LotQueue
  readonly #isAverage: boolean
  readonly #instruments: number
  /** By position: units of the largest since it was flat. */
  readonly #peaks: Float64Array
  readonly #realized = new MoneyCell()
  readonly #exitValue = new MoneyCell()
  readonly #exitFee = new MoneyCell()
  readonly #entryValue = new MoneyCell()
  readonly #entryFee = new MoneyCell()
  readonly #before = new MoneyCell()

  constructor(options: {
    readonly strategies: number
    readonly instruments: number
    /** How many round trips to make room for at once. */
    readonly rows?: number
    /** Default 'fifo'. */
    readonly lots?: LotMatching
  }) {
    const positions = options.strategies * options.instruments
    this.trips = new Records(FIELDS, options.rows)
    this.#instruments = options.instruments
    this.#isAverage = options.lots === 'average'
    this.#lots = new LotQueue(positions)
    this.#peaks = new Float64Array(positions)
  }

  /**
   * What the last fill closed brought without fees, exact, in the instrument's currency; zero where it closed nothing. A view: the next fill
   * changes it.
   */
  get realized(): Money {
    return this.#realized
  }

  /** Books a fill against a position of `held` signed units; gives the number of round trips that it closed. */
  apply(fill: TrackedFill, held: number): number {
    const position = fill.strategy * this.#instruments + fill.instrument
    const size = Math.abs(held)
    const closing = held * fill.direction < 0 ? Math.min(fill.units, size) : 0
    const first = this.trips.length
    this.#realized.setParts(0, 0)
    let done = 0
    while (done < closing) {
      const lot = this.#lots.head(position)
      const units = Math.min(closing - done, this.#lots.get(lot, LOT.remaining))
      this.#close(fill, lot, done, units, done + units === size)
      if (this.#lots.take(lot, units) === 0) this.#lots.removeHead(position)
      done += units
    }
    if (done > 0 && done === size) this.#endCycle(position)
    if (done < fill.units) {
      this.#open(fill, position, done)
      this.#peaks[position] = Math.max(this.#peaks[position]!, size - closing + fill.units - done)
    }
    return this.trips.length - first
  }

  /** Mean entry price of the lots that are open; NaN without any. */
  averagePrice(strategy: number, instrument: number): number {
    return this.#lots.averagePrice(strategy * this.#instruments + instrument)
  }

  /**
   * A split: `unitsBefore` become `unitsAfter`, lot by lot, at prices divided by the ratio, and the cost basis stays. Only the size of both counts, not
   * their sign. Where no unit is left, the lots are dropped without a round trip, and their cost basis with them: the caller books what they were worth.
   */
  split(strategy: number, instrument: number, split: PositionSplit): void {
    const position = strategy * this.#instruments + instrument
    if (this.#lots.head(position) === -1) return
    const { ratio } = split
    const unitsAfter = Math.abs(split.unitsAfter)
    this.#lots.split(position, { unitsBefore: Math.abs(split.unitsBefore), unitsAfter, ratio })
    if (unitsAfter > 0) {
      this.#peaks[position] = Math.max(unitsAfter, Math.floor(this.#peaks[position]! * ratio))
      return
    }
    this.#peaks[position] = 0
    this.moves.push({ trip: this.trips.length, strategy, from: instrument, to: -1 })
  }

  /**
   * A change of symbol: all lots of an instrument become lots of another, behind those that are there. Both positions are on one side, or one of
   * them is flat.
   */
  transfer(strategy: number, from: number, to: number): void {
    const source = strategy * this.#instruments + from
    const target = strategy * this.#instruments + to
    if (this.#lots.head(source) === -1) return
    this.#lots.move(source, target)
    if (this.#isAverage) this.#lots.join(target)
    this.#peaks[target] = Math.max(this.#peaks[source]!, this.#peaks[target]!, this.#lots.unitsOf(target))
    this.#peaks[source] = 0
    this.moves.push({ trip: this.trips.length, strategy, from, to })
  }

  #open(fill: TrackedFill, position: number, done: number): void {
    const units = fill.units - done
    const lots = this.#lots
    this.#part(this.#exitValue, fill.value, done, units, fill.units)
    this.#part(this.#exitFee, fill.fee, done, units, fill.units)
    const lot = this.#isAverage ? lots.head(position) : -1
    if (lot === -1) lots.append(position, fill, units, this.#exitValue, this.#exitFee)
    else lots.merge(lot, fill, units, this.#exitValue, this.#exitFee)
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
    const gross =
      fill.direction < 0 ? this.#exitValue.subtract(this.#entryValue) : this.#entryValue.subtract(this.#exitValue)
    this.#realized.add(gross)
    const pnl = gross.subtract(costs)
    const entryFill = lots.get(lot, LOT.fill)
    this.#noteOrigin(fill, lot, entryFill)
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
    data[base + TRIP.entryFill] = entryFill
    data[base + TRIP.exitFill] = fill.row
    this.trips.writeAmount(base + TRIP.pnl, pnl)
    this.trips.writeAmount(base + TRIP.costs, costs)
    data[base + TRIP.flat] = flat ? 1 : 0
  }

  #noteOrigin({ instrument }: TrackedFill, lot: number, entryFill: number): void {
    const fill = this.#lots.get(lot, LOT.priceFill)
    const own = this.#lots.get(lot, LOT.priceInstrument)
    if (fill !== entryFill || own !== instrument) this.origins.set(this.trips.length, { fill, instrument: own })
  }

  #endCycle(position: number): void {
    const base = this.peaks.add()
    this.peaks.data[base] = this.#peaks[position]!
    this.#peaks[position] = 0
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
