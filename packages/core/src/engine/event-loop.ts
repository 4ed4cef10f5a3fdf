import type { MarketFeed } from '../data/market-feed.js'
import type { BarColumns } from '../domain/bar-columns.js'
import type { KernelCommand } from '../domain/broker-command.js'
import type { OrderEvent } from '../domain/order-event.js'
import { ORDER } from '../execution/order-log.js'
import { AnswerLimit } from '../kernel/answer-limit.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'
import type { Broker } from '../ports/broker.js'
import type { MarketDriven } from '../ports/market-driven.js'
import { ShownMarket } from './shown-market.js'

/**
 * Turns the crank: gives each event to the kernel, carries its commands to the broker, and queues the answers until the present event is
 * finished. What an instant is, and in which order its parts come, stands in `docs/how-a-run-works.md`.
 */
export class EventLoop {
  readonly #kernel: TradingKernel
  readonly #shown: ShownMarket
  readonly #venue: MarketDriven
  readonly #reports: OrderEvent[] = []
  readonly #answers: AnswerLimit
  /** Bars that opened before the run began and close within it, soonest first, and when the first of them closes. */
  readonly #late: { readonly series: number; readonly row: number; readonly at: number }[] = []
  #lateAt = Number.POSITIVE_INFINITY

  constructor(options: { readonly kernel: TradingKernel; readonly broker: Broker & MarketDriven }) {
    this.#kernel = options.kernel
    this.#shown = new ShownMarket(options.broker, options.kernel.setup)
    this.#venue = options.broker
    this.#answers = new AnswerLimit(options.kernel.account.names)
    options.broker.connect((event) => this.#reports.push(event))
  }

  /** Plays instants until `bars` more bars have closed or the feed ends; gives how many closed. */
  run(feed: MarketFeed, bars: number): number {
    return feed.only ? this.#walk(feed, feed.only, bars) : this.#merge(feed, bars)
  }

  /** A bar that was under way when the run began: it warms up when it closes, and not before it is known. */
  warmUpAtClose(series: number, row: number, at: number): void {
    this.#late.push({ series, row, at })
    this.#late.sort((a, b) => a.at - b.at)
    this.#lateAt = this.#late[0]!.at
  }

  #merge(feed: MarketFeed, bars: number): number {
    const { timers } = this.#kernel
    const shown = this.#shown
    shown.begin(feed)
    let closed = 0
    while (closed < bars && feed.nextAt !== Number.POSITIVE_INFINITY) {
      if (this.#lateAt <= feed.nextAt && this.#lateAt <= timers.nextAt) {
        this.#warmUpLate()
        continue
      }
      if (timers.nextAt < feed.nextAt) {
        feed.passTo(timers.nextAt)
        this.#kernel.timersDue(timers.nextAt)
      } else {
        feed.advance()
        if (feed.closingCount > 0) this.#closes(feed)
        else if (timers.nextAt <= feed.now) this.#kernel.timersDue(feed.now)
        closed += feed.closingCount
      }
      if (this.#kernel.commands.length > 0) this.#settleBeforeOpens(feed)
      if (feed.openingCount === 0) continue
      // What was set for this very instant while its reports were handled is due before its opens.
      while (timers.nextAt <= feed.now) {
        this.#kernel.timersDue(feed.now)
        this.#settleBeforeOpens(feed)
      }
      this.#opens(feed)
    }
    return closed
  }

  /** Sends what the kernel wants and hands it what comes back, until neither has anything left. */
  settle(): void {
    const commands = this.#kernel.commands
    for (let round = 0; commands.length > 0 || this.#reports.length > 0; round++) {
      if (round > 0 && commands.length > 0) this.#countAnswers(round, commands)
      for (let next = this.#next(commands); next; next = this.#next(commands)) this.#carryOut(next)
      this.#deliver()
    }
  }

  /** What is to be carried out next. What comes from outside waits for all that was decided before it, and for what came of that. */
  #next(commands: KernelCommand[]): KernelCommand | undefined {
    const first = commands[0]
    if (first === undefined || !isFromOutside(first)) return takeFirst(commands)
    const decided = commands.findIndex((command) => !isFromOutside(command))
    if (decided > 0) return commands.splice(decided, 1)[0]
    return this.#reports.length > 0 ? undefined : commands.shift()
  }

  /** Sends what is wanted of the orders up to one, and leaves all else, and the answers, for `settle`. */
  sendUpTo(last: number): void {
    const { commands } = this.#kernel
    for (const command of commands.splice(0)) {
      if (!('order' in command) || command.order.number <= last) this.#carryOut(command)
      else commands.push(command)
    }
  }

  #carryOut(command: KernelCommand): void {
    if ('order' in command) this.#shown.send(command)
    else if (command.kind === 'notice') this.#shown.notice(command.notice)
    else if (command.kind === 'accountEvent') this.#kernel.accountEvent(command.index)
    else this.#kernel.outside.dailyCut(command.at)
  }

  /**
   * The same instants for a run of one series, which needs no merging: a venue at which nothing waits is not shown the bars. A test holds
   * both ways to the same result.
   */
  #walk(feed: MarketFeed, { openTime, closeTime, length }: BarColumns, bars: number): number {
    const kernel = this.#kernel
    const venue = this.#venue
    const { timers } = kernel
    const first = feed.onlyRow
    const end = Math.min(length, first + bars)
    let row = first
    while (row < end) {
      const timed = timers.nextAt < closeTime[row]!
      // Of bars that can concern none of its orders the venue need not know before it is told where the market stands.
      const quiet = timed ? row : venue.waiting ? venue.quietUntil(0, row, end) : end
      if (quiet > row) row = kernel.barsClosedAlone(row, quiet)
      else {
        this.#passThrough(row, openTime, closeTime[row]!)
        row = kernel.barsClosedAlone(row, venue.waiting ? row + 1 : end)
      }
      if (kernel.commands.length > 0) {
        venue.skipTo(0, row - 1, false)
        this.settle()
      }
    }
    feed.walkedTo(end)
    return end - first
  }

  #countAnswers(round: number, commands: readonly KernelCommand[]): void {
    const { log } = this.#kernel.orders
    const first = commands.find((command) => 'order' in command)
    if (first === undefined) return
    const { number, instrument } = first.order
    const strategy = log.get(number, ORDER.strategy)
    this.#answers.take({ round, count: commands.length, strategy, instrument, at: this.#kernel.now })
  }

  #warmUpLate(): void {
    const { series, row } = this.#late.shift()!
    this.#kernel.warmUp(series, row)
    this.#lateAt = this.#late[0]?.at ?? Number.POSITIVE_INFINITY
  }

  /** What happens in the only series from a bar's open to just before its close. */
  #passThrough(row: number, openTimes: Float64Array, closes: number): void {
    const venue = this.#venue
    const { timers } = this.#kernel
    if (timers.nextAt < closes) this.#timersUntil(openTimes[row]!, row - 1, false)
    if (venue.waiting) {
      // Nothing else between them: the bar's values come from memory that was not touched for long, all at once.
      venue.barOpened(0, row)
      venue.opensComplete(openTimes[row]!)
      if (this.#reports.length > 0) this.settle()
    }
    if (timers.nextAt < closes) this.#timersUntil(closes, row, true)
    if (!venue.waiting) return
    venue.barClosed(0, row)
    if (this.#reports.length > 0) this.#deliver()
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

  #closes(feed: MarketFeed): void {
    this.#shown.closes(feed)
    if (this.#reports.length > 0) this.#deliver()
    this.#kernel.barsClosed(feed.closing, feed.closedRow, feed.closingCount)
  }

  #settleBeforeOpens(feed: MarketFeed): void {
    this.settle()
    this.#shown.awaitOpens(feed)
  }

  #opens(feed: MarketFeed): void {
    this.#shown.opens(feed)
    if (this.#reports.length === 0) return
    this.settle()
    this.#shown.awaitOpens(feed)
  }

  /** Reports in the order in which they came; those that arrive meanwhile wait for their turn. */
  #deliver(): void {
    while (this.#reports.length > 0) this.#kernel.orderEvent(takeFirst(this.#reports)!)
  }
}

function isFromOutside({ kind }: KernelCommand): boolean {
  return kind === 'accountEvent' || kind === 'dailyCut'
}

/** Takes the first of a queue; nearly always it is the only one, and then `pop` is the faster way. */
function takeFirst<T>(queue: T[]): T | undefined {
  return queue.length === 1 ? queue.pop() : queue.shift()
}
