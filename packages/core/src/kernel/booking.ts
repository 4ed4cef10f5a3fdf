import { exactProduct } from '../domain/exact.js'
import { FILL_AMBIGUOUS, FILL_GAP_RISK, FILL_INTERNAL, FILL_TOUCHED } from '../domain/fill.js'
import type { Instrument } from '../domain/instrument.js'
import { MoneyCell, type Money } from '../domain/money.js'
import type { OrderFilled } from '../domain/order-event.js'
import { FILL, FillLog } from '../execution/fill-log.js'
import { ORDER } from '../execution/order-log.js'
import type { OrderManager } from '../execution/order-manager.js'
import { KIND, type Ledger } from '../portfolio/ledger.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import type { TrackedFill, TradeTracker } from '../portfolio/trade-tracker.js'
import type { TripMoney } from '../portfolio/trip-money.js'
import type { CashDesk } from './cash-desk.js'

/** Turns a fill into cash, a position and round trips: the one place where that happens. */
export class Booking {
  readonly fills: FillLog
  readonly #orders: OrderManager
  readonly #ledger: Ledger
  readonly #portfolio: Portfolio
  readonly #tracker: TradeTracker
  readonly #tripMoney: TripMoney
  readonly #instruments: readonly Instrument[]
  readonly #cashDesk: CashDesk
  /** By instrument: paid in full, in base currency. */
  readonly #isPlain: readonly boolean[]
  readonly #value = new MoneyCell()
  readonly #cash = new MoneyCell()
  readonly #settled = new MoneyCell()
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
    readonly tripMoney: TripMoney
    readonly instruments: readonly Instrument[]
    /** How many fills to make room for at once. */
    readonly rows?: number
    readonly cash: CashDesk
  }) {
    this.fills = new FillLog(options.rows)
    this.#orders = options.orders
    this.#ledger = options.ledger
    this.#portfolio = options.portfolio
    this.#tracker = options.tracker
    this.#tripMoney = options.tripMoney
    this.#instruments = options.instruments
    this.#isPlain = options.instruments.map(
      ({ payment }, index) => payment === 'full' && options.portfolio.currencyOf(index) === 0,
    )
    this.#cashDesk = options.cash
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
    if (closed > 0 && this.#portfolio.rates.any) this.#tripMoney.note(closed, this.#portfolio.fx(instrument))
    this.#post(tracked, closed > 0, fill)
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
      (fill.touched === true ? FILL_TOUCHED : 0) |
      (fill.internal === true ? FILL_INTERNAL : 0)
    data[base + FILL.point] = point
    if (fill.bounds !== undefined) this.fills.bounds.set(rows.length - 1, fill.bounds)
  }

  #post(tracked: TrackedFill, closes: boolean, { occurredAt: time, commission }: OrderFilled): void {
    const { strategy, instrument, direction, row } = tracked
    const portfolio = this.#portfolio
    if (this.#isPlain[instrument] === true) {
      const cash = this.#cash.set(this.#value)
      if (direction > 0) cash.negate()
      this.#ledger.post(time, strategy, 0, KIND.fill, cash, row)
      if (commission.whole !== 0 || commission.fraction !== 0)
        this.#ledger.post(time, strategy, 0, KIND.commission, cash.set(commission).negate(), row)
      portfolio.cashChanged()
      return
    }
    const currency = portfolio.currencyOf(instrument)
    const { payment } = this.#instruments[instrument]!
    const settled = this.#settled.setParts(0, 0)
    const value = this.#cash.set(this.#value)
    if (direction > 0) value.negate()
    if (payment === 'full') this.#pay(time, strategy, currency, KIND.fill, value, row)
    else {
      portfolio.carried.add(strategy, instrument, value.negate())
      if (closes && payment === 'profit') {
        this.#pay(time, strategy, currency, KIND.fill, this.#tracker.realized, row)
        portfolio.carried.add(strategy, instrument, this.#tracker.realized)
      }
    }
    if (commission.whole !== 0 || commission.fraction !== 0)
      this.#pay(time, strategy, currency, KIND.commission, this.#cash.set(commission).negate(), row)
    this.#cashDesk.settle(time, strategy, currency, settled, row)
  }

  #pay(time: number, strategy: number, currency: number, kind: number, amount: Money, row: number): void {
    this.#ledger.post(time, strategy, currency, kind, amount, row)
    this.#settled.add(amount)
  }
}
