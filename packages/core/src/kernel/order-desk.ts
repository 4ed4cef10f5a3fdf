import type { BrokerCommand } from '../domain/broker-command.js'
import type { DecimalInput } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import type { Instrument } from '../domain/instrument.js'
import type { Order, ReplaceTerms } from '../domain/order.js'
import { STATUS } from '../domain/order-status.js'
import { ORDER } from '../execution/order-log.js'
import type { OrderManager, OrderTermCodes } from '../execution/order-manager.js'
import { OrderView, type OrderNames } from '../execution/order-view.js'
import {
  NO_OPTIONS,
  type AlternativeOrder,
  type EntryOptions,
  type OrderChanges,
  type OrderOptions,
  type ProtectOptions,
} from '../strategy/order-options.js'
import { parseChanges } from './change-terms.js'
import type { Intents } from './intents.js'
import { parseNumber, parseQuantity } from './order-numbers.js'
import { parseTerms } from './order-terms.js'
import { parseAlternatives, parseEntry, parseEntryTerms, parseProtection } from './entry-terms.js'
import type { ReplaceRefusals } from './replace-refusals.js'

/** The kernel's parts that orders go through. */
export interface OrderServices {
  readonly clock: { readonly now: number }
  readonly intents: Intents
  readonly orders: OrderManager
  readonly names: OrderNames
  readonly refusals: ReplaceRefusals
  command(command: BrokerCommand): void
  orderChanged(order: number): void
}

const MARKET: OrderTermCodes = parseTerms('', {})

/** What one strategy asks of its orders; instruments are named by their index. */
export class OrderDesk {
  readonly #strategy: number
  readonly #services: OrderServices

  constructor(strategy: number, services: OrderServices) {
    this.#strategy = strategy
    this.#services = services
  }

  place(direction: 1 | -1, instrument: number, options: EntryOptions): Order {
    const { intents } = this.#services
    const traded = this.#instrument(instrument)
    const terms = options === NO_OPTIONS ? MARKET : parseEntryTerms(traded.symbol, options)
    if (options.stopLoss !== undefined || options.takeProfit !== undefined || options.triggers !== undefined) {
      const plan = parseEntry(traded, direction, options, terms)
      return intents.createLinked(this.#strategy, instrument, [plan])[0]!
    }
    const asked = options.quantity
    const units = asked === undefined ? 0 : parseQuantity(traded, asked)
    const order = intents.createOrder(this.#strategy, instrument, direction, units, terms)
    intents.push({ kind: asked === undefined ? 'sized' : 'units', order, wish: undefined })
    return order
  }

  close(instrument: number, options: OrderOptions): Order | undefined {
    const { intents } = this.#services
    const closable = intents.closable(this.#strategy, instrument)
    if (closable === 0) return undefined
    const terms = this.#terms(instrument, options)
    const asked = options.quantity
    const most = Math.abs(closable)
    const units = asked === undefined ? most : Math.min(most, parseQuantity(this.#instrument(instrument), asked))
    const order = intents.createOrder(this.#strategy, instrument, closable > 0 ? -1 : 1, units, terms)
    intents.push({ kind: 'close', order, wish: undefined })
    return order
  }

  target(instrument: number, quantity: DecimalInput, options: OrderOptions): void {
    const traded = this.#instrument(instrument)
    const signed = parseNumber(traded.symbol, 'quantity', quantity)
    const units = parseQuantity(traded, Math.abs(signed))
    const terms = this.#terms(instrument, options)
    const wish = { strategy: this.#strategy, instrument, terms, target: signed < 0 ? -units : units, signal: undefined }
    this.#services.intents.push({ kind: 'target', order: undefined, wish })
  }

  oco(instrument: number, orders: readonly AlternativeOrder[]): readonly Order[] {
    const plans = parseAlternatives(this.#instrument(instrument), orders)
    return this.#services.intents.createLinked(this.#strategy, instrument, plans)
  }

  protect(instrument: number, held: number, options: ProtectOptions): readonly Order[] {
    const { exits, units } = parseProtection(this.#instrument(instrument), options)
    if (held === 0) return []
    const most = Math.abs(held)
    const quantity = units === undefined ? most : Math.min(most, units)
    return this.#services.intents.createExits(this.#strategy, instrument, held > 0 ? -1 : 1, quantity, exits)
  }

  cancel(order: Order): boolean {
    this.#checkOwn(order)
    return this.#services.intents.cancel(order.number)
  }

  replace({ number }: Order, changes: OrderChanges): boolean {
    this.#checkOwn({ number })
    const { orders, intents, refusals } = this.#services
    const order = this.#view(number)
    const terms = parseChanges(this.#instrument(order.instrument), order, changes)
    const status = orders.status(number)
    if (status === STATUS.NEW) {
      orders.setTerms(number, terms)
      if (terms.quantityUnits !== undefined) intents.quantityNamed(number)
      return true
    }
    if (!orders.isOpen(number) || status === STATUS.PENDING_CANCEL) {
      refusals.tooLate++
      return false
    }
    const { refused, checks } = intents.checks.checkReplaced(number, terms)
    if (refused) {
      refusals.deny(`${order.clientOrderId}: ${refused.code}: ${refused.message}`)
      return false
    }
    this.#askToReplace(order, terms, checks)
    intents.checks.changed(number)
    if (terms.quantityUnits !== undefined) this.#growExits(order, terms.quantityUnits)
    return true
  }

  linked({ number }: Order): readonly Order[] {
    this.#checkOwn({ number })
    return this.#services.orders.groups.linkedTo(number).map((order) => this.#view(order))
  }

  /** Those that are sent and not ended, oldest first; of all instruments where none is named. */
  open(instrument: number | undefined): readonly Order[] {
    const { orders } = this.#services
    return [...orders.open]
      .filter((order) => orders.log.get(order, ORDER.strategy) === this.#strategy)
      .filter((order) => instrument === undefined || orders.log.get(order, ORDER.instrument) === instrument)
      .sort((a, b) => a - b)
      .map((order) => this.#view(order))
  }

  #askToReplace(order: OrderView, terms: ReplaceTerms, checks = 0): void {
    const { orders, clock } = this.#services
    orders.requestReplace(order.number, terms, checks)
    const netted = terms.quantityUnits === undefined ? 0 : orders.nettedUnits(order.number)
    const sent = netted === 0 ? terms : { ...terms, quantityUnits: terms.quantityUnits! - netted }
    this.#services.command({ kind: 'replace', at: clock.now, order, terms: sent })
    this.#services.orderChanged(order.number)
  }

  /** An entry that grows must be protected whole. Where it shrinks, its exits are cut by what it fills. */
  #growExits(entry: OrderView, units: number): void {
    const { orders } = this.#services
    const growth = units - entry.quantityUnits
    if (growth <= 0) return
    const exits = orders.groups.children(entry.number).filter((order) => orders.isOpen(order))
    const roleOf = (order: number): string | undefined => orders.log.particulars.get(order)?.link?.role
    const stopLoss = exits.find((order) => roleOf(order) === 'stopLoss')
    const lastTarget = exits.filter((order) => roleOf(order) === 'takeProfit').at(-1)
    for (const order of [stopLoss, lastTarget]) {
      if (order === undefined || orders.status(order) === STATUS.PENDING_CANCEL) continue
      const quantityUnits = orders.log.get(order, ORDER.units) + growth
      this.#askToReplace(this.#view(order), { quantityUnits })
    }
  }

  #checkOwn({ number }: Pick<Order, 'number'>): void {
    const { log } = this.#services.orders
    if (number >= 0 && number < log.length && log.get(number, ORDER.strategy) === this.#strategy) return
    throw new TradewrightError(
      'ORDER_INVALID',
      `order ${String(number)} came; expected an order that this strategy made in this run`,
      { details: { order: number } },
    )
  }

  #terms(instrument: number, options: OrderOptions): OrderTermCodes {
    return options === NO_OPTIONS ? MARKET : parseTerms(this.#instrument(instrument).symbol, options)
  }

  #instrument(index: number): Instrument {
    return this.#services.names.instruments[index]!
  }

  #view(order: number): OrderView {
    return new OrderView(this.#services.orders.log, this.#services.names, order)
  }
}
