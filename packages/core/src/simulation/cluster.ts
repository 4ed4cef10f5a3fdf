import type { VenueAccount } from './venue-account.js'
import type { VenueBook } from './venue-book.js'
import { ANY_PRICE, EXITS, RISES, TRAILS, type VenueGroup, type VenueOrder } from './venue-order.js'

/** The four prices of a bar. */
export interface BarPrices {
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

/** An order within a cluster: what stays the same while a bar is played. Prices are those of the series. */
export interface Member {
  readonly order: VenueOrder
  readonly direction: number
  /** Stop or touch price; NaN without one. */
  readonly level: number
  readonly rises: boolean
  /** Its limit once it is triggered, or from the start; NaN for a market order, and for a trailing one until its stop is known. */
  readonly limit: number
  readonly activation: number
  readonly trails: boolean
  /** Follows the price inside a bar. */
  readonly ratchets: boolean
  /** Positions in the cluster; -1 without one. */
  readonly group: number
  readonly account: number
  /** Groups that live by its fills. */
  readonly children: readonly number[]
  /** It does not meet the market yet, although it may be ended or cut down. */
  readonly asleep: boolean
}

/** Orders of one instrument that are looked at together: what is fixed about them while a bar is played. What moves is in `ClusterState`. */
export class Cluster {
  readonly book: VenueBook
  readonly members: readonly Member[]
  readonly groups: readonly VenueGroup[]
  readonly accounts: readonly VenueAccount[]
  /** By group: the positions of its members. */
  readonly membersOf: readonly (readonly number[])[]
  /** By group: the position of its parent, -1 without one. */
  readonly parentOf: readonly number[]

  constructor(book: VenueBook, orders: readonly VenueOrder[], hasArrived: (order: VenueOrder) => boolean) {
    this.book = book
    const groups: VenueGroup[] = []
    const accounts: VenueAccount[] = []
    for (const order of orders) {
      if (order.group && !groups.includes(order.group)) groups.push(order.group)
      for (const child of order.children ?? []) if (!groups.includes(child)) groups.push(child)
      if (!accounts.includes(order.account)) accounts.push(order.account)
    }
    // The oldest position is closed first, and with it the exits that protect it.
    groups.sort((a, b) => a.number - b.number)
    this.groups = groups
    this.accounts = accounts
    this.members = orders.map((order) => this.#member(order, !hasArrived(order)))
    this.membersOf = groups.map((_, group) =>
      this.members.flatMap((member, index) => (member.group === group ? [index] : [])),
    )
    this.parentOf = groups.map(({ parent }) => (parent ? orders.indexOf(parent) : -1))
  }

  #member(order: VenueOrder, asleep: boolean): Member {
    const { sides } = this.book
    const trails = order.trigger === TRAILS
    return {
      order,
      direction: order.direction,
      level: sides.levelOf(order, order.level),
      rises: trails ? order.direction > 0 : order.trigger === RISES,
      limit: sides.limitOf(order),
      activation: trails ? sides.levelOf(order, order.trail!.activationPrice) : Number.NaN,
      trails,
      ratchets: trails && order.trail!.by === 'extreme',
      group: order.group ? this.groups.indexOf(order.group) : -1,
      account: this.accounts.indexOf(order.account),
      children: (order.children ?? []).map((child) => this.groups.indexOf(child)),
      // Auctions are prices of their own, not points of a path.
      asleep: asleep || order.auction !== ANY_PRICE,
    }
  }

  isExit(index: number): boolean {
    const { group } = this.members[index]!
    return group >= 0 && this.groups[group]!.kind === EXITS
  }
}
