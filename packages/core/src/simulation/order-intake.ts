import type { Latency } from '../costs/latency.js'
import type { OrderLink, OrderRequest } from '../domain/order.js'
import type { ResolvedFillRules } from './fill-rules.js'
import { isTied } from './link-desk.js'
import type { MatchingEngine } from './matching-engine.js'
import type { ReportLine } from './report-line.js'
import type { VenueBook } from './venue-book.js'
import { ALTERNATIVES, DUE, EXITS, HELD, MARKET, TRIGGERED, VenueGroup, VenueOrder } from './venue-order.js'

const GROUP_KIND: Readonly<Record<OrderLink['role'], number>> = {
  stopLoss: EXITS,
  takeProfit: EXITS,
  alternative: ALTERNATIVES,
  triggered: TRIGGERED,
}

/** Takes orders in: from when on they meet the market, and what ties them together. */
export class OrderIntake {
  readonly #engine: MatchingEngine
  readonly #reports: ReportLine
  readonly #latency: Latency
  #fillAt: ResolvedFillRules['fillAt']

  constructor(options: {
    readonly engine: MatchingEngine
    readonly reports: ReportLine
    readonly latency: Latency
    readonly fillAt: ResolvedFillRules['fillAt']
  }) {
    this.#engine = options.engine
    this.#reports = options.reports
    this.#latency = options.latency
    this.#fillAt = options.fillAt
  }

  /** The last price has been dealt at: what still comes meets none. */
  end(): void {
    this.#fillAt = 'nextOpen'
  }

  submit(book: VenueBook, request: OrderRequest, at: number): void {
    if (book.isStreamed && this.#refusesClosing(request, at)) return
    const order = this.#take(book, request, at)
    book.admit(order)
    if (order.reduceOnly) order.account.tied++
    this.#reports.emit({ kind: 'accepted', order: request.number, occurredAt: at })
    if (this.#fillAt !== 'nextOpen' && order.type === MARKET) this.#fillInSight(book, order, at)
  }

  submitLinked(book: VenueBook, requests: readonly OrderRequest[], at: number): void {
    const orders = requests.map((request) => this.#take(book, request, at))
    requests.forEach((request, index) => {
      if (request.link) tie(orders[index]!, request.link, orders)
    })
    for (const order of orders) {
      if (isTied(order)) order.account.tied++
      book.admit(order)
    }
    for (const { stage, number } of orders)
      if (stage !== HELD) this.#reports.emit({ kind: 'accepted', order: number, occurredAt: at })
    for (const order of orders)
      if (this.#fillAt !== 'nextOpen' && order.type === MARKET && order.stage === DUE)
        this.#fillInSight(book, order, at)
  }

  /** Which quote is the last of a session is known only once it is over. */
  #refusesClosing({ number, type }: OrderRequest, at: number): boolean {
    if (type !== 'marketOnClose' && type !== 'limitOnClose') return false
    const message = 'the closing price is known of bars only, not of quotes and trades'
    this.#reports.emit({ kind: 'rejected', order: number, occurredAt: at, code: 'UNSUPPORTED', message })
    return true
  }

  #take(book: VenueBook, request: OrderRequest, at: number): VenueOrder {
    const { ms, bars } = this.#latency
    const { openTime } = book.columns
    // Placed at this very open, after it was matched: what rests is live from just after it.
    const atOpen = book.isOpen && openTime[book.row] === at && ms === 0 && bars === 0
    const liveRow = book.isStreamed ? 0 : book.row + 1 + bars
    const account = book.accountOf(request.strategy)
    const insideRow = atOpen ? book.row : -1
    const liveAt = ms === 0 ? undefined : at + ms
    const { spare } = book
    if (spare === undefined || request.type !== 'market')
      return new VenueOrder(request, account, liveRow, insideRow, liveAt)
    book.spare = undefined
    return spare.reuse(request, account, liveRow, insideRow, liveAt)
  }

  /** Fills a market order at a price of the very bar at whose close it was decided. */
  #fillInSight(book: VenueBook, order: VenueOrder, at: number): void {
    const { columns, row, isOpen } = book
    if (isOpen || row < 0 || columns.closeTime[row] !== at || book.isStale) return
    // A source's average may miss its bar by a rounding.
    const average = Math.min(Math.max(columns.vwap?.[row] ?? Number.NaN, columns.low[row]!), columns.high[row]!)
    const price = this.#fillAt === 'vwap' ? average : columns.close[row]!
    if (Number.isNaN(price)) return
    book.takeSides()
    this.#engine.fillNow(book, order, at, price)
  }
}

/** Makes an order a member of its group. */
function tie(order: VenueOrder, { role, group, parent }: OrderLink, orders: readonly VenueOrder[]): void {
  const kind = GROUP_KIND[role]
  const owner = orders.find(({ number }) => number === parent)
  const known = orders.map((other) => other.group).find((other) => other?.number === group && other.kind === kind)
  const own = known ?? new VenueGroup(group, kind, owner)
  if (!known) (owner ? (owner.children ??= []) : []).push(own)
  own.members.push(order)
  order.group = own
  if (owner) order.stage = HELD
  else if (kind === EXITS) own.pool = Math.max(own.pool, order.remaining)
}
