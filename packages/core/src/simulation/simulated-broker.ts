import { zoneDays } from '../calendar/zone-days.js'
import type { CommissionModel } from '../costs/commission.js'
import type { SlippageModel } from '../costs/slippage.js'
import type { BarColumns } from '../domain/bar-columns.js'
import type { BrokerCommand } from '../domain/broker-command.js'
import { TradewrightError } from '../domain/errors.js'
import type { Instrument } from '../domain/instrument.js'
import { ORDER_TYPES, TIMES_IN_FORCE, type OrderRequest } from '../domain/order.js'
import type { Broker, BrokerCapabilities, OrderEventSink } from '../ports/broker.js'
import type { MarketDriven } from '../ports/market-driven.js'
import { resolveFillRules, type FillRules } from './fill-rules.js'
import { MatchingEngine } from './matching-engine.js'
import { ReportLine } from './report-line.js'
import { VenueBook } from './venue-book.js'
import { VenueOrder } from './venue-order.js'

/** A series that the venue may be shown; of each instrument, orders meet only the execution series. */
export interface VenueSeries {
  readonly instrument: number
  readonly columns: BarColumns
  readonly execution: boolean
}

/**
 * A venue made of history. It knows what a venue knows: the orders it was sent and the market; answers go to the sink, like any broker's.
 * What fills, and at what price, is the matching engine's.
 */
export class SimulatedBroker implements Broker, MarketDriven {
  readonly name = 'simulated'
  waiting = false
  readonly capabilities: BrokerCapabilities = { orderTypes: ORDER_TYPES, timesInForce: TIMES_IN_FORCE }
  readonly #books: readonly (VenueBook | undefined)[]
  /** By series: the book whose orders meet it. */
  readonly #executionBooks: readonly (VenueBook | undefined)[]
  readonly #engine: MatchingEngine
  readonly #opened: VenueBook[] = []
  readonly #reports = new ReportLine()

  constructor(options: {
    readonly instruments: readonly Instrument[]
    readonly series: readonly VenueSeries[]
    readonly commission: CommissionModel
    readonly slippage: SlippageModel
    readonly fills?: FillRules
  }) {
    const { instruments, series } = options
    const rules = resolveFillRules(options.fills ?? {}, instruments)
    const own = instruments.map((_, index) => series.find((other) => other.execution && other.instrument === index))
    this.#books = instruments.map((instrument, index) => {
      const columns = own[index]?.columns
      if (!columns) return undefined
      return new VenueBook({
        instrument,
        index,
        columns,
        calendar: instrument.calendar ?? zoneDays(instrument.zone),
        volumeFraction: rules.volumeFraction[index]!,
        unknownVolume: rules.unknownVolume,
      })
    })
    this.#executionBooks = series.map((one) => (one === own[one.instrument] ? this.#books[one.instrument] : undefined))
    this.#engine = new MatchingEngine({
      instrument: instruments[0]!,
      rules,
      commission: options.commission,
      slippage: options.slippage,
      reports: this.#reports,
    })
  }

  connect(sink: OrderEventSink): void {
    this.#reports.sink = sink
  }

  send(command: BrokerCommand): void {
    const book = this.#books[command.order.instrument]
    if (!book) {
      throw new TradewrightError(
        'BROKER_NOT_SUPPORTED',
        `${command.order.symbol} has no bars at this venue; expected a symbol with data`,
        {
          details: { symbol: command.order.symbol },
        },
      )
    }
    if (command.kind === 'submit') this.#submit(book, command.order, command.at)
    else if (command.kind === 'cancel') this.#cancel(book, command.order, command.at)
  }

  barOpened(series: number, row: number): void {
    const book = this.#executionBooks[series]
    if (!book) return
    book.row = row
    book.isOpen = true
    if (book.orders.length > 0 && book.concernsOpen(book.columns.open[row]!, book.columns.openTime[row]!)) {
      book.openVolume()
      this.#opened.push(book)
    } else book.volumeLeft = Number.NaN
  }

  opensComplete(at: number): void {
    if (this.#opened.length === 0) return
    this.#engine.matchOpens(this.#opened, at)
    while (this.#opened.length > 0) this.#opened.pop()
    this.waiting = this.#anyWaits()
  }

  barClosed(series: number, row: number): void {
    const book = this.#executionBooks[series]
    if (!book) return
    book.isOpen = false
    if (book.orders.length === 0) return
    const { low, high, closeTime } = book.columns
    if (book.concernsRest(low[row]!, high[row]!, closeTime[row]!)) {
      this.#engine.matchRest(book, closeTime[row]!)
      this.waiting = this.#anyWaits()
    }
  }

  /** Fills the market orders numbered from `first` on at the last close of their symbols: how a run ends that must end flat. */
  closeOut(first: number, at: number): void {
    for (const book of this.#books) {
      if (!book || book.orders.length === 0) continue
      // Bars at which nothing waited may not have been shown.
      book.row = book.columns.length - 1
      this.#engine.fillAtClose(book, first, at)
    }
  }

  skipTo(series: number, row: number, isOpen: boolean): void {
    const book = this.#executionBooks[series]
    if (!book) return
    // Of the bar that was shown, its fills at the open may have taken a part.
    if (row !== book.row) book.volumeLeft = Number.NaN
    book.row = row
    book.isOpen = isOpen
  }

  #submit(book: VenueBook, request: OrderRequest, at: number): void {
    this.#reports.emit({ kind: 'accepted', order: request.number, occurredAt: at })
    // Placed at this very open, after it was matched: what rests is live from just after it.
    const atOpen = book.isOpen && book.columns.openTime[book.row] === at
    const order = new VenueOrder(request, book.row + 1, atOpen ? book.row : -1)
    book.orders.push(order)
    this.waiting = true
    book.refresh()
  }

  #cancel(book: VenueBook, request: OrderRequest, at: number): void {
    const order = book.orders.find(({ number }) => number === request.number)
    // Filled or ended on its way: that report has been sent, and the cancel has lost the race.
    if (!order) return
    const meetsPresentBar =
      book.isOpen &&
      book.columns.openTime[book.row]! < at &&
      (order.liveRow <= book.row || order.insideRow === book.row)
    if (meetsPresentBar) {
      order.cancelPending = true
      book.refresh()
    } else {
      this.#engine.end(book, order, 'canceled', at, { code: 'CANCELED', message: 'as asked' })
      this.waiting = this.#anyWaits()
    }
  }

  #anyWaits(): boolean {
    const books = this.#books
    for (let i = 0; i < books.length; i++) if (books[i] && books[i]!.orders.length > 0) return true
    return false
  }
}
