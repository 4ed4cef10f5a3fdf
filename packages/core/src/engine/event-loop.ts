import type { MarketFeed } from '../data/market-feed.js'
import type { BarColumns } from '../domain/bar-columns.js'
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

  /** Plays instants until `bars` more bars have closed or the feed ends; gives how many closed. */
  run(feed: MarketFeed, bars: number): number {
    return feed.only ? this.#walk(feed, feed.only, bars) : this.#merge(feed, bars)
  }

  #merge(feed: MarketFeed, bars: number): number {
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
      while (commands.length > 0) this.#broker.send(takeFirst(commands))
      this.#deliver()
    }
  }

  /**
   * The same instants for a run of one series, which needs no merging: a venue at which nothing waits is not shown the bars. A test holds
   * both ways to the same result.
   */
  #walk(feed: MarketFeed, { openTime, closeTime, length }: BarColumns, bars: number): number {
    const kernel = this.#kernel
    const venue = this.#venue
    const first = feed.onlyRow
    const end = Math.min(length, first + bars)
    for (let row = first; row < end; row++) {
      const opens = openTime[row]!
      if (kernel.timers.nextAt <= opens) this.#timersUntil(opens, row - 1, false)
      if (venue.waiting) this.#opensOne(row, opens)
      const closes = closeTime[row]!
      if (kernel.timers.nextAt < closes) this.#timersUntil(closes, row, true)
      if (venue.waiting) {
        venue.barClosed(0, row)
        if (this.#reports.length > 0) this.#deliver()
      }
      feed.closedRow[0] = row
      kernel.barsClosed(closes, feed.closing, feed.closedRow, 1)
      if (kernel.commands.length > 0) {
        if (!venue.waiting) venue.skipTo(0, row, false)
        this.settle()
      }
    }
    feed.walkedTo(end)
    return end - first
  }

  #opensOne(row: number, at: number): void {
    this.#venue.barOpened(0, row)
    this.#venue.opensComplete(at)
    if (this.#reports.length > 0) this.settle()
  }

  /** Fires what is due before `time`, or at it where no bar closes then. */
  #timersUntil(time: number, row: number, isOpen: boolean): void {
    const { timers } = this.#kernel
    while (timers.nextAt < time || (!isOpen && timers.nextAt === time)) {
      this.#kernel.timersDue(timers.nextAt)
      if (!this.#venue.waiting) this.#venue.skipTo(0, row, isOpen)
      this.settle()
    }
  }

  #closes(feed: MarketFeed, at: number): void {
    const { closing, closingCount, closedRow } = feed
    for (let i = 0; i < closingCount; i++) this.#venue.barClosed(closing[i]!, closedRow[closing[i]!]!)
    if (this.#reports.length > 0) this.#deliver()
    this.#kernel.barsClosed(at, closing, closedRow, closingCount)
  }

  #opens(feed: MarketFeed, at: number): void {
    const { opening, openingCount, openedRow } = feed
    for (let i = 0; i < openingCount; i++) this.#venue.barOpened(opening[i]!, openedRow[opening[i]!]!)
    this.#venue.opensComplete(at)
    if (this.#reports.length > 0) this.settle()
  }

  /** Reports in the order in which they came; those that arrive meanwhile wait for their turn. */
  #deliver(): void {
    while (this.#reports.length > 0) this.#kernel.orderEvent(takeFirst(this.#reports))
  }
}

/** Takes the first of a queue; nearly always it is the only one, and then `pop` is the faster way. */
function takeFirst<T>(queue: T[]): T {
  return (queue.length === 1 ? queue.pop() : queue.shift())!
}
