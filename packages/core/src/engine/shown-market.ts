import type { MarketFeed } from '../data/market-feed.js'
import type { BrokerCommand } from '../domain/broker-command.js'
import type { VenueNotice } from '../domain/venue-notice.js'
import type { KernelSetup, SeriesSetup } from '../kernel/setup.js'
import type { Broker } from '../ports/broker.js'
import type { MarketDriven } from '../ports/market-driven.js'

/**
 * What the venue is shown of series that are merged: only bars that can concern its orders. Before it is sent anything for an instrument, it is told where
 * the bars of that stand.
 */
export class ShownMarket {
  readonly #venue: Broker & MarketDriven
  readonly #series: readonly SeriesSetup[]
  /** By instrument: the series that its orders meet. */
  readonly #executionSeries: readonly number[]
  /** By series: its bars before this row are not shown; from it on it must be asked for more. */
  readonly #quietTo: Int32Array
  /** Series for whose orders something was sent since the opens were last asked for. */
  readonly #sentFor: number[] = []
  /** The series as they are merged; undefined before the first bar, and for a series that is walked. */
  #feed: MarketFeed | undefined

  constructor(venue: Broker & MarketDriven, { series, instruments }: KernelSetup) {
    this.#venue = venue
    this.#series = series
    this.#executionSeries = instruments.map((_, index) =>
      series.findIndex(({ execution, instrument }) => execution && instrument === index),
    )
    this.#quietTo = new Int32Array(series.length)
  }

  /** Before the first instant: which opens the orders wait for that are there by now. */
  begin(feed: MarketFeed): void {
    if (this.#feed === feed) return
    this.#feed = feed
    for (let series = 0; series < this.#series.length; series++) this.#lookAhead(feed, series)
  }

  /** Sends a command on, once the venue knows where the market of its instrument stands. */
  send(command: BrokerCommand): void {
    this.#meet(command.order.instrument)
    this.#venue.send(command)
  }

  /** Passes a notice on in the same way: it may change orders, too. */
  notice(notice: VenueNotice): void {
    if (notice.kind !== 'cash') this.#meet(notice.instrument)
    this.#venue.notice(notice)
  }

  /** Shows the bars that close. */
  closes(feed: MarketFeed): void {
    const { closing, closingCount, closedRow } = feed
    const quietTo = this.#quietTo
    for (let i = 0; i < closingCount; i++) {
      const series = closing[i]!
      const row = closedRow[series]!
      if (row + 1 < quietTo[series]!) continue
      if (row >= quietTo[series]!) this.#venue.barClosed(series, row)
      this.#lookAhead(feed, series)
    }
  }

  /** Sees to it that opens are told of which the orders wait for, those of the present instant too. */
  awaitOpens(feed: MarketFeed): void {
    const sentFor = this.#sentFor
    while (sentFor.length > 0) this.#lookAhead(feed, sentFor.pop()!)
  }

  /** Shows the bars that open. */
  opens(feed: MarketFeed): void {
    const { opening, openingCount, closedRow } = feed
    for (let i = 0; i < openingCount; i++) {
      const series = opening[i]!
      const row = closedRow[series]! + 1
      if (row >= this.#quietTo[series]!) this.#venue.barOpened(series, row)
    }
    feed.passOpens()
    this.#venue.opensComplete(feed.now)
  }

  #meet(instrument: number): void {
    const feed = this.#feed
    const series = this.#executionSeries[instrument]!
    if (feed === undefined || series < 0) return
    const isOpen = feed.isOpen(series)
    if (isOpen || feed.hasClosed(series)) this.#venue.skipTo(series, feed.closedRow[series]! + (isOpen ? 1 : 0), isOpen)
    this.#quietTo[series] = 0
    this.#sentFor.push(series)
  }

  /** Of a bar that has opened only the rest can be shown. */
  #lookAhead(feed: MarketFeed, series: number): void {
    if (feed.isOpen(series)) return
    const row = feed.closedRow[series]! + 1
    const { length } = this.#series[series]!.columns
    if (row >= length) return
    this.#quietTo[series] = this.#venue.quietUntil(series, row, length)
    if (this.#quietTo[series] === row) feed.awaitOpen(series)
  }
}
