import { Stateful } from './stateful.js'

/** The highest of the last `period` values, or the lowest, in O(1) amortised; in turns, as SlidingSum. */
export class SlidingExtreme extends Stateful {
  /** NaN until `period` values have come. */
  value = Number.NaN
  /** How many values ago it came; the latest, if it came more than once. */
  age = Number.NaN
  /** 1 for the highest, -1 for the lowest, which is the highest of the opposites. */
  private readonly sign: number
  /** Before `next` the values of this turn; from there on, the highest from there to the end of the turn before. */
  private readonly places: Float64Array
  /** At which place of its turn that came. */
  private readonly highestAt: Float64Array
  private next = 0
  private turnHighest = Number.NEGATIVE_INFINITY
  private turnHighestAt = 0

  constructor(period: number, which: 'highest' | 'lowest') {
    super()
    this.sign = which === 'highest' ? 1 : -1
    this.places = new Float64Array(period).fill(Number.NaN)
    this.highestAt = new Float64Array(period)
  }

  update(value: number): number {
    const { places, next } = this
    const signed = this.sign * value
    places[next] = signed
    this.highestAt[next] = next
    if (isAhead(signed, this.turnHighest) || signed === this.turnHighest) {
      this.turnHighest = signed
      this.turnHighestAt = next
    }
    const before = next + 1 < places.length ? places[next + 1]! : Number.NEGATIVE_INFINITY
    const isBefore = isAhead(before, this.turnHighest)
    this.value = this.sign * (isBefore ? before : this.turnHighest)
    this.age = isBefore ? next + places.length - this.highestAt[next + 1]! : next - this.turnHighestAt
    this.next = next + 1
    if (this.next === places.length) this.#beginTurn()
    return this.value
  }

  #beginTurn(): void {
    const { places, highestAt } = this
    for (let i = places.length - 2; i >= 0; i--) {
      if (isAhead(places[i]!, places[i + 1]!)) continue
      places[i] = places[i + 1]!
      highestAt[i] = highestAt[i + 1]!
    }
    this.next = 0
    this.turnHighest = Number.NEGATIVE_INFINITY
  }
}

/** Whether `a` is higher; a NaN is ahead of every number, so that the window it is in has no extreme. */
function isAhead(a: number, b: number): boolean {
  return a > b || Number.isNaN(a)
}
