import type { CommissionFill, CommissionModel } from '../costs/commission.js'
import { MonthlyVolume } from '../costs/monthly-volume.js'
import { slippedPrice, type SlippageBar, type SlippageFill, type SlippageModel } from '../costs/slippage.js'
import { exactProduct } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import { MoneyCell } from '../domain/money.js'
import { ORDER_TYPES, type RejectCode } from '../domain/order.js'
import type { OrderEnded } from '../domain/order-event.js'
import type { ResolvedFillRules } from './fill-rules.js'
import { INSIDE_NONE, INSIDE_TOUCHED, insideBar, marketableAtOpen } from './laws.js'
import { byNearness, scarceEitherWay, type Candidate } from './priority.js'
import type { ReportLine } from './report-line.js'
import type { VenueBook } from './venue-book.js'
import { FOK, LIMIT, MARKET, STOP, type VenueOrder } from './venue-order.js'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const NOTHING = new MoneyCell()

/** A bar of a book as slippage models see it: what is not asked for is never read. */
class BookBar implements SlippageBar {
  book: VenueBook

  constructor(book: VenueBook) {
    this.book = book
  }

  get openTime(): number {
    return this.book.columns.openTime[this.book.row]!
  }
  get closeTime(): number {
    return this.book.columns.closeTime[this.book.row]!
  }
  get open(): number {
    return this.book.columns.open[this.book.row]!
  }
  get high(): number {
    return this.book.columns.high[this.book.row]!
  }
  get low(): number {
    return this.book.columns.low[this.book.row]!
  }
  get close(): number {
    return this.book.columns.close[this.book.row]!
  }
  get volume(): number {
    const { volume } = this.book.columns
    return volume === undefined ? Number.NaN : volume[this.book.row]!
  }
}

/** A fill as slippage models see it; one object, so that a fill makes none. */
class Slipping implements SlippageFill {
  instrument: Instrument
  direction = 0
  price = Number.NaN
  units = 0
  opens = false
  readonly order: Mutable<SlippageFill['order']> = { type: 'market', side: 'buy', quantityUnits: 0 }
  readonly bar: BookBar

  constructor(book: VenueBook) {
    this.instrument = book.instrument
    this.bar = new BookBar(book)
  }
}

/** Matches orders against bars, phase by phase: opens first, then the rest of each bar. */
export class MatchingEngine {
  readonly #rules: ResolvedFillRules
  readonly #commission: CommissionModel
  readonly #slippage: SlippageModel
  readonly #reports: ReportLine
  // What cost models are shown; one object each, so that a fill makes none.
  readonly #charged: Mutable<CommissionFill>
  #slipping: Slipping | undefined
  readonly #month = new MonthlyVolume()
  readonly #value = new MoneyCell()
  /** What orders have traded, once a fill has left something to be filled. */
  readonly #traded = new WeakMap<VenueOrder, MoneyCell>()

  constructor(options: {
    readonly rules: ResolvedFillRules
    readonly commission: CommissionModel
    readonly slippage: SlippageModel
    readonly reports: ReportLine
    /** Any instrument, to begin with. */
    readonly instrument: Instrument
  }) {
    this.#rules = options.rules
    this.#commission = options.commission
    this.#slippage = options.slippage
    this.#reports = options.reports
    const { instrument } = options
    const price = Number.NaN
    this.#charged = {
      instrument,
      price,
      units: 0,
      unitsBefore: 0,
      valueBefore: NOTHING,
      chargedBefore: NOTHING,
      liquidity: 'taker',
      monthQuantity: 0,
      monthValue: 0,
    }
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
      if (!book.isFilledBar) this.#collectAtOpen(book, candidates)
    }
    candidates.sort(byNearness)
    for (const { book, order } of candidates) this.#fillAtOpen(book, order, at)
    for (const book of books) {
      if (!book.isFilledBar) this.#dropImmediate(book, at)
      book.refresh()
    }
  }

  #matchOnlyOrder(book: VenueBook, order: VenueOrder, at: number): void {
    this.#expire(book, at)
    if (book.orders.length === 0) return
    if (!book.isFilledBar && order.liveRow <= book.row) {
      if (marketableAtOpen(order, book.columns.open[book.row]!)) this.#fillAtOpen(book, order, at)
      if (order.immediate) this.#dropImmediate(book, at)
    }
    book.refresh()
  }

  /** Matches the rest of a bar, from just after its open to its close, and ends what expires or was cancelled meanwhile. */
  matchRest(book: VenueBook, at: number): void {
    this.#meetSessions(book)
    if (!book.isFilledBar) this.#fillInside(book, at)
    this.#expire(book, at)
    for (const order of [...book.orders]) {
      if (order.cancelPending) this.end(book, order, 'canceled', at, { code: 'CANCELED', message: 'as asked' })
    }
    book.refresh()
  }

  /** Fills the market orders numbered from `first` on at the close of the last bar. */
  fillAtClose(book: VenueBook, first: number, at: number): void {
    for (const order of [...book.orders]) {
      if (order.number < first || order.type !== MARKET) continue
      this.#fill(book, order, at, book.columns.close[book.row]!, order.remaining, false)
    }
    book.refresh()
  }

  end(
    book: VenueBook,
    order: VenueOrder,
    kind: OrderEnded['kind'],
    at: number,
    reason: { code: RejectCode; message: string },
  ): void {
    book.remove(order)
    book.refresh()
    this.#reports.emit({ kind, order: order.number, occurredAt: at, ...reason })
  }

  #collectAtOpen(book: VenueBook, candidates: Candidate[]): void {
    const open = book.columns.open[book.row]!
    const closable = Math.abs(book.net)
    for (const order of book.orders) {
      if (order.liveRow > book.row) continue
      if (!marketableAtOpen(order, open)) continue
      const closing = book.net * order.direction < 0 && order.remaining <= closable
      candidates.push({ book, order, closing, distance: order.type === MARKET ? 0 : Math.abs(order.level - open) })
    }
  }

  /** A DAY order lives until the close of the session that it first meets, which is that of its first bar, whether or not anything trades in it. */
  #meetSessions(book: VenueBook): void {
    let met = false
    for (const order of book.orders) {
      if (!order.awaitsSession || (order.liveRow > book.row && order.insideRow !== book.row)) continue
      order.expireAt = book.calendar.nextSession(book.columns.openTime[book.row]!).close
      met = true
    }
    if (met) book.refresh()
  }

  #fillAtOpen(book: VenueBook, order: VenueOrder, at: number): void {
    if (order.timeInForce === FOK && order.remaining > book.volumeLeft) return
    const units = Math.min(order.remaining, book.volumeLeft)
    if (order.type === STOP) this.#trigger(order, at)
    if (units > 0) this.#fill(book, order, at, book.columns.open[book.row]!, units, false)
  }

  /** IOC and FOK are judged at the first price only. */
  #dropImmediate(book: VenueBook, at: number): void {
    for (const order of [...book.orders]) {
      if (!order.immediate || order.liveRow > book.row) continue
      const message =
        order.filled > 0
          ? 'the rest found no volume at the first price'
          : 'not fillable in whole or part at the first price'
      this.end(book, order, 'canceled', at, { code: 'NO_LIQUIDITY', message })
    }
  }

  #fillInside(book: VenueBook, at: number): void {
    if (Number.isNaN(book.volumeLeft)) book.openVolume()
    const candidates = this.#collectInside(book, at)
    if (candidates.length === 0) return
    candidates.sort(byNearness)
    const contested = scarceEitherWay(candidates, book.volumeLeft)
    for (const { order, touched } of candidates) {
      if (touched === true && !this.#rules.touchFills) continue
      const units = Math.min(order.remaining, book.volumeLeft)
      if (order.type === STOP) this.#trigger(order, at)
      const ambiguous = touched === true || contested.has(order)
      if (units > 0) this.#fill(book, order, at, order.level, units, ambiguous)
    }
  }

  /** The orders whose level the rest of the bar reaches. */
  #collectInside(book: VenueBook, at: number): Candidate[] {
    const { row } = book
    const open = book.columns.open[row]!
    const low = book.columns.low[row]!
    const high = book.columns.high[row]!
    const candidates: Candidate[] = []
    for (const order of book.orders) {
      if (!this.#livesInside(book, order, open, at)) continue
      const outcome = insideBar(order, low, high)
      if (outcome === INSIDE_NONE) continue
      const touched = outcome === INSIDE_TOUCHED || this.#withinPenetration(book, order)
      candidates.push({ book, order, closing: false, distance: Math.abs(order.level - open), touched })
    }
    return candidates
  }

  /** Whether an order meets the rest of this bar: it rests, it was live at the open or placed at it, and it does not end inside. */
  #livesInside(book: VenueBook, order: VenueOrder, open: number, at: number): boolean {
    if (order.type === MARKET || order.immediate || order.expireAt < at) return false
    if (order.liveRow <= book.row) return true
    return order.insideRow === book.row && !marketableAtOpen(order, open)
  }

  /** Whether a limit was gone through by less than the ticks that the touch rule asks for. */
  #withinPenetration(book: VenueBook, order: VenueOrder): boolean {
    const penetration = this.#rules.penetration[book.index]!
    if (penetration === 0 || order.type !== LIMIT) return false
    const { low, high } = book.columns
    const through = order.actsBelow ? order.level - low[book.row]! : high[book.row]! - order.level
    // Differences of prices on the grid miss its ticks by a few ulps of the price.
    return through < penetration * (1 - 1e-6)
  }

  #trigger(order: VenueOrder, at: number): void {
    order.triggered = true
    // A triggered stop stays triggered: what is left of it is a market order.
    order.type = MARKET
    this.#reports.emit({ kind: 'triggered', order: order.number, occurredAt: at })
  }

  #expire(book: VenueBook, at: number): void {
    if (!book.expiresBy(at)) return
    for (const order of [...book.orders]) {
      if (order.expireAt > at) continue
      this.end(book, order, 'expired', at, { code: 'EXPIRED', message: 'its time in force ended' })
    }
  }

  /** `price` is what the bar shows, before slippage. */
  #fill(book: VenueBook, order: VenueOrder, at: number, price: number, units: number, ambiguous: boolean): void {
    const { instrument } = book
    const slipped = order.type === LIMIT ? price : this.#slip(book, order, price, units)
    const commission = new MoneyCell()
    const value = exactProduct(this.#value, slipped, units, instrument.scale.notional)
    const traded = this.#traded.get(order)
    const month = this.#month
    month.moveTo(at)
    const charged = this.#charged
    charged.instrument = instrument
    charged.price = slipped
    charged.units = units
    charged.unitsBefore = order.filled
    charged.valueBefore = traded ?? NOTHING
    charged.chargedBefore = order.charged ?? NOTHING
    charged.liquidity = order.type === LIMIT && at !== book.columns.openTime[book.row] ? 'maker' : 'taker'
    charged.monthQuantity = month.quantity
    charged.monthValue = month.value
    this.#commission.charge(charged, commission)
    month.add(instrument, units, value)
    order.filled += units
    order.remaining -= units
    book.volumeLeft -= units
    book.net += order.direction * units
    if (order.remaining === 0) book.remove(order)
    else {
      ;(order.charged ??= new MoneyCell()).add(commission)
      if (traded) traded.add(value)
      else this.#traded.set(order, new MoneyCell().set(value))
    }
    this.#reports.emit({
      kind: 'filled',
      order: order.number,
      occurredAt: at,
      price: slipped,
      quantity: units / instrument.scale.unitsPerOne,
      commission,
      ambiguous,
      gapRisk: order.triggered && book.spansBreak,
    })
  }

  /** Law 10: slippage moves a market or stop fill against it; a price that was moved rounds to the tick, against it too. */
  #slip(book: VenueBook, order: VenueOrder, price: number, units: number): number {
    const { direction } = order
    const slipping = (this.#slipping ??= new Slipping(book))
    slipping.bar.book = book
    slipping.instrument = book.instrument
    slipping.direction = direction
    slipping.price = price
    slipping.units = units
    slipping.opens = book.net * direction >= 0 || units > Math.abs(book.net)
    slipping.order.type = order.triggered ? 'stop' : ORDER_TYPES[order.type]!
    slipping.order.side = direction > 0 ? 'buy' : 'sell'
    slipping.order.quantityUnits = order.filled + order.remaining
    return slippedPrice(this.#slippage, slipping)
  }
}
