import { TradewrightError } from '../domain/errors.js'

/** Returns are quotients of float64 minus 1: what is smaller than some ulps of 1 is nothing but their rounding. */
const RETURN_ROUNDING = 1e-14

/** How many numbers are known: NaN stands for one that is not. */
export function countKnown(values: Float64Array): number {
  let count = 0
  for (const value of values) if (!Number.isNaN(value)) count++
  return count
}

/** The mean of what is known; NaN where nothing is. */
export function mean(values: Float64Array): number {
  let sum = 0
  let count = 0
  for (const value of values) {
    if (Number.isNaN(value)) continue
    sum += value
    count++
  }
  return sum / count
}

/** Sample standard deviation (ddof 1) of what is known; NaN with fewer than two. */
export function standardDeviation(values: Float64Array): number {
  const centre = mean(values)
  let squares = 0
  let count = 0
  for (const value of values) {
    if (Number.isNaN(value)) continue
    squares += (value - centre) * (value - centre)
    count++
  }
  return count < 2 ? Number.NaN : Math.sqrt(squares / (count - 1))
}

/**
 * A gain over a risk, both made of returns. Without risk it is infinite with the gain's sign, and NaN where there was no gain either; what
 * is only the rounding of float64 counts as none.
 */
export function gainOverRisk(gain: number, risk: number): number {
  if (!(risk <= RETURN_ROUNDING)) return gain / risk
  return Math.abs(gain) <= RETURN_ROUNDING ? Number.NaN : gain / 0
}

/** Whether a variance of returns is nothing but rounding. */
export function isNoVariance(variance: number): boolean {
  return variance <= RETURN_ROUNDING * RETURN_ROUNDING
}

/** The numbers that are known, in ascending order. */
export function sortedKnown(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value)).sort()
}

/**
 * The number below which `fraction` of sorted numbers lie, interpolated linearly between two (type 7 of Hyndman & Fan 1996,
 * doi:10.1080/00031305.1996.10473566); NaN of none.
 */
export function quantile(sorted: Float64Array, fraction: number): number {
  const position = (sorted.length - 1) * fraction
  const below = sorted[Math.floor(position)] ?? Number.NaN
  const above = sorted[Math.ceil(position)] ?? Number.NaN
  return below + (above - below) * (position - Math.floor(position))
}

/** Throws METRIC_INVALID unless it is a positive finite number. */
export function checkPeriods(periodsPerYear: number): void {
  if (!(periodsPerYear > 0 && periodsPerYear < Number.POSITIVE_INFINITY))
    throw metricInvalid(`periodsPerYear is ${String(periodsPerYear)}; expected a positive number, such as 252`)
}

/** Throws METRIC_INVALID unless two columns have a number for each period. */
export function checkSameLength(what: string, one: ArrayLike<number>, other: ArrayLike<number>): void {
  if (one.length !== other.length)
    throw metricInvalid(`${what} have ${one.length} and ${other.length} numbers; expected as many of each`)
}

export function metricInvalid(message: string): TradewrightError {
  return new TradewrightError('METRIC_INVALID', message)
}
