import type { DenialCode } from '../domain/denial.js'
import { formatTime } from '../domain/errors.js'
import { decimalPlaces, exactProduct, powerOfTen } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import { MoneyCell } from '../domain/money.js'
import type { OrderOutcome } from '../domain/order.js'
import type { MarginModel } from '../costs/margin.js'
import { CashLimit, type CashScope } from './cash-limit.js'
import { ExposureLimit } from './exposure-limit.js'
import { MarginLimit } from './margin-limit.js'
import { shown } from './shown.js'

/** What the checks may read: the account as it is at the decision. */
export interface RiskView {
  readonly now: number
  /** The account's net over all books. */
  readonly account: CashScope
  /** The book of a strategy that has capital of its own, or the pool of the others beside such; undefined where the account is all there is. */
  book(strategy: number): CashScope | undefined
  /** The last price of an instrument, NaN before the first. */
  mark(instrument: number): number
  /** Base currency per unit of the instrument's currency. */
  fx(instrument: number): number
  /** A book's own units, signed. */
  bookUnits(strategy: number, instrument: number): number
  /** A book's own working market orders, signed units: what will be filled whatever the price does. */
  bookWorkingMarket(strategy: number, instrument: number): number
  /** Units of a book's own working sells. */
  bookWorkingSells(strategy: number, instrument: number): number
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
  /** Positions may be worth so many times the equity; Infinity where margin or cash alone are the limit. */
  readonly leverage: number
  readonly allowShort: boolean
  /** What positions need to be opened and held; undefined where leverage or cash is the only limit. */
  readonly margin?: MarginModel | undefined
  /** Of a cash account: the fraction of its buying power that an order leaves. Undefined for all others. */
  readonly cashBuffer?: number | undefined
}

/**
 * The checks before an order is sent, in the order of `DENIAL_CODES`. Limits look at the position that would result with everything that is
 * working; an order that only closes needs no capital.
 */
export class OrderValidator {
  readonly #view: RiskView
  readonly #rules: AccountRules
  readonly #instruments: readonly Instrument[]
  readonly #exposure: ExposureLimit | undefined
  readonly #cash: CashLimit | undefined
  readonly margin: MarginLimit | undefined

  constructor(options: {
    readonly view: RiskView
    readonly rules: AccountRules
    readonly instruments: readonly Instrument[]
  }) {
    this.#view = options.view
    this.#rules = options.rules
    this.#instruments = options.instruments
    const { leverage, cashBuffer, margin } = options.rules
    this.#exposure = leverage === Number.POSITIVE_INFINITY ? undefined : new ExposureLimit(leverage)
    this.#cash = cashBuffer === undefined ? undefined : new CashLimit(cashBuffer)
    const { view, instruments } = options
    this.margin = margin && new MarginLimit({ model: margin, instruments, fx: (instrument) => view.fx(instrument) })
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

  /** The last price of an instrument, NaN before the first. */
  mark(instrument: number): number {
    return this.#view.mark(instrument)
  }

  /** Whether an order can only reduce what its book holds. */
  isClosing(order: CheckedOrder): boolean {
    return order.reduceOnly || order.units <= this.#closable(order)
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
    const beside = working > 0 ? ` beside ${shown(working / scale.unitsPerOne)} that working orders sell` : ''
    const short = shown((order.units - left) / scale.unitsPerOne)
    return deny('SHORT_NOT_ALLOWED', `${short} of ${symbol}${beside} would open a short position; ${who} allows none`)
  }

  /** By the account's net, and by the book where it has capital of its own. */
  #checkCapital(order: CheckedOrder, price: number, instrument: Instrument): OrderOutcome | undefined {
    const { account } = this.#view
    const { symbol, payment } = instrument
    // What is not paid when it is bought may lose more than there is.
    if (this.#cash !== undefined && payment !== 'full')
      return deny(
        'INSUFFICIENT_CAPITAL',
        `${symbol} is paid by '${payment}'; a cash account buys only what is paid in full`,
      )
    const refused = this.#checkScope(account, order, price, symbol)
    if (refused) return refused
    const book = this.#view.book(order.strategy)
    if (book !== undefined) return this.#checkScope(book, order, price, symbol)
    return undefined
  }

  #checkScope(scope: CashScope, order: CheckedOrder, price: number, symbol: string): OrderOutcome | undefined {
    // Margin is the account's alone: its broker knows no books.
    const margin = scope === this.#view.account ? this.margin : undefined
    return (
      this.#exposure?.check(scope, order, price, symbol) ??
      this.#cash?.check(scope, order, price, symbol) ??
      margin?.check(scope, order, price, symbol)
    )
  }

  /**
   * What an order on one side may be worth at a price, in base currency, before the position that would result needs more than the account and its
   * strategy's book have. What it closes is free.
   */
  buyingPower(strategy: number, instrument: number, direction: number, price: number): number {
    const { account } = this.#view
    const book = this.#view.book(strategy)
    const order = { instrument, direction }
    const room = (scope: CashScope): number =>
      Math.min(
        this.#exposure?.room(scope, order, price) ?? Number.POSITIVE_INFINITY,
        direction > 0 ? (this.#cash?.room(scope, instrument) ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY,
        scope === account
          ? (this.margin?.room(scope, order, price) ?? Number.POSITIVE_INFINITY)
          : Number.POSITIVE_INFINITY,
      )
    return book === undefined ? room(account) : Math.min(room(account), room(book))
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
  const asked = `${shown(units / scale.unitsPerOne)} of ${symbol}`
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
