import { Stateful } from './stateful.js'

/**
 * The sum of the last `period` values, in O(1) amortised and without a subtraction: nothing can drift or cancel, and a NaN is gone when it leaves.
 * Time goes in turns of `period` values. A sum is what is left of the turn before (a sum from each of its places to its end, made once per turn)
 * plus what has come in this turn.
 */
export class SlidingSum extends Stateful {
  /** NaN until `period` values have come. */
  value = Number.NaN
  /** Before `next` the values of this turn; from there on, sums to the end of the turn before. */
  private readonly places: Float64Array
  private next = 0
  private turnSum = 0

  constructor(period: number) {
    super()
    this.places = new Float64Array(period).fill(Number.NaN)
  }

  update(value: number): number {
    const { places, next } = this
    places[next] = value
    this.turnSum += value
    if (next + 1 < places.length) {
      this.next = next + 1
      this.value = places[next + 1]! + this.turnSum
    } else {
      this.value = this.turnSum
      this.#beginTurn()
    }
    return this.value
  }

  #beginTurn(): void {
    const { places } = this
    for (let i = places.length - 2; i >= 0; i--) places[i]! += places[i + 1]!
    this.next = 0
    this.turnSum = 0
  }
}
