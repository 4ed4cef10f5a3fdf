import type { MarketFeed } from '../data/market-feed.js'
import type { OrderEvent } from '../domain/order-event.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'
import type { Broker } from '../ports/broker.js'
import type { MarketDriven } from '../ports/market-driven.js'

/**
 * Turns the crank: gives each event to the kernel, carries its commands to the broker, and queues the answers until the present event is
 * finished. What an instant is, and in which order its parts come, stands in `docs/how-a-run-works.md`.
 */
export class EventLoop {
  readonly #kernel: TradingKernel
  readonly #broker: Broker
  readonly #venue: MarketDriven
  readonly #reports: OrderEvent[] = []

  constructor(options: { readonly kernel: TradingKernel; readonly broker: Broker & MarketDriven }) {
    this.#kernel = options.kernel
    this.#broker = options.broker
    this.#venue = options.broker
    this.#broker.connect((event) => this.#reports.push(event))
  }

  /** Plays instants until `bars` more bars have closed or the feed and the timers end; gives how many closed. */
  run(feed: MarketFeed, bars: number): number {
    const timers = this.#kernel.timers
    let closed = 0
    while (closed < bars && feed.nextAt !== Number.POSITIVE_INFINITY) {
      if (timers.nextAt < feed.nextAt) {
        this.#kernel.timersDue(timers.nextAt)
        this.settle()
        continue
      }
      const at = feed.advance()
      if (feed.closingCount > 0) {
        this.#closes(feed, at)
        closed += feed.closingCount
      } else if (timers.nextAt <= at) this.#kernel.timersDue(at)
      if (this.#kernel.commands.length > 0) this.settle()
      if (feed.openingCount > 0) this.#opens(feed, at)
    }
    return closed
  }

  /** Sends what the kernel wants and hands it what comes back, until neither has anything left. */
  settle(): void {
    const commands = this.#kernel.commands
    while (commands.length > 0 || this.#reports.length > 0) {
      for (const command of commands.splice(0)) this.#broker.send(command)
      this.#deliver()
    }
  }

  #closes(feed: MarketFeed, at: number): void {
    const { closing, closingCount, closedRow } = feed
    for (let i = 0; i < closingCount; i++) this.#venue.barClosed(closing[i]!, closedRow[closing[i]!]!)
    if (this.#reports.length > 0) this.#deliver()
    for (let i = 0; i < closingCount; i++) this.#kernel.barClosed(closing[i]!, closedRow[closing[i]!]!)
    this.#kernel.instantClosed(at)
  }

  #opens(feed: MarketFeed, at: number): void {
    const { opening, openingCount, openedRow } = feed
    for (let i = 0; i < openingCount; i++) this.#venue.barOpened(opening[i]!, openedRow[opening[i]!]!)
    this.#venue.opensComplete(at)
    if (this.#reports.length > 0) this.settle()
  }

  /** Reports in the order in which they came; those that arrive meanwhile wait for their turn. */
  #deliver(): void {
    const reports = this.#reports
    for (let i = 0; i < reports.length; i++) this.#kernel.orderEvent(reports[i]!)
    reports.length = 0
  }
}
