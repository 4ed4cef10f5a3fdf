import type { BarHistory } from '../data/bar-history.js'
import type { MarketSnapshot } from '../data/market-snapshot.js'
import type { Bar } from '../domain/bar.js'
import type { Quote } from '../domain/quote.js'
import type { ClosedBars } from './closed-bars.js'
import type { SeatContext } from './seat-context.js'

/** The market of the present instant as one strategy may see it: a view of what the kernel has, which moves on. */
export class Snapshot implements MarketSnapshot {
  readonly #closed: ClosedBars
  readonly #context: SeatContext

  constructor(context: SeatContext, closed: ClosedBars) {
    this.#context = context
    this.#closed = closed
    Object.freeze(this)
  }

  get time(): number {
    return this.#closed.time
  }

  get bars(): readonly Bar[] {
    return this.#closed.bars
  }

  get symbols(): readonly string[] {
    return this.#context.symbols
  }

  hasClosed(symbol: string): boolean {
    return this.#context.hasClosed(symbol)
  }

  bar(symbol: string): Bar | undefined {
    return this.#context.lastBar(symbol)
  }

  price(symbol: string): number {
    return this.#context.lastPrice(symbol)
  }

  quote(symbol: string): Quote | undefined {
    return this.#context.lastQuote(symbol)
  }

  age(symbol: string): number {
    return this.#context.priceAge(symbol)
  }

  feature(symbol: string, name: string): number {
    return this.#context.feature(symbol, name)
  }

  history(symbol: string, n: number): BarHistory {
    return this.#context.history(symbol, n)
  }
}
