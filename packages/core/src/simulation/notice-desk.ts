import { splitPrice, splitTerms, splitTrail, splitUnits, type SplitRatio } from '../domain/split.js'
import type { ReplaceTerms } from '../domain/order.js'
import type { VenueNotice } from '../domain/venue-notice.js'
import type { LinkDesk } from './link-desk.js'
import type { MatchingEngine } from './matching-engine.js'
import type { ReportLine } from './report-line.js'
import type { VenueBook } from './venue-book.js'
import { ORDER_TYPES } from '../domain/order.js'
import { EXITS, type VenueGroup, type VenueOrder } from './venue-order.js'

const LEVEL_IS_TOUCH = ORDER_TYPES.map((type) => type === 'marketIfTouched' || type === 'limitIfTouched')

/** What a corporate action makes of the orders at a venue. */
export class NoticeDesk {
  readonly #engine: MatchingEngine
  readonly #links: LinkDesk
  readonly #reports: ReportLine

  constructor(options: { readonly engine: MatchingEngine; readonly links: LinkDesk; readonly reports: ReportLine }) {
    this.#engine = options.engine
    this.#links = options.links
    this.#reports = options.reports
  }

  take(book: VenueBook, notice: Exclude<VenueNotice, { kind: 'cash' }>): void {
    switch (notice.kind) {
      case 'moved':
        book.accountOf(notice.strategy).held += notice.units
        book.net += notice.units
        this.#links.fitToHeld(book, book.accountOf(notice.strategy), notice.at)
        return
      case 'split':
        this.#split(book, notice.ratio, notice.at)
        return
      case 'ended':
        for (const order of [...book.orders])
          this.#engine.end(book, order, 'canceled', notice.at, { code: 'INVALID_SYMBOL', message: notice.message })
    }
  }

  #split(book: VenueBook, ratio: SplitRatio, at: number): void {
    const { stepUnits } = book.instrument.scale
    const tick = book.instrument.tickSize?.toNumber()
    for (const account of book.accounts()) account.held = splitUnits(account.held, ratio, stepUnits)
    book.net = [...book.accounts()].reduce((net, { held }) => net + held, 0)
    const groups = new Set<VenueGroup>()
    for (const order of [...book.orders]) {
      splitTermsOf(order, ratio, { stepUnits, tick })
      for (const group of [order.group, ...(order.children ?? [])]) if (group) groups.add(group)
    }
    for (const group of groups) if (group.kind === EXITS) group.pool = splitUnits(group.pool, ratio, stepUnits)
    for (const order of [...book.orders]) {
      if (order.ended) continue
      if (order.remaining > 0)
        this.#reports.emit({
          kind: 'replaced',
          order: order.number,
          occurredAt: at,
          terms: pricesOf(order),
          asked: false,
        })
      else
        this.#engine.end(book, order, 'canceled', at, {
          code: 'INVALID_QUANTITY',
          message: 'the split left nothing of it',
        })
    }
    book.refresh()
  }
}

function splitTermsOf(
  order: VenueOrder,
  ratio: SplitRatio,
  { stepUnits, tick }: { readonly stepUnits: number; readonly tick: number | undefined },
): void {
  order.level = splitPrice(order.level, ratio, tick)
  order.limit = splitPrice(order.limit, ratio, tick)
  order.water = splitPrice(order.water, ratio)
  order.trail &&= splitTrail(order.trail, ratio, tick)
  order.filled = splitUnits(order.filled, ratio)
  order.remaining = splitUnits(order.remaining, ratio, stepUnits)
  order.told = order.filled + order.remaining
  const trailsByFraction = order.trail?.isFraction === true
  order.requests = order.requests?.map((request) => ({
    ...request,
    terms: request.terms && splitTerms(request.terms, ratio, { stepUnits, tick, trailsByFraction }),
  }))
}

/** The prices of an order as they are; whoever sent it knows by itself what a split makes of its quantity, and of what the venue never had of it. */
function pricesOf(order: VenueOrder): ReplaceTerms {
  const { level, limit, trail, type } = order
  const isTouch = LEVEL_IS_TOUCH[type] === true
  return {
    ...(Number.isNaN(limit) ? {} : { limitPrice: limit }),
    ...(Number.isNaN(level) ? {} : isTouch ? { touchPrice: level } : { stopPrice: level }),
    ...(trail ? { trailDistance: trail.distance } : {}),
  }
}
