import { Float64Column } from './column.js'
import { MoneyCell, type Amount, type Money } from './money.js'

/** A growable column of exact amounts. */
export class MoneyColumn {
  readonly whole: Float64Column
  readonly fraction: Float64Column

  constructor(capacity = 16) {
    this.whole = new Float64Column(capacity)
    this.fraction = new Float64Column(capacity)
  }

  get length(): number {
    return this.whole.length
  }

  push(amount: Amount): void {
    this.whole.push(amount.whole)
    this.fraction.push(amount.fraction)
  }

  set(row: number, amount: Amount): void {
    this.whole.data[row] = amount.whole
    this.fraction.data[row] = amount.fraction
  }

  /** Copies a row into a cell. */
  read(row: number, into: MoneyCell): MoneyCell {
    return into.setParts(this.whole.data[row]!, this.fraction.data[row]!)
  }

  /** A row as a value of its own. */
  at(row: number): Money {
    return this.read(row, new MoneyCell())
  }
}
