import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers } from './check-options.js'
import type { HighLowClose } from './prices.js'
import { SlidingSum } from './sliding-sum.js'
import { Stateful } from './stateful.js'

/** Buying pressure as a share of the true range, over one period. */
class Pressure extends Stateful {
  private readonly pressures: SlidingSum
  private readonly ranges: SlidingSum

  constructor(period: number) {
    super()
    this.pressures = new SlidingSum(period)
    this.ranges = new SlidingSum(period)
  }

  update(pressure: number, range: number): number {
    const pressures = this.pressures.update(pressure)
    const ranges = this.ranges.update(range)
    return ranges === 0 ? 0 : pressures / ranges
  }
}

/**
 * Ultimate oscillator: how much of the true range lies below the close, over three periods weighted 4 (short), 2 (medium) and 1 (long), from 0 to 100; a
 * period without any range counts as 0. Williams (1985); TA-Lib's ULTOSC.
 */
export class UltimateOscillator extends BarFedIndicator {
  private readonly short: Pressure
  private readonly medium: Pressure
  private readonly long: Pressure
  private lastClose = Number.NaN

  /** Periods in true ranges, one more in bars. Throws INDICATOR_INVALID unless they are integers from 1. */
  constructor(options: { readonly short?: number; readonly medium?: number; readonly long?: number } = {}) {
    const { short = 7, medium = 14, long = 28 } = options
    super(
      'UltimateOscillator',
      integers('UltimateOscillator', { short, medium, long }),
      Math.max(short, medium, long) + 1,
    )
    this.short = new Pressure(short)
    this.medium = new Pressure(medium)
    this.long = new Pressure(long)
  }

  update({ high, low, close }: HighLowClose): void {
    if (this.missing < this.warmup) this.#next(close, Math.max(high, this.lastClose), Math.min(low, this.lastClose))
    this.lastClose = close
    this.count()
  }

  #next(close: number, high: number, low: number): void {
    const pressure = close - low
    const range = high - low
    this.value =
      (400 * this.short.update(pressure, range) +
        200 * this.medium.update(pressure, range) +
        100 * this.long.update(pressure, range)) /
      7
  }
}
