import type { DenialCode } from '../domain/denial.js'
import { formatTime } from '../domain/errors.js'
import { decimalPlaces, exactProduct, powerOfTen } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import { MoneyCell } from '../domain/money.js'
import type { OrderOutcome } from '../domain/order.js'

/** What the checks may read: the account as it is at the decision. */
export interface RiskView {
  readonly now: number
  equity(): number
  /** The last price of an instrument, NaN before the first. */
  mark(instrument: number): number
  /** The account's net units, signed. */
  net(instrument: number): number
  /** Units of working buys and sells over all books. */
  workingBuys(instrument: number): number
  workingSells(instrument: number): number
  /** A book's own units, signed. */
  bookUnits(strategy: number, instrument: number): number
  /** A book's own working market orders, signed units: what will be filled whatever the price does. */
  bookWorkingMarket(strategy: number, instrument: number): number
  /** Units of a book's own working sells. */
  bookWorkingSells(strategy: number, instrument: number): number
  valueOf(instrument: number, units: number, price: number): number
  /** Instruments that have a position or working orders. */
  exposed(): readonly number[]
}

/** An order before it is sent, in the instrument's smallest units. */
export interface CheckedOrder {
  readonly strategy: number
  readonly instrument: number
  readonly direction: number
  readonly units: number
  /** Limit, stop or touch price; NaN without one. */
  readonly level: number
  /** The limit beside a stop or touch price; NaN without one. */
  readonly limitLevel: number
  /** Where a trailing stop begins to follow; NaN without one. */
  readonly activationPrice: number
  /** It only ever closes. */
  readonly reduceOnly: boolean
  /** What its book will have traded, signed, before the order can act: its parent's units. */
  readonly unitsAhead: number
  /** NaN unless it is GTD. */
  readonly expireAt: number
}

export interface AccountRules {
  /** Positions may be worth so many times the equity. */
  readonly leverage: number
  readonly allowShort: boolean
}

/**
 * The checks before an order is sent, in the order of `DENIAL_CODES`. Limits look at the position that would result with everything that is
 * working; an order that only closes needs no capital.
 */
export class OrderValidator {
  readonly #view: RiskView
  readonly #rules: AccountRules
  readonly #instruments: readonly Instrument[]

  constructor(options: {
    readonly view: RiskView
    readonly rules: AccountRules
    readonly instruments: readonly Instrument[]
  }) {
    this.#view = options.view
    this.#rules = options.rules
    this.#instruments = options.instruments
  }

  /** Why the order must not be sent; undefined if it may. `allowShort` is the strategy's own word. */
  check(order: CheckedOrder, allowShort: boolean): OrderOutcome | undefined {
    return this.checkTerms(order) ?? this.checkPosition(order, allowShort)
  }

  /** The checks of the order's own terms. */
  checkTerms(order: CheckedOrder): OrderOutcome | undefined {
    const instrument = this.#instruments[order.instrument]!
    return checkQuantity(order, instrument) ?? checkPrices(order, instrument) ?? this.#checkExpiry(order)
  }

  #checkExpiry(order: CheckedOrder): OrderOutcome | undefined {
    if (!(order.expireAt <= this.#view.now)) return undefined
    return deny(
      'EXPIRED_BEFORE_SENT',
      `expires at ${formatTime(order.expireAt)}; expected a time after ${formatTime(this.#view.now)}`,
    )
  }

  /** The checks of the position that would result. */
  checkPosition(order: CheckedOrder, allowShort: boolean): OrderOutcome | undefined {
    const view = this.#view
    const instrument = this.#instruments[order.instrument]!
    // A stop-limit is filled at its limit at worst, wherever it is triggered.
    const level = Number.isNaN(order.limitLevel) ? order.level : order.limitLevel
    const price = Number.isNaN(level) ? view.mark(order.instrument) : level
    if (Number.isNaN(price))
      return deny('NO_PRICE', `${instrument.symbol} has no price yet; expected a bar before the first order`)
    if (order.reduceOnly) return undefined
    const short = this.#checkShort(order, instrument, allowShort)
    if (short) return short
    if (order.units <= this.#closable(order)) return undefined
    return checkNotional(order, price, instrument) ?? this.#checkCapital(order, price, instrument)
  }

  /** Units that the order can close: of what is held, those that no working market order closes already. */
  #closable({ strategy, instrument, direction, unitsAhead }: CheckedOrder): number {
    const held = this.#view.bookUnits(strategy, instrument) + unitsAhead
    if (held * direction >= 0) return 0
    const left = held + this.#view.bookWorkingMarket(strategy, instrument)
    return Math.max(0, Math.min(-held * direction, -left * direction))
  }

  /** Where no short position may be, sells that work already count as sold: two that are both filled must not pass zero. */
  #checkShort(order: CheckedOrder, { symbol, scale }: Instrument, allowShort: boolean): OrderOutcome | undefined {
    if (order.direction > 0 || (allowShort && this.#rules.allowShort)) return undefined
    const { strategy, instrument } = order
    const working = this.#view.bookWorkingSells(strategy, instrument)
    const left = Math.max(0, this.#view.bookUnits(strategy, instrument) + order.unitsAhead - working)
    if (order.units <= left) return undefined
    const who = allowShort ? 'the account' : 'the strategy'
    const beside = working > 0 ? ` beside ${format(working / scale.unitsPerOne)} that working orders sell` : ''
    const short = format((order.units - left) / scale.unitsPerOne)
    return deny('SHORT_NOT_ALLOWED', `${short} of ${symbol}${beside} would open a short position; ${who} allows none`)
  }

  #checkCapital(order: CheckedOrder, price: number, instrument: Instrument): OrderOutcome | undefined {
    const equity = this.#view.equity()
    const exposure = this.#resultingExposure(order, price) + this.#exposureBeside(order.instrument)
    const limit = equity * this.#rules.leverage
    // Sums of float64 values may miss the limit by an ulp where the quantity was sized to meet it exactly.
    if (exposure <= limit + Math.abs(limit) * 1e-12) return undefined
    return deny(
      'INSUFFICIENT_CAPITAL',
      `positions would be worth ${format(exposure)} with this order in ${instrument.symbol}; the account's equity of ${format(equity)} at leverage ${String(this.#rules.leverage)} allows ${format(limit)}`,
    )
  }

  /**
   * What the account's position in the order's instrument is worth once everything that works on the order's side, and the order itself, is filled:
   * what is held at its mark, as in equity, and what is bought or sold on top of it at the order's price.
   */
  #resultingExposure({ instrument, direction, units }: CheckedOrder, price: number): number {
    const view = this.#view
    const held = view.net(instrument) * direction
    const traded = units + (direction > 0 ? view.workingBuys(instrument) : view.workingSells(instrument))
    const after = held + traded
    if (after <= 0) return view.valueOf(instrument, -after, view.mark(instrument))
    if (held <= 0) return view.valueOf(instrument, after, price)
    return view.valueOf(instrument, held, view.mark(instrument)) + view.valueOf(instrument, traded, price)
  }

  /**
   * What an order on one side may be worth at a price, in base currency, before the positions that would result are worth more than the
   * leverage allows. What it closes is free.
   */
  buyingPower(instrument: number, direction: number, price: number): number {
    const view = this.#view
    const limit = view.equity() * this.#rules.leverage - this.#exposureBeside(instrument)
    const held = view.net(instrument) * direction
    const working = direction > 0 ? view.workingBuys(instrument) : view.workingSells(instrument)
    const taken = view.valueOf(instrument, held, held > 0 ? view.mark(instrument) : price)
    return Math.max(0, (held > 0 ? limit : Math.max(0, limit)) - taken - view.valueOf(instrument, working, price))
  }

  /** What all other positions can come to be worth. */
  #exposureBeside(instrument: number): number {
    let exposure = 0
    const exposed = this.#view.exposed()
    for (let i = 0; i < exposed.length; i++) {
      if (exposed[i] !== instrument) exposure += this.#exposure(exposed[i]!)
    }
    return exposure
  }

  /** The most that the account's position in another instrument can come to be worth by what is working. */
  #exposure(instrument: number): number {
    const view = this.#view
    const net = view.net(instrument)
    const most = Math.max(Math.abs(net + view.workingBuys(instrument)), Math.abs(net - view.workingSells(instrument)))
    return view.valueOf(instrument, most, view.mark(instrument))
  }
}

function checkQuantity(order: CheckedOrder, instrument: Instrument): OrderOutcome | undefined {
  const { scale } = instrument
  const { units } = order
  // Words cost more than the checks: they are made only for a refusal.
  if (!(units > 0)) return denyQuantity(order, instrument, 'a positive one')
  if (scale.stepUnits !== 1 && units % scale.stepUnits !== 0)
    return denyQuantity(order, instrument, `a multiple of ${instrument.quantityStep.toString()}`)
  if (units < scale.quantityMinUnits)
    return denyQuantity(order, instrument, `at least ${String(instrument.quantityMin)}`)
  if (units > scale.quantityMaxUnits)
    return denyQuantity(order, instrument, `at most ${String(instrument.quantityMax)}`)
  return undefined
}

function denyQuantity({ units }: CheckedOrder, { symbol, scale }: Instrument, expected: string): OrderOutcome {
  const asked = `${format(units / scale.unitsPerOne)} of ${symbol}`
  return deny('INVALID_QUANTITY', `quantity is ${asked}; expected ${expected}`)
}

function checkNotional(order: CheckedOrder, price: number, instrument: Instrument): OrderOutcome | undefined {
  const { symbol, notionalMin, scale } = instrument
  if (notionalMin === undefined) return undefined
  // Exact: 100 at 0.57 is worth 57, not 56.99999999999999.
  const notional = exactProduct(new MoneyCell(), price, order.units, scale.notional).toDecimal()
  if (notional.gte(notionalMin)) return undefined
  return deny(
    'NOTIONAL_LIMIT',
    `order is worth ${notional.toString()}; ${symbol} has a minimum of ${notionalMin.toString()}`,
  )
}

function checkPrices(order: CheckedOrder, instrument: Instrument): OrderOutcome | undefined {
  return (
    checkPrice(order.level, instrument) ??
    checkPrice(order.limitLevel, instrument) ??
    checkPrice(order.activationPrice, instrument)
  )
}

function checkPrice(price: number, { symbol, tickSize }: Instrument): OrderOutcome | undefined {
  if (Number.isNaN(price)) return undefined
  if (!(price > 0 && price < Number.POSITIVE_INFINITY)) {
    return deny('INVALID_PRICE', `price is ${String(price)}; expected a positive one`)
  }
  if (tickSize === undefined) return undefined
  const scale = powerOfTen(decimalPlaces(tickSize))
  const steps = Math.round(price / tickSize.toNumber())
  if (Math.round(steps * tickSize.toNumber() * scale) / scale === price) return undefined
  return deny(
    'INVALID_PRICE',
    `price is ${String(price)} for ${symbol}; expected a multiple of its tick, ${tickSize.toString()}`,
  )
}

function deny(code: DenialCode, message: string): OrderOutcome {
  return { code, message }
}

function format(value: number): string {
  return String(Math.round(value * 1e8) / 1e8)
}
