import { noCommission, type CommissionModel } from '../costs/commission.js'
import { noLatency, type Latency } from '../costs/latency.js'
import { noSlippage, type SlippageModel } from '../costs/slippage.js'
import { noSpread, type SpreadModel } from '../costs/spread.js'
import { BAR_FILLED, type BarColumns, type PriceSide } from '../domain/bar-columns.js'
import { invariant } from '../domain/errors.js'
import { createInstrument, type InstrumentSpec } from '../domain/instrument.js'
import type { OrderRequest, ReplaceTerms, Side } from '../domain/order.js'
import type { OrderEvent, OrderFilled } from '../domain/order-event.js'
import type { FillRules } from './fill-rules.js'
import { SimulatedBroker } from './simulated-broker.js'
import { orderOf, type TestOrderOptions } from './test-order.js'
import type { VenueNotes } from './venue-notes.js'

const DAY_MS = 86_400_000
/** A Monday. */
const FIRST_OPEN = Date.UTC(2024, 0, 1)

export interface TestVenueOptions {
  /**
   * Bars by symbol, or those of the only symbol: 'open/high/low/close', then ' v1000' where the volume matters, ' w100.5' for the volume-weighted
   * average price and ' filled' for a bar carried forward. By default bars are days, one after the other, from Monday 2024-01-01 UTC on.
   */
  readonly bars: readonly string[] | Readonly<Record<string, readonly string[]>>
  readonly instrument?: Omit<InstrumentSpec, 'symbol'>
  /** Open and close of each bar, UTC epoch milliseconds. */
  readonly times?: readonly (readonly [number, number])[]
  readonly fills?: FillRules
  readonly slippage?: SlippageModel
  readonly commission?: CommissionModel
  readonly spread?: SpreadModel
  readonly latency?: Latency
  /** Of every series. */
  readonly side?: PriceSide
  /** Show quotes and trades instead of bars. */
  readonly isStreamed?: boolean
  /** Bars of the first symbol that only decide ambiguous ones. */
  readonly finer?: { readonly bars: readonly string[]; readonly times: readonly (readonly [number, number])[] }
}

/** A fill, and where it happened. */
export interface TestFill extends OrderFilled {
  readonly row: number
  readonly atOpen: boolean
}

/** Exits without their side: 'stop 95', 'trailingStop 5', 'limit 105 x5'. */
export interface TestExits {
  readonly stopLoss?: string
  readonly takeProfit?: readonly string[]
}

/** A simulated venue that tests show bars by hand, phase by phase, and whose reports they read as text. */
export class TestVenue {
  /** What the venue said, without acceptances: 'open 1: #0 10 @ 95' is 10 of order 0 filled at 95 at the open of row 1. */
  readonly log: string[] = []
  /** The acceptances: 'start: #0'. */
  readonly accepted: string[] = []
  readonly fills: TestFill[] = []
  readonly reports: OrderEvent[] = []
  readonly columns: readonly BarColumns[]
  now: number
  readonly #broker: SimulatedBroker
  readonly #symbols: readonly string[]
  readonly #unitsPerOne: number
  readonly #orders: OrderRequest[] = []
  #row = -1
  #phase = 'start'

  constructor(options: TestVenueOptions) {
    const bars = 'length' in options.bars ? { X: options.bars } : options.bars
    this.#symbols = Object.keys(bars)
    this.columns = Object.values(bars).map((rows) => columnsOf(rows as readonly string[], options.times))
    const instruments = this.#symbols.map((symbol) => createInstrument({ symbol, ...options.instrument }))
    this.#unitsPerOne = instruments[0]!.scale.unitsPerOne
    this.now = this.columns[0]!.openTime[0]!
    const { side = 'trade', finer } = options
    const given = {
      instruments,
      series: options.isStreamed
        ? []
        : this.columns.map((columns, instrument) => ({ instrument, columns, execution: true, side })),
      ...(options.isStreamed ? { streamed: [0] } : {}),
      commission: options.commission ?? noCommission(),
      slippage: options.slippage ?? noSlippage(),
      spread: options.spread ?? noSpread(),
      latency: options.latency ?? noLatency(),
      ...(finer ? { finer: [{ instrument: 0, columns: columnsOf(finer.bars, finer.times) }] } : {}),
      ...(options.fills ? { fills: options.fills } : {}),
    }
    this.#broker = new SimulatedBroker(given)
    this.#broker.connect((event) => {
      this.#note(event)
    })
  }

  /** Sends an order, such as 'buy limit 98' or 'sell market x5', of 10 unless told otherwise; gives its number. */
  send(text: string, options: TestOrderOptions = {}): number {
    const order = this.#make(text, options)
    this.now = options.at ?? this.now
    this.#broker.send({ kind: 'submit', at: this.now, order })
    return order.number
  }

  /** An entry and the exits of what it fills; the stop-loss, then each target, have the numbers after the entry's. */
  bracket(text: string, exits: TestExits, options: TestOrderOptions = {}): number {
    const entry = this.#make(text, options)
    return this.#sendLinked([entry, ...this.#exits(exits, entry, options)], options)
  }

  /** Exits of a position of so many that is held already; gives the number of the first. */
  protect(side: Side, exits: TestExits, options: TestOrderOptions = {}): number {
    return this.#sendLinked(this.#exits(exits, side, options), options)
  }

  /** Orders of which one is to fill; each may have exits. Gives the number of the first. */
  oco(texts: readonly (string | readonly [string, TestExits])[], options: TestOrderOptions = {}): number {
    const group = this.#orders.length
    const link = { role: 'alternative', group, parent: undefined } as const
    const orders = texts.flatMap((one) => {
      const [text, exits] = typeof one === 'string' ? [one, {}] : one
      const order = this.#make(text, { ...options, link })
      return [order, ...this.#exits(exits, order, options)]
    })
    return this.#sendLinked(orders, options)
  }

  /** Orders that are held until the first is filled; gives its number. */
  oto(text: string, children: readonly string[], options: TestOrderOptions = {}): number {
    const parent = this.#make(text, options)
    const link = { role: 'triggered', group: parent.number, parent: parent.number } as const
    return this.#sendLinked([parent, ...children.map((child) => this.#make(child, { ...options, link }))], options)
  }

  /** Orders with links of their own, in one command; gives the number of the first. */
  linked(orders: readonly (readonly [string, TestOrderOptions])[]): number {
    return this.#sendLinked(
      orders.map(([text, options]) => this.#make(text, options)),
      {},
    )
  }

  /** What the venue noted about how sure its answers were. */
  get notes(): VenueNotes {
    return this.#broker.notes
  }

  /** The number that the next order will have. */
  get nextNumber(): number {
    return this.#orders.length
  }

  replace(order: number, terms: ReplaceTerms, at: number = this.now): void {
    this.now = at
    this.#broker.send({ kind: 'replace', at, order: this.#orders[order]!, terms })
  }

  cancel(order: number, at: number = this.now): void {
    this.now = at
    this.#broker.send({ kind: 'cancel', at, order: this.#orders[order]! })
  }

  /** Opens the next bar of every symbol. */
  open(): void {
    const row = ++this.#row
    this.#phase = `open ${String(row)}`
    this.now = this.columns[0]!.openTime[row]!
    this.columns.forEach((_, series) => {
      this.#broker.barOpened(series, row)
    })
    this.#broker.opensComplete(this.now)
  }

  /** Closes the bar that is open. */
  close(): void {
    this.#phase = `close ${String(this.#row)}`
    this.now = this.columns[0]!.closeTime[this.#row]!
    this.columns.forEach((_, series) => {
      this.#broker.barClosed(series, this.#row)
    })
  }

  /** Plays the next bars whole; without a count all that are left. */
  play(count: number = this.columns[0]!.length - 1 - this.#row): this {
    for (let i = 0; i < count; i++) {
      this.open()
      this.close()
    }
    return this
  }

  /** Shows a quote, a second after what was shown before. */
  quote(bid: number, ask: number, sizes: { readonly bid?: number; readonly ask?: number } = {}): void {
    this.#tick('quote')
    this.#broker.quoted(0, { bid, ask, bidSize: sizes.bid ?? 1000, askSize: sizes.ask ?? 1000 }, this.now)
  }

  /** Shows a trade, a second after what was shown before. */
  trade(price: number, size = 1000): void {
    this.#tick('trade')
    this.#broker.traded(0, { price, size }, this.now)
  }

  /** Plays all bars that are left of an only symbol as the engine does: the venue is shown none that it says concern no order. */
  skim(): this {
    const { length } = this.columns[0]!
    while (this.#row + 1 < length) {
      const next = this.#broker.waiting ? this.#broker.quietUntil(0, this.#row + 1, length) : length
      if (next > this.#row + 1) {
        this.#row = next - 1
        this.#broker.skipTo(0, this.#row, false)
      } else this.play(1)
    }
    return this
  }

  closeOut(first: number): void {
    this.#phase = 'end'
    this.#broker.closeOut(first, this.now)
  }

  #tick(kind: string): void {
    this.#row++
    this.#phase = `${kind} ${String(this.#row)}`
    this.now += 1000
  }

  #make(text: string, options: TestOrderOptions): OrderRequest {
    const number = this.#orders.length
    const order = orderOf(text, options, { number, symbols: this.#symbols, unitsPerOne: this.#unitsPerOne })
    this.#orders.push(order)
    return order
  }

  #exits(exits: TestExits, of: OrderRequest | Side, options: TestOrderOptions): OrderRequest[] {
    const parent = typeof of === 'string' ? undefined : of
    const side = (parent?.side ?? of) === 'buy' ? 'sell' : 'buy'
    const group = parent?.number ?? this.#orders.length
    const quantity = parent?.quantity.toNumber() ?? options.quantity ?? 10
    const leg = (role: 'stopLoss' | 'takeProfit') => (text: string) =>
      this.#make(`${side} ${text}`, {
        ...options,
        timeInForce: 'GTC',
        quantity,
        reduceOnly: true,
        link: { role, group, parent: parent?.number },
      })
    const stop = exits.stopLoss === undefined ? [] : [leg('stopLoss')(exits.stopLoss)]
    return [...stop, ...(exits.takeProfit ?? []).map(leg('takeProfit'))]
  }

  #sendLinked(orders: readonly OrderRequest[], options: TestOrderOptions): number {
    const [order] = orders
    invariant(order !== undefined, 'no orders to link')
    this.now = options.at ?? this.now
    if (orders.length === 1) this.#broker.send({ kind: 'submit', at: this.now, order })
    else this.#broker.send({ kind: 'submitLinked', at: this.now, order, orders })
    return order.number
  }

  #note(event: OrderEvent): void {
    invariant(event.occurredAt === this.now, 'a report carries another time than its instant', { event })
    this.reports.push(event)
    const head = `${this.#phase}: #${String(event.order)}`
    if (event.kind === 'accepted') this.accepted.push(head)
    else if (event.kind === 'filled') {
      this.fills.push({ ...event, row: this.#row, atOpen: this.#phase.startsWith('open') })
      const flags = `${event.ambiguous ? ' ambiguous' : ''}${event.gapRisk ? ' gapRisk' : ''}`
      this.log.push(`${head} ${String(event.quantity)} @ ${String(event.price)}${flags}`)
    } else if (event.kind === 'triggered') this.log.push(`${head} triggered`)
    else if (event.kind === 'replaced')
      this.log.push(`${head} replaced ${this.#termsOf(event.terms)}${event.asked ? ' asked' : ''}`)
    else this.log.push(`${head} ${event.kind} ${event.code}`)
  }

  /** 'quantity 5', 'stopPrice 95 quantity 5'. */
  #termsOf({ quantityUnits, ...prices }: ReplaceTerms): string {
    const texts = Object.entries(prices).map(([name, value]) => `${name} ${String(value)}`)
    if (quantityUnits !== undefined) texts.push(`quantity ${String(quantityUnits / this.#unitsPerOne)}`)
    return texts.join(' ')
  }
}

function columnsOf(rows: readonly string[], times: TestVenueOptions['times']): BarColumns {
  const parsed = rows.map((row) => {
    const [prices = '', ...notes] = row.split(' ')
    const volume = notes.find((note) => note.startsWith('v'))?.slice(1)
    const vwap = notes.find((note) => note.startsWith('w'))?.slice(1)
    return { prices: prices.split('/').map(Number), volume, vwap, filled: notes.includes('filled') }
  })
  const price = (place: number): Float64Array => Float64Array.from(parsed, ({ prices }) => prices[place]!)
  return {
    length: rows.length,
    openTime: Float64Array.from(rows, (_, row) => times?.[row]?.[0] ?? FIRST_OPEN + row * DAY_MS),
    closeTime: Float64Array.from(rows, (_, row) => times?.[row]?.[1] ?? FIRST_OPEN + (row + 1) * DAY_MS),
    open: price(0),
    high: price(1),
    low: price(2),
    close: price(3),
    volume: parsed.some(({ volume }) => volume) ? Float64Array.from(parsed, ({ volume }) => Number(volume)) : undefined,
    ...(parsed.some(({ vwap }) => vwap) ? { vwap: Float64Array.from(parsed, ({ vwap }) => Number(vwap)) } : {}),
    flags: Uint8Array.from(parsed, ({ filled }) => (filled ? BAR_FILLED : 0)),
  }
}
