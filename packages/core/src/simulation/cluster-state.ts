import type { Cluster, Member } from './cluster.js'
import {
  ALTERNATIVES,
  ANY_PRICE,
  DORMANT,
  DUE,
  ENDED,
  EXITS,
  FILLED,
  FOK,
  HELD,
  RESTING,
  TRIGGERED,
  WAITING,
} from './venue-order.js'
import { trailLimit } from './laws.js'

export const LIVE = 0
export const TRIGGER = 1
export const FILL = 2
export const RESIZE = 3
export const END = 4

/** Why an order was ended: see `Step.units`. */
const LINKED_ENDED = 0
export const NOTHING_TO_REDUCE = 1
/** By whoever asked for it, who tells of it. */
export const ASKED = 2

/** Something that happens to a member, in the order in which it happens. */
export interface Step {
  readonly before: Step | undefined
  readonly kind: number
  readonly member: number
  /** Prices between which it happens, equal where it is one. */
  readonly low: number
  readonly high: number
  /** Units filled, what is left to fill after a resize or on going live, or why it ended. */
  readonly units: number
  readonly touched: boolean
}

/**
 * Where the orders of a cluster stand at one point of a path, and what has happened to them on it. Every rule by which linked orders act on each other is here:
 * the venue has no other.
 */
export class ClusterState {
  readonly cluster: Cluster
  readonly stage: number[]
  /** What each order may still fill, as far as it is its own. */
  readonly left: number[]
  /** The best price of a trailing order, known to lie between two. */
  readonly waterLow: number[]
  readonly waterHigh: number[]
  readonly limit: number[]
  /** Limits that the price has met and left unfilled: it can't go beyond them any more. Kept only where volume is scarce; else the limit itself says so. */
  readonly missed: boolean[]
  /** By group of exits: what they protect. */
  readonly pool: number[]
  /** By account: what it holds, signed. */
  readonly held: number[]
  volume: number
  /** At an open the nearer level is served first; inside a bar, of orders that act at one price, the one that was sent first. */
  atOpen = false
  steps: Step | undefined
  /** The solver's: where in the bar paths have been on which the orders stand so. */
  been: Set<number> | undefined = undefined
  /** The fills so far as text: two states with one trace have the same past. */
  trace = ''

  constructor(cluster: Cluster, from?: ClusterState) {
    this.cluster = cluster
    if (from) {
      this.stage = from.stage.slice()
      this.left = from.left.slice()
      this.waterLow = from.waterLow.slice()
      this.waterHigh = from.waterHigh.slice()
      this.limit = from.limit.slice()
      this.missed = from.missed.slice()
      this.pool = from.pool.slice()
      this.held = from.held.slice()
      this.volume = from.volume
      this.steps = from.steps
      this.trace = from.trace
      return
    }
    const { book, members } = cluster
    this.stage = members.map(({ order }) => order.stage)
    this.left = members.map(({ order }) => order.remaining)
    this.waterLow = members.map(({ order }) => book.sides.levelOf(order, order.water))
    this.waterHigh = this.waterLow.slice()
    this.limit = members.map(({ limit }) => limit)
    this.missed = members.map(() => false)
    this.pool = cluster.groups.map(({ pool }) => pool)
    this.held = cluster.accounts.map(({ held }) => held)
    this.volume = book.volumeLeft
  }

  copy(): ClusterState {
    return new ClusterState(this.cluster, this)
  }

  /** A limit that the price has met stays unfilled. */
  miss(index: number): void {
    if (this.volume < Number.POSITIVE_INFINITY) this.missed[index] = true
  }

  ended(index: number): boolean {
    return this.stage[index]! >= FILLED
  }

  /** What a member could fill now: of its own, of what its group protects, of what its account holds. */
  fillable(index: number): number {
    const member = this.cluster.members[index]!
    let units = this.left[index]!
    const exits = this.cluster.isExit(index)
    if (exits) units = Math.min(units, this.pool[member.group]!)
    if (exits || member.order.reduceOnly) units = Math.min(units, this.#against(member))
    return Math.max(0, units)
  }

  /** What the member's account holds against its direction. */
  #against({ account, direction }: Member): number {
    return Math.max(0, -direction * this.held[account]!)
  }

  /** Brings an order to life at a price. */
  enliven(index: number, low: number, high: number): void {
    const { order, activation } = this.cluster.members[index]!
    if (this.stage[index] === HELD) this.#log(LIVE, index, low, high, this.left[index]!)
    this.stage[index] = order.firstStage()
    if (this.stage[index] === DORMANT && this.#wakesAt(index, activation, low)) this.stage[index] = WAITING
    if (this.stage[index] === WAITING && this.cluster.members[index]!.trails) this.#float(index, low, high)
  }

  /** The nearer level first, and of two equal ones the one that was sent first. */
  #byNearness(members: readonly number[], price: number): readonly number[] {
    const distance = (index: number): number => {
      const stage = this.stage[index]
      if (stage === DUE) return 0
      const level = stage === RESTING ? this.limit[index]! : this.cluster.members[index]!.level
      return Number.isNaN(level) ? 0 : Math.abs(level - price)
    }
    return members.length < 2 ? members : [...members].sort((a, b) => distance(a) - distance(b))
  }

  /** Lets an order that is live act at once if the price is at or beyond what it waits for. */
  reconsider(index: number, low: number, high: number): void {
    const { direction, level, rises, trails, order } = this.cluster.members[index]!
    if (order.auction !== ANY_PRICE) return
    const stage = this.stage[index]
    if (stage === DUE) this.fill(index, low, high, false)
    else if (stage === RESTING) {
      const limit = this.limit[index]!
      if (direction > 0 ? high <= limit : low >= limit) this.fill(index, low, high, false)
    } else if (stage === WAITING) {
      const isReached = trails ? this.#isPastStop(index, low, high) : rises ? low >= level : high <= level
      if (isReached) this.trigger(index, low, high)
    }
  }

  #isPastStop(index: number, low: number, high: number): boolean {
    const { order, direction } = this.cluster.members[index]!
    const { sides } = this.cluster.book
    if (direction < 0) return high <= sides.stopOf(order, this.waterLow[index]!)
    return low >= sides.stopOf(order, this.waterHigh[index]!)
  }

  /** Whether a price wakes a trailing order; one that trails by closes sleeps until a close. */
  #wakesAt(index: number, activation: number, price: number): boolean {
    const { direction, ratchets } = this.cluster.members[index]!
    return ratchets && (direction < 0 ? price >= activation : price <= activation)
  }

  wake(index: number, price: number): void {
    if (!this.#wakesAt(index, this.cluster.members[index]!.activation, price)) return
    this.stage[index] = WAITING
    this.#float(index, price, price)
  }

  /** Lets a stop that trails by extremes follow a price. */
  ratchet(index: number, price: number): void {
    const { direction, ratchets } = this.cluster.members[index]!
    if (!ratchets || (direction < 0 ? price <= this.waterLow[index]! : price >= this.waterHigh[index]!)) return
    this.#float(index, price, price)
  }

  #float(index: number, low: number, high: number): void {
    this.waterLow[index] = low
    this.waterHigh[index] = high
  }

  /** An order's trigger happens at a price: it becomes a market order, or a limit, and fills where it can. */
  trigger(index: number, low: number, high: number): void {
    // What has nothing to fill waits on: its exits' position may grow again.
    if (this.fillable(index) === 0 && this.cluster.isExit(index)) return
    const { order, direction, trails } = this.cluster.members[index]!
    this.#log(TRIGGER, index, low, high, 0)
    if (trails && !Number.isNaN(order.trail!.limitOffset)) this.limit[index] = this.#trailLimit(index)
    const limit = this.limit[index]!
    const isMarket = Number.isNaN(limit)
    this.stage[index] = isMarket ? DUE : RESTING
    if (isMarket || (direction > 0 ? high <= limit : low >= limit)) this.fill(index, low, high, false)
  }

  /** The limit that a trailing stop leaves behind, from where it stood, not from where the market opened beyond it. */
  #trailLimit(index: number): number {
    const { order, direction } = this.cluster.members[index]!
    const water = direction < 0 ? this.waterLow[index]! : this.waterHigh[index]!
    return trailLimit(order, this.cluster.book.sides.stopOf(order, water))
  }

  /** Fills what can be filled at a price, and lets that work on all orders that are linked to it. */
  fill(index: number, low: number, high: number, touched: boolean): void {
    const { order, account, direction } = this.cluster.members[index]!
    const wanted = this.fillable(index)
    if (wanted === 0) {
      if (order.reduceOnly && !this.cluster.isExit(index)) this.end(index, NOTHING_TO_REDUCE)
      return
    }
    const units = Math.min(wanted, this.volume)
    if (units === 0 || (order.timeInForce === FOK && units < this.left[index]!)) return
    this.left[index]! -= units
    this.volume -= units
    this.held[account]! += direction * units
    this.#log(FILL, index, low, high, units, touched)
    this.trace += `${String(index)}@${String(low)}~${String(high)}x${String(units)};`
    if (this.left[index] === 0) this.stage[index] = FILLED
    this.#workOnGroup(index, units)
    this.shrinkPools(account)
    this.#workOnChildren(index, units, low, high)
    // What only reduces, and has nothing left to reduce, is over.
    if (order.reduceOnly && this.stage[index] === DUE && this.fillable(index) === 0 && !this.cluster.isExit(index))
      this.end(index, NOTHING_TO_REDUCE)
  }

  /** Ends an order that has not filled, with all that lives by it. */
  end(index: number, why: number = LINKED_ENDED): void {
    if (this.ended(index)) return
    this.stage[index] = ENDED
    this.#log(END, index, Number.NaN, Number.NaN, why)
    // Of what a parent was to bring to life, that is left which it has filled.
    for (const child of this.cluster.members[index]!.children) this.#fit(child)
  }

  /** What a member's fill does to the others of its group. */
  #workOnGroup(index: number, units: number): void {
    const { group } = this.cluster.members[index]!
    if (group < 0) return
    const { kind } = this.cluster.groups[group]!
    if (kind === EXITS) {
      this.pool[group]! -= units
      this.#fit(group)
    } else if (kind === ALTERNATIVES) {
      for (const other of this.cluster.membersOf[group]!) {
        if (other === index || this.ended(other)) continue
        if (this.left[index] === 0 || this.left[other]! <= units) this.end(other)
        else this.#resize(other, this.left[other]! - units)
      }
    }
  }

  fitAll(): void {
    this.cluster.groups.forEach(({ kind }, group) => {
      if (kind === EXITS) this.#fit(group)
    })
  }

  /** Exits that have more left than can come to be protected lose the rest. */
  #fit(group: number): void {
    const parent = this.cluster.parentOf[group]!
    const toCome = parent >= 0 && !this.ended(parent) ? this.left[parent]! : 0
    const most = this.pool[group]! + toCome
    for (const member of this.cluster.membersOf[group]!) {
      if (this.ended(member) || this.left[member]! <= most) continue
      if (most === 0) this.end(member)
      else this.#resize(member, most)
    }
  }

  #resize(index: number, left: number): void {
    this.left[index] = left
    // What is held has not been told of yet, and is told as it is when it goes live.
    if (this.stage[index] !== HELD) this.#log(RESIZE, index, Number.NaN, Number.NaN, left)
  }

  /** Exits of an account never protect more than it holds: what another order took of the position is taken from the oldest ones. */
  shrinkPools(account: number): void {
    for (const direction of [1, -1]) {
      let excess = -Math.max(0, direction * this.held[account]!)
      const groups = this.#poolsOf(account, direction)
      for (const group of groups) excess += this.pool[group]!
      for (const group of groups) {
        if (excess <= 0) break
        const taken = Math.min(excess, this.pool[group]!)
        excess -= taken
        this.pool[group]! -= taken
        if (taken > 0) this.#fit(group)
      }
    }
  }

  /** The groups of an account whose exits protect a long (1) or short (-1) position, oldest first. */
  #poolsOf(account: number, direction: number): readonly number[] {
    const { groups, membersOf, members } = this.cluster
    return groups.flatMap(({ kind }, group) => {
      const first = members[membersOf[group]![0] ?? -1]
      const isOne = kind === EXITS && first?.account === account && first.direction === -direction
      return isOne ? [group] : []
    })
  }

  /** What an order's fill does to those that live by it. */
  #workOnChildren(index: number, units: number, low: number, high: number): void {
    const { groups, membersOf, members } = this.cluster
    for (const group of members[index]!.children) {
      const { kind } = groups[group]!
      if (kind === TRIGGERED && this.left[index]! > 0) continue
      if (kind === EXITS) {
        this.pool[group]! += units
        this.shrinkPools(members[index]!.account)
      }
      for (const child of membersOf[group]!) if (this.stage[child] === HELD) this.enliven(child, low, high)
      const children = this.atOpen ? this.#byNearness(membersOf[group]!, low) : membersOf[group]!
      for (const child of children) this.reconsider(child, low, high)
    }
  }

  #log(kind: number, member: number, low: number, high: number, units: number, touched = false): void {
    this.steps = { before: this.steps, kind, member, low, high, units, touched }
  }
}
