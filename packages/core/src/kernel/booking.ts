import { exactProduct } from '../domain/exact.js'
import { FILL_AMBIGUOUS, FILL_GAP_RISK, FILL_TOUCHED } from '../domain/fill.js'
import type { Instrument } from '../domain/instrument.js'
import { MoneyCell } from '../domain/money.js'
import type { OrderFilled } from '../domain/order-event.js'
import { FILL, FillLog } from '../execution/fill-log.js'
import { ORDER } from '../execution/order-log.js'
import type { OrderManager } from '../execution/order-manager.js'
import { LEDGER_KINDS, type Ledger } from '../portfolio/ledger.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import type { TrackedFill, TradeTracker } from '../portfolio/trade-tracker.js'

const KIND_FILL = LEDGER_KINDS.indexOf('fill')
const KIND_COMMISSION = LEDGER_KINDS.indexOf('commission')

/** Turns a fill into cash, a position and round trips: the one place where that happens. */
export class Booking {
  readonly fills: FillLog
  readonly #orders: OrderManager
  readonly #ledger: Ledger
  readonly #portfolio: Portfolio
  readonly #tracker: TradeTracker
  readonly #instruments: readonly Instrument[]
  readonly #currencies: readonly number[]
  readonly #value = new MoneyCell()
  readonly #cash = new MoneyCell()
  /** What the tracker is shown; one object, so that a fill makes none. */
  readonly #tracked: { -readonly [K in keyof TrackedFill]: TrackedFill[K] } = {
    strategy: 0,
    instrument: 0,
    direction: 0,
    units: 0,
    price: Number.NaN,
    time: Number.NaN,
    value: this.#value,
    fee: this.#cash,
    row: 0,
  }

  constructor(options: {
    readonly orders: OrderManager
    readonly ledger: Ledger
    readonly portfolio: Portfolio
    readonly tracker: TradeTracker
    readonly instruments: readonly Instrument[]
    /** How many fills to make room for at once. */
    readonly rows?: number
    /** Index of each instrument's currency in the ledger. */
    readonly currencies: readonly number[]
  }) {
    this.fills = new FillLog(options.rows)
    this.#orders = options.orders
    this.#ledger = options.ledger
    this.#portfolio = options.portfolio
    this.#tracker = options.tracker
    this.#instruments = options.instruments
    this.#currencies = options.currencies
  }

  /**
   * Books the fill of an order, by its number, and gives the number of round trips that it closed. `point` is the first point of the equity
   * curve that shows it.
   */
  book(order: number, fill: OrderFilled, point: number): number {
    const { rows } = this.#orders.log
    const base = rows.base(order)
    // Indices as integers: as float64 they would be converted wherever they are used.
    const strategy = rows.data[base + ORDER.strategy]! | 0
    const instrument = rows.data[base + ORDER.instrument]! | 0
    const direction = rows.data[base + ORDER.direction]!
    const { scale } = this.#instruments[instrument]!
    const { price, commission, occurredAt: time } = fill
    const units = Math.round(fill.quantity * scale.unitsPerOne)
    const value = exactProduct(this.#value, price, units, scale.notional)
    const row = this.fills.length
    this.#log(order, units, fill, point)
    this.#orders.filled(order, units, fill)
    this.#post(strategy, instrument, direction, row, fill)
    const held = this.#portfolio.units(strategy, instrument)
    const tracked = this.#tracked
    tracked.strategy = strategy
    tracked.instrument = instrument
    tracked.direction = direction
    tracked.units = units
    tracked.price = price
    tracked.time = time
    tracked.value = value
    tracked.fee = commission
    tracked.row = row
    const closed = this.#tracker.apply(tracked, held)
    this.#portfolio.move(strategy, instrument, direction * units)
    return closed
  }

  #log(order: number, units: number, fill: OrderFilled, point: number): void {
    const { rows } = this.fills
    const base = rows.add()
    const { data } = rows
    data[base + FILL.order] = order
    data[base + FILL.time] = fill.occurredAt
    data[base + FILL.price] = fill.price
    data[base + FILL.units] = units
    rows.writeAmount(base + FILL.value, this.#value)
    rows.writeAmount(base + FILL.commission, fill.commission)
    data[base + FILL.flags] =
      (fill.ambiguous ? FILL_AMBIGUOUS : 0) |
      (fill.gapRisk ? FILL_GAP_RISK : 0) |
      (fill.touched === true ? FILL_TOUCHED : 0)
    data[base + FILL.point] = point
    if (fill.bounds !== undefined) this.fills.bounds.set(rows.length - 1, fill.bounds)
  }

  #post(strategy: number, instrument: number, direction: number, row: number, fill: OrderFilled): void {
    const { occurredAt: time, commission } = fill
    const currency = this.#currencies[instrument]!
    const cash = this.#cash.set(this.#value)
    if (direction > 0) cash.negate()
    this.#ledger.post(time, strategy, currency, KIND_FILL, cash, row)
    if (commission.whole !== 0 || commission.fraction !== 0) {
      this.#ledger.post(time, strategy, currency, KIND_COMMISSION, this.#cash.set(commission).negate(), row)
    }
    this.#portfolio.cashChanged()
  }
}
