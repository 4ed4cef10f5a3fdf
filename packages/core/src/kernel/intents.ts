import type { CrossingPolicy } from '../domain/account-policies.js'
import type { Instrument } from '../domain/instrument.js'
import type { OrderOutcome } from '../domain/order.js'
import { STATUS } from '../domain/order-status.js'
import type { Signal } from '../domain/signal.js'
import type { OrderManager, OrderTermCodes } from '../execution/order-manager.js'
import { ORDER } from '../execution/order-log.js'
import { OrderView, type OrderNames } from '../execution/order-view.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import type { OrderValidator } from '../risk/order-validator.js'
import { AnswerLimit } from './answer-limit.js'
import type { Exits } from './exit-terms.js'
import type { IntentHost } from './intent-host.js'
import { LinkedOrders, type EntryPlan } from './linked-orders.js'
import { parseTerms } from './order-terms.js'
import { OrderChecks } from './order-checks.js'
import type { Sizing } from './sizing.js'
import { unsizedOutcome } from './unsized-outcome.js'

const MARKET = parseTerms('', {})
const REDUCING = parseTerms('', { reduceOnly: true })

/** What a strategy asked for in the present event, before it is an order that is sent. */
export interface Intent {
  readonly kind: 'units' | 'sized' | 'close' | 'closeOut' | 'target' | 'signal' | 'linked'
  /** The order that was made for it, or the first of them, if the strategy was handed one; else `wish` says what is wanted. */
  readonly order: OrderView | undefined
  readonly wish: Wish | undefined
}

/** A position that is wanted: whether that takes an order is seen when the intent's turn comes. */
export interface Wish {
  readonly strategy: number
  readonly instrument: number
  readonly terms: OrderTermCodes
  /** Signed units, for targets. */
  readonly target: number
  readonly signal: Signal | undefined
}

/**
 * Turns intents into orders, once the strategies have spoken: closing ones first, then opening ones; each through the sizer, the checks and
 * the order manager. A refusal is a DENIED order with its reason.
 */
export class Intents {
  /** Whether anything waits to be processed. */
  pending = false
  #queue: Intent[] = []
  readonly #lastSignal = new Map<number, { readonly action: 'BUY' | 'SELL'; readonly order: number }>()
  readonly #orders: OrderManager
  readonly #portfolio: Portfolio
  readonly checks: OrderChecks
  readonly #linked: LinkedOrders
  readonly #sizing: Sizing
  readonly #instruments: readonly Instrument[]
  readonly #names: OrderNames
  readonly #allowShort: readonly boolean[]
  readonly #accountAllowsShort: boolean
  readonly #answers: AnswerLimit
  readonly #netsBooks: boolean
  readonly #host: IntentHost

  constructor(options: {
    readonly orders: OrderManager
    readonly portfolio: Portfolio
    readonly validator: OrderValidator
    readonly sizing: Sizing
    readonly names: OrderNames
    /** By strategy: its own word. */
    readonly allowShort: readonly boolean[]
    readonly accountAllowsShort: boolean
    readonly crossing?: CrossingPolicy | undefined
    readonly host: IntentHost
  }) {
    this.#orders = options.orders
    this.#portfolio = options.portfolio
    this.checks = new OrderChecks(options)
    this.#linked = new LinkedOrders({ ...options, checks: this.checks })
    this.#sizing = options.sizing
    this.#instruments = options.names.instruments
    this.#names = options.names
    this.#allowShort = options.allowShort
    this.#accountAllowsShort = options.accountAllowsShort
    this.#answers = new AnswerLimit(options.names)
    this.#netsBooks = options.crossing === 'net'
    this.#host = options.host
  }

  push(intent: Intent): void {
    this.#queue.push(intent)
    this.pending = true
  }

  /** Makes the order that a strategy is handed at once, in state NEW. */
  createOrder(
    strategy: number,
    instrument: number,
    direction: number,
    units: number,
    terms: OrderTermCodes,
  ): OrderView {
    const number = this.#orders.create(strategy, instrument, direction, units, terms, this.#host.now)
    return new OrderView(this.#orders.log, this.#names, number)
  }

  /** Makes orders that are sent together: entries with what depends on them; several are alternatives. Gives the entries. */
  createLinked(strategy: number, instrument: number, entries: readonly EntryPlan[]): readonly OrderView[] {
    const orders = this.#linked.create(strategy, instrument, entries)
    this.push({ kind: 'linked', order: orders[0], wish: undefined })
    return orders
  }

  /** Makes exits for what a book holds; `direction` is theirs. */
  createExits(
    strategy: number,
    instrument: number,
    direction: number,
    units: number,
    exits: Exits,
    price?: number,
  ): readonly OrderView[] {
    const orders = this.#linked.protect(strategy, instrument, direction, units, exits, price)
    this.push({ kind: 'linked', order: orders[0], wish: undefined })
    return orders
  }

  /** Takes back an order that has not been sent, and what was to follow it. */
  withdraw(order: number): void {
    // What is sent together stays in the queue: the others may still be wanted.
    this.#queue = this.#queue.filter((intent) => intent.kind === 'linked' || intent.order?.number !== order)
    const orders = [order, ...this.#orders.groups.children(order)].filter(
      (one) => this.#orders.status(one) === STATUS.NEW,
    )
    const outcome: OrderOutcome = { code: 'CANCELED', message: 'withdrawn before it was sent' }
    for (const one of orders) this.#orders.withdraw(one, outcome, this.#host.now)
    for (const one of orders) this.#host.orderChanged(one)
  }

  /** Takes an order back, or asks the venue to cancel it; false where it has ended, or a cancel is on its way. */
  cancel(order: number): boolean {
    if (this.#orders.status(order) === STATUS.NEW) {
      this.withdraw(order)
      return true
    }
    if (!this.#orders.requestCancel(order)) return false
    const view = new OrderView(this.#orders.log, this.#names, order)
    this.#host.command({ kind: 'cancel', at: this.#host.now, order: view })
    this.#host.orderChanged(order)
    return true
  }

  /** Moves the stop of an order; false where it has ended, or a request for it is on its way. */
  replaceStop(order: number, stopPrice: number): boolean {
    const status = this.#orders.status(order)
    if (status === STATUS.NEW) {
      this.#orders.setTerms(order, { stopPrice })
      return true
    }
    if (status === STATUS.PENDING_REPLACE || !this.#orders.requestReplace(order, { stopPrice })) return false
    const view = new OrderView(this.#orders.log, this.#names, order)
    this.#host.command({ kind: 'replace', at: this.#host.now, order: view, terms: { stopPrice } })
    this.#host.orderChanged(order)
    return true
  }

  /** An order that has not been sent was given a quantity: no sizer is asked for it, and what depends on it follows. */
  quantityNamed(order: number): void {
    this.#queue = this.#queue.map((intent) =>
      intent.kind === 'sized' && intent.order?.number === order ? { ...intent, kind: 'units' } : intent,
    )
    this.#linked.named(order)
  }

  /**
   * Asks for the close of all that a book holds. Nothing is checked: neither a limit of the instrument nor what still works can hold back what only
   * closes.
   */
  closeBook(strategy: number, reason: string): void {
    for (const instrument of this.#instruments.keys()) {
      const held = this.#portfolio.units(strategy, instrument)
      if (held !== 0) this.pushClose(strategy, instrument, held, reason)
    }
  }

  /** The same for so many signed units of one position. */
  pushClose(strategy: number, instrument: number, units: number, reason: string): void {
    this.#pushOut(strategy, instrument, units, { ...MARKET, reason })
  }

  /** The same where other orders may close the position as well, although they are being cancelled: this one then only closes what is left. */
  pushReduction(strategy: number, instrument: number, units: number, reason: string): void {
    this.#pushOut(strategy, instrument, units, { ...REDUCING, reason })
  }

  #pushOut(strategy: number, instrument: number, units: number, terms: OrderTermCodes): void {
    const order = this.createOrder(strategy, instrument, units > 0 ? -1 : 1, Math.abs(units), terms)
    this.push({ kind: 'closeOut', order, wish: undefined })
  }

  /** Turns all that is queued into orders. What strategies ask in answer to a refusal is taken in further rounds. */
  process(): void {
    this.#processQueue()
    if (!this.#netsBooks) return
    this.#host.decided()
    // Books that were netted may have answered.
    if (this.#queue.length > 0) this.process()
  }

  #processQueue(): void {
    for (let round = 0; this.#queue.length > 0; round++) {
      if (round > 0) {
        const { order, wish } = this.#queue[0]!
        const strategy = wish?.strategy ?? this.#orders.log.get(order!.number, ORDER.strategy)
        const instrument = wish?.instrument ?? order!.instrument
        this.#answers.take({ round, count: this.#queue.length, strategy, instrument, at: this.#host.now })
      }
      if (this.#queue.length === 1) this.#execute(this.#queue.pop()!)
      else this.#executeAll(this.#queue.splice(0))
    }
    this.pending = false
  }

  #executeAll(queue: readonly Intent[]): void {
    const opening: Intent[] = []
    for (const intent of queue) {
      if (this.#isClosing(intent)) this.#execute(intent)
      else opening.push(intent)
    }
    for (const intent of opening) this.#execute(intent)
  }

  #isClosing({ kind, order, wish }: Intent): boolean {
    switch (kind) {
      case 'close':
      case 'closeOut':
        return true
      case 'units':
        return this.#closes(order!)
      case 'sized':
        return false
      case 'linked':
        return this.#linked.isClosing(order!.number)
      case 'target': {
        const held = this.#portfolio.units(wish!.strategy, wish!.instrument)
        return held !== 0 && wish!.target * held >= 0 && Math.abs(wish!.target) <= Math.abs(held)
      }
      case 'signal': {
        const held = this.#portfolio.units(wish!.strategy, wish!.instrument)
        return wish!.signal!.action === 'SELL' && held > 0 && !this.#mayBeShort(wish!.strategy)
      }
    }
  }

  #closes(order: OrderView): boolean {
    const { log } = this.#orders
    const held = this.#portfolio.units(log.get(order.number, ORDER.strategy), order.instrument)
    return held * log.get(order.number, ORDER.direction) < 0 && order.quantityUnits <= Math.abs(held)
  }

  #execute(intent: Intent): void {
    if (intent.kind === 'linked') {
      this.#linked.send(intent.order!.number)
      return
    }
    // In answer to an order in front of it, its strategy may have taken it back.
    if (intent.order && this.#orders.status(intent.order.number) !== STATUS.NEW) return
    switch (intent.kind) {
      case 'units':
        this.#send(intent.order!)
        return
      case 'sized':
        this.#executeSized(intent.order!)
        return
      case 'close':
        this.#executeClose(intent.order!)
        return
      case 'closeOut':
        this.#submit(intent.order!)
        return
      case 'target':
        this.#executeTarget(intent.wish!)
        return
      case 'signal':
        this.#executeSignal(intent.wish!, intent.wish!.signal!)
        return
    }
  }

  #executeSized(order: OrderView): void {
    const { log } = this.#orders
    const { number } = order
    const sized = this.#sizing.sizeOrder(number)
    if (sized.units > 0) log.set(number, ORDER.units, sized.units)
    this.#orders.recordSizing(number, sized)
    if (sized.units > 0) this.#send(order)
    else this.#deny(order, unsizedOutcome(order.symbol, sized))
  }

  #executeClose(order: OrderView): void {
    const { instrument } = order
    const strategy = this.#orders.log.get(order.number, ORDER.strategy)
    const units = Math.abs(this.closable(strategy, instrument))
    if (units === 0) {
      this.#deny(order, {
        code: 'NOTHING_TO_CLOSE',
        message: `nothing of ${order.symbol} is left that no working order closes`,
      })
      return
    }
    this.#orders.log.set(order.number, ORDER.units, Math.min(units, order.quantityUnits))
    this.#send(order)
  }

  #executeTarget(wish: Wish): void {
    const order = this.#orderTowards(wish, wish.target)
    if (order) this.#send(order)
  }

  /** An order for what is missing to a signed target, working market orders counted as filled; undefined if nothing is. */
  #orderTowards({ strategy, instrument, terms }: Wish, target: number): OrderView | undefined {
    const delta =
      target - this.#portfolio.units(strategy, instrument) - this.#orders.workingMarket(strategy, instrument)
    if (delta === 0) return undefined
    return this.createOrder(strategy, instrument, delta > 0 ? 1 : -1, Math.abs(delta), terms)
  }

  #executeSignal(wish: Wish, signal: Signal): void {
    const { strategy, instrument } = wish
    const action = signal.action
    if (action === 'HOLD' || this.#inEffect(strategy, instrument, action)) return
    const key = strategy * this.#instruments.length + instrument
    const direction = action === 'BUY' ? 1 : -1
    if (direction < 0 && !this.#mayBeShort(strategy)) {
      const order = this.#orderTowards(wish, 0)
      this.#lastSignal.set(key, { action, order: order?.number ?? -1 })
      if (!order) return
      this.#orders.log.signals.set(order.number, signal)
      this.#send(order)
      return
    }
    const sized = this.#sizing.sizeSignal(strategy, instrument, direction, signal)
    let order = this.#orderTowards(wish, direction * sized.units)
    if (!order && sized.units > 0) {
      this.#lastSignal.set(key, { action, order: -1 })
      return
    }
    order ??= this.createOrder(strategy, instrument, direction, 0, wish.terms)
    this.#orders.recordSizing(order.number, sized)
    this.#orders.log.signals.set(order.number, signal)
    this.#lastSignal.set(key, { action, order: order.number })
    if (order.quantityUnits > 0) this.#send(order)
    else this.#deny(order, unsizedOutcome(order.symbol, sized))
  }

  /** Whether the last signal was the same, and its order still works or its position is still open. */
  #inEffect(strategy: number, instrument: number, action: 'BUY' | 'SELL'): boolean {
    const last = this.#lastSignal.get(strategy * this.#instruments.length + instrument)
    if (last?.action !== action) return false
    const held = this.#portfolio.units(strategy, instrument)
    return (action === 'BUY' ? held > 0 : held < 0) || (last.order >= 0 && this.#orders.isOpen(last.order))
  }

  /** Signed units of a book's position that no working market order closes yet. */
  closable(strategy: number, instrument: number): number {
    return this.#closable(strategy, instrument, 0)
  }

  /** The same without what was decided in the present event to close it whatever its strategy wants. */
  leftToClose(strategy: number, instrument: number): number {
    return this.#closable(strategy, instrument, this.#closingOut(strategy, instrument))
  }

  #closable(strategy: number, instrument: number, queued: number): number {
    const held = this.#portfolio.units(strategy, instrument)
    const left = held + this.#orders.workingMarket(strategy, instrument) + queued
    return held > 0 ? Math.max(0, Math.min(held, left)) : Math.min(0, Math.max(held, left))
  }

  /** Signed units of what is queued to close a position without being checked. */
  #closingOut(strategy: number, instrument: number): number {
    const { log } = this.#orders
    let units = 0
    for (const { kind, order } of this.#queue) {
      if (kind !== 'closeOut' || order!.instrument !== instrument) continue
      if (log.get(order!.number, ORDER.strategy) === strategy)
        units += log.get(order!.number, ORDER.direction) * order!.quantityUnits
    }
    return units
  }

  #send(order: OrderView): void {
    const refused = this.checks.check(order.number)
    if (refused) {
      this.#deny(order, refused)
      return
    }
    this.#submit(order)
  }

  #submit(order: OrderView): void {
    this.checks.seal(order.number)
    this.#orders.submit(order.number)
    this.checks.sent(order.number)
    this.#host.command({ kind: 'submit', at: this.#host.now, order })
    this.#host.orderChanged(order.number, order)
    this.checks.changed(order.number)
  }

  #mayBeShort(strategy: number): boolean {
    return this.#accountAllowsShort && this.#allowShort[strategy]!
  }

  #deny(order: OrderView, outcome: OrderOutcome): void {
    this.#orders.deny(order.number, outcome, this.#host.now)
    this.#host.orderChanged(order.number, order)
  }
}
