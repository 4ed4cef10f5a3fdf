import type { BarColumns } from '../domain/bar-columns.js'

/** Merges series into instants: at each, the bars that close and then the bars that open, in the run's order. */
export class MarketFeed {
  /** The next instant; Infinity at the end. */
  nextAt = Number.POSITIVE_INFINITY
  /** Series whose bar closes at the instant last taken, and the row of that bar: the first `closingCount` cells. */
  readonly closing: Int32Array
  closingCount = 0
  /** Series whose bar opens at it: the first `openingCount` cells. */
  readonly opening: Int32Array
  openingCount = 0
  /** By series: the row that closed or opened last. */
  readonly closedRow: Int32Array
  readonly openedRow: Int32Array
  readonly #series: readonly BarColumns[]
  /** By series: when its next bar event is. */
  readonly #next: Float64Array
  /** By series: the row whose bar is open or opens next. */
  readonly #row: Int32Array
  readonly #isOpen: Uint8Array

  /** `firstRows` is where each series begins; rows before are warm-up. */
  constructor(series: readonly BarColumns[], firstRows: readonly number[]) {
    const count = series.length
    this.#series = series
    this.closing = new Int32Array(count)
    this.opening = new Int32Array(count)
    this.closedRow = new Int32Array(count)
    this.openedRow = new Int32Array(count)
    this.#row = Int32Array.from(firstRows)
    this.#isOpen = new Uint8Array(count)
    this.#next = Float64Array.from(series, (columns, s) => openTimeOf(columns, firstRows[s]!))
    this.#findNext()
  }

  /** The only series of a run that has one: it can be walked row by row, without being merged. */
  get only(): BarColumns | undefined {
    return this.#series.length === 1 ? this.#series[0] : undefined
  }

  /** Where a walk over the only series begins or goes on. */
  get onlyRow(): number {
    return this.#row[0]!
  }

  /** Says where such a walk has come to, between two bars. */
  walkedTo(row: number): void {
    this.#row[0] = row
    this.nextAt = this.#next[0] = openTimeOf(this.#series[0]!, row)
  }

  /** Takes the next instant: fills `closing` and `opening`, and gives its time. */
  advance(): number {
    const at = this.nextAt
    const next = this.#next
    this.closingCount = 0
    this.openingCount = 0
    let soonest = Number.POSITIVE_INFINITY
    for (let s = 0; s < next.length; s++) {
      if (next[s] === at) this.#take(s, at)
      if (next[s]! < soonest) soonest = next[s]!
    }
    this.nextAt = soonest
    return at
  }

  #take(s: number, at: number): void {
    const columns = this.#series[s]!
    let row = this.#row[s]!
    if (this.#isOpen[s] === 1) {
      this.closing[this.closingCount++] = s
      this.closedRow[s] = row
      this.#row[s] = ++row
      this.#isOpen[s] = 0
      const opens = openTimeOf(columns, row)
      this.#next[s] = opens
      if (opens !== at) return
    }
    this.opening[this.openingCount++] = s
    this.openedRow[s] = row
    this.#isOpen[s] = 1
    this.#next[s] = columns.closeTime[row]!
  }

  #findNext(): void {
    for (const time of this.#next) if (time < this.nextAt) this.nextAt = time
  }
}

function openTimeOf(columns: BarColumns, row: number): number {
  return row < columns.length ? columns.openTime[row]! : Number.POSITIVE_INFINITY
}
