import { tidy } from '../domain/tidy.js'
import type { BarPrices } from './cluster.js'
import type { VenueBook } from './venue-book.js'
import { DORMANT, RESTING, WAITING, type VenueOrder } from './venue-order.js'
import type { ClusterState } from './cluster-state.js'

/**
 * A bar cut into the prices that matter and the gaps between them: element 2i is the i-th price, element 2i + 1 the open interval above it. Every continuous
 * path is a walk from element to neighbouring element.
 */
export class BarPaths {
  readonly points: readonly number[]
  readonly open: number
  readonly close: number
  readonly last: number
  /** Whether a limit that is only met may as well stay unfilled. */
  readonly touchMayMiss: boolean

  constructor(points: readonly number[], bar: BarPrices, touchMayMiss: boolean) {
    this.points = points
    this.open = 2 * points.indexOf(bar.open)
    this.close = 2 * points.indexOf(bar.close)
    this.last = 2 * (points.length - 1)
    this.touchMayMiss = touchMayMiss
  }

  elementOf(price: number): number {
    return 2 * this.points.indexOf(price)
  }

  /** Lets the price come to an element, and adds what the orders may then have come to, in all ways that are possible. */
  arrive(state: ClusterState, element: number, into: ClusterState[]): void {
    const { length } = state.cluster.members
    for (let index = 0; index < length; index++) {
      if (!this.#concerns(state, index, element)) continue
      this.#reactFrom(index, state.copy(), element, into)
      return
    }
    into.push(state)
  }

  /** Whether the price at an element can change anything for an order, or tell that it can't be there. */
  #concerns(state: ClusterState, index: number, element: number): boolean {
    const member = state.cluster.members[index]!
    if (member.asleep) return false
    const low = this.points[element >> 1]!
    const high = this.points[(element + 1) >> 1]!
    switch (state.stage[index]!) {
      case DORMANT:
        return low === high
      case WAITING:
        if (!member.trails) return low === high && (member.rises ? low >= member.level : low <= member.level)
        return this.#ratchets(state, index, low, high) || this.#isNearStop(state, index, low, high)
      case RESTING: {
        const limit = state.limit[index]!
        return member.direction > 0 ? high <= limit : low >= limit
      }
    }
    return false
  }

  /** Whether a price is the best that a trailing order has seen. */
  #ratchets(state: ClusterState, index: number, low: number, high: number): boolean {
    const { ratchets, direction } = state.cluster.members[index]!
    if (!ratchets) return false
    if (state.waterLow[index] === low && state.waterHigh[index] === high) return false
    return direction < 0 ? low >= state.waterHigh[index]! : high <= state.waterLow[index]!
  }

  /** Whether a trailing order's stop may have been reached. */
  #isNearStop(state: ClusterState, index: number, low: number, high: number): boolean {
    const { direction, order } = state.cluster.members[index]!
    const { sides } = state.cluster.book
    if (direction < 0) return low <= sides.stopOf(order, state.waterHigh[index]!)
    return high >= sides.stopOf(order, state.waterLow[index]!)
  }

  /** The same on a path that is known: what a gap leaves open is seen at the next price. */
  follow(state: ClusterState, element: number): void {
    const { length } = state.cluster.members
    for (let index = 0; index < length; index++) this.#react(state, index, element)
  }

  #reactFrom(from: number, state: ClusterState, element: number, into: ClusterState[]): void {
    const { length } = state.cluster.members
    for (let index = from; index < length; index++) {
      const reaction = this.#react(state, index, element)
      if (reaction === IMPOSSIBLE) return
      if (reaction === DONE) continue
      const other = state.copy()
      if (reaction === MAY_FILL) {
        other.fill(index, state.limit[index]!, state.limit[index]!, true)
        state.miss(index)
      } else this.#stopOut(other, index, element)
      this.#reactFrom(index + 1, other, element, into)
    }
    into.push(state)
  }

  /** Does what is sure for one order, and says what may happen besides. */
  #react(state: ClusterState, index: number, element: number): number {
    const { cluster } = state
    const member = cluster.members[index]!
    if (member.asleep) return DONE
    const low = this.points[element >> 1]!
    const high = this.points[(element + 1) >> 1]!
    switch (state.stage[index]!) {
      case DORMANT:
        if (low === high) state.wake(index, low)
        return DONE
      case WAITING:
        if (member.trails) return this.#trail(state, index, element)
        if (low === high && (member.rises ? low >= member.level : low <= member.level)) state.trigger(index, low, low)
        return DONE
      case RESTING:
        return this.#rest(state, index, low, high)
    }
    return DONE
  }

  #rest(state: ClusterState, index: number, low: number, high: number): number {
    const { direction } = state.cluster.members[index]!
    const limit = state.limit[index]!
    const { penetration } = state.cluster.book
    if (!this.touchMayMiss) {
      const sure = penetration > 0 ? tidy(limit - direction * penetration) : limit
      if (low === high && (direction > 0 ? low <= sure : low >= sure))
        state.fill(index, limit, limit, penetration === 0)
      return DONE
    }
    const met = direction > 0 ? high <= limit : low >= limit
    if (!met) return DONE
    const isBeyond = low < high || low !== limit
    const couldFill = state.fillable(index) > 0 && state.volume > 0
    // Beyond its limit it has filled when the price came by: that is another path.
    if (isBeyond) return couldFill || state.missed[index]! ? IMPOSSIBLE : DONE
    return couldFill ? MAY_FILL : DONE
  }

  #trail(state: ClusterState, index: number, element: number): number {
    const member = state.cluster.members[index]!
    const low = this.points[element >> 1]!
    const high = this.points[(element + 1) >> 1]!
    const sells = member.direction < 0
    if (this.#ratchets(state, index, low, high)) {
      state.waterLow[index] = low
      state.waterHigh[index] = high
      return DONE
    }
    const { sides } = state.cluster.book
    const near = sides.stopOf(member.order, sells ? state.waterHigh[index]! : state.waterLow[index]!)
    const far = sides.stopOf(member.order, sells ? state.waterLow[index]! : state.waterHigh[index]!)
    if (low === high && (sells ? low <= far : low >= far)) {
      this.#stopOut(state, index, element)
      return DONE
    }
    return (sells ? low < near : high > near) ? MAY_STOP : DONE
  }

  /** A trailing stop is reached on the way to an element: at a price between the stops of its lowest and highest best price, within what the way passes. */
  #stopOut(state: ClusterState, index: number, element: number): void {
    const { direction, order } = state.cluster.members[index]!
    const { sides } = state.cluster.book
    const first = sides.stopOf(order, state.waterLow[index]!)
    const last = sides.stopOf(order, state.waterHigh[index]!)
    const from = direction < 0 ? Math.min(element + 1, this.last) : element
    const to = direction < 0 ? element : Math.max(element - 1, 0)
    const lowest = this.points[to >> 1]!
    const highest = this.points[(from + 1) >> 1]!
    const low = Math.max(Math.min(first, last), lowest)
    state.trigger(index, low, Math.max(low, Math.min(Math.max(first, last), highest)))
  }
}

const DONE = 0
const MAY_FILL = 1
const MAY_STOP = 2
const IMPOSSIBLE = 3

/** The prices at which something can happen to the orders within a bar, ascending, with its open, low, high and close. */
export function pointsWithin({ open, high, low, close }: BarPrices, state: ClusterState): number[] {
  const { members, book } = state.cluster
  const points = new Set([low, high, open, close])
  const add = (price: number): void => {
    if (price >= low && price <= high) points.add(price)
  }
  members.forEach((member, index) => {
    if (member.asleep || state.ended(index)) return
    add(member.level)
    add(state.limit[index]!)
    if (book.penetration > 0) add(tidy(state.limit[index]! - member.direction * book.penetration))
    add(member.activation)
  })
  const before = [...points]
  const { sides } = book
  members.forEach(({ trails, order, ratchets, asleep }, index) => {
    if (!trails || asleep || state.ended(index)) return
    if (ratchets) for (const price of before) add(waterFor(book, order, price))
    add(sides.stopOf(order, state.waterLow[index]!))
    add(sides.stopOf(order, state.waterHigh[index]!))
    if (Number.isNaN(state.waterLow[index])) for (const price of before) add(sides.stopOf(order, price))
  })
  return [...points].sort((a, b) => a - b)
}

/** The best price for which a trailing order's stop stands at a price. */
function waterFor({ sides }: VenueBook, order: VenueOrder, price: number): number {
  const { distance, isFraction } = order.trail!
  if (!isFraction) return tidy(price - order.direction * distance)
  const shift = sides.levelOf(order, 0)
  return (price - shift) / (1 + order.direction * distance) + shift
}
