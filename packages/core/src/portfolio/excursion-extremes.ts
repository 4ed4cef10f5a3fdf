import type { BarColumns } from '../domain/bar-columns.js'

/** Bars a block: over a million bars a stretch takes about a thousand comparisons for its blocks, and as many for its two ends. */
const BLOCK = 1024

/** The lowest and the highest of the prices that it was shown; empty, Infinity and -Infinity. */
export class PriceRange {
  low = Number.POSITIVE_INFINITY
  high = Number.NEGATIVE_INFINITY

  take(low: number, high: number): void {
    if (low < this.low) this.low = low
    if (high > this.high) this.high = high
  }

  scale(ratio: number): void {
    this.low /= ratio
    this.high /= ratio
  }

  clear(): void {
    this.low = Number.POSITIVE_INFINITY
    this.high = Number.NEGATIVE_INFINITY
  }
}

/** Lows and highs of any stretch of a series, by those of whole blocks. A block is read when a stretch first holds all of it, and not again. */
export class PriceExtremes {
  readonly columns: BarColumns
  readonly #lows: number[] = []
  readonly #highs: number[] = []
  readonly #block = new PriceRange()

  constructor(columns: BarColumns) {
    this.columns = columns
  }

  /** Shows a range the bars of rows [from, to). */
  show(range: PriceRange, from: number, to: number): void {
    const first = Math.ceil(from / BLOCK)
    const end = Math.floor(to / BLOCK)
    if (first >= end) {
      this.#scan(range, from, to)
      return
    }
    while (this.#lows.length < end) this.#readBlock(this.#lows.length)
    this.#scan(range, from, first * BLOCK)
    for (let block = first; block < end; block++) range.take(this.#lows[block]!, this.#highs[block]!)
    this.#scan(range, end * BLOCK, to)
  }

  #readBlock(block: number): void {
    this.#block.clear()
    this.#scan(this.#block, block * BLOCK, (block + 1) * BLOCK)
    this.#lows.push(this.#block.low)
    this.#highs.push(this.#block.high)
  }

  #scan(range: PriceRange, from: number, to: number): void {
    const { low, high } = this.columns
    for (let row = from; row < to; row++) range.take(low[row]!, high[row]!)
  }
}
