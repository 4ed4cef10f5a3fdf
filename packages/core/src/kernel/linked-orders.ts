import type { OrderLink, OrderOutcome } from '../domain/order.js'
import { STATUS } from '../domain/order-status.js'
import { ORDER } from '../execution/order-log.js'
import type { OrderManager, OrderTermCodes } from '../execution/order-manager.js'
import { OrderView, type OrderNames } from '../execution/order-view.js'
import type { Portfolio } from '../portfolio/portfolio.js'
import { divideAmong } from './exit-shares.js'
import type { Exits, Target } from './exit-terms.js'
import type { IntentHost } from './intent-host.js'
import { LinkedChecks, type Refusal } from './linked-checks.js'
import type { OrderChecks } from './order-checks.js'
import type { Sizing } from './sizing.js'
import { unsizedOutcome } from './unsized-outcome.js'

/** An order that is to be made, with what follows once it is filled. */
export interface EntryPlan extends TriggeredPlan {
  readonly exits: Exits | undefined
  readonly triggered: readonly TriggeredPlan[]
}

/** An order that is to be made. */
export interface TriggeredPlan {
  readonly direction: number
  /** In the instrument's smallest units; undefined where the sizer decides, or for what a parent triggers that parent's quantity. */
  readonly units: number | undefined
  readonly terms: OrderTermCodes
}

/** Orders that are sent together. */
interface LinkedSet {
  /** Parents first. */
  readonly orders: number[]
  readonly positions: Position[]
  /** Orders whose quantity was named after they were made. */
  readonly named: Set<number>
  /** What the held position's instrument costs, where that is newer than its last close. */
  readonly price?: number | undefined
}

/** A position that is wanted or held, and the orders whose quantities follow from it. */
interface Position {
  /** -1 where the position is held already. */
  readonly entry: number
  readonly stopLoss: number | undefined
  readonly targets: readonly number[]
  readonly shares: readonly Target[]
  /** Triggered orders that named no quantity. */
  readonly following: readonly number[]
}

/** Makes orders that are tied together, gives them their quantities, and has them all sent, or all denied. */
export class LinkedOrders {
  readonly #orders: OrderManager
  readonly #names: OrderNames
  readonly #sizing: Sizing
  readonly #checks: LinkedChecks
  readonly #host: IntentHost
  readonly #orderChecks: OrderChecks
  /** By their first order, until they are sent. */
  readonly #sets = new Map<number, LinkedSet>()

  constructor(options: {
    readonly orders: OrderManager
    readonly portfolio: Portfolio
    readonly names: OrderNames
    readonly sizing: Sizing
    readonly checks: OrderChecks
    readonly host: IntentHost
  }) {
    this.#orders = options.orders
    this.#names = options.names
    this.#sizing = options.sizing
    this.#checks = new LinkedChecks(options)
    this.#orderChecks = options.checks
    this.#host = options.host
  }

  /** Makes entries, each with its exits and triggered orders; several of them are alternatives. Gives the entries. */
  create(strategy: number, instrument: number, entries: readonly EntryPlan[]): readonly OrderView[] {
    const first = this.#orders.log.length
    const set: LinkedSet = { orders: [], positions: [], named: new Set() }
    const link: OrderLink | undefined =
      entries.length > 1 ? { role: 'alternative', group: first, parent: undefined } : undefined
    const made = entries.map((plan) => this.#make(set, strategy, instrument, plan, link))
    entries.forEach((plan, i) => {
      this.#makeDependents(set, made[i]!, plan)
    })
    this.#sets.set(first, set)
    return made
  }

  /** Makes exits for what a book holds; `direction` is that of the exits, `price` newer than the last close. */
  protect(
    strategy: number,
    instrument: number,
    direction: number,
    units: number,
    exits: Exits,
    price?: number,
  ): readonly OrderView[] {
    const first = this.#orders.log.length
    const set: LinkedSet = { orders: [], positions: [], named: new Set(), price }
    const place = { strategy, instrument, direction, group: first, parent: undefined }
    const { stopLoss, targets } = this.#makeExits(set, place, exits)
    const position = { entry: -1, stopLoss, targets, shares: exits.takeProfits, following: [] }
    set.positions.push(position)
    this.#assign(set, position, units)
    this.#sets.set(first, set)
    return set.orders.map((order) => this.#view(order))
  }

  /** Whether the orders that begin with this one only close. */
  isClosing(first: number): boolean {
    return this.#sets.get(first)!.positions.every(({ entry }) => entry < 0)
  }

  /** An order that is not sent yet has been given another quantity: what depends on it follows. */
  named(order: number): void {
    for (const set of this.#sets.values()) {
      if (!set.orders.includes(order)) continue
      set.named.add(order)
      const position = set.positions.find(({ entry }) => entry === order)
      if (position) this.#assign(set, position, this.#units(order))
    }
  }

  /** Sizes and checks the orders that begin with this one, and sends all of them, or denies all. */
  send(first: number): void {
    const set = this.#sets.get(first)!
    this.#sets.delete(first)
    for (const position of set.positions) {
      const refused = this.#size(set, position)
      if (refused === undefined) continue
      this.#denyAll(this.#unsent(set), position.entry, refused)
      return
    }
    const closing = this.#closingEntry(set)
    const needless = closing === undefined ? this.#denyEmpty(set) : this.#denyExits(set, closing)
    const orders = this.#unsent(set)
    const refused = closing === undefined ? this.#checks.check(orders, set.price) : this.#checkAlone(closing)
    if (refused) this.#denyAll(orders, refused.order, refused.outcome)
    else if (orders.length > 0) this.#submit(orders)
    for (const order of needless) this.#host.orderChanged(order)
  }

  /** The entry of a bracket that can do nothing but close, as trading is reduced. */
  #closingEntry({ orders, positions }: LinkedSet): number | undefined {
    const { entry, stopLoss, targets } = positions[0]!
    // Nothing else is tied to it: no alternative, and no order that it triggers.
    const isBracket = entry >= 0 && orders.length === 1 + (stopLoss === undefined ? 0 : 1) + targets.length
    return isBracket && this.#orders.status(entry) === STATUS.NEW && this.#orderChecks.reduces(entry)
      ? entry
      : undefined
  }

  /** What only closes leaves nothing to protect. */
  #denyExits(set: LinkedSet, entry: number): readonly number[] {
    const exits = this.#unsent(set).filter((order) => order !== entry)
    const message = `order ${String(entry)} only closes, as trading is reduced; it leaves nothing to protect`
    for (const order of exits) this.#orders.deny(order, { code: 'TRADING_HALTED', message }, this.#host.now)
    return exits
  }

  #checkAlone(order: number): Refusal | undefined {
    const outcome = this.#orderChecks.check(order)
    return outcome && { order, outcome }
  }

  #make(
    set: LinkedSet,
    strategy: number,
    instrument: number,
    { direction, units, terms }: TriggeredPlan,
    link: OrderLink | undefined,
  ): OrderView {
    const linked = link === undefined ? terms : { ...terms, particulars: withLink(terms, link) }
    const order = this.#orders.create(strategy, instrument, direction, units ?? 0, linked, this.#host.now)
    set.orders.push(order)
    return this.#view(order)
  }

  #makeDependents(set: LinkedSet, entry: OrderView, plan: EntryPlan): void {
    const { number, instrument } = entry
    const strategy = this.#orders.log.get(number, ORDER.strategy)
    const { direction, exits, triggered, units } = plan
    const place = { strategy, instrument, direction: -direction, group: number, parent: number }
    const { stopLoss, targets } = this.#makeExits(set, place, exits)
    const link: OrderLink = { role: 'triggered', group: number, parent: number }
    const children = triggered.map((one) => this.#make(set, strategy, instrument, one, link).number)
    const following = children.filter((_, i) => triggered[i]!.units === undefined)
    const position = { entry: number, stopLoss, targets, shares: exits?.takeProfits ?? [], following }
    set.positions.push(position)
    if (units !== undefined) {
      set.named.add(number)
      this.#assign(set, position, units)
    } else if (plan.terms.invalidationPrice === undefined && stopLoss !== undefined) this.#tellSizer(number, stopLoss)
  }

  #makeExits(
    set: LinkedSet,
    { strategy, instrument, direction, group, parent }: ExitPlace,
    exits: Exits | undefined,
  ): { readonly stopLoss: number | undefined; readonly targets: readonly number[] } {
    const make = (role: 'stopLoss' | 'takeProfit', terms: OrderTermCodes): number =>
      this.#make(set, strategy, instrument, { direction, units: undefined, terms }, { role, group, parent }).number
    return {
      stopLoss: exits?.stopLoss && make('stopLoss', exits.stopLoss),
      targets: exits?.takeProfits.map(({ terms }) => make('takeProfit', terms)) ?? [],
    }
  }

  /** The stop-loss shows the sizer where the entry would be wrong. */
  #tellSizer(entry: number, stopLoss: number): void {
    const { log } = this.#orders
    const stop = log.get(stopLoss, ORDER.level)
    const trail = log.particulars.get(stopLoss)?.trail
    const price = this.#checks.entryPrice(entry)
    const distance = trail === undefined ? Number.NaN : trail.distance * (trail.isFraction ? price : 1)
    const wrong = trail === undefined ? stop : price - log.get(entry, ORDER.direction) * distance
    if (!Number.isNaN(wrong)) log.invalidationPrices.set(entry, wrong)
  }

  /** Why an entry is not sized; undefined where it is, or need not be. */
  #size(set: LinkedSet, position: Position): OrderOutcome | undefined {
    const { entry } = position
    if (entry < 0 || set.named.has(entry) || this.#orders.status(entry) !== STATUS.NEW) return undefined
    const sized = this.#sizing.sizeOrder(entry)
    this.#orders.recordSizing(entry, sized)
    if (sized.units === 0) return unsizedOutcome(this.#view(entry).symbol, sized)
    this.#orders.log.set(entry, ORDER.units, sized.units)
    this.#assign(set, position, sized.units)
    return undefined
  }

  /** Gives what depends on a position its quantities. */
  #assign({ named }: LinkedSet, { stopLoss, targets, shares, following }: Position, units: number): void {
    const { log } = this.#orders
    const assign = (order: number, to: number): void => {
      if (!named.has(order)) log.set(order, ORDER.units, to)
    }
    if (stopLoss !== undefined) assign(stopLoss, units)
    for (const order of following) assign(order, units)
    if (targets.length === 0) return
    const own = shares.map((share, i) =>
      named.has(targets[i]!) ? { units: this.#units(targets[i]!), fraction: Number.NaN } : share,
    )
    const instrument = this.#names.instruments[log.get(targets[0]!, ORDER.instrument)]!
    divideAmong(own, units, instrument).forEach((share, i) => {
      assign(targets[i]!, share)
    })
  }

  /** Denies targets for which rounding down to the step left nothing; the others have their part. */
  #denyEmpty(set: LinkedSet): readonly number[] {
    const targets = set.positions.flatMap((position) => position.targets)
    const empty = targets.filter(
      (order) => this.#orders.status(order) === STATUS.NEW && this.#units(order) === 0 && !set.named.has(order),
    )
    for (const order of empty) {
      const message = `nothing of the position in ${this.#view(order).symbol} is left for this target`
      this.#orders.deny(order, { code: 'SIZED_TO_ZERO', message }, this.#host.now)
    }
    return empty
  }

  #denyAll(orders: readonly number[], cause: number, outcome: OrderOutcome): void {
    const { code, message } = outcome
    const beside = { code, message: `denied with order ${String(cause)}: ${message}` }
    for (const order of orders) this.#orders.deny(order, order === cause ? outcome : beside, this.#host.now)
    for (const order of orders) this.#host.orderChanged(order)
  }

  #submit(numbers: readonly number[]): void {
    const at = this.#host.now
    const orders = numbers.map((number) => this.#view(number))
    for (const number of numbers) {
      this.#orderChecks.seal(number)
      this.#orders.submit(number)
      this.#orderChecks.sent(number)
    }
    const [order] = orders
    if (orders.length === 1) this.#host.command({ kind: 'submit', at, order: order! })
    else this.#host.command({ kind: 'submitLinked', at, order: order!, orders })
    for (const view of orders) {
      const status = this.#orders.status(view.number)
      // What an answer to one of them has changed since has been told.
      if (status === STATUS.SUBMITTED || status === STATUS.HELD) this.#host.orderChanged(view.number, view)
    }
    this.#orderChecks.changed(numbers[0]!)
  }

  #unsent({ orders }: LinkedSet): readonly number[] {
    return orders.filter((order) => this.#orders.status(order) === STATUS.NEW)
  }

  #units(order: number): number {
    return this.#orders.log.get(order, ORDER.units)
  }

  #view(order: number): OrderView {
    return new OrderView(this.#orders.log, this.#names, order)
  }
}

/** Where exits belong. */
interface ExitPlace {
  readonly strategy: number
  readonly instrument: number
  readonly direction: number
  readonly group: number
  readonly parent: number | undefined
}

function withLink({ particulars }: OrderTermCodes, link: OrderLink): NonNullable<OrderTermCodes['particulars']> {
  if (particulars === undefined) return { limitLevel: Number.NaN, trail: undefined, reduceOnly: false, link }
  return { ...particulars, link }
}
