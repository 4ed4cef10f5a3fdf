import type { CrossingPolicy } from '../domain/account-policies.js'
import { ORDER_TYPES, TIMES_IN_FORCE, type OrderOutcome, type ReplaceTerms } from '../domain/order.js'
import { isTerminalCode } from '../domain/order-status.js'
import type { TradingState } from '../domain/trading-state.js'
import { ORDER, type OrderParticulars } from '../execution/order-log.js'
import type { OrderManager } from '../execution/order-manager.js'
import { LIMITED } from '../execution/order-replacement.js'
import type { CheckedOrder } from '../risk/checked-order.js'
import type { OrderValidator, ReplaceCheck } from '../risk/order-validator.js'
import type { TradingStates } from '../risk/trading-states.js'

const IOC = TIMES_IN_FORCE.indexOf('IOC')
const FOK = TIMES_IN_FORCE.indexOf('FOK')
/** Of an order that has no particulars. */
const PLAIN: OrderParticulars = { limitLevel: Number.NaN, trail: undefined, reduceOnly: false, link: undefined }

/** Who knows what holds trading back. */
interface TradingGate {
  readonly states: TradingStates
  /** Lets what has ended by now end. */
  catchUp(now: number): void
  /** Sees to it that the orders of a position that is held back can't turn it round. */
  keepClosing(strategy: number, instrument: number): void
}

/** Shows orders to the checks that stand before they are sent. */
export class OrderChecks {
  readonly #orders: OrderManager
  readonly #validator: OrderValidator
  readonly #allowShort: readonly boolean[]
  readonly #deniesCrossing: boolean
  readonly #idPrefix: string
  #gate: TradingGate | undefined
  /** Strategies that may only close, and instruments that are not traded any more, with why. */
  readonly #paused = new Set<number>()
  readonly #ended = new Map<number, string>()
  /** What the checks are shown; one object, so that an order makes none. */
  readonly #checked: { -readonly [K in keyof CheckedOrder]: CheckedOrder[K] } = {
    number: 0,
    strategy: 0,
    instrument: 0,
    direction: 0,
    units: 0,
    level: Number.NaN,
    limitLevel: Number.NaN,
    activationPrice: Number.NaN,
    expireAt: Number.NaN,
    reduceOnly: false,
    immediate: false,
    isMarket: false,
    unitsAhead: 0,
  }

  constructor(options: {
    readonly orders: OrderManager
    readonly validator: OrderValidator
    readonly names: { readonly idPrefix: string }
    /** By strategy: its own word. */
    readonly allowShort: readonly boolean[]
    readonly crossing?: CrossingPolicy | undefined
  }) {
    this.#orders = options.orders
    this.#validator = options.validator
    this.#allowShort = options.allowShort
    this.#deniesCrossing = options.crossing === 'deny'
    this.#idPrefix = options.names.idPrefix
  }

  /** Says who knows what holds trading back. */
  watch(gate: TradingGate): void {
    this.#gate = gate
  }

  /** Why an order must not be sent; undefined if it may. Of one that may only close, what would turn the position round is cut off. */
  check(order: number): OrderOutcome | undefined {
    const checked = this.#read(order)
    if (checked.reduceOnly || this.#onlyCloses(checked)) this.#cutToClosing(checked)
    const allowShort = this.#allowShort[checked.strategy]!
    let refused = this.#checkState(checked)
    if (refused === undefined) refused = this.#validator.check(checked, allowShort)
    if (refused === undefined && this.#deniesCrossing) refused = this.#checkCrossing(order, checked)
    if (refused !== undefined) this.#validator.denied(checked)
    return refused
  }

  /** Whether a working order of another book could trade with one: both prices meet, and what takes any price has the last one. */
  #checkCrossing(
    order: number,
    { strategy, instrument, direction }: CheckedOrder,
    price = this.#deniesCrossing ? this.#priceOf(order) : Number.NaN,
  ): OrderOutcome | undefined {
    if (!this.#deniesCrossing) return undefined
    const { log } = this.#orders
    for (const other of this.#orders.open) {
      if (log.get(other, ORDER.instrument) !== instrument || log.get(other, ORDER.direction) === direction) continue
      if (log.get(other, ORDER.strategy) === strategy) continue
      if (direction * (price - this.#priceOf(other)) >= 0)
        return { code: 'SELF_CROSS', message: `order ${String(other)} of another strategy works on the other side` }
    }
    return undefined
  }

  /** At which an order could trade now; NaN for one that waits for a trigger. */
  #priceOf(order: number): number {
    const { log } = this.#orders
    const type = ORDER_TYPES[log.get(order, ORDER.type)]!
    if (type.startsWith('market') && type !== 'marketIfTouched')
      return this.#validator.mark(log.get(order, ORDER.instrument))
    return LIMITED.includes(type) ? log.get(order, ORDER.level) : Number.NaN
  }

  /** What is let through of a strategy's orders in an instrument. */
  tradingState(strategy: number, instrument: number): TradingState {
    return this.#held(strategy, instrument)?.hold.state ?? 'ACTIVE'
  }

  /** An order is about to go out. Where trading is held back it only reduces from now on, so that it opens nothing, whatever else is filled before it. */
  seal(order: number): void {
    if (this.#gate?.states.any !== true) return
    const { log } = this.#orders
    const own = log.particulars.get(order) ?? PLAIN
    if (this.tradingState(log.get(order, ORDER.strategy), log.get(order, ORDER.instrument)) !== 'ACTIVE')
      log.particulars.set(order, { ...own, reduceOnly: true })
  }

  /** An order goes out: rates count it. */
  sent(order: number): void {
    const { log } = this.#orders
    this.#validator.sent(log.get(order, ORDER.strategy), log.get(order, ORDER.instrument))
  }

  /** An order has gone out, or asked for new terms: where trading is held back, others may have to make room. */
  changed(order: number): void {
    if (this.#gate?.states.any !== true) return
    const { log } = this.#orders
    this.#gate.keepClosing(log.get(order, ORDER.strategy), log.get(order, ORDER.instrument))
  }

  /** From now on orders in an instrument are denied. */
  stopTrading(instrument: number, message: string): void {
    this.#ended.set(instrument, message)
  }

  /** From now on a strategy may only close, or do everything again. */
  pause(strategy: number, paused: boolean): void {
    if (paused) this.#paused.add(strategy)
    else this.#paused.delete(strategy)
  }

  /** Whether trading is being reduced where an order is to trade. */
  #onlyCloses({ strategy, instrument }: CheckedOrder): boolean {
    return this.#isHeld && this.tradingState(strategy, instrument) === 'REDUCING'
  }

  /** Whether anything at all is held back. */
  get #isHeld(): boolean {
    return this.#gate !== undefined && this.#gate.states.any
  }

  /** Whether trading is being reduced where an order is to trade, and it can close something there. */
  reduces(order: number): boolean {
    const checked = this.#read(order)
    return this.#onlyCloses(checked) && this.#validator.closable(checked) > 0
  }

  #cutToClosing(checked: { -readonly [K in keyof CheckedOrder]: CheckedOrder[K] }): void {
    const closable = this.#validator.closable(checked)
    if (closable === 0 || checked.units <= closable) return
    checked.units = closable
    this.#orders.log.set(checked.number, ORDER.units, closable)
  }

  #checkState(checked: CheckedOrder): OrderOutcome | undefined {
    const twice = this.#orders.log.clientOrderIds.size === 0 ? undefined : this.#checkId(checked.number)
    if (twice) return twice
    const ended = this.#ended.size === 0 ? undefined : this.#ended.get(checked.instrument)
    if (ended !== undefined) return { code: 'NOT_TRADED', message: ended }
    const refused = this.#isHeld ? this.#checkHeld(checked) : undefined
    if (refused) return refused
    if (this.#paused.size === 0 || !this.#paused.has(checked.strategy) || this.#validator.isClosing(checked))
      return undefined
    return { code: 'STRATEGY_PAUSED', message: 'the strategy is paused or stopped; expected an order that only closes' }
  }

  #checkId(order: number): OrderOutcome | undefined {
    const { clientOrderIds, numbersById } = this.#orders.log
    const id = clientOrderIds.get(order)
    if (id === undefined) return undefined
    const first = numbersById.get(id)!
    const isOurs = id.startsWith(`${this.#idPrefix}-`)
    if (first === order && !isOurs) return undefined
    const whose = isOurs
      ? `ids that begin with ${this.#idPrefix}- are the engine's own`
      : `order ${String(first)} has it`
    return { code: 'DUPLICATE_CLIENT_ORDER_ID', message: `client order id ${id} came; ${whose}; expected another one` }
  }

  #checkHeld(checked: CheckedOrder): OrderOutcome | undefined {
    const held = this.#held(checked.strategy, checked.instrument)
    if (held === undefined || (held.hold.state === 'REDUCING' && this.#validator.isClosing(checked))) return undefined
    const { target, hold } = held
    const expected = hold.state === 'REDUCING' ? 'an order that only closes' : 'it to be resumed'
    return {
      code: 'TRADING_HALTED',
      message: `${target.name} is ${hold.state}, as ${hold.reason}; expected ${expected}`,
    }
  }

  /** What holds a strategy's orders in an instrument back, now that what ends by itself has ended. */
  #held(strategy: number, instrument: number): ReturnType<TradingStates['strictest']> {
    const gate = this.#gate
    if (gate?.states.any !== true) return undefined
    gate.catchUp(this.#validator.now)
    return gate.states.strictest(strategy, instrument)
  }

  /** The same by its own terms alone. */
  checkTerms(order: number): OrderOutcome | undefined {
    const checked = this.#read(order)
    const refused = this.#checkState(checked) ?? this.#validator.checkTerms(checked)
    // What waits for its parent meets other books' orders as they are then.
    const waits = this.#orders.log.particulars.get(order)?.link?.parent !== undefined
    if (refused) this.#validator.denied(checked)
    return refused ?? (waits ? undefined : this.#checkCrossing(order, checked))
  }

  /**
   * The same by the position that would result; `unitsBeside` are orders on its side that are to be sent with it. What its parent is still to trade
   * counts as traded where it goes the other way.
   */
  checkPosition(order: number, unitsBeside: number): OrderOutcome | undefined {
    const checked = this.#read(order)
    checked.units += unitsBeside
    return this.#validator.checkPosition(checked, this.#allowShort[checked.strategy]!)
  }

  /** Why an order that works must not have new terms. What is left of it is checked, as a new order would be. */
  checkReplaced(order: number, terms: ReplaceTerms): ReplaceCheck {
    const checked = this.#read(order)
    const filled = this.#orders.log.get(order, ORDER.filledUnits)
    const hasLimitBeside = !Number.isNaN(checked.limitLevel)
    const level = terms.stopPrice ?? terms.touchPrice ?? (hasLimitBeside ? undefined : terms.limitPrice)
    // What these terms leave as it is may be on its way to become another, or not.
    const asked = this.#orders.askedPrice(order)
    checked.level = level ?? (hasLimitBeside ? checked.level : higher(checked.level, asked))
    if (hasLimitBeside) checked.limitLevel = terms.limitPrice ?? higher(checked.limitLevel, asked)
    checked.units = terms.quantityUnits ?? filled + this.#orders.rest(order)
    checked.expireAt = terms.expireAt ?? checked.expireAt
    // Down to what is filled of it, it ends.
    if (checked.units <= filled) return { refused: undefined, checks: 0 }
    const price = LIMITED.includes(ORDER_TYPES[this.#orders.log.get(order, ORDER.type)]!) ? checked.level : Number.NaN
    const refused = this.#validator.checkTerms(checked) ?? this.#checkCrossing(order, checked, price)
    if (refused) return { refused, checks: 0 }
    checked.units -= filled
    const onlyShrinks = isOnlyQuantity(terms) && terms.quantityUnits! <= this.#orders.log.get(order, ORDER.units)
    const allowShort = this.#allowShort[checked.strategy]!
    return this.#orders.without(order, () => {
      const held = onlyShrinks ? undefined : this.#checkState(checked)
      return held ? { refused: held, checks: 0 } : this.#validator.checkReplaced(checked, allowShort)
    })
  }

  #read(order: number): { -readonly [K in keyof CheckedOrder]: CheckedOrder[K] } {
    const { log } = this.#orders
    const { rows, particulars } = log
    const { data } = rows
    const base = rows.base(order)
    const checked = this.#checked
    checked.number = order
    checked.strategy = data[base + ORDER.strategy]! | 0
    checked.instrument = data[base + ORDER.instrument]! | 0
    checked.direction = data[base + ORDER.direction]!
    checked.units = data[base + ORDER.units]!
    checked.level = data[base + ORDER.level]!
    checked.expireAt = data[base + ORDER.expireAt]!
    checked.isMarket = this.#orders.isMarket(order)
    checked.immediate = isImmediate(data[base + ORDER.timeInForce]!)
    const own = particulars.size === 0 ? undefined : particulars.get(order)
    checked.limitLevel = own === undefined ? Number.NaN : own.limitLevel
    checked.activationPrice = own?.trail === undefined ? Number.NaN : own.trail.activationPrice
    checked.reduceOnly = own !== undefined && own.reduceOnly
    checked.unitsAhead = own?.link?.parent === undefined ? 0 : this.#unitsAhead(own.link.parent, checked.direction)
    return checked
  }

  /** What a parent is still to trade, signed, if that is against a direction. */
  #unitsAhead(parent: number, direction: number): number {
    const { log } = this.#orders
    const towards = log.get(parent, ORDER.direction)
    if (towards === direction || isTerminalCode(log.get(parent, ORDER.status))) return 0
    return towards * (log.get(parent, ORDER.units) - log.get(parent, ORDER.filledUnits))
  }
}

/** The higher of two prices, of which the second may be none. */
function higher(price: number, asked: number): number {
  return asked > price ? asked : price
}

function isImmediate(timeInForce: number): boolean {
  return timeInForce === IOC || timeInForce === FOK
}

function isOnlyQuantity(terms: ReplaceTerms): boolean {
  return Object.entries(terms).every(([name, value]) => name === 'quantityUnits' || value === undefined)
}
