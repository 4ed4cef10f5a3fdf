import { SlidingVariance } from './sliding-variance.js'
import { Stateful } from './stateful.js'

/**
 * Variances and covariance of the last `period` pairs (as populations), in O(1) amortised; in turns and joined from deviations, as SlidingVariance.
 */
export class SlidingCovariance extends Stateful {
  readonly x: SlidingVariance
  readonly y: SlidingVariance
  /** NaN until `period` pairs have come. */
  covariance = Number.NaN
  /** Before `next` the pairs of this turn; from there on, means from there to the end of the turn before. */
  private readonly xMeans: Float64Array
  private readonly yMeans: Float64Array
  /** From `next` on, the products of deviations that go with them. */
  private readonly products: Float64Array
  private next = 0
  private turnX = 0
  private turnY = 0
  private turnProducts = 0

  constructor(period: number) {
    super()
    this.x = new SlidingVariance(period)
    this.y = new SlidingVariance(period)
    this.xMeans = new Float64Array(period).fill(Number.NaN)
    this.yMeans = new Float64Array(period).fill(Number.NaN)
    this.products = new Float64Array(period)
  }

  update(x: number, y: number): void {
    this.x.update(x)
    this.y.update(y)
    const { xMeans, yMeans, next } = this
    const period = xMeans.length
    xMeans[next] = x
    yMeans[next] = y
    const count = next + 1
    const deltaX = x - this.turnX
    const deltaY = y - this.turnY
    this.turnX += deltaX / count
    this.turnY += deltaY / count
    this.turnProducts += (deltaX * deltaY * next) / count
    if (count < period) {
      const apart = (this.turnX - xMeans[count]!) * (this.turnY - yMeans[count]!)
      const between = (apart * count * (period - count)) / period
      this.covariance = (this.turnProducts + this.products[count]! + between) / period
      this.next = count
    } else {
      this.covariance = this.turnProducts / period
      this.#beginTurn()
    }
  }

  #beginTurn(): void {
    const { xMeans, yMeans, products } = this
    const last = xMeans.length - 1
    products[last] = 0
    for (let i = last - 1; i >= 0; i--) {
      const count = last - i
      const deltaX = xMeans[i]! - xMeans[i + 1]!
      const deltaY = yMeans[i]! - yMeans[i + 1]!
      xMeans[i] = xMeans[i + 1]! + deltaX / (count + 1)
      yMeans[i] = yMeans[i + 1]! + deltaY / (count + 1)
      products[i] = products[i + 1]! + (deltaX * deltaY * count) / (count + 1)
    }
    this.next = 0
    this.turnX = 0
    this.turnY = 0
    this.turnProducts = 0
  }
}
