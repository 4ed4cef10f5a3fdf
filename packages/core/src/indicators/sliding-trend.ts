import { Stateful } from './stateful.js'

/**
 * Mean of the last `period` values and their co-deviation with time, the sum of (t - mean t)(value - mean) at one step per value, in O(1) amortised; in turns
 * and joined from deviations, as SlidingVariance. The centres in time of the two stretches are half a period apart wherever they meet.
 */
export class SlidingTrend extends Stateful {
  /** NaN until `period` values have come. */
  mean = Number.NaN
  codeviation = Number.NaN
  /** Before `next` the values of this turn; from there on, means from there to the end of the turn before. */
  private readonly means: Float64Array
  /** From `next` on, the co-deviations that go with `means`. */
  private readonly codeviations: Float64Array
  /** Values are counted from here, a recent one of them: what is left keeps its digits. */
  private anchor = Number.NaN
  private next = 0
  private turnMean = 0
  private turnCodeviation = 0

  constructor(period: number) {
    super()
    this.means = new Float64Array(period).fill(Number.NaN)
    this.codeviations = new Float64Array(period)
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
    this.turnCodeviation += (delta * next) / 2
    if (count < period) {
      const apart = this.turnMean - means[count]!
      this.mean = this.anchor + (means[count]! + (apart * count) / period)
      this.codeviation = this.turnCodeviation + this.codeviations[count]! + (apart * count * (period - count)) / 2
      this.next = count
    } else {
      this.mean = this.anchor + this.turnMean
      this.codeviation = this.turnCodeviation
      this.#beginTurn()
    }
  }

  #beginTurn(): void {
    const { means, codeviations } = this
    const last = means.length - 1
    const shift = Number.isFinite(means[last]) ? means[last]! : 0
    this.anchor += shift
    means[last]! -= shift
    codeviations[last] = 0
    for (let i = last - 1; i >= 0; i--) {
      const count = last - i
      const delta = means[i]! - shift - means[i + 1]!
      means[i] = means[i + 1]! + delta / (count + 1)
      codeviations[i] = codeviations[i + 1]! - (delta * count) / 2
    }
    this.next = 0
    this.turnMean = 0
    this.turnCodeviation = 0
  }
}
