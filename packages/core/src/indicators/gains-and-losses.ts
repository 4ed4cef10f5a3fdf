import { Stateful } from './stateful.js'
import { WilderMean } from './wilder.js'

/** Wilder's means of the rises and of the falls from one value to the next. */
export class GainsAndLosses extends Stateful {
  readonly gains: WilderMean
  readonly losses: WilderMean
  private last = Number.NaN

  constructor(period: number) {
    super()
    this.gains = new WilderMean(period)
    this.losses = new WilderMean(period)
  }

  update(value: number): void {
    const change = value - this.last
    this.last = value
    if (Number.isNaN(change)) return
    this.gains.update(Math.max(change, 0))
    this.losses.update(Math.max(-change, 0))
  }
}
