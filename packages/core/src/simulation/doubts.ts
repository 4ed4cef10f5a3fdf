import type { PriceBounds } from '../domain/order-event.js'
import type { BarPrices, Member } from './cluster.js'
import type { ClusterState } from './cluster-state.js'
import type { FillDoubt } from './fill-desk.js'
import { fillsOf } from './solver.js'

/** What one path makes of one order. */
interface Fate {
  readonly text: string
  readonly low: number
  readonly high: number
  /** A limit in the market was met by the price. */
  readonly met: boolean
}

const UNFILLED: Fate = { text: '', low: Number.NaN, high: Number.NaN, met: false }

/** What all paths together make of the orders of a cluster: whose fate they leave open, and between which prices. */
export class Fates {
  readonly #bar: BarPrices
  readonly #members: readonly Member[]
  readonly #all: readonly (readonly Fate[])[]

  constructor(bar: BarPrices, members: readonly Member[], outcomes: readonly ClusterState[]) {
    this.#bar = bar
    this.#members = members
    this.#all = outcomes.map((state) => fatesOf(state, members.length))
  }

  /** Whether all paths make the same of every order. */
  get decided(): boolean {
    const [first] = this.#all
    return this.#all.every((fates) =>
      fates.every(({ text, low, high }, i) => text === first![i]!.text && !(low < high)),
    )
  }

  /** The lowest and highest price at which some path fills an order. */
  boundsOf(member: number): PriceBounds {
    const filled = this.#fatesOf(member).filter(({ text }) => text !== '')
    return { low: Math.min(...filled.map(({ low }) => low)), high: Math.max(...filled.map(({ high }) => high)) }
  }

  #fatesOf(member: number): readonly Fate[] {
    return this.#all.map((each) => each[member]!)
  }

  doubtOf(member: number): FillDoubt {
    const fates = this.#fatesOf(member)
    const bounds = this.boundsOf(member)
    const touched = fates.some(({ met }) => met) && this.#isTouched(member, bounds)
    const ambiguous = touched || bounds.low < bounds.high || fates.some(({ text }) => text !== fates[0]!.text)
    return { ambiguous, touched, bounds: ambiguous ? bounds : undefined, byFiner: false }
  }

  /** Whether it is left unfilled by some paths and filled by others. */
  mayFill(member: number): boolean {
    return this.#all.some((fates) => fates[member]!.text !== '')
  }

  /** A limit at the bar's very low or high is not gone through. */
  #isTouched(member: number, { low, high }: PriceBounds): boolean {
    const { direction, limit } = this.#members[member]!
    return low === limit && high === limit && limit === (direction > 0 ? this.#bar.low : this.#bar.high)
  }
}

function fatesOf(state: ClusterState, members: number): readonly Fate[] {
  const fates = Array.from({ length: members }, () => UNFILLED)
  for (const { member, low, high, units, touched } of fillsOf(state)) {
    const before = fates[member]!
    fates[member] = {
      text: `${before.text}${String(units)}@${String(low)}~${String(high)};`,
      low: before === UNFILLED ? low : Math.min(before.low, low),
      high: before === UNFILLED ? high : Math.max(before.high, high),
      met: before.met || touched,
    }
  }
  return fates
}
