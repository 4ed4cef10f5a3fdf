import { zoneDays } from '../calendar/zone-days.js'
import type { CommissionModel } from '../costs/commission.js'
import { noLatency, type Latency } from '../costs/latency.js'
import type { SlippageModel } from '../costs/slippage.js'
import type { SpreadModel } from '../costs/spread.js'
import type { BarColumns, PriceSide } from '../domain/bar-columns.js'
import type { BrokerCommand } from '../domain/broker-command.js'
import { TradewrightError } from '../domain/errors.js'
import type { Instrument } from '../domain/instrument.js'
import { ORDER_TYPES, TIMES_IN_FORCE } from '../domain/order.js'
import type { Quote, TradeTick } from '../domain/quote.js'
import type { VenueNotice } from '../domain/venue-notice.js'
import type { Broker, BrokerCapabilities, OrderEventSink } from '../ports/broker.js'
import type { MarketDriven } from '../ports/market-driven.js'
import { BarSides } from './bar-sides.js'
import { FillDesk } from './fill-desk.js'
import { resolveFillRules, type FillRules, type ResolvedFillRules } from './fill-rules.js'
import { LinkDesk } from './link-desk.js'
import { MatchingEngine } from './matching-engine.js'
import { NoticeDesk } from './notice-desk.js'
import { OrderIntake } from './order-intake.js'
import { ReportLine } from './report-line.js'
import { RequestDesk } from './request-desk.js'
import { Stream, streamColumns } from './stream.js'
import { VenueBook } from './venue-book.js'
import type { VenueFunds } from './venue-funds.js'
import { VenueNotes } from './venue-notes.js'

/** A series that the venue may be shown; of each instrument, orders meet only the execution series. */
export interface VenueSeries {
  readonly instrument: number
  readonly columns: BarColumns
  readonly execution: boolean
  /** Which price of the market it shows; default 'trade'. */
  readonly side?: PriceSide | undefined
}

export interface SimulatedBrokerOptions {
  readonly instruments: readonly Instrument[]
  readonly series: readonly VenueSeries[]
  readonly commission: CommissionModel
  readonly slippage: SlippageModel
  readonly spread?: SpreadModel | undefined
  readonly latency?: Latency | undefined
  readonly fills?: FillRules | undefined
  /** For the policy 'finer': by instrument the series that decides its ambiguous bars. */
  readonly finer?: readonly { readonly instrument: number; readonly columns: BarColumns }[] | undefined
  /** Instruments that are matched on quotes and trades, not on bars: paper trading. They have no execution series. */
  readonly streamed?: readonly number[] | undefined
  /** The cash of a cash account, below zero of which no fill may lead; undefined where the venue gives credit. */
  readonly funds?: VenueFunds | undefined
}

/**
 * A venue made of history. It knows what a venue knows: the orders it was sent and the market; answers go to the sink, like any broker's.
 * What fills, and at what price, is the matching engine's.
 */
export class SimulatedBroker implements Broker, MarketDriven {
  readonly name = 'simulated'
  waiting = false
  readonly capabilities: BrokerCapabilities = {
    orderTypes: ORDER_TYPES,
    timesInForce: TIMES_IN_FORCE,
    links: ['bracket', 'oco', 'oto'],
    replace: true,
  }
  /** What it notes about how sure its answers were. */
  readonly notes = new VenueNotes()
  readonly #books: readonly (VenueBook | undefined)[]
  /** By series: the book whose orders meet it. */
  readonly #executionBooks: readonly (VenueBook | undefined)[]
  readonly #engine: MatchingEngine
  readonly #intake: OrderIntake
  readonly #requests: RequestDesk
  readonly #stream: Stream
  readonly #notices: NoticeDesk
  readonly #funds: VenueFunds | undefined
  readonly #streamed: readonly number[]
  readonly #opened: VenueBook[] = []
  readonly #reports = new ReportLine()

  constructor(options: SimulatedBrokerOptions) {
    const { instruments, series } = options
    const rules = resolveFillRules(options.fills ?? {}, instruments)
    const latency = options.latency ?? noLatency()
    const own = instruments.map((_, index) => series.find((other) => other.execution && other.instrument === index))
    this.#books = instruments.map((_, index) => {
      const isStreamed = options.streamed?.includes(index) === true
      const stream = isStreamed ? { instrument: index, columns: streamColumns(), execution: true } : undefined
      const shown = stream ?? own[index]
      return shown && bookOf(options, rules, index, shown)
    })
    this.#executionBooks = series.map((one) => (one === own[one.instrument] ? this.#books[one.instrument] : undefined))
    const { commission, slippage } = options
    const reports = this.#reports
    const { notes } = this
    this.#funds = options.funds
    const fills = new FillDesk({ instrument: instruments[0]!, commission, slippage, reports, funds: options.funds })
    const links = new LinkDesk(fills, reports)
    this.#engine = new MatchingEngine({ rules, fills, links, reports, notes })
    this.#requests = new RequestDesk({ engine: this.#engine, links, reports, latency })
    this.#stream = new Stream(this.#engine, this.#requests)
    this.#notices = new NoticeDesk({ engine: this.#engine, links, reports })
    this.#streamed = options.streamed ?? []
    this.#intake = new OrderIntake({ engine: this.#engine, reports, latency, fillAt: rules.fillAt })
  }

  connect(sink: OrderEventSink): void {
    this.#reports.sink = sink
  }

  send(command: BrokerCommand): void {
    const book = this.#books[command.order.instrument] ?? noData(command.order.symbol)
    switch (command.kind) {
      case 'submit':
        this.#intake.submit(book, command.order, command.at)
        break
      case 'submitLinked':
        this.#intake.submitLinked(book, command.orders, command.at)
        break
      case 'cancel':
        this.#requests.take(book, 'cancel', command.order, command.at)
        break
      case 'replace':
        this.#requests.take(book, 'replace', command.order, command.at, command.terms)
    }
    this.waiting = this.#anyWaits()
  }

  barOpened(series: number, row: number): void {
    const book = this.#executionBooks[series]
    if (!book) return
    book.row = row
    book.isOpen = true
    const { openTime, open } = book.columns
    if (book.orders.length > 0 && book.concernsOpen(open[row]!, openTime[row]!)) {
      book.openVolume()
      if (book.sidesDiffer) book.takeSides()
      if (book.requested) this.#requests.due(book, openTime[row]!, row)
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
    if (!book.concernsRest(low[row]!, high[row]!, closeTime[row]!)) return
    book.takeSides()
    this.#engine.matchRest(book, closeTime[row]!)
    this.#requests.due(book, closeTime[row]!, undefined)
    this.waiting = this.#anyWaits()
  }

  quoted(instrument: number, quote: Omit<Quote, 'symbol' | 'occurredAt'>, at: number): void {
    this.#stream.quoted(this.#streamedBook(instrument), quote, at)
    this.waiting = this.#anyWaits()
  }

  traded(instrument: number, trade: Omit<TradeTick, 'symbol' | 'occurredAt'>, at: number): void {
    this.#stream.traded(this.#streamedBook(instrument), trade, at)
    this.waiting = this.#anyWaits()
  }

  notice(notice: VenueNotice): void {
    if (notice.kind === 'cash') {
      this.#funds?.move(notice.currency, notice.amount)
      return
    }
    const book = this.#books[notice.instrument]
    if (book) this.#notices.take(book, notice)
    this.waiting = this.#anyWaits()
  }

  quietUntil(series: number, row: number, end: number): number {
    const book = this.#executionBooks[series]
    return book !== undefined && book.orders.length > 0 ? book.quietUntil(row, end) : end
  }

  /** Fills the market orders numbered from `first` on at the last close of their symbols: how a run ends that must end flat. */
  closeOut(first: number, at: number): void {
    this.#intake.end()
    for (const book of this.#books) {
      if (!book || book.orders.length === 0) continue
      // Bars at which nothing waited may not have been shown.
      book.row = book.columns.length - 1
      book.takeSides()
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

  #streamedBook(instrument: number): VenueBook {
    const book = this.#books[instrument]
    if (book && this.#streamed.includes(instrument)) return book
    const message = `instrument ${String(instrument)} is matched on bars; expected one that is named in 'streamed'`
    throw new TradewrightError('BROKER_NOT_SUPPORTED', message, { details: { instrument } })
  }

  #anyWaits(): boolean {
    const books = this.#books
    for (let i = 0; i < books.length; i++) if (books[i] && books[i]!.orders.length > 0) return true
    return false
  }
}

function bookOf(
  { instruments, spread, finer, fills, streamed }: SimulatedBrokerOptions,
  rules: ResolvedFillRules,
  index: number,
  series: VenueSeries,
): VenueBook {
  const instrument = instruments[index]!
  return new VenueBook({
    instrument,
    index,
    columns: series.columns,
    finer: fills?.policy === 'finer' ? finer?.find((one) => one.instrument === index)?.columns : undefined,
    calendar: instrument.calendar ?? zoneDays(instrument.zone),
    sides: new BarSides({ side: series.side ?? 'trade', spread, stopTrigger: rules.stopTrigger }),
    penetration: rules.penetration[index]!,
    isStreamed: streamed?.includes(index) === true,
    volumeFraction: rules.volumeFraction[index]!,
    unknownVolume: rules.unknownVolume,
  })
}

function noData(symbol: string): never {
  const message = `${symbol} has no bars at this venue; expected a symbol with data`
  throw new TradewrightError('BROKER_NOT_SUPPORTED', message, { details: { symbol } })
}
