import type { Money, MoneyCell } from '../domain/money.js'
import { Records } from '../domain/records.js'

interface LotEntry {
  readonly price: number
  readonly time: number
  readonly row: number
}

/** Cells of a lot's row; an amount takes two. */
export const LOT = {
  price: 0,
  time: 1,
  units: 2,
  remaining: 3,
  fill: 4,
  value: 5,
  fee: 7,
  /** The next newer lot of the position, or the next free row; -1 at the end. */
  next: 9,
} as const

const FIELDS = 10

/** Open lots of all positions: linked rows, oldest first, used again when closed, so that memory grows with what is open. */
export class LotQueue {
  readonly #rows = new Records(FIELDS)
  readonly #heads: Int32Array
  readonly #tails: Int32Array
  #free = -1

  constructor(positions: number) {
    this.#heads = new Int32Array(positions).fill(-1)
    this.#tails = new Int32Array(positions).fill(-1)
  }

  /** The oldest open lot of a position, -1 without one. */
  head(position: number): number {
    return this.#heads[position]!
  }

  get(lot: number, field: number): number {
    return this.#rows.get(lot, field)
  }

  readAmount(lot: number, field: number, into: MoneyCell): MoneyCell {
    return this.#rows.readAmount(lot, field, into)
  }

  /** Takes units from a lot and gives what remains. */
  take(lot: number, units: number): number {
    const remaining = this.#rows.get(lot, LOT.remaining) - units
    this.#rows.set(lot, LOT.remaining, remaining)
    return remaining
  }

  append(position: number, entry: LotEntry, units: number, value: Money, fee: Money): void {
    const lot = this.#allocate()
    const base = lot * FIELDS
    const { data } = this.#rows
    data[base + LOT.price] = entry.price
    data[base + LOT.time] = entry.time
    data[base + LOT.units] = units
    data[base + LOT.remaining] = units
    data[base + LOT.fill] = entry.row
    this.#rows.writeAmount(base + LOT.value, value)
    this.#rows.writeAmount(base + LOT.fee, fee)
    data[base + LOT.next] = -1
    if (this.#heads[position] === -1) this.#heads[position] = lot
    else this.#rows.set(this.#tails[position]!, LOT.next, lot)
    this.#tails[position] = lot
  }

  removeHead(position: number): void {
    const lot = this.#heads[position]!
    this.#heads[position] = this.#rows.get(lot, LOT.next)
    this.#rows.set(lot, LOT.next, this.#free)
    this.#free = lot
  }

  /** Mean price of the open lots, as a running mean: lots of one price have exactly that one. NaN without any. */
  averagePrice(position: number): number {
    let mean = 0
    let units = 0
    for (let lot = this.#heads[position]!; lot !== -1; lot = this.#rows.get(lot, LOT.next)) {
      const remaining = this.#rows.get(lot, LOT.remaining)
      units += remaining
      mean += (this.#rows.get(lot, LOT.price) - mean) * (remaining / units)
    }
    return units === 0 ? Number.NaN : mean
  }

  #allocate(): number {
    const lot = this.#free
    if (lot === -1) {
      this.#rows.add()
      return this.#rows.length - 1
    }
    this.#free = this.#rows.get(lot, LOT.next)
    return lot
  }
}
