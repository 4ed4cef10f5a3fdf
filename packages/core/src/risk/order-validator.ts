import { nextTrading } from '../domain/calendar.js'
import type { DenialCode } from '../domain/denial.js'
import { formatTime } from '../domain/errors.js'
import { decimalPlaces, exactProduct, powerOfTen } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import { MoneyCell } from '../domain/money.js'
import type { OrderOutcome } from '../domain/order.js'
import { CheckLog } from './check-log.js'
import type { CheckedOrder } from './checked-order.js'
import { CapitalLimits, type AccountRules } from './capital-limits.js'
import type { CashScope } from './cash-limit.js'
import type { PositionScope } from './exposure-limit.js'
import type { LimitView } from './limit-view.js'
import { RiskLimits } from './risk-limits.js'
import type { RiskSettings } from './risk-settings.js'
import { exceeds, type RiskLimit } from './risk-limit.js'
import { shown } from './shown.js'

/** What the checks may read: the account as it is at the decision. */
export interface RiskView extends LimitView {
  /** The account's net over all books. */
  readonly account: CashScope
  /** The book of a strategy that has capital of its own, or the pool of the others beside such; undefined where the account is all there is. */
  book(strategy: number): CashScope | undefined
  /** What a strategy alone holds, and its equity: its own capital, or that of the pool. */
  strategy(strategy: number): PositionScope
  /** Base currency per unit of the instrument's currency. */
  fx(instrument: number): number
  /** A book's own units, signed. */
  bookUnits(strategy: number, instrument: number): number
  /** Units of a book's own working market orders on one side: what will be filled whatever the price does. */
  bookWorkingMarket(strategy: number, instrument: number, direction: number): number
  /** Units of a book's own working orders on one side; of those that only reduce, market orders alone count. */
  bookWorking(strategy: number, instrument: number, direction: number): number
}

/** What came of the checks of a replace. */
export interface ReplaceCheck {
  readonly refused: OrderOutcome | undefined
  /** Their row in the log of checks; 0 where none was needed. */
  readonly checks: number
}

/**
 * The checks before an order is sent, in the order of `DENIAL_CODES`. Limits look at the position that would result with everything that is
 * working; an order that only closes needs no capital.
 */
export class OrderValidator {
  readonly #view: RiskView
  readonly #rules: AccountRules
  readonly #instruments: readonly Instrument[]
  readonly #capital: CapitalLimits
  readonly #risk: RiskLimits | undefined
  readonly #checks: CheckLog

  constructor(options: {
    readonly view: RiskView
    readonly rules: AccountRules
    readonly instruments: readonly Instrument[]
    readonly strategies: readonly string[]
    readonly risk?: RiskSettings | undefined
  }) {
    this.#view = options.view
    this.#rules = options.rules
    this.#instruments = options.instruments
    this.#capital = new CapitalLimits(options)
    this.#risk = options.risk && new RiskLimits({ ...options, settings: options.risk })
    const width = this.#capital.width + (this.#risk?.width ?? 0)
    this.#checks = new CheckLog(width, (strategy, instrument) => [
      ...this.#capital.of(strategy),
      ...(this.#risk?.of(strategy, instrument).limits ?? []),
    ])
  }

  get now(): number {
    return this.#view.now
  }

  /** What orders were checked against. */
  get checks(): Pick<CheckLog, 'of' | 'priceOf' | 'replaced'> {
    return this.#checks
  }

  /** An order is denied without having been measured: what it would have cost is known all the same. */
  denied(order: CheckedOrder): void {
    if (!Number.isNaN(this.#checks.priceOf(order.number))) return
    const level = Number.isNaN(order.limitLevel) ? order.level : order.limitLevel
    this.#checks.begin(order, Number.isNaN(level) ? this.#view.mark(order.instrument) : level)
  }

  /** What positions need to be held; undefined where the account has no margin model. */
  get margin(): CapitalLimits['margin'] {
    return this.#capital.margin
  }

  /** An order has been sent: rates count it. */
  sent(strategy: number, instrument: number): void {
    this.#risk?.of(strategy, instrument).sent(instrument)
  }

  /** Why the order must not be sent; undefined if it may. `allowShort` is the strategy's own word. */
  check(order: CheckedOrder, allowShort: boolean): OrderOutcome | undefined {
    return this.checkTerms(order) ?? this.checkPosition(order, allowShort)
  }

  /** The checks of the order's own terms. */
  checkTerms(order: CheckedOrder): OrderOutcome | undefined {
    const instrument = this.#instruments[order.instrument]!
    const refused = checkQuantity(order, instrument)
    if (refused !== undefined || isUnconditional(order)) return refused
    return checkPrices(order, instrument) ?? this.#checkExpiry(order) ?? this.#checkOpen(order, instrument)
  }

  /** Only what can't wait is refused where the market is closed: all else rests until it opens. */
  #checkOpen({ immediate }: CheckedOrder, { symbol, calendar }: Instrument): OrderOutcome | undefined {
    if (!immediate || calendar === undefined || calendar.isOpen(this.#view.now)) return undefined
    const opens = formatTime(nextTrading(calendar, this.#view.now))
    return deny('MARKET_CLOSED', `${symbol}'s market is closed until ${opens}; expected an order that can wait`)
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
    // What only reduces opens nothing itself. A market order among it is filled before what rests, which then would.
    if (order.reduceOnly) return order.isMarket ? this.#checkShort(order, instrument, allowShort) : undefined
    const short = this.#checkShort(order, instrument, allowShort)
    if (short) return short
    if (order.units <= this.closable(order)) return undefined
    return checkNotional(order, price, instrument) ?? this.#checkLimits(order, price, instrument)
  }

  /** The same of an order that works, by terms that it is to have: `checks` is the row of what they were checked against, which is not the order's until it has them. */
  checkReplaced(order: CheckedOrder, allowShort: boolean): ReplaceCheck {
    let refused: OrderOutcome | undefined
    const checks = this.#checks.aside(order.number, () => {
      refused = this.checkPosition(order, allowShort)
    })
    return { refused, checks }
  }

  /** The last price of an instrument, NaN before the first. */
  mark(instrument: number): number {
    return this.#view.mark(instrument)
  }

  /** Whether an order can only reduce what its book holds. */
  isClosing(order: CheckedOrder): boolean {
    return order.reduceOnly || order.units <= this.closable(order)
  }

  /**
   * Units that the order can close: of what is held, those that no working order closes already, since all of them may be filled. A market order comes before what
   * rests, so that a position can always be left.
   */
  closable({ strategy, instrument, direction, unitsAhead, isMarket }: CheckedOrder): number {
    const held = this.#view.bookUnits(strategy, instrument) + unitsAhead
    if (held * direction >= 0) return 0
    const working = isMarket
      ? this.#view.bookWorkingMarket(strategy, instrument, direction)
      : this.#view.bookWorking(strategy, instrument, direction)
    return Math.max(0, Math.abs(held) - working)
  }

  /** Where no short position may be, sells that work already count as sold: two that are both filled must not pass zero. */
  #checkShort(order: CheckedOrder, { symbol, scale }: Instrument, allowShort: boolean): OrderOutcome | undefined {
    if (order.direction > 0 || (allowShort && this.#rules.allowShort)) return undefined
    const { strategy, instrument } = order
    const working = this.#view.bookWorking(strategy, instrument, -1)
    const held = Math.max(0, this.#view.bookUnits(strategy, instrument) + order.unitsAhead)
    const left = Math.max(0, held - working)
    const units = order.reduceOnly ? Math.min(order.units, held) : order.units
    if (units <= left) return undefined
    const who = allowShort ? 'the account' : 'the strategy'
    const beside = working > 0 ? ` beside ${shown(working / scale.unitsPerOne)} that working orders sell` : ''
    const short = shown((units - left) / scale.unitsPerOne)
    return deny('SHORT_NOT_ALLOWED', `${short} of ${symbol}${beside} would open a short position; ${who} allows none`)
  }

  /** By the account's net, and by the book where it has capital of its own; then by what the risk configuration limits. */
  #checkLimits(order: CheckedOrder, price: number, { symbol, payment }: Instrument): OrderOutcome | undefined {
    // What is not paid when it is bought may lose more than there is.
    if (this.#rules.cashBuffer !== undefined && payment !== 'full')
      return deny(
        'INSUFFICIENT_CAPITAL',
        `${symbol} is paid by '${payment}'; a cash account buys only what is paid in full`,
      )
    this.#checks.begin(order, price)
    const refused = this.#checkCapital(this.#capital.of(order.strategy), order, price)
    if (refused !== undefined || this.#risk === undefined) return refused
    return this.#risk.of(order.strategy, order.instrument).check(order, price, this.#checks)
  }

  #checkCapital(limits: readonly RiskLimit[], order: CheckedOrder, price: number): OrderOutcome | undefined {
    for (let i = 0; i < limits.length; i++) {
      const limit = limits[i]!
      const value = limit.measure(order, price)
      const most = limit.limit
      this.#checks.note(value, most, false)
      if (exceeds(value, most)) return deny(limit.code, limit.explain(order, value))
    }
    return undefined
  }

  /**
   * What an order on one side may be worth at a price, in base currency, before the position that would result needs more than the account and its
   * strategy's book have. What it closes is free.
   */
  buyingPower(strategy: number, instrument: number, direction: number, price: number): number {
    return this.#capital.room(strategy, { instrument, direction }, price)
  }
}

/** No price, no expiry, and it can wait: nearly every market order. */
function isUnconditional({ level, limitLevel, activationPrice, expireAt, immediate }: CheckedOrder): boolean {
  const isPriced = !Number.isNaN(level) || !Number.isNaN(limitLevel) || !Number.isNaN(activationPrice)
  return !isPriced && Number.isNaN(expireAt) && !immediate
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
