import { Records } from '../domain/records.js'
import type { RiskCheck } from '../domain/risk-check.js'
import type { CheckedOrder } from './checked-order.js'
import type { RiskLimit } from './risk-limit.js'

const STRATEGY = 0
const INSTRUMENT = 1
const COUNT = 2
const PRICE = 3
const FIRST = 4

/** What every order was checked against: a row of values and limits for each, so that an order can be explained long after. */
export class CheckLog {
  readonly #rows: Records
  readonly #limitsOf: (strategy: number, instrument: number) => readonly RiskLimit[]
  /** By order: its row, counted from 1; 0 for one that needed no check. */
  #rowOf = new Int32Array(64)
  #base = 0
  #count = 0

  /** `width` is how many limits an order can meet at most. */
  constructor(width: number, limitsOf: (strategy: number, instrument: number) => readonly RiskLimit[]) {
    this.#rows = new Records(FIRST + 2 * width)
    this.#limitsOf = limitsOf
  }

  /** Begins the checks of an order; those of before, where it is checked once more, are forgotten. */
  begin({ number, strategy, instrument }: CheckedOrder, price: number): void {
    this.#base = this.#rows.add()
    this.#count = 0
    const { data } = this.#rows
    data[this.#base + STRATEGY] = strategy
    data[this.#base + INSTRUMENT] = instrument
    data[this.#base + PRICE] = price
    if (number >= this.#rowOf.length) this.#grow(number)
    this.#rowOf[number] = this.#rows.length
  }

  /** Notes a check of the order that was begun last; checks come in the order of its limits. */
  note(value: number, limit: number): void {
    const { data } = this.#rows
    const at = this.#base + FIRST + 2 * this.#count
    data[at] = value
    data[at + 1] = limit
    data[this.#base + COUNT] = ++this.#count
  }

  /** Has an order checked by terms that it does not have yet: what it was checked against stays. Gives the row of these checks; 0 where there are none. */
  aside(order: number, check: () => void): number {
    const own = this.#rowOf[order] ?? 0
    this.replaced(order, 0)
    check()
    const row = this.#rowOf[order] ?? 0
    this.replaced(order, own)
    return row
  }

  /** An order has the terms that it was checked by aside. */
  replaced(order: number, row: number): void {
    if (order < this.#rowOf.length) this.#rowOf[order] = row
  }

  /** The checks of an order, those that did not concern it left out. */
  of(order: number): readonly RiskCheck[] {
    const row = (this.#rowOf[order] ?? 0) - 1
    if (row < 0) return []
    const limits = this.#limitsOf(this.#rows.get(row, STRATEGY), this.#rows.get(row, INSTRUMENT))
    const count = this.#rows.get(row, COUNT)
    return limits.slice(0, count).flatMap(({ code, scope, of, rule }, i) => {
      const value = this.#rows.get(row, FIRST + 2 * i)
      return Number.isNaN(value)
        ? []
        : [{ code, scope, of, rule, value, limit: this.#rows.get(row, FIRST + 2 * i + 1) }]
    })
  }

  /** At which price an order was checked; NaN where it was not. */
  priceOf(order: number): number {
    const row = (this.#rowOf[order] ?? 0) - 1
    return row < 0 ? Number.NaN : this.#rows.get(row, PRICE)
  }

  #grow(order: number): void {
    const larger = new Int32Array(Math.max(order + 1, this.#rowOf.length * 2))
    larger.set(this.#rowOf)
    this.#rowOf = larger
  }
}
