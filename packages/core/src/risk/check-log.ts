import type { RiskCheck } from '../domain/risk-check.js'
import type { CheckedOrder } from './checked-order.js'
import type { RiskLimit } from './risk-limit.js'

const STRATEGY = 0
const INSTRUMENT = 1
const COUNT = 2
const PRICE = 3
const FIRST = 4

/** What is known of a limit without an order. */
type KnownLimit = Pick<RiskLimit, 'code' | 'scope' | 'of' | 'rule' | 'isFixed' | 'limit'>

/** Cells that are made room for at once: a quarter of a megabyte. */
const CHUNK = 32_768

/**
 * What every order was checked against, so that it can be explained long after: its value for each limit, and the limit where that does not stay the same. Kept in
 * chunks, since with dozens of limits this is the largest thing that a run remembers, and one array would have to be copied as it grows.
 */
export class CheckLog {
  readonly #chunks: Float64Array[] = []
  #chunk = new Float64Array(0)
  /** By order: where its cells begin, counted from 1 over all chunks; 0 for one that needed no check. */
  #placeOf = new Int32Array(64)
  /** In the last chunk: where the order that was begun last has its cells, and where they end. */
  #base = 0
  #end = 0
  readonly #room: number
  readonly #chunkLength: number
  readonly #limitsOf: (strategy: number, instrument: number) => readonly KnownLimit[]

  /** `width` is how many limits an order can meet at most. */
  constructor(width: number, limitsOf: (strategy: number, instrument: number) => readonly KnownLimit[]) {
    this.#room = FIRST + 2 * width
    this.#chunkLength = Math.max(CHUNK, this.#room)
    this.#limitsOf = limitsOf
  }

  /** Begins the checks of an order; those of before, where it is checked once more, are forgotten. */
  begin({ number, strategy, instrument }: CheckedOrder, price: number): void {
    if (this.#end + this.#room > this.#chunk.length) this.#addChunk()
    const base = this.#end
    const chunk = this.#chunk
    chunk[base + STRATEGY] = strategy
    chunk[base + INSTRUMENT] = instrument
    chunk[base + COUNT] = 0
    chunk[base + PRICE] = price
    this.#base = base
    this.#end = base + FIRST
    if (number >= this.#placeOf.length) this.#grow(number)
    this.#placeOf[number] = (this.#chunks.length - 1) * this.#chunkLength + base + 1
  }

  /** Notes a check of the order that was begun last; checks come in the order of its limits. */
  note(value: number, limit: number, isFixed: boolean): void {
    const chunk = this.#chunk
    chunk[this.#end++] = value
    if (!isFixed) chunk[this.#end++] = limit
    chunk[this.#base + COUNT]!++
  }

  /** The same for several: cells in which values stand, each followed by its limit if that does not stay the same. */
  noteAll(cells: Float64Array, length: number, checks: number): void {
    const chunk = this.#chunk
    let end = this.#end
    for (let i = 0; i < length; i++) chunk[end++] = cells[i]!
    this.#end = end
    chunk[this.#base + COUNT]! += checks
  }

  /** Has an order checked by terms that it does not have yet: what it was checked against stays. Gives where these checks are; 0 where there are none. */
  aside(order: number, check: () => void): number {
    const own = this.#placeOf[order] ?? 0
    this.replaced(order, 0)
    check()
    const place = this.#placeOf[order] ?? 0
    this.replaced(order, own)
    return place
  }

  /** An order has the terms that it was checked by aside. */
  replaced(order: number, place: number): void {
    if (order < this.#placeOf.length) this.#placeOf[order] = place
  }

  /** The checks of an order, those that did not concern it left out. */
  of(order: number): readonly RiskCheck[] {
    const cells = this.#cellsOf(order)
    if (cells === undefined) return []
    const limits = this.#limitsOf(cells[STRATEGY]!, cells[INSTRUMENT]!)
    let next = FIRST
    return limits.slice(0, cells[COUNT]).flatMap(({ code, scope, of, rule, isFixed, limit }) => {
      const value = cells[next++]!
      const most = isFixed ? limit : cells[next++]!
      return Number.isNaN(value) ? [] : [{ code, scope, of, rule, value, limit: most }]
    })
  }

  /** At which price an order was checked; NaN where it was not. */
  priceOf(order: number): number {
    return this.#cellsOf(order)?.[PRICE] ?? Number.NaN
  }

  /** From the order's first cell on. */
  #cellsOf(order: number): Float64Array | undefined {
    const place = (this.#placeOf[order] ?? 0) - 1
    return place < 0
      ? undefined
      : this.#chunks[Math.floor(place / this.#chunkLength)]!.subarray(place % this.#chunkLength)
  }

  #addChunk(): void {
    this.#chunk = new Float64Array(this.#chunkLength)
    this.#chunks.push(this.#chunk)
    this.#end = 0
  }

  #grow(order: number): void {
    const larger = new Int32Array(Math.max(order + 1, this.#placeOf.length * 2))
    larger.set(this.#placeOf)
    this.#placeOf = larger
  }
}
