import { Stateful } from './stateful.js'

/**
 * Mean and sum of squared deviations of the last `period` values, in O(1) amortised; in turns, as SlidingSum. Two stretches are joined as Chan, Golub and
 * LeVeque (1979) do it, from deviations and never from squares of prices: a deviation of 0.01 about 100,000 keeps its digits.
 */
export class SlidingVariance extends Stateful {
  /** NaN until `period` values have come. */
  mean = Number.NaN
  /** The mean squared deviation: the variance of the population. */
  variance = Number.NaN
  /** Before `next` the values of this turn; from there on, means from there to the end of the turn before. */
  private readonly means: Float64Array
  /** From `next` on, the squared deviations that go with `means`. */
  private readonly squares: Float64Array
  /** Values are counted from here, a recent one of them: what is left keeps its digits. */
  private anchor = Number.NaN
  private next = 0
  private turnMean = 0
  private turnSquares = 0

  constructor(period: number) {
    super()
    this.means = new Float64Array(period).fill(Number.NaN)
    this.squares = new Float64Array(period)
  }

  update(value: number): void {
    const { means, next } = this
    const period = means.length
    if (Number.isNaN(this.anchor)) this.anchor = value
    const offset = value - this.anchor
    means[next] = offset
    const count = next + 1
    const delta = offset - this.turnMean
    this.turnMean += delta / count
    this.turnSquares += (delta * delta * next) / count
    if (count < period) {
      const apart = this.turnMean - means[count]!
      this.mean = this.anchor + (means[count]! + (apart * count) / period)
      this.variance =
        (this.turnSquares + this.squares[count]! + (apart * apart * count * (period - count)) / period) / period
      this.next = count
    } else {
      this.mean = this.anchor + this.turnMean
      this.variance = this.turnSquares / period
      this.#beginTurn()
    }
  }

  #beginTurn(): void {
    const { means, squares } = this
    const last = means.length - 1
    const shift = Number.isFinite(means[last]) ? means[last]! : 0
    this.anchor += shift
    means[last]! -= shift
    squares[last] = 0
    for (let i = last - 1; i >= 0; i--) {
      const count = last - i
      const delta = means[i]! - shift - means[i + 1]!
      means[i] = means[i + 1]! + delta / (count + 1)
      squares[i] = squares[i + 1]! + (delta * delta * count) / (count + 1)
    }
    this.next = 0
    this.turnMean = 0
    this.turnSquares = 0
  }
}
