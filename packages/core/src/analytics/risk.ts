import { excessReturns } from './returns.js'
import { checkPeriods, mean, metricInvalid, quantile, sortedKnown, standardDeviation } from './statistics.js'

/**
 * Sample standard deviation (ddof 1) of returns, times the square root of the periods in a year. Those that are NaN are left out; NaN with fewer
 * than two.
 */
export function volatility(returns: Float64Array, options: { readonly periodsPerYear: number }): number {
  checkPeriods(options.periodsPerYear)
  return standardDeviation(returns) * Math.sqrt(options.periodsPerYear)
}

/**
 * Downside deviation: the root of the mean of min(r - required, 0)^2 over all returns, times the square root of the periods in a year
 * (Sortino & Price 1994, doi:10.3905/joi.3.3.59). `requiredReturn` is that of one period, default 0, or one for each. NaN of no returns.
 */
export function downsideDeviation(
  returns: Float64Array,
  options: { readonly periodsPerYear: number; readonly requiredReturn?: number | Float64Array },
): number {
  checkPeriods(options.periodsPerYear)
  const squares = excessReturns(returns, options.requiredReturn ?? 0).map((excess) => Math.min(excess, 0) ** 2)
  return Math.sqrt(mean(squares) * options.periodsPerYear)
}

/**
 * Historical value at risk: the return of one period below which `cutoff` of all returns lie, default 0.05; negative where it is a loss.
 * Interpolated linearly between two returns (type 7 of Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566). NaN of no returns.
 */
export function valueAtRisk(returns: Float64Array, options: { readonly cutoff?: number } = {}): number {
  const { cutoff = 0.05 } = options
  if (!(cutoff >= 0 && cutoff <= 1)) throw metricInvalid(`cutoff is ${cutoff}; expected a fraction from 0 to 1`)
  return quantile(sortedKnown(returns), cutoff)
}

/**
 * Tail ratio: |95th percentile| / |5th percentile| of returns, above 1 where large gains are larger than large losses
 * (empyrical, https://github.com/stefan-jansen/empyrical-reloaded). NaN of no returns.
 */
export function tailRatio(returns: Float64Array): number {
  const sorted = sortedKnown(returns)
  return Math.abs(quantile(sorted, 0.95)) / Math.abs(quantile(sorted, 0.05))
}

/**
 * Stability: the coefficient of determination, R squared, of a line through the cumulative logarithmic returns, 1 for steady growth
 * (empyrical, https://github.com/stefan-jansen/empyrical-reloaded). NaN with fewer than two returns, after a total loss, and where nothing moved.
 */
export function stability(returns: Float64Array): number {
  const known = returns.filter((value) => !Number.isNaN(value))
  const levels = new Float64Array(known.length)
  let level = 0
  for (let i = 0; i < known.length; i++) levels[i] = level += Math.log1p(known[i]!)
  const centre = mean(levels)
  const middle = (levels.length - 1) / 2
  let [covariance, levelSquares, timeSquares] = [0, 0, 0]
  for (let i = 0; i < levels.length; i++) {
    covariance += (i - middle) * (levels[i]! - centre)
    levelSquares += (levels[i]! - centre) ** 2
    timeSquares += (i - middle) ** 2
  }
  return (covariance * covariance) / (levelSquares * timeSquares)
}
