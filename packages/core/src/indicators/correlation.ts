import { BarFedIndicator } from './bar-fed-indicator.js'
import { integers } from './check-options.js'
import type { IndicatorBar } from './indicator.js'
import { SlidingCovariance } from './sliding-covariance.js'

type NumberOf = (bar: IndicatorBar) => number

/** Pearson's correlation of two numbers over the last `period` bars, from -1 to 1; 0 if one of them never changes. TA-Lib's CORREL. */
export class Correlation extends BarFedIndicator {
  readonly #of: NumberOf
  readonly #with: NumberOf
  private readonly moments: SlidingCovariance

  /** `period` in bars; `of` and `with` are asked for their numbers on each bar. Throws INDICATOR_INVALID unless `period` is an integer from 1. */
  constructor(options: { readonly period: number; readonly of: NumberOf; readonly with: NumberOf }) {
    const { period } = options
    super('Correlation', integers('Correlation', { period }), period)
    this.#of = options.of
    this.#with = options.with
    this.moments = new SlidingCovariance(period)
  }

  update(bar: IndicatorBar): void {
    const { moments } = this
    moments.update(this.#of(bar), this.#with(bar))
    const spread = Math.sqrt(moments.x.variance) * Math.sqrt(moments.y.variance)
    this.value = spread === 0 ? 0 : moments.covariance / spread
    this.count()
  }
}

/**
 * Beta: how much one number's relative change from bar to bar goes with another's, over the last `period` changes; 0 if the other's never differ. TA-Lib's
 * BETA, whose first input is `against`.
 */
export class Beta extends BarFedIndicator {
  readonly #of: NumberOf
  readonly #against: NumberOf
  private readonly moments: SlidingCovariance
  private last = Number.NaN
  private lastAgainst = Number.NaN

  /** `period` in changes, one more in bars; `of` and `against` are asked on each bar. Throws INDICATOR_INVALID unless `period` is an integer from 1. */
  constructor(options: { readonly period: number; readonly of: NumberOf; readonly against: NumberOf }) {
    const { period } = options
    super('Beta', integers('Beta', { period }), period + 1)
    this.#of = options.of
    this.#against = options.against
    this.moments = new SlidingCovariance(period)
  }

  update(bar: IndicatorBar): void {
    const { moments } = this
    const value = this.#of(bar)
    const against = this.#against(bar)
    if (this.missing < this.warmup) moments.update(change(against, this.lastAgainst), change(value, this.last))
    this.last = value
    this.lastAgainst = against
    if (this.count()) this.value = moments.x.variance === 0 ? 0 : moments.covariance / moments.x.variance
  }
}

function change(value: number, last: number): number {
  return last === 0 ? 0 : (value - last) / last
}
