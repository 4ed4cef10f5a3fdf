import type { BarHistory } from '../data/bar-history.js'
import type { MarketSnapshot } from '../data/market-snapshot.js'
import type { Bar } from '../domain/bar.js'
import type { SeatContext } from './seat-context.js'
import type { Subscription } from './subscription.js'

/** The market of one instant as one strategy may see it. */
export class Snapshot implements MarketSnapshot {
  time = Number.NaN
  readonly bars: Bar[] = []
  readonly #context: SeatContext

  constructor(context: SeatContext) {
    this.#context = context
  }

  /** Takes the bars of the first `count` subscriptions, which have closed, so far as their indicators are ready. */
  take(closed: readonly Subscription[], count: number): void {
    this.time = this.#context.now
    let ready = 0
    for (let i = 0; i < count; i++) {
      const { called, warming, bar } = closed[i]!
      if (!called && !warming) this.bars[ready++] = bar
    }
    // Set only where it changes: an array that is emptied gets new memory for its next element.
    if (this.bars.length !== ready) this.bars.length = ready
  }

  get symbols(): readonly string[] {
    return this.#context.symbols
  }

  bar(symbol: string): Bar | undefined {
    return this.#context.lastBar(symbol)
  }

  price(symbol: string): number {
    return this.#context.lastPrice(symbol)
  }

  history(symbol: string, n: number): BarHistory {
    return this.#context.history(symbol, n)
  }
}
