import { maxDrawdown } from './drawdown.js'
import { annualReturn, compoundValues, excessReturns } from './returns.js'
import { downsideDeviation } from './risk.js'
import { checkPeriods, countKnown, gainOverRisk, mean, standardDeviation } from './statistics.js'

/**
 * Sharpe ratio: mean / standard deviation (ddof 1) of returns in excess of the riskless ones, times the square root of the periods in a year
 * (Sharpe 1994, doi:10.3905/jpm.1994.409501). `riskFreeReturn` is that of one period, default 0, or one for each. NaN with fewer than two
 * returns; where they do not vary it is infinite with the sign of their mean, and NaN if that is 0.
 */
export function sharpeRatio(
  returns: Float64Array,
  options: { readonly periodsPerYear: number; readonly riskFreeReturn?: number | Float64Array },
): number {
  checkPeriods(options.periodsPerYear)
  const excess = excessReturns(returns, options.riskFreeReturn ?? 0)
  return gainOverRisk(mean(excess), standardDeviation(excess)) * Math.sqrt(options.periodsPerYear)
}

/**
 * Sortino ratio: mean of returns in excess of the required ones, times the periods in a year, over their yearly downside deviation
 * (Sortino & Price 1994, doi:10.3905/joi.3.3.59). `requiredReturn` is that of one period, default 0, or one for each. NaN with fewer than two
 * returns; where none falls short it is infinite, and NaN if none is above either.
 */
export function sortinoRatio(
  returns: Float64Array,
  options: { readonly periodsPerYear: number; readonly requiredReturn?: number | Float64Array },
): number {
  const excess = excessReturns(returns, options.requiredReturn ?? 0)
  if (countKnown(excess) < 2) return Number.NaN
  const { periodsPerYear } = options
  return gainOverRisk(mean(excess) * periodsPerYear, downsideDeviation(excess, { periodsPerYear }))
}

/**
 * Calmar ratio: the yearly return over the maximum drawdown of what the returns compound to (Young 1991, Futures 20(1)). NaN where there was no
 * drawdown.
 */
export function calmarRatio(returns: Float64Array, options: { readonly periodsPerYear: number }): number {
  const drawdown = maxDrawdown(compoundValues(returns))
  return drawdown > 0 ? annualReturn(returns, options) / drawdown : Number.NaN
}

/**
 * Omega ratio: the sum of returns above the required one over the sum of what others fall short of it (Keating & Shadwick 2002, A universal
 * performance measure). `requiredReturn` is that of one period, default 0, or one for each. NaN with fewer than two returns and where none falls
 * short.
 */
export function omegaRatio(
  returns: Float64Array,
  options: { readonly requiredReturn?: number | Float64Array } = {},
): number {
  const excess = excessReturns(returns, options.requiredReturn ?? 0)
  if (countKnown(excess) < 2) return Number.NaN
  let [above, below] = [0, 0]
  for (const value of excess) {
    if (value > 0) above += value
    else if (value < 0) below -= value
  }
  return below > 0 ? above / below : Number.NaN
}
