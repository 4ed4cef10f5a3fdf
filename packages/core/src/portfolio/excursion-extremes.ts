import type { BarColumns } from '../domain/bar-columns.js'

/** Bars a block, and blocks a larger one: a stretch of a million bars takes some two hundred comparisons. */
const BLOCK = 32

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

interface Level {
  readonly low: ArrayLike<number>
  readonly high: ArrayLike<number>
}

/**
 * Lows and highs of any stretch of a series, by those of blocks, and of blocks of blocks. A block is read when a stretch first holds all of it, and not again.
 */
export class PriceExtremes {
  readonly columns: BarColumns
  /** From blocks of bars up to the largest. */
  readonly #blocks: { readonly low: number[]; readonly high: number[] }[] = []
  readonly #block = new PriceRange()

  constructor(columns: BarColumns) {
    this.columns = columns
  }

  /** Shows a range the bars of rows [from, to). */
  show(range: PriceRange, from: number, to: number): void {
    this.#show(range, 0, from, to)
  }

  #show(range: PriceRange, level: number, from: number, to: number): void {
    const own = level === 0 ? this.columns : this.#blocks[level - 1]!
    const first = Math.ceil(from / BLOCK)
    const end = Math.floor(to / BLOCK)
    if (first >= end) {
      scan(range, own, from, to)
      return
    }
    const blocks = (this.#blocks[level] ??= { low: [], high: [] })
    for (let block = blocks.low.length; block < end; block++) {
      this.#block.clear()
      scan(this.#block, own, block * BLOCK, (block + 1) * BLOCK)
      blocks.low.push(this.#block.low)
      blocks.high.push(this.#block.high)
    }
    scan(range, own, from, first * BLOCK)
    this.#show(range, level + 1, first, end)
    scan(range, own, end * BLOCK, to)
  }
}

function scan(range: PriceRange, { low, high }: Level, from: number, to: number): void {
  for (let row = from; row < to; row++) range.take(low[row]!, high[row]!)
}
