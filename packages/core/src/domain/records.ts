import type { Amount, MoneyCell } from './money.js'

/**
 * Rows of numbers in one growable array, each of `stride` cells that a table of field positions names. An event that writes one row touches a
 * few cache lines, where a column for each field would touch dozens: with the orders far apart in time, that is most of their cost. Not to be
 * extended: with one shape of object, its methods stay fast.
 */
export class Records {
  data: Float64Array
  length = 0
  readonly stride: number

  constructor(stride: number, capacity = 64) {
    this.stride = stride
    this.data = new Float64Array(stride * Math.max(1, capacity))
  }

  /** Adds a row of zeros and gives the position of its first cell. */
  add(): number {
    const base = this.length * this.stride
    if (base === this.data.length) this.#grow()
    this.length++
    return base
  }

  /** The position of a row's first cell: for code that reads several of its fields. */
  base(row: number): number {
    return row * this.stride
  }

  get(row: number, field: number): number {
    return this.data[row * this.stride + field]!
  }

  set(row: number, field: number, value: number): void {
    this.data[row * this.stride + field] = value
  }

  /** Reads an exact amount from the two cells that begin at `field`. */
  readAmount(row: number, field: number, into: MoneyCell): MoneyCell {
    const cell = row * this.stride + field
    return into.setParts(this.data[cell]!, this.data[cell + 1]!)
  }

  /** Writes an exact amount to the two cells that begin at position `cell` of the array. */
  writeAmount(cell: number, amount: Amount): void {
    this.data[cell] = amount.whole
    this.data[cell + 1] = amount.fraction
  }

  /** The filled part, without copying. */
  filled(): Float64Array {
    return this.data.subarray(0, this.length * this.stride)
  }

  #grow(): void {
    const larger = new Float64Array(this.data.length * 2)
    larger.set(this.data)
    this.data = larger
  }
}
