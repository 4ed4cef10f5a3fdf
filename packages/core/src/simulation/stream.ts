import type { BarColumns } from '../domain/bar-columns.js'
import type { Quote, TradeTick } from '../domain/quote.js'
import type { MatchingEngine } from './matching-engine.js'
import type { RequestDesk } from './request-desk.js'
import type { VenueBook } from './venue-book.js'

/** One row, written anew by each quote or trade: what the venue is shown of an instrument that it has no bars of. */
export function streamColumns(): BarColumns {
  const column = (): Float64Array => new Float64Array(1)
  return {
    length: 1,
    openTime: column(),
    closeTime: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: Float64Array.of(1),
  }
}

/** Shows quotes and trades to the orders of an instrument, each as a market of one price (law 14). */
export class Stream {
  readonly #engine: MatchingEngine
  readonly #requests: RequestDesk

  constructor(engine: MatchingEngine, requests: RequestDesk) {
    this.#engine = engine
    this.#requests = requests
  }

  /** Buys take the ask, sells the bid, up to the sizes shown; a size that is not a number is enough for all. */
  quoted(book: VenueBook, quote: Omit<Quote, 'symbol' | 'occurredAt'>, at: number): void {
    this.#show(book, quote.bid, at)
    book.sides.quote(quote.bid, quote.ask)
    this.#requests.due(book, at, undefined)
    for (const direction of [1, -1]) {
      book.volumeLeft = unitsOf(book, direction > 0 ? quote.askSize : quote.bidSize)
      this.#engine.matchTick(book, at, { direction, isTrade: false })
    }
    this.#engine.tickOver(book, at)
  }

  /** Of a trade's size, fills take the fraction that they may take of a bar's volume. */
  traded(book: VenueBook, trade: Omit<TradeTick, 'symbol' | 'occurredAt'>, at: number): void {
    this.#show(book, trade.price, at)
    book.columns.volume![0] = trade.size
    book.sides.trade()
    this.#requests.due(book, at, undefined)
    book.openVolume()
    this.#engine.matchTick(book, at, { direction: 0, isTrade: true })
    this.#engine.tickOver(book, at)
  }

  #show(book: VenueBook, price: number, at: number): void {
    const { openTime, closeTime, open, high, low, close } = book.columns
    if (book.row === 0) book.previousTick = openTime[0]!
    book.row = 0
    openTime[0] = at
    closeTime[0] = at
    open[0] = high[0] = low[0] = close[0] = price
  }
}

function unitsOf({ instrument }: VenueBook, size: number): number {
  if (Number.isNaN(size)) return Number.POSITIVE_INFINITY
  const { unitsPerOne, stepUnits } = instrument.scale
  return Math.floor((size * unitsPerOne) / stepUnits + 1e-9) * stepUnits
}
