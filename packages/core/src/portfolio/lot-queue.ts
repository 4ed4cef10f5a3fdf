import { Float64Column, Int32Column } from '../domain/column.js'
import type { Money } from '../domain/money.js'
import { MoneyColumn } from '../domain/money-column.js'

interface LotEntry {
  readonly price: number
  readonly time: number
  readonly row: number
}

/** Open lots of all positions: linked rows, oldest first, used again when closed, so that memory grows with what is open. */
export class LotQueue {
  readonly price = new Float64Column()
  readonly time = new Float64Column()
  readonly units = new Float64Column()
  readonly fill = new Int32Column()
  readonly value = new MoneyColumn()
  readonly fee = new MoneyColumn()
  readonly #remaining = new Float64Column()
  readonly #next = new Int32Column()
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

  remaining(lot: number): number {
    return this.#remaining.data[lot]!
  }

  /** Takes units from a lot and gives what remains. */
  take(lot: number, units: number): number {
    return (this.#remaining.data[lot]! -= units)
  }

  append(position: number, entry: LotEntry, units: number, value: Money, fee: Money): void {
    const lot = this.#allocate()
    this.price.data[lot] = entry.price
    this.time.data[lot] = entry.time
    this.units.data[lot] = units
    this.fill.data[lot] = entry.row
    this.value.set(lot, value)
    this.fee.set(lot, fee)
    this.#remaining.data[lot] = units
    this.#next.data[lot] = -1
    if (this.#heads[position] === -1) this.#heads[position] = lot
    else this.#next.data[this.#tails[position]!] = lot
    this.#tails[position] = lot
  }

  removeHead(position: number): void {
    const lot = this.#heads[position]!
    this.#heads[position] = this.#next.data[lot]!
    this.#next.data[lot] = this.#free
    this.#free = lot
  }

  averagePrice(position: number): number {
    let weighted = 0
    let units = 0
    for (let lot = this.#heads[position]!; lot !== -1; lot = this.#next.data[lot]!) {
      weighted += this.price.data[lot]! * this.#remaining.data[lot]!
      units += this.#remaining.data[lot]!
    }
    return weighted / units
  }

  #allocate(): number {
    const lot = this.#free
    if (lot !== -1) {
      this.#free = this.#next.data[lot]!
      return lot
    }
    for (const column of [this.price, this.time, this.units, this.#remaining]) column.push(0)
    this.fill.push(0)
    this.#next.push(-1)
    this.value.push(ZERO)
    this.fee.push(ZERO)
    return this.price.length - 1
  }
}

const ZERO = { whole: 0, fraction: 0 }
