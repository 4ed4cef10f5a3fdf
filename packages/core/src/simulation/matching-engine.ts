import type { RejectCode } from '../domain/order.js'
import type { OrderEnded } from '../domain/order-event.js'
import { NO_DOUBT, TOUCHED, type FillDesk } from './fill-desk.js'
import { InsideMatching, hasArrived, levelNow, livesInside } from './inside-matching.js'
import type { ResolvedFillRules } from './fill-rules.js'
import { marketableAtOpen } from './laws.js'
import { hasRested, type LinkDesk } from './link-desk.js'
import { byNearness, sortStable, type Candidate } from './priority.js'
import type { ReportLine } from './report-line.js'
import type { VenueBook } from './venue-book.js'
import type { VenueNotes } from './venue-notes.js'
import {
  CLOSING_PRICE,
  DORMANT,
  DUE,
  ENDED,
  EXITS,
  FILLED,
  HELD,
  MARKET,
  OPENING_PRICE,
  RESTING,
  TRAILS,
  type VenueOrder,
  WAITING,
} from './venue-order.js'

/** Matches orders against bars, phase by phase: opens first, then the rest of each bar. */
export class MatchingEngine {
  readonly #links: LinkDesk
  readonly #reports: ReportLine
  readonly #inside: InsideMatching
  readonly #notes: VenueNotes
  /** Whether a limit that trades only touch stays unfilled. */
  readonly #touchMisses: boolean

  constructor(options: {
    readonly rules: ResolvedFillRules
    readonly fills: FillDesk
    readonly links: LinkDesk
    readonly reports: ReportLine
    readonly notes: VenueNotes
  }) {
    this.#links = options.links
    this.#reports = options.reports
    this.#inside = new InsideMatching(options)
    this.#notes = options.notes
    this.#touchMisses = options.rules.touchMayMiss && options.rules.policy === 'pessimistic'
  }

  /** Matches all orders that are marketable at the opens of one instant: closing ones first, then by symbol, nearness and submission. */
  matchOpens(books: readonly VenueBook[], at: number): void {
    // Nearly always one order waits in one symbol: then there is nothing to rank.
    if (books.length === 1 && books[0]!.orders.length === 1) {
      this.#matchOnlyOrder(books[0]!, books[0]!.orders[0]!, at)
      return
    }
    const candidates: Candidate[] = []
    for (const book of books) {
      this.#expire(book, at)
      if (!book.isStale) this.#collectAtOpen(book, candidates)
    }
    sortStable(candidates, byNearness)
    for (const { book, order } of candidates) {
      this.#fillAtOpen(book, order, at)
      if (isSpare(order)) book.spare = order
    }
    for (const book of books) {
      if (book.orders.length > 0 && !book.isStale) this.#afterOpen(book, at)
      book.refresh()
    }
  }

  #matchOnlyOrder(book: VenueBook, order: VenueOrder, at: number): void {
    if (
      order.type === MARKET &&
      order.expireAt > at &&
      order.account.tied === 0 &&
      hasArrived(book, order) &&
      !book.isStale
    ) {
      this.#links.fillAlone(book, order, at, book.columns.open[book.row]!, AS_TAKER)
      if (order.remaining === 0) book.spare = order
      else if (order.immediate) this.#dropImmediate(book, order, at)
      book.refresh()
      return
    }
    this.#expire(book, at)
    if (book.orders.length === 0) return
    if (!book.isStale && hasArrived(book, order)) {
      this.#fillAtOpen(book, order, at)
      this.#afterOpen(book, at)
    }
    book.refresh()
  }

  /** Matches the rest of a bar, from just after its open to its close, and ends what expires or was cancelled meanwhile. */
  matchRest(book: VenueBook, at: number): void {
    this.#meetSessions(book)
    if (!book.isStale) {
      const trailing = this.#trailing(book, at)
      this.#inside.match(book, at)
      for (const order of trailing) if (order.stage === WAITING) followExtremes(book, order)
      followCloses(book)
      this.#matchClose(book, at)
    }
    this.#expire(book, at)
    book.refresh()
  }

  /**
   * Matches the orders of one side, or of both, at a single price that the market shows (law 14): a quote or a trade. A limit that was in the market before
   * fills at its own price, and where trades only touch it, by the touch rule; what has just come fills at the price shown.
   */
  matchTick(book: VenueBook, at: number, side: { readonly direction: number; readonly isTrade: boolean }): void {
    this.#expire(book, at)
    const candidates: Candidate[] = []
    this.#collectAtOpen(book, candidates)
    sortStable(candidates, byPrice)
    for (const { order } of candidates) {
      if (order.ended || (side.direction !== 0 && order.direction !== side.direction)) continue
      if (order.stage === RESTING && order.seen) this.#fillRested(book, order, at, side.isTrade)
      else this.#fillAtOpen(book, order, at)
    }
  }

  /** What a single price leaves behind, once both sides have been matched. */
  tickOver(book: VenueBook, at: number): void {
    this.#meetSessions(book)
    this.#afterOpen(book, at)
    for (const order of book.orders) if (hasArrived(book, order)) order.seen = true
    book.refresh()
  }

  #fillRested(book: VenueBook, order: VenueOrder, at: number, isTrade: boolean): void {
    const limit = book.sides.limitOf(order)
    const through = order.direction * (limit - book.columns.open[book.row]!)
    const touched = isTrade && through <= 0
    if (isTrade && book.penetration > 0 && through < book.penetration * (1 - 1e-6)) return
    if (touched && this.#touchMisses) {
      this.#notes.undecided++
      this.#notes.touchedUnfilled++
    } else this.#fillAt(book, order, at, limit, touched)
  }

  /** Fills a market order now at a price that a bar has shown. */
  fillNow(book: VenueBook, order: VenueOrder, at: number, price: number): void {
    if (Number.isNaN(book.volumeLeft)) book.openVolume()
    this.#fillAt(book, order, at, price)
    book.refresh()
  }

  /** Fills the market orders numbered from `first` on at the close of the last bar. */
  fillAtClose(book: VenueBook, first: number, at: number): void {
    const price = book.columns.close[book.row]!
    book.volumeLeft = Number.POSITIVE_INFINITY
    for (const order of [...book.orders])
      if (order.number >= first && order.stage === DUE) this.#fillAt(book, order, at, price)
    book.refresh()
  }

  end(
    book: VenueBook,
    order: VenueOrder,
    kind: OrderEnded['kind'],
    at: number,
    reason: { code: RejectCode; message: string },
  ): void {
    if (order.ended) return
    this.#reports.emit({ kind, order: order.number, occurredAt: at, ...reason })
    if (order.children !== undefined || order.group !== undefined) this.#links.endLinked(book, order, at)
    else {
      order.stage = ENDED
      this.#links.leave(book, order, at)
    }
    book.refresh()
  }

  #collectAtOpen(book: VenueBook, candidates: Candidate[]): void {
    const open = book.columns.open[book.row]!
    const closable = Math.abs(book.net)
    for (const order of book.orders) {
      if (!hasArrived(book, order) || !this.#meetsOpen(book, order, open)) continue
      const closing = book.net * order.direction < 0 && (isExit(order) || order.remaining <= closable)
      const distance = order.stage === DUE ? 0 : Math.abs(levelNow(book, order) - open)
      candidates.push({ book, order, closing, distance, below: false, touched: false })
    }
  }

  #meetsOpen(book: VenueBook, order: VenueOrder, open: number): boolean {
    if (order.auction === CLOSING_PRICE || (order.auction === OPENING_PRICE && !book.opensSession)) return false
    if (marketableAtOpen(book, order, open)) return true
    return order.stage === DORMANT && wakesAtOpen(book, order, open)
  }

  #fillAtOpen(book: VenueBook, order: VenueOrder, at: number): void {
    const open = book.columns.open[book.row]!
    // A fill in front of it may have ended it, or triggered it to a limit that lies elsewhere.
    if (order.ended || !this.#meetsOpen(book, order, open)) return
    if (order.stage === DORMANT) {
      order.stage = WAITING
      order.water = open + book.sides.triggerShift(order)
      return
    }
    this.#fillAt(book, order, at, open)
  }

  /** Fills what can be filled of an order at a price at which it is marketable; a stop is triggered first. */
  #fillAt(book: VenueBook, order: VenueOrder, at: number, price: number, touched = false): void {
    const doubt = touched ? TOUCHED : NO_DOUBT
    if (order.account.tied === 0 && (order.stage === DUE || (order.stage === RESTING && order.trigger !== TRAILS))) {
      this.#links.fillAlone(book, order, at, price, { rested: hasRested(book, order), doubt })
      return
    }
    const { state, index } = this.#links.stateAround(book, order)
    state.atOpen = true
    if (order.stage === WAITING) state.trigger(index, price, price)
    else state.fill(index, price, price, false)
    const settled = this.#links.settle(book, state, { at, doubtOf: () => doubt })
    if (!settled && !order.ended) this.#fillAt(book, order, at, price, touched)
  }

  /** What the open leaves behind: stops that follow it, orders that were for it alone. */
  #afterOpen(book: VenueBook, at: number): void {
    const opensSession = book.orders.some(({ auction }) => auction === OPENING_PRICE) && book.opensSession
    for (const order of [...book.orders]) {
      if (order.ended || order.stage === HELD || !hasArrived(book, order)) continue
      if (order.trigger === TRAILS && order.stage === WAITING) followOpen(book, order)
      if (order.immediate) this.#dropImmediate(book, order, at)
      else if (opensSession && order.auction === OPENING_PRICE) this.#missAuction(book, order, at)
    }
  }

  /** IOC and FOK are judged at the first price only. */
  #dropImmediate(book: VenueBook, order: VenueOrder, at: number): void {
    const message =
      order.filled > 0
        ? 'the rest found no volume at the first price'
        : 'not fillable in whole or part at the first price'
    this.end(book, order, 'canceled', at, { code: 'NO_LIQUIDITY', message })
  }

  #missAuction(book: VenueBook, order: VenueOrder, at: number): void {
    this.end(book, order, 'expired', at, { code: 'EXPIRED', message: 'the price that it was for has passed' })
  }

  /** Law 15: the close of a session's last bar, for orders that were decided before the bar opened, or as it did. */
  #matchClose(book: VenueBook, at: number): void {
    if (!book.orders.some(({ auction }) => auction === CLOSING_PRICE) || !book.closesSession) return
    const close = book.columns.close[book.row]!
    if (Number.isNaN(book.volumeLeft)) book.openVolume()
    for (const order of [...book.orders]) {
      if (order.ended || order.auction !== CLOSING_PRICE) continue
      if (!hasArrived(book, order) && order.insideRow !== book.row) continue
      if (marketableAtOpen(book, order, close)) this.#fillAt(book, order, at, close)
      this.#missAuction(book, order, at)
    }
  }

  /** The trailing orders that the rest of a bar moves, whatever else it does. */
  #trailing(book: VenueBook, at: number): VenueOrder[] {
    const open = book.columns.open[book.row]!
    const trailing: VenueOrder[] = []
    for (const order of book.orders) {
      if (order.trigger !== TRAILS || !livesInside(book, order, open, at)) continue
      // Placed just after the open: that is the first price at which it is live.
      if (order.stage === WAITING && Number.isNaN(order.water)) followPrice(book, order, open, open)
      trailing.push(order)
    }
    return trailing
  }

  /** A DAY order lives until the close of the session that it first meets, which is that of its first bar, whether or not anything trades in it. */
  #meetSessions(book: VenueBook): void {
    let met = false
    for (const order of book.orders) {
      if (!order.awaitsSession || (!hasArrived(book, order) && order.insideRow !== book.row)) continue
      order.expireAt = book.calendar.nextSession(book.columns.openTime[book.row]!).close
      met = true
    }
    if (met) book.refresh()
  }

  #expire(book: VenueBook, at: number): void {
    if (!book.expiresBy(at)) return
    for (const order of [...book.orders]) {
      if (order.expireAt > at) continue
      this.end(book, order, 'expired', at, { code: 'EXPIRED', message: 'its time in force ended' })
    }
  }
}

/** Whether a market order is over, and nobody knows of it any more. */
function isSpare({ type, stage, account, group, children }: VenueOrder): boolean {
  return type === MARKET && stage === FILLED && account.tied === 0 && group === undefined && children === undefined
}

/** How a market order fills; one object, so that a fill makes none. */
const AS_TAKER = { rested: false, doubt: NO_DOUBT }

/** Of limits that rest, a price that goes through several meets the best one first: the farthest from where it has come to. */
function byPrice(a: Candidate, b: Candidate): number {
  if (!(a.order.stage === RESTING && a.order.seen && b.order.stage === RESTING && b.order.seen)) return byNearness(a, b)
  return b.distance - a.distance
}

/** Exits close whatever their size says. */
function isExit({ group, reduceOnly }: VenueOrder): boolean {
  return reduceOnly || group?.kind === EXITS
}

function wakesAtOpen(book: VenueBook, order: VenueOrder, open: number): boolean {
  return order.trail!.by === 'extreme' && reachesActivation(book, order, open)
}

/** The open is a price like any other for a stop that trails by extremes, and the first one for any. */
function followOpen(book: VenueBook, order: VenueOrder): void {
  const open = book.columns.open[book.row]!
  if (order.trail!.by === 'extreme' || Number.isNaN(order.water)) followPrice(book, order, open, open)
}

/** A bar is over: stops that trail by its extremes have followed them. */
function followExtremes(book: VenueBook, order: VenueOrder): void {
  const { high, low } = book.columns
  if (order.trail!.by === 'extreme') followPrice(book, order, low[book.row]!, high[book.row]!)
}

/** Stops that trail by closes follow the close of a bar, those too that its path has brought to life. */
function followCloses(book: VenueBook): void {
  const close = book.columns.close[book.row]!
  for (const order of book.orders) {
    if (order.trigger !== TRAILS || order.trail!.by !== 'close') continue
    if (!hasArrived(book, order) && order.insideRow !== book.row) continue
    if (order.stage === DORMANT && reachesActivation(book, order, close)) order.stage = WAITING
    if (order.stage === WAITING) followPrice(book, order, close, close)
  }
}

function reachesActivation(book: VenueBook, order: VenueOrder, price: number): boolean {
  const activation = book.sides.levelOf(order, order.trail!.activationPrice)
  return order.direction < 0 ? price >= activation : price <= activation
}

/** Takes the better of two prices of the series as the best since the order went live, where it is. */
function followPrice(book: VenueBook, order: VenueOrder, low: number, high: number): void {
  const price = (order.direction < 0 ? high : low) + book.sides.triggerShift(order)
  if (Number.isNaN(order.water) || (order.direction < 0 ? price > order.water : price < order.water))
    order.water = price
}
