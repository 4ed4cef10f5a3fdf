import { SlidingExtreme } from './sliding-extreme.js'
import { SlidingSum } from './sliding-sum.js'
import { Stateful } from './stateful.js'

/** Periods in updates. */
export interface StochasticPeriods {
  /** Of highest and lowest. */
  readonly period: number
  /** Of the mean that makes k of the raw value; 1 leaves it as it is. */
  readonly smoothing: number
  /** Of the mean that makes d of k. */
  readonly dPeriod: number
}

/** How many updates k and d need. */
export function stochasticWarmup({ period, smoothing, dPeriod }: StochasticPeriods): number {
  return period + smoothing + dPeriod - 2
}

/** Where a value lies between the lowest and the highest of a period, in percent and smoothed once (k) and twice (d); 0 if they are equal. */
export class StochasticLines extends Stateful {
  k = Number.NaN
  d = Number.NaN
  private readonly highest: SlidingExtreme
  private readonly lowest: SlidingExtreme
  private readonly raws: SlidingSum
  private readonly ks: SlidingSum
  private readonly smoothing: number
  private readonly dPeriod: number

  constructor({ period, smoothing, dPeriod }: StochasticPeriods) {
    super()
    this.highest = new SlidingExtreme(period, 'highest')
    this.lowest = new SlidingExtreme(period, 'lowest')
    this.raws = new SlidingSum(smoothing)
    this.ks = new SlidingSum(dPeriod)
    this.smoothing = smoothing
    this.dPeriod = dPeriod
  }

  update(high: number, low: number, value: number): void {
    const highest = this.highest.update(high)
    const lowest = this.lowest.update(low)
    const raw = highest === lowest ? 0 : (100 * (value - lowest)) / (highest - lowest)
    this.k = this.raws.update(raw) / this.smoothing
    this.d = this.ks.update(this.k) / this.dPeriod
  }
}
