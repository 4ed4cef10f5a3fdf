import type { CommissionFill, CommissionModel } from '../costs/commission.js'
import { MonthlyVolume } from '../costs/monthly-volume.js'
import { slippedPrice, type SlippageFill, type SlippageModel } from '../costs/slippage.js'
import { exactProduct } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import { MoneyCell, type Money } from '../domain/money.js'
import { ORDER_TYPES } from '../domain/order.js'
import type { PriceBounds } from '../domain/order-event.js'
import type { ReportLine } from './report-line.js'
import type { VenueBook } from './venue-book.js'
import type { VenueFunds } from './venue-funds.js'
import type { VenueOrder } from './venue-order.js'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

const NOTHING = new MoneyCell()

/** What the data leave open about a fill. */
export interface FillDoubt {
  readonly ambiguous: boolean
  readonly touched: boolean
  /** In prices of the series. */
  readonly bounds: PriceBounds | undefined
  /** A finer series has told where it happened. */
  readonly byFiner: boolean
}

export const NO_DOUBT: FillDoubt = { ambiguous: false, touched: false, bounds: undefined, byFiner: false }
export const TOUCHED: FillDoubt = { ambiguous: true, touched: true, bounds: undefined, byFiner: false }

/** The bar of a fill as slippage models see it, on the side that the fill takes: what is not asked for is never read. */
class SidedBar {
  book: VenueBook
  shift = 0

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
    return this.book.columns.open[this.book.row]! + this.shift
  }
  get high(): number {
    return this.book.columns.high[this.book.row]! + this.shift
  }
  get low(): number {
    return this.book.columns.low[this.book.row]! + this.shift
  }
  get close(): number {
    return this.book.columns.close[this.book.row]! + this.shift
  }
  get volume(): number {
    return this.book.columns.volume === undefined ? Number.NaN : this.book.columns.volume[this.book.row]!
  }
}

class Slipping implements SlippageFill {
  instrument: Instrument
  direction = 0
  price = Number.NaN
  units = 0
  opens = false
  readonly order: Mutable<SlippageFill['order']> = { type: 'market', side: 'buy', quantityUnits: 0 }
  readonly bar: SidedBar

  constructor(book: VenueBook) {
    this.instrument = book.instrument
    this.bar = new SidedBar(book)
  }
}

/** A fill as it would be. */
export interface SupposedFill {
  readonly book: VenueBook
  readonly order: VenueOrder
  readonly at: number
  /** The series' own, before slippage. */
  readonly price: number
  readonly units: number
  readonly rested: boolean
}

/** Turns a match into a report: slippage, commission, and what the venue keeps of the order. It moves no order from its place. */
export class FillDesk {
  readonly #commission: CommissionModel
  readonly #slippage: SlippageModel
  readonly #reports: ReportLine
  readonly #month = new MonthlyVolume()
  readonly #value = new MoneyCell()
  readonly #moved = new MoneyCell()
  readonly #supposedFee = new MoneyCell()
  /** Of a cash account; undefined where nobody looks at cash. */
  readonly funds: VenueFunds | undefined
  // What cost models are shown; one object each, so that a fill makes none.
  readonly #charged: Mutable<CommissionFill>
  #slipping: Slipping | undefined

  constructor(options: {
    readonly commission: CommissionModel
    readonly slippage: SlippageModel
    readonly reports: ReportLine
    /** Any instrument, to begin with. */
    readonly instrument: Instrument
    readonly funds?: VenueFunds | undefined
  }) {
    this.funds = options.funds
    this.#commission = options.commission
    this.#slippage = options.slippage
    this.#reports = options.reports
    this.#charged = {
      instrument: options.instrument,
      price: Number.NaN,
      units: 0,
      unitsBefore: 0,
      valueBefore: NOTHING,
      chargedBefore: NOTHING,
      liquidity: 'taker',
      monthQuantity: 0,
      monthValue: 0,
    }
  }

  /** `price` is the series' own, before slippage; `rested` says that the order was a limit in the market before the price came. */
  fill(
    book: VenueBook,
    order: VenueOrder,
    at: number,
    price: number,
    units: number,
    rested: boolean,
    doubt: FillDoubt,
  ): void {
    const { instrument, sides } = book
    const commission = new MoneyCell()
    const slipped = this.#charge(commission, book, order, at, price, units, rested)
    if (this.#commission.monthly !== false)
      this.#month.add(instrument, units, exactProduct(this.#value, slipped, units, instrument.scale.notional))
    if (this.funds !== undefined) this.funds.filled(book.index, this.#change(book, order, slipped, units, commission))
    order.filled += units
    order.remaining -= units
    book.net += order.direction * units
    order.account.held += order.direction * units
    if (order.remaining > 0) {
      ;(order.charged ??= new MoneyCell()).add(commission)
      ;(order.value ??= new MoneyCell()).add(exactProduct(this.#value, slipped, units, instrument.scale.notional))
    }
    const { bounds } = doubt
    this.#reports.emit({
      kind: 'filled',
      order: order.number,
      occurredAt: at,
      price: slipped,
      quantity: units / instrument.scale.unitsPerOne,
      commission,
      ambiguous: doubt.ambiguous,
      gapRisk: order.triggered && !doubt.byFiner && book.spansBreak,
      touched: doubt.touched,
      bounds:
        bounds && sides.differ
          ? { low: sides.priceOf(order, bounds.low), high: sides.priceOf(order, bounds.high) }
          : bounds,
    })
  }

  /** What a fill would do to the account's cash, in the instrument's currency; the cell is used again. */
  cashChange(supposed: SupposedFill): Money {
    const commission = this.#supposedFee.setParts(0, 0)
    const { book, order, at, price, units, rested } = supposed
    const slipped = this.#charge(commission, book, order, at, price, units, rested)
    return this.#change(book, order, slipped, units, commission)
  }

  #change(book: VenueBook, order: VenueOrder, price: number, units: number, commission: Money): Money {
    const change = exactProduct(this.#moved, price, units, book.instrument.scale.notional)
    if (order.direction > 0) change.negate()
    return change.subtract(commission)
  }

  /** Sets a cell to what a fill is charged and gives its price, slippage included. */
  #charge(
    commission: MoneyCell,
    book: VenueBook,
    order: VenueOrder,
    at: number,
    price: number,
    units: number,
    rested: boolean,
  ): number {
    const { instrument, sides } = book
    const isLimit = hasLimit(order)
    const sided = isLimit && price === sides.limitOf(order) ? order.limit : sides.priceOf(order, price)
    const slipped = isLimit ? sided : this.#slip(book, order, sided, units)
    const charged = this.#charged
    charged.instrument = instrument
    charged.price = slipped
    charged.units = units
    charged.unitsBefore = order.filled
    charged.valueBefore = order.value ?? NOTHING
    charged.chargedBefore = order.charged ?? NOTHING
    charged.liquidity = rested ? 'maker' : 'taker'
    if (this.#commission.monthly !== false) {
      this.#month.moveTo(at)
      charged.monthQuantity = this.#month.quantity
      charged.monthValue = this.#month.value
    }
    this.#commission.charge(charged, commission)
    return slipped
  }

  /** Law 10: slippage moves a market or stop fill against it; a price that was moved rounds to the tick, against it too. */
  #slip(book: VenueBook, order: VenueOrder, price: number, units: number): number {
    const { direction, account } = order
    const slipping = (this.#slipping ??= new Slipping(book))
    slipping.bar.book = book
    slipping.bar.shift = book.sides.fillShift(order)
    slipping.instrument = book.instrument
    slipping.direction = direction
    slipping.price = price
    slipping.units = units
    slipping.opens = account.held * direction >= 0 || units > Math.abs(account.held)
    slipping.order.type = ORDER_TYPES[order.type]!
    slipping.order.side = direction > 0 ? 'buy' : 'sell'
    slipping.order.quantityUnits = order.filled + order.remaining
    return slippedPrice(this.#slippage, slipping)
  }
}

/** Whether an order fills as a limit, which does not slip. */
function hasLimit(order: VenueOrder): boolean {
  return !Number.isNaN(order.limit) || (order.trail !== undefined && !Number.isNaN(order.trail.limitOffset))
}
