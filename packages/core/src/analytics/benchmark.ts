import { annualReturn, excessReturns } from './returns.js'
import { checkPeriods, checkSameLength, gainOverRisk, isNoVariance, mean, standardDeviation } from './statistics.js'

/**
 * Beta: covariance of returns and a benchmark's over the variance of the benchmark's (Sharpe 1964,
 * doi:10.1111/j.1540-6261.1964.tb02865.x). Periods in which either is NaN are left out. NaN with fewer than two periods and where the benchmark
 * does not vary.
 */
export function beta(returns: Float64Array, benchmark: Float64Array): number {
  checkSameLength('returns and benchmark', returns, benchmark)
  if (returns.length < 2) return Number.NaN
  const known = benchmark.map((value, i) => (Number.isNaN(returns[i]!) ? Number.NaN : value))
  const centre = mean(known)
  const variance = mean(known.map((value) => (value - centre) ** 2))
  const covariance = mean(known.map((value, i) => (value - centre) * returns[i]!))
  return isNoVariance(variance) ? Number.NaN : covariance / variance
}

/**
 * Jensen's alpha, a year: with a = mean of (r - f) - beta x (b - f), (1 + a)^(periods in a year) - 1, where f is the riskless return
 * (Jensen 1968, doi:10.1111/j.1540-6261.1968.tb00815.x). `riskFreeReturn` is that of one period, default 0, or one for each. NaN where beta is.
 */
export function alpha(
  returns: Float64Array,
  benchmark: Float64Array,
  options: { readonly periodsPerYear: number; readonly riskFreeReturn?: number | Float64Array },
): number {
  const { periodsPerYear, riskFreeReturn = 0 } = options
  checkPeriods(periodsPerYear)
  const own = excessReturns(returns, riskFreeReturn)
  const market = excessReturns(benchmark, riskFreeReturn)
  const slope = beta(own, market)
  return Math.pow(1 + mean(own.map((value, i) => value - slope * market[i]!)), periodsPerYear) - 1
}

/**
 * Information ratio of one period: mean / standard deviation (ddof 1) of returns in excess of a benchmark's (Goodwin 1998,
 * doi:10.2469/faj.v54.n4.2196). NaN with fewer than two periods, and where the excess does not vary as of `sharpeRatio`.
 */
export function informationRatio(returns: Float64Array, benchmark: number | Float64Array): number {
  const excess = excessReturns(returns, benchmark)
  return gainOverRisk(mean(excess), standardDeviation(excess))
}

/** Capture ratio: the yearly return over that of a benchmark in the same periods. NaN of no periods. */
export function captureRatio(
  returns: Float64Array,
  benchmark: Float64Array,
  options: { readonly periodsPerYear: number },
): number {
  checkSameLength('returns and benchmark', returns, benchmark)
  return annualReturn(returns, options) / annualReturn(benchmark, options)
}

/** Returns and a benchmark's in some periods only. */
export interface MarketReturns {
  readonly returns: Float64Array
  readonly benchmark: Float64Array
}

/** The periods in which a benchmark gained: alpha, beta and capture ratio of those say how much of a rising market comes through. */
export function upMarket(returns: Float64Array, benchmark: Float64Array): MarketReturns {
  checkSameLength('returns and benchmark', returns, benchmark)
  return { returns: returns.filter((_, i) => benchmark[i]! > 0), benchmark: benchmark.filter((value) => value > 0) }
}

/** The periods in which a benchmark lost. */
export function downMarket(returns: Float64Array, benchmark: Float64Array): MarketReturns {
  checkSameLength('returns and benchmark', returns, benchmark)
  return { returns: returns.filter((_, i) => benchmark[i]! < 0), benchmark: benchmark.filter((value) => value < 0) }
}
