import { BuiltInIndicator } from './built-in-indicator.js'
import { integers, positives, refuse } from './check-options.js'
import { logReturn, simpleReturn } from './price-return.js'
import { SlidingVariance } from './sliding-variance.js'

export const RETURN_KINDS = ['simple', 'log'] as const
export type ReturnKind = (typeof RETURN_KINDS)[number]

export interface VolatilityOptions {
  /** In returns, one more in updates. */
  readonly period: number
  /** Of which returns from one value to the next; default 'simple'. */
  readonly returns?: ReturnKind
  /** How many updates a year has, such as 252 of daily bars; default 1, which leaves the volatility that of one update. */
  readonly periodsPerYear?: number
}

/** Sample standard deviation (divided by `period` − 1) of the last `period` returns, times the square root of `periodsPerYear`. */
export class Volatility extends BuiltInIndicator {
  private readonly moments: SlidingVariance
  /** By which the root of the population's variance is multiplied. */
  private readonly scale: number
  private last = Number.NaN
  readonly #returnOf: typeof simpleReturn

  /** Throws INDICATOR_INVALID unless `period` is an integer from 2, `periodsPerYear` a number above 0 and `returns` 'simple' or 'log'. */
  constructor({ period, returns = 'simple', periodsPerYear = 1 }: VolatilityOptions) {
    const name = 'Volatility'
    const numbers = { ...integers(name, { period }, 2), ...positives(name, { periodsPerYear }) }
    if (!RETURN_KINDS.includes(returns)) refuse(name, 'returns', returns, `'simple' or 'log'`)
    super(name, { ...numbers, returns }, period + 1)
    this.moments = new SlidingVariance(period)
    this.scale = Math.sqrt((period / (period - 1)) * periodsPerYear)
    this.#returnOf = returns === 'log' ? logReturn : simpleReturn
  }

  update(value: number): void {
    const { moments, missing, warmup, last } = this
    this.last = value
    if (missing < warmup) moments.update(this.#returnOf(value, last))
    if (this.count()) this.value = Math.sqrt(moments.variance) * this.scale
  }
}
