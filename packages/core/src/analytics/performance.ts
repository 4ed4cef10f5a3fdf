const YEAR_MS = 365.25 * 86_400_000
/** Returns are quotients of float64 minus 1: what varies by less than a few ulps of 1 doesn't vary. */
const RETURN_ROUNDING = 1e-14

/** Fraction gained or lost from the first value to the last; NaN without an initial value above 0. */
export function totalReturn(initial: number, final: number): number {
  return initial > 0 ? final / initial - 1 : Number.NaN
}

/**
 * Compound annual growth rate: (final / initial)^(1 / years) - 1, in years of 365.25 days. -1 after a total loss, NaN where no time passed or
 * there was no initial value.
 */
export function cagr(initial: number, final: number, elapsedMs: number): number {
  if (!(initial > 0) || !(elapsedMs > 0)) return Number.NaN
  if (final <= 0) return -1
  return Math.pow(final / initial, YEAR_MS / elapsedMs) - 1
}

/** Returns from value to value. Where a value is not positive the return after it is NaN. */
export function simpleReturns(values: Float64Array): Float64Array {
  const returns = new Float64Array(Math.max(0, values.length - 1))
  for (let i = 1; i < values.length; i++)
    returns[i - 1] = values[i - 1]! > 0 ? values[i]! / values[i - 1]! - 1 : Number.NaN
  return returns
}

/** Sample standard deviation (ddof 1) of returns, times the square root of the periods in a year; NaN with fewer than two. */
export function volatility(returns: Float64Array, periodsPerYear: number): number {
  return standardDeviation(returns) * Math.sqrt(periodsPerYear)
}

/**
 * Sharpe ratio: mean / standard deviation (ddof 1) of returns, times the square root of the periods in a year, over a riskless rate of 0
 * (Sharpe 1994, doi:10.3905/jpm.1994.409501). NaN with fewer than two returns or where they do not vary.
 */
export function sharpeRatio(returns: Float64Array, periodsPerYear: number): number {
  const deviation = standardDeviation(returns)
  if (!(deviation > RETURN_ROUNDING)) return Number.NaN
  return (mean(returns) / deviation) * Math.sqrt(periodsPerYear)
}

/** The largest fall from a peak, as a fraction of the peak: 0.25 for a quarter; the initial value counts as the first peak. */
export function maxDrawdown(initial: number, values: Float64Array): number {
  let peak = initial
  let worst = 0
  for (const value of values) {
    if (value > peak) peak = value
    else if (peak > 0) worst = Math.max(worst, 1 - value / peak)
  }
  return worst
}

function mean(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

function standardDeviation(values: Float64Array): number {
  if (values.length < 2) return Number.NaN
  const centre = mean(values)
  let squares = 0
  for (const value of values) squares += (value - centre) * (value - centre)
  return Math.sqrt(squares / (values.length - 1))
}
