import { tidy } from '../domain/tidy.js'
import type { RejectCode } from '../domain/order.js'
import { Cluster } from './cluster.js'
import { ASKED, ClusterState, END, FILL, LIVE, NOTHING_TO_REDUCE, RESIZE, TRIGGER, type Step } from './cluster-state.js'
import { NO_DOUBT, type FillDesk, type FillDoubt, type SupposedFill } from './fill-desk.js'
import type { ReportLine } from './report-line.js'
import { stepsOf } from './solver.js'
import type { VenueAccount } from './venue-account.js'
import type { VenueBook } from './venue-book.js'
import type { VenueFunds } from './venue-funds.js'
import {
  ENDED,
  FILLED,
  FOK,
  HELD,
  RESTING,
  TRAILS,
  type VenueGroup,
  type VenueOrder,
  type VenueRequest,
  WAITING,
} from './venue-order.js'

/** How the steps of a cluster come to be reported. */
export interface Settlement {
  readonly at: number
  /** What is open about a member's fill. */
  readonly doubtOf?: (member: number) => FillDoubt
  /** The price of a fill that lies between two. */
  readonly priceOf?: (fill: Step) => number
}

const ENDINGS: Readonly<Record<number, { readonly code: RejectCode; readonly message: string }>> = {
  [NOTHING_TO_REDUCE]: { code: 'REDUCE_ONLY', message: 'nothing is held that it could reduce' },
  0: { code: 'LINKED', message: 'an order that it is linked to was filled or ended' },
}

/** Carries what happened to a cluster over to the orders of the venue, and tells of it. */
export class LinkDesk {
  readonly #fills: FillDesk
  readonly #reports: ReportLine

  constructor(fills: FillDesk, reports: ReportLine) {
    this.#fills = fills
    this.#reports = reports
  }

  /** The state of an order with all that its fills and its end concern. */
  stateAround(book: VenueBook, order: VenueOrder): { readonly state: ClusterState; readonly index: number } {
    const orders = order.account.tied > 0 ? book.orders.filter(({ account }) => account === order.account) : [order]
    return { state: new ClusterState(new Cluster(book, orders, always)), index: orders.indexOf(order) }
  }

  /** Ends an order for a reason that is told by whoever asked, and all that lives by it. */
  endLinked(book: VenueBook, order: VenueOrder, at: number): void {
    const { state, index } = this.stateAround(book, order)
    state.end(index, ASKED)
    this.settle(book, state, { at })
  }

  /** Fits exits to what their entry can come to, after that was changed. */
  fitExits(book: VenueBook, order: VenueOrder, at: number): void {
    const { state } = this.stateAround(book, order)
    state.fitAll()
    this.settle(book, state, { at })
    for (const { members } of order.children ?? [])
      for (const exit of members)
        if (!exit.ended && exit.stage !== HELD && exit.filled + exit.remaining !== exit.told)
          this.#tellQuantity(exit, exit.remaining, at)
  }

  /**
   * Makes the venue's orders what the state says, in the order of its steps. False where a cash account does not pay for that: then the order that is too dear has
   * been cut down or ended, nothing else has happened, and what is left is to be decided anew.
   */
  settle(book: VenueBook, state: ClusterState, settlement: Settlement): boolean {
    if (this.#fills.funds !== undefined && this.#isTooDear(book, state, settlement)) return false
    const { cluster } = state
    for (const step of stepsOf(state)) this.#tell(book, state, step, settlement)
    cluster.members.forEach((_, index) => {
      carryOver(book, state, index)
    })
    cluster.groups.forEach((group, index) => {
      group.pool = state.pool[index]!
    })
    book.volumeLeft = state.volume
    cluster.members.forEach(({ order }) => {
      if (order.ended) this.leave(book, order, settlement.at)
    })
    this.#rebalance(book, state, settlement.at)
    return true
  }

  /** Looks at the fills of a state one after the other, and cuts down or ends the first order that the cash does not pay for. */
  #isTooDear(book: VenueBook, state: ClusterState, { at, priceOf }: Settlement): boolean {
    const funds = this.#fills.funds!.copy()
    const held = new Map<VenueAccount, number>()
    for (const step of stepsOf(state)) {
      if (step.kind !== FILL) continue
      const { order } = state.cluster.members[step.member]!
      const price = step.low < step.high && priceOf ? priceOf(step) : step.low
      const rested = this.#hasRested(book, state, step)
      const supposed = { book, order, at, price, units: step.units, rested }
      const has = held.get(order.account) ?? order.account.held
      const units = this.#affordable(supposed, funds, has)
      if (units === step.units) {
        funds.filled(book.index, this.#fills.cashChange(supposed))
        held.set(order.account, has + order.direction * units)
        continue
      }
      if (units === 0) this.#refuse(book, order, at)
      else {
        order.remaining = units
        this.#tellQuantity(order, order.remaining, at)
        if (order.children !== undefined) this.fitExits(book, order, at)
      }
      return true
    }
    return false
  }

  /**
   * The most units, up to those that are supposed, that the cash pays for, and of a sale that are held; 0 where orders are not cut down, or
   * must not be.
   */
  #affordable(supposed: SupposedFill, funds: VenueFunds, held = supposed.order.account.held): number {
    const { book, order } = supposed
    const pays = (units: number): boolean => funds.covers(book.index, this.#fills.cashChange({ ...supposed, units }))
    const most = order.direction > 0 ? supposed.units : Math.min(supposed.units, Math.max(0, held))
    if (most === supposed.units && pays(most)) return most
    if (funds.policy === 'reject' || order.timeInForce === FOK) return 0
    // A smaller sale brings less.
    if (order.direction < 0) return most > 0 && pays(most) ? most : 0
    const { stepUnits } = book.instrument.scale
    let [low, high] = [0, Math.floor(supposed.units / stepUnits)]
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (pays(middle * stepUnits)) low = middle
      else high = middle
    }
    return low * stepUnits
  }

  #refuse(book: VenueBook, order: VenueOrder, at: number): void {
    const left = `${String(order.remaining / book.instrument.scale.unitsPerOne)} of ${book.instrument.symbol}`
    const isShort = order.direction < 0 && order.remaining > order.account.held
    const message = isShort
      ? `a cash account sells nothing short, and what is left of it are ${left}`
      : `the cash does not pay for what is left of it, ${left}`
    const code = isShort ? 'NOT_PERMITTED' : 'INSUFFICIENT_FUNDS'
    const kind = order.filled > 0 ? 'canceled' : 'rejected'
    this.#reports.emit({ kind, order: order.number, occurredAt: at, code, message })
    if (order.children !== undefined || order.group !== undefined) this.endLinked(book, order, at)
    else {
      order.stage = ENDED
      this.leave(book, order, at)
    }
  }

  #hasRested(book: VenueBook, { cluster, atOpen }: ClusterState, step: Step): boolean {
    const { order } = cluster.members[step.member]!
    return atOpen ? hasRested(book, order) : order.stage === RESTING || step.touched
  }

  /** Fills what can be filled of an order that concerns no other. */
  fillAlone(
    book: VenueBook,
    order: VenueOrder,
    at: number,
    price: number,
    { rested, doubt }: { readonly rested: boolean; readonly doubt: FillDoubt },
  ): void {
    if (order.timeInForce === FOK && order.remaining > book.volumeLeft) return
    const units = Math.min(order.remaining, book.volumeLeft)
    if (units === 0) return
    const { funds } = this.#fills
    const paid = funds === undefined ? units : this.#affordable({ book, order, at, price, units, rested }, funds)
    if (paid > 0) {
      book.volumeLeft -= paid
      this.#fills.fill(book, order, at, price, paid, rested, doubt)
    }
    if (paid < units) this.#refuse(book, order, at)
    if (order.remaining > 0) return
    order.stage = FILLED
    this.leave(book, order, at)
  }

  /** Takes an order that has ended from the book; what was on its way to it has come too late. */
  leave(book: VenueBook, order: VenueOrder, at: number): void {
    book.remove(order)
    if (isTied(order)) order.account.tied--
    if (order.requests === undefined) return
    for (const { kind } of order.requests) this.refuseLate(kind, order.number, at)
    order.requests = undefined
  }

  refuseLate(kind: VenueRequest['kind'], order: number, at: number): void {
    const message = `the ${kind} came after the order had been filled or had ended`
    this.#reports.emit({ kind: `${kind}Refused`, order, occurredAt: at, code: 'TOO_LATE', message })
  }

  #tell(book: VenueBook, state: ClusterState, step: Step, { at, doubtOf, priceOf }: Settlement): void {
    const { order } = state.cluster.members[step.member]!
    switch (step.kind) {
      case LIVE:
        this.#reports.emit({ kind: 'accepted', order: order.number, occurredAt: at })
        if (order.filled + step.units !== order.told) this.#tellQuantity(order, step.units, at)
        return
      case TRIGGER:
        order.triggered = true
        this.#reports.emit({ kind: 'triggered', order: order.number, occurredAt: at })
        return
      case FILL: {
        const price = step.low < step.high && priceOf ? priceOf(step) : step.low
        const rested = this.#hasRested(book, state, step)
        this.#fills.fill(book, order, at, price, step.units, rested, doubtOf?.(step.member) ?? NO_DOUBT)
        return
      }
      case RESIZE:
        this.#tellQuantity(order, step.units, at)
        return
      case END:
        if (step.units === ASKED) return
        this.#reports.emit({ kind: 'canceled', order: order.number, occurredAt: at, ...ENDINGS[step.units]! })
    }
  }

  #tellQuantity(order: VenueOrder, left: number, at: number): void {
    const terms = { quantityUnits: order.filled + left }
    order.told = terms.quantityUnits
    this.#reports.emit({ kind: 'replaced', order: order.number, occurredAt: at, terms, asked: false })
  }

  /** What was taken of a position by orders outside of its exits' group is taken from the exits. */
  #rebalance(book: VenueBook, { cluster }: ClusterState, at: number): void {
    const [first] = cluster.accounts
    const seen = cluster.members.filter(({ order }) => !order.ended && isTied(order)).length
    if (first !== undefined && first.tied > seen) this.fitToHeld(book, first, at)
  }

  /** Takes from the exits of an account what it does not hold any more. */
  fitToHeld(book: VenueBook, account: VenueAccount, at: number): void {
    if (account.tied === 0) return
    const orders = book.orders.filter((order) => order.account === account)
    const state = new ClusterState(new Cluster(book, orders, always))
    state.shrinkPools(0)
    this.settle(book, state, { at })
  }
}

function carryOver(book: VenueBook, state: ClusterState, index: number): void {
  const { order } = state.cluster.members[index]!
  order.stage = state.stage[index]!
  order.remaining = order.stage === ENDED ? 0 : state.left[index]!
  if (order.trigger !== TRAILS) return
  if (order.stage === WAITING) {
    const water = order.direction < 0 ? state.waterLow[index]! : state.waterHigh[index]!
    order.water = Number.isNaN(water) || !book.sides.differ ? water : tidy(water + book.sides.triggerShift(order))
  } else if (order.stage === RESTING) order.limit = tidy(state.limit[index]! + book.sides.fillShift(order))
}

/** Whether a limit was in the market before the present open, quote or trade. */
export function hasRested(book: VenueBook, order: VenueOrder): boolean {
  if (order.stage !== RESTING) return false
  return order.seen || order.liveRow < book.row || (order.insideRow >= 0 && order.insideRow < book.row)
}

export function isTied({ group, children, reduceOnly }: VenueOrder): boolean {
  return group !== undefined || children !== undefined || reduceOnly
}

/** All orders that are linked with one, directly or through others, in the order in which they were sent. */
export function linkedWith(book: VenueBook, order: VenueOrder): readonly VenueOrder[] {
  if (order.group === undefined && order.children === undefined) return [order]
  const groups = new Set<VenueGroup>()
  const found = new Set<VenueOrder>()
  const visit = (one: VenueOrder): void => {
    if (found.has(one) || one.ended) return
    found.add(one)
    for (const group of [...(one.group ? [one.group] : []), ...(one.children ?? [])]) {
      if (groups.has(group)) continue
      groups.add(group)
      if (group.parent) visit(group.parent)
      group.members.forEach(visit)
    }
  }
  visit(order)
  return book.orders.filter((one) => found.has(one))
}

function always(): boolean {
  return true
}
