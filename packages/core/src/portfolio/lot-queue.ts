import { divideHalfEven, MoneyCell, shareOf, type Money } from '../domain/money.js'
import { Records } from '../domain/records.js'

interface LotEntry {
  readonly instrument: number
  readonly price: number
  readonly time: number
  readonly row: number
}

/** What a split does to a position, in its smallest units. */
export interface PositionSplit {
  readonly unitsBefore: number
  /** What a fraction of a unit was worth is paid in cash elsewhere. */
  readonly unitsAfter: number
  /** New shares for each old one. */
  readonly ratio: number
}

/** Cells of a lot's row; an amount takes two. */
export const LOT = {
  price: 0,
  time: 1,
  units: 2,
  remaining: 3,
  /** The fill that opened it. */
  fill: 4,
  value: 5,
  fee: 7,
  /** The next newer lot of the position, or the next free row; -1 at the end. */
  next: 9,
  /** The last fill that had a part in its price, and the instrument that this was in; -1 where two lots became one without a fill. */
  priceFill: 10,
  priceInstrument: 11,
} as const

const FIELDS = 12

/** Open lots of all positions: linked rows, oldest first, used again when closed, so that memory grows with what is open. */
export class LotQueue {
  readonly #rows = new Records(FIELDS)
  readonly #heads: Int32Array
  readonly #tails: Int32Array
  readonly #amount = new MoneyCell()
  readonly #taken = new MoneyCell()
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
    data[base + LOT.priceFill] = entry.row
    data[base + LOT.priceInstrument] = entry.instrument
    this.#link(position, lot)
  }

  /** Adds what a fill opened to a lot, at the mean price of both; the lot's time and first fill stay. */
  merge(lot: number, entry: LotEntry, units: number, value: Money, fee: Money): void {
    this.#restart(lot)
    const rows = this.#rows
    const size = rows.get(lot, LOT.units) + units
    const price = rows.get(lot, LOT.price)
    rows.set(lot, LOT.price, price + (entry.price - price) * (units / size))
    rows.set(lot, LOT.units, size)
    rows.set(lot, LOT.remaining, size)
    rows.set(lot, LOT.priceFill, entry.row)
    rows.set(lot, LOT.priceInstrument, entry.instrument)
    this.#add(lot, LOT.value, value)
    this.#add(lot, LOT.fee, fee)
  }

  removeHead(position: number): void {
    const lot = this.#heads[position]!
    this.#heads[position] = this.#rows.get(lot, LOT.next)
    this.#release(lot)
  }

  /** Puts all lots of one position behind those of another. */
  move(from: number, to: number): void {
    const first = this.#heads[from]!
    if (first === -1) return
    if (this.#heads[to] === -1) this.#heads[to] = first
    else this.#rows.set(this.#tails[to]!, LOT.next, first)
    this.#tails[to] = this.#tails[from]!
    this.#heads[from] = -1
  }

  /** Makes one lot of all that a position has, at their mean price; it keeps the time and the first fill of the oldest. */
  join(position: number): void {
    const rows = this.#rows
    const oldest = this.#heads[position]!
    if (oldest === -1 || oldest === this.#tails[position]) return
    const value = new MoneyCell()
    const fee = new MoneyCell()
    for (let lot = rows.get(oldest, LOT.next); lot !== -1; lot = rows.get(oldest, LOT.next)) {
      this.#restart(lot)
      rows.readAmount(lot, LOT.value, value)
      rows.readAmount(lot, LOT.fee, fee)
      const entry = { price: rows.get(lot, LOT.price), time: Number.NaN, row: -1, instrument: -1 }
      this.merge(oldest, entry, rows.get(lot, LOT.remaining), value, fee)
      rows.set(oldest, LOT.next, rows.get(lot, LOT.next))
      this.#release(lot)
    }
    this.#tails[position] = oldest
  }

  /**
   * Scales what remains of the lots so that it adds up to `unitsAfter`: by cumulative rounding, oldest first. Prices are divided by the ratio. A lot of
   * which nothing remains hands its value and fee on to the next, the newest to the one before it: they go only where no unit is left.
   */
  split(position: number, { unitsBefore, unitsAfter, ratio }: PositionSplit): void {
    const rows = this.#rows
    const value = new MoneyCell()
    const fee = new MoneyCell()
    let lot = this.#heads[position]!
    let before = 0
    let after = 0
    let last = -1
    this.#heads[position] = -1
    while (lot !== -1) {
      const next = rows.get(lot, LOT.next)
      this.#restart(lot)
      before += rows.get(lot, LOT.remaining)
      const upTo = Number(divideHalfEven(BigInt(before) * BigInt(unitsAfter), BigInt(unitsBefore)))
      value.add(rows.readAmount(lot, LOT.value, this.#amount))
      fee.add(rows.readAmount(lot, LOT.fee, this.#amount))
      if (upTo === after) this.#release(lot)
      else {
        rows.set(lot, LOT.price, rows.get(lot, LOT.price) / ratio)
        rows.set(lot, LOT.units, upTo - after)
        rows.set(lot, LOT.remaining, upTo - after)
        rows.writeAmount(rows.base(lot) + LOT.value, value)
        rows.writeAmount(rows.base(lot) + LOT.fee, fee)
        value.setParts(0, 0)
        fee.setParts(0, 0)
        this.#link(position, lot)
        last = lot
      }
      after = upTo
      lot = next
    }
    if (last === -1) return
    this.#add(last, LOT.value, value)
    this.#add(last, LOT.fee, fee)
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

  /** Units of the open lots, unsigned. */
  unitsOf(position: number): number {
    let units = 0
    for (let lot = this.#heads[position]!; lot !== -1; lot = this.#rows.get(lot, LOT.next))
      units += this.#rows.get(lot, LOT.remaining)
    return units
  }

  /** Lets a lot begin anew with what remains of it: its value and fee are then those of what is not closed, exactly. */
  #restart(lot: number): void {
    const rows = this.#rows
    const units = rows.get(lot, LOT.units)
    const remaining = rows.get(lot, LOT.remaining)
    if (remaining === units) return
    for (const field of [LOT.value, LOT.fee]) {
      const amount = rows.readAmount(lot, field, this.#amount)
      amount.subtract(shareOf(this.#taken, amount, units - remaining, units))
      rows.writeAmount(rows.base(lot) + field, amount)
    }
    rows.set(lot, LOT.units, remaining)
  }

  #add(lot: number, field: number, amount: Money): void {
    const rows = this.#rows
    rows.writeAmount(rows.base(lot) + field, rows.readAmount(lot, field, this.#amount).add(amount))
  }

  /** Makes a lot the newest of a position. */
  #link(position: number, lot: number): void {
    this.#rows.set(lot, LOT.next, -1)
    if (this.#heads[position] === -1) this.#heads[position] = lot
    else this.#rows.set(this.#tails[position]!, LOT.next, lot)
    this.#tails[position] = lot
  }

  #release(lot: number): void {
    this.#rows.set(lot, LOT.next, this.#free)
    this.#free = lot
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
