import { arctangent } from './arctangent.js'
import { BuiltInIndicator } from './built-in-indicator.js'
import { integers } from './check-options.js'
import { SlidingTrend } from './sliding-trend.js'

/**
 * The straight line through the last `period` values, by least squares: `value` is its height at the latest of them, `intercept` at the oldest, `forecast`
 * one update ahead, `slope` its rise per update. TA-Lib's LINEARREG, LINEARREG_INTERCEPT, TSF, LINEARREG_SLOPE and LINEARREG_ANGLE.
 */
export class LinearRegression extends BuiltInIndicator {
  slope = Number.NaN
  intercept = Number.NaN
  forecast = Number.NaN
  private readonly trend: SlidingTrend
  private readonly timeSquares: number

  /** `period` in updates. Throws INDICATOR_INVALID unless it is an integer from 2. */
  constructor({ period }: { readonly period: number }) {
    super('LinearRegression', integers('LinearRegression', { period }, 2), period)
    this.trend = new SlidingTrend(period)
    this.timeSquares = (period * (period * period - 1)) / 12
  }

  /** The slope as an angle in degrees, one unit of price being as long as one update. */
  get angle(): number {
    return (arctangent(this.slope) * 180) / Math.PI
  }

  update(value: number): void {
    const { trend } = this
    trend.update(value)
    this.slope = trend.codeviation / this.timeSquares
    const half = (this.slope * (this.warmup - 1)) / 2
    this.intercept = trend.mean - half
    this.value = trend.mean + half
    this.forecast = this.value + this.slope
    this.count()
  }
}
