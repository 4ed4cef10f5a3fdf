import type { BarColumns } from '../domain/bar-columns.js'

/**
 * Merges series into instants: at each, the bars that close and then the bars that open, both in the run's order. Closes come by themselves, opens only
 * where they are awaited: most bars open without anyone waiting for it.
 */
export class MarketFeed {
  /** How far time has come. */
  now = Number.NEGATIVE_INFINITY
  /** The next instant; Infinity at the end. */
  nextAt = Number.POSITIVE_INFINITY
  /** Series whose bar closes at the present instant: the first `closingCount` cells. */
  readonly closing: Int32Array
  closingCount = 0
  /** Series whose awaited bar opens at it: the first `openingCount` cells. */
  readonly opening: Int32Array
  openingCount = 0
  /** By series: the row that closed last; before the first, the row in front of it. */
  readonly closedRow: Int32Array
  readonly #series: readonly BarColumns[]
  readonly #firstRows: readonly number[]
  /** By series: when its next event is, the close of its next bar or the awaited open of that. */
  readonly #next: Float64Array
  /** By block of series: the soonest of their events. There are about as many blocks as series in one, so that few cells are looked at for each instant. */
  readonly #soonest: Float64Array
  readonly #blockBits: number
  /** By series: 1 where its next event is an open. */
  readonly #awaited: Uint8Array
  /** Whether the opens of the present instant are over. */
  #pastOpens = false

  /** `firstRows` is where each series begins; rows before are warm-up. */
  constructor(series: readonly BarColumns[], firstRows: readonly number[]) {
    const count = series.length
    this.#series = series
    this.#firstRows = firstRows
    this.closing = new Int32Array(count)
    this.opening = new Int32Array(count)
    this.closedRow = Int32Array.from(firstRows, (row) => row - 1)
    this.#awaited = new Uint8Array(count)
    this.#next = Float64Array.from(series, (columns, s) => timeAt(columns.closeTime, columns, firstRows[s]!))
    this.#blockBits = (32 - Math.clz32(count)) >> 1
    this.#soonest = new Float64Array(((count - 1) >> this.#blockBits) + 1).fill(Number.POSITIVE_INFINITY)
    for (let s = 0; s < count; s++) this.#comesForward(s)
  }

  /** The only series of a run that has one: it can be walked row by row, without being merged. */
  get only(): BarColumns | undefined {
    return this.#series.length === 1 ? this.#series[0] : undefined
  }

  /** Where a walk over the only series begins or goes on. */
  get onlyRow(): number {
    return this.closedRow[0]! + 1
  }

  /** Says where such a walk has come to, between two bars. */
  walkedTo(row: number): void {
    const columns = this.#series[0]!
    this.closedRow[0] = row - 1
    this.nextAt = this.#next[0] = this.#soonest[0] = timeAt(columns.closeTime, columns, row)
  }

  /** Takes the next instant, `nextAt`: fills `closing` and `opening`. */
  advance(): void {
    const next = this.#next
    const soonest = this.#soonest
    const bits = this.#blockBits
    const at = this.nextAt
    this.#begin(at)
    let first = Number.POSITIVE_INFINITY
    for (let block = 0; block < soonest.length; block++) {
      if (soonest[block] === at) {
        const end = Math.min(next.length, (block + 1) << bits)
        let firstOfBlock = Number.POSITIVE_INFINITY
        for (let s = block << bits; s < end; s++) {
          if (next[s] === at) this.#take(s)
          if (next[s]! < firstOfBlock) firstOfBlock = next[s]!
        }
        soonest[block] = firstOfBlock
      }
      if (soonest[block]! < first) first = soonest[block]!
    }
    this.nextAt = first
  }

  /** Goes on to an instant before `nextAt`, at which no bar closes, unless time has come so far. */
  passTo(at: number): void {
    if (at > this.now) this.#begin(at)
  }

  /** The opens of the present instant are over. */
  passOpens(): void {
    this.#pastOpens = true
    this.openingCount = 0
  }

  /** Whether the bar of a series that closes next has opened. */
  isOpen(s: number): boolean {
    const opens = this.#nextOpen(s)
    return opens < this.now || (opens === this.now && this.#pastOpens)
  }

  /** Whether a bar of the series has closed. */
  hasClosed(s: number): boolean {
    return this.closedRow[s]! >= this.#firstRows[s]!
  }

  /** Asks to be told when the bar of a series opens that closes next, unless it has opened. One that opens at the present instant joins `opening`. */
  awaitOpen(s: number): void {
    const opens = this.#nextOpen(s)
    if (opens === this.now && !this.#pastOpens) this.#joinOpening(s)
    if (!(opens > this.now && opens < this.#next[s]!)) return
    this.#awaited[s] = 1
    this.#next[s] = opens
    this.#comesForward(s)
  }

  #begin(at: number): void {
    this.now = at
    this.#pastOpens = false
    this.closingCount = 0
    this.openingCount = 0
  }

  #take(s: number): void {
    const { closeTime, length } = this.#series[s]!
    if (this.#awaited[s] === 1) {
      this.#awaited[s] = 0
      this.opening[this.openingCount++] = s
      this.#next[s] = closeTime[this.closedRow[s]! + 1]!
      return
    }
    this.closing[this.closingCount++] = s
    const row = (this.closedRow[s]! += 1) + 1
    this.#next[s] = row < length ? closeTime[row]! : Number.POSITIVE_INFINITY
  }

  #comesForward(s: number): void {
    const block = s >> this.#blockBits
    this.#soonest[block] = Math.min(this.#soonest[block]!, this.#next[s]!)
    this.nextAt = Math.min(this.nextAt, this.#next[s]!)
  }

  #nextOpen(s: number): number {
    const columns = this.#series[s]!
    return timeAt(columns.openTime, columns, this.closedRow[s]! + 1)
  }

  #joinOpening(s: number): void {
    const { opening } = this
    let place = this.openingCount
    while (place > 0 && opening[place - 1]! > s) place--
    if (place > 0 && opening[place - 1] === s) return
    for (let cell = this.openingCount++; cell > place; cell--) opening[cell] = opening[cell - 1]!
    opening[place] = s
  }
}

function timeAt(times: Float64Array, { length }: BarColumns, row: number): number {
  return row < length ? times[row]! : Number.POSITIVE_INFINITY
}
