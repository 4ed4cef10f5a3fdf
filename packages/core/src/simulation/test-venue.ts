import { noCommission, type CommissionModel } from '../costs/commission.js'
import { noSlippage, type SlippageModel } from '../costs/slippage.js'
import { BAR_FILLED, type BarColumns } from '../domain/bar-columns.js'
import { Decimal } from '../domain/decimal.js'
import { invariant } from '../domain/errors.js'
import { createInstrument, type InstrumentSpec } from '../domain/instrument.js'
import { ORDER_TYPES, type OrderRequest, type OrderType, type TimeInForce } from '../domain/order.js'
import type { OrderEvent, OrderFilled } from '../domain/order-event.js'
import type { FillRules } from './fill-rules.js'
import { SimulatedBroker } from './simulated-broker.js'

const DAY_MS = 86_400_000
/** A Monday. */
const FIRST_OPEN = Date.UTC(2024, 0, 1)

export interface TestVenueOptions {
  /**
   * Bars by symbol, or those of the only symbol: 'open/high/low/close', then ' v1000' where the volume matters and ' filled' for a bar carried
   * forward. By default bars are days, one after the other, from Monday 2024-01-01 UTC on.
   */
  readonly bars: readonly string[] | Readonly<Record<string, readonly string[]>>
  readonly instrument?: Omit<InstrumentSpec, 'symbol'>
  /** Open and close of each bar, UTC epoch milliseconds. */
  readonly times?: readonly (readonly [number, number])[]
  readonly fills?: FillRules
  readonly slippage?: SlippageModel
  readonly commission?: CommissionModel
}

/** A fill, and where it happened. */
export interface TestFill extends OrderFilled {
  readonly row: number
  readonly atOpen: boolean
}

export interface TestOrderOptions {
  readonly symbol?: string
  readonly quantity?: number
  readonly timeInForce?: TimeInForce
  readonly expireAt?: number
  /** When the command reaches the venue; default the last phase's time. */
  readonly at?: number
}

/** A simulated venue that tests show bars by hand, phase by phase, and whose reports they read as text. */
export class TestVenue {
  /** What the venue said, without acceptances: 'open 1: #0 10 @ 95' is 10 of order 0 filled at 95 at the open of row 1. */
  readonly log: string[] = []
  readonly fills: TestFill[] = []
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
    this.#broker = new SimulatedBroker({
      instruments,
      series: this.columns.map((columns, instrument) => ({ instrument, columns, execution: true })),
      commission: options.commission ?? noCommission(),
      slippage: options.slippage ?? noSlippage(),
      ...(options.fills ? { fills: options.fills } : {}),
    })
    this.#broker.connect((event) => {
      this.#note(event)
    })
  }

  /** Sends an order, such as 'buy limit 98' or 'sell market', of 10 unless told otherwise; gives its number. */
  send(text: string, options: TestOrderOptions = {}): number {
    const [side, type, level] = text.split(' ')
    invariant(side === 'buy' || side === 'sell', `${text} has no side`)
    const symbol = options.symbol ?? this.#symbols[0]!
    const number = this.#orders.length
    const quantity = options.quantity ?? 10
    const price = level === undefined ? undefined : new Decimal(level)
    const order: OrderRequest = {
      number,
      clientOrderId: `test-${String(number)}`,
      strategy: 'test',
      symbol,
      side,
      type: typeOf(type),
      timeInForce: options.timeInForce ?? 'GTC',
      quantity: new Decimal(quantity),
      limitPrice: type === 'limit' ? price : undefined,
      stopPrice: type === 'stop' ? price : undefined,
      expireAt: options.expireAt,
      level: price?.toNumber() ?? Number.NaN,
      limitLevel: Number.NaN,
      touchPrice: undefined,
      trail: undefined,
      reduceOnly: false,
      link: undefined,
      instrument: this.#symbols.indexOf(symbol),
      quantityUnits: Math.round(quantity * this.#unitsPerOne),
    }
    this.#orders.push(order)
    this.now = options.at ?? this.now
    this.#broker.send({ kind: 'submit', at: this.now, order })
    return number
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

  closeOut(first: number): void {
    this.#phase = 'end'
    this.#broker.closeOut(first, this.now)
  }

  #note(event: OrderEvent): void {
    if (event.kind === 'accepted') return
    invariant(event.occurredAt === this.now, 'a report carries another time than its instant', { event })
    const head = `${this.#phase}: #${String(event.order)}`
    if (event.kind === 'filled') {
      this.fills.push({ ...event, row: this.#row, atOpen: this.#phase.startsWith('open') })
      const flags = `${event.ambiguous ? ' ambiguous' : ''}${event.gapRisk ? ' gapRisk' : ''}`
      this.log.push(`${head} ${String(event.quantity)} @ ${String(event.price)}${flags}`)
    } else if (event.kind === 'triggered') this.log.push(`${head} triggered`)
    else this.log.push(`${head} ${event.kind}${'code' in event ? ` ${event.code}` : ''}`)
  }
}

function typeOf(text: string | undefined): OrderType {
  const type = ORDER_TYPES.find((known) => known === text)
  invariant(type !== undefined, `${String(text)} is no order type`)
  return type
}

function columnsOf(rows: readonly string[], times: TestVenueOptions['times']): BarColumns {
  const parsed = rows.map((row) => {
    const [prices = '', ...notes] = row.split(' ')
    const volume = notes.find((note) => note.startsWith('v'))?.slice(1)
    return { prices: prices.split('/').map(Number), volume, filled: notes.includes('filled') }
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
    flags: Uint8Array.from(parsed, ({ filled }) => (filled ? BAR_FILLED : 0)),
  }
}
