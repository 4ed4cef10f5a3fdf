import type { OrderRequest, ReplaceTerms, Trail } from '../domain/order.js'
import type { Latency } from '../costs/latency.js'
import { hasArrived } from './inside-matching.js'
import type { LinkDesk } from './link-desk.js'
import type { MatchingEngine } from './matching-engine.js'
import type { ReportLine } from './report-line.js'
import type { VenueBook } from './venue-book.js'
import { EXITS, FALLS, RISES, type VenueOrder, type VenueRequest } from './venue-order.js'

const CANCELED = { code: 'CANCELED', message: 'as asked' } as const

/** Cancels and replaces: each acts from the first bar that opens at or after it has arrived, and loses its race against a fill before. */
export class RequestDesk {
  readonly #engine: MatchingEngine
  readonly #links: LinkDesk
  readonly #reports: ReportLine
  readonly #latency: Latency

  constructor(options: {
    readonly engine: MatchingEngine
    readonly links: LinkDesk
    readonly reports: ReportLine
    readonly latency: Latency
  }) {
    this.#engine = options.engine
    this.#links = options.links
    this.#reports = options.reports
    this.#latency = options.latency
  }

  take(book: VenueBook, kind: VenueRequest['kind'], { number }: OrderRequest, at: number, terms?: ReplaceTerms): void {
    const order = book.orders.find((one) => one.number === number)
    if (!order) {
      this.#links.refuseLate(kind, number, at)
      return
    }
    const { ms, bars } = this.#latency
    const request = { kind, at: at + ms, row: bars === 0 || book.isStreamed ? 0 : book.row + 1 + bars, terms }
    const meetsPresentBar =
      book.isOpen && book.columns.openTime[book.row]! < at && (hasArrived(book, order) || order.insideRow === book.row)
    if (ms === 0 && bars === 0 && !meetsPresentBar) this.#act(book, order, request, at)
    else (order.requests ??= []).push(request)
    book.refresh()
  }

  /** Does what has arrived by now. `opening` is the row that opens, undefined at a close. */
  due(book: VenueBook, at: number, opening: number | undefined): void {
    if (!book.requested) return
    for (const order of [...book.orders]) {
      const waiting = order.requests
      if (waiting === undefined) continue
      const isDue = (request: VenueRequest): boolean =>
        request.at <= at && (request.row === 0 || (opening !== undefined && opening >= request.row))
      const late = waiting.filter((request) => !isDue(request))
      order.requests = late.length > 0 ? late : undefined
      for (const request of waiting.filter(isDue)) {
        if (order.ended) this.#links.refuseLate(request.kind, order.number, at)
        else this.#act(book, order, request, at)
      }
    }
    book.refresh()
  }

  #act(book: VenueBook, order: VenueOrder, { kind, terms }: VenueRequest, at: number): void {
    if (kind === 'cancel') this.#engine.end(book, order, 'canceled', at, CANCELED)
    else this.#replace(book, order, terms!, at)
  }

  #replace(book: VenueBook, order: VenueOrder, terms: ReplaceTerms, at: number): void {
    const { quantityUnits } = terms
    if (quantityUnits !== undefined && quantityUnits <= order.filled) {
      this.#engine.end(book, order, 'canceled', at, {
        code: 'CANCELED',
        message: 'replaced by no more than was filled',
      })
      return
    }
    if (quantityUnits !== undefined) resize(order, quantityUnits - order.filled)
    reprice(order, terms)
    // Changed just after an open, it is live from there on as what is placed then: marketable at once, it waits for the next open.
    if (book.isOpen && book.columns.openTime[book.row] === at && hasArrived(book, order)) {
      order.liveRow = book.row + 1
      order.insideRow = book.row
    }
    // What was changed has lost its place in the queue.
    book.remove(order)
    book.orders.push(order)
    this.#reports.emit({ kind: 'replaced', order: order.number, occurredAt: at, terms, asked: true })
    if (order.children !== undefined) this.#links.fitExits(book, order, at)
  }
}

/** Exits that were for all that their entry could come to, are so still. */
function resize(order: VenueOrder, left: number): void {
  for (const { kind, pool, members } of order.children ?? []) {
    if (kind !== EXITS) continue
    for (const exit of members) if (exit.remaining === pool + order.remaining) exit.remaining = pool + left
  }
  order.remaining = left
  order.told = order.filled + left
}

function reprice(
  order: VenueOrder,
  { limitPrice, stopPrice, touchPrice, trailDistance, expireAt }: ReplaceTerms,
): void {
  if (limitPrice !== undefined) order.limit = limitPrice
  const level = stopPrice ?? touchPrice
  if (level !== undefined && (order.trigger === RISES || order.trigger === FALLS)) order.level = level
  if (trailDistance !== undefined && order.trail) order.trail = withDistance(order.trail, trailDistance)
  if (expireAt !== undefined) order.expireAt = expireAt
}

function withDistance(trail: Trail, distance: number): Trail {
  return { ...trail, distance }
}
