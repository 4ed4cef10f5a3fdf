import { Decimal as DecimalJs } from 'decimal.js'

/** decimal.js with so many digits that it rounds nothing that these tests add or multiply. */
export const Exact = DecimalJs.clone({
  precision: 100,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  toExpNeg: -100,
  toExpPos: 100,
})
export type Exact = DecimalJs

/** A fill in decimal.js; `exactValue` is before its one rounding. */
export interface NaiveFill {
  readonly row: number
  readonly strategy: number
  readonly instrument: number
  readonly direction: number
  readonly time: number
  readonly price: number
  readonly quantity: Exact
  /** What its order had filled before. */
  readonly quantityBefore: Exact
  readonly exactValue: Exact
  readonly value: Exact
}

export interface BookedNaiveFill extends NaiveFill {
  readonly fee: Exact
}

interface Lot {
  readonly fill: BookedNaiveFill
  left: Exact
}

interface NaiveTrip {
  readonly strategy: number
  readonly instrument: number
  readonly direction: number
  readonly entryFill: number
  readonly exitFill: number
  readonly entryTime: number
  readonly exitTime: number
  readonly entryPrice: number
  readonly exitPrice: number
  readonly quantity: Exact
  readonly flat: boolean
  readonly pnl: Exact
  readonly costs: Exact
}

/** A position from flat to flat; `rows` are its round trips. */
export interface NaiveCycle {
  readonly strategy: number
  readonly instrument: number
  readonly direction: number
  readonly openedAt: number
  closedAt: number
  quantityMax: Exact
  readonly rows: number[]
}

/** Books as one would write them without a thought of speed: lists of lots, first in first out, nothing rounded. */
export class NaiveBooks {
  readonly fills: BookedNaiveFill[] = []
  readonly trips: NaiveTrip[] = []
  /** Closed cycles, in the order in which they closed. */
  readonly cycles: NaiveCycle[] = []
  readonly #lots = new Map<string, Lot[]>()
  readonly #open = new Map<string, NaiveCycle>()

  book(fill: BookedNaiveFill): void {
    this.fills.push(fill)
    const key = `${String(fill.strategy)} ${String(fill.instrument)}`
    const lots = this.#lots.get(key) ?? []
    this.#lots.set(key, lots)
    let left = fill.quantity
    while (left.gt(0) && lots.length > 0 && lots[0]!.fill.direction !== fill.direction) {
      const lot = lots[0]!
      const quantity = left.lt(lot.left) ? left : lot.left
      left = left.minus(quantity)
      lot.left = lot.left.minus(quantity)
      if (lot.left.isZero()) lots.shift()
      this.#close(key, fill, lot.fill, quantity, lots.length === 0)
    }
    if (left.isZero()) return
    if (lots.length === 0) this.#begin(key, fill)
    lots.push({ fill, left })
    const cycle = this.#open.get(key)!
    cycle.quantityMax = Exact.max(cycle.quantityMax, openOf(lots))
  }

  /** What a fill did to its book's cash. */
  cashOf({ value, direction, fee }: BookedNaiveFill): Exact {
    return value.times(-direction).minus(fee)
  }

  /** Signed quantity, and the mean price of the lots that are open. */
  position(strategy: number, instrument: number): { quantity: Exact; averagePrice: Exact } {
    const lots = this.#lots.get(`${String(strategy)} ${String(instrument)}`) ?? []
    const open = openOf(lots)
    const cost = lots.reduce((sum, { left, fill }) => sum.plus(left.times(fill.price)), new Exact(0))
    return { quantity: open.times(lots[0]?.fill.direction ?? 0), averagePrice: cost.div(open) }
  }

  #begin(key: string, { strategy, instrument, direction, time }: BookedNaiveFill): void {
    this.#open.set(key, {
      strategy,
      instrument,
      direction,
      openedAt: time,
      closedAt: Number.NaN,
      quantityMax: new Exact(0),
      rows: [],
    })
  }

  #close(key: string, exit: BookedNaiveFill, entry: BookedNaiveFill, quantity: Exact, flat: boolean): void {
    const part = (fill: BookedNaiveFill, amount: Exact) => amount.times(quantity).div(fill.quantity)
    const costs = part(entry, entry.fee).plus(part(exit, exit.fee))
    const gross = part(exit, exit.value).minus(part(entry, entry.value)).times(entry.direction)
    const cycle = this.#open.get(key)!
    cycle.rows.push(this.trips.length)
    if (flat) {
      cycle.closedAt = exit.time
      this.cycles.push(cycle)
      this.#open.delete(key)
    }
    this.trips.push({
      strategy: entry.strategy,
      instrument: entry.instrument,
      direction: entry.direction,
      entryFill: entry.row,
      exitFill: exit.row,
      entryTime: entry.time,
      exitTime: exit.time,
      entryPrice: entry.price,
      exitPrice: exit.price,
      quantity,
      flat,
      pnl: gross.minus(costs),
      costs,
    })
  }
}

function openOf(lots: readonly Lot[]): Exact {
  return lots.reduce((sum, { left }) => sum.plus(left), new Exact(0))
}
