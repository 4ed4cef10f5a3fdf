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

  /** Takes the bars that closed at this instant and whose indicators are ready. */
  take(subscriptions: readonly Subscription[]): void {
    this.time = this.#context.now
    this.bars.length = 0
    for (const { called, warming, bar } of subscriptions) if (!called && !warming) this.bars.push(bar)
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
