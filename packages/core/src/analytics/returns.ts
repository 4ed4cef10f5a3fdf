import { checkPeriods, checkSameLength, countKnown } from './statistics.js'

const DAY_MS = 86_400_000
const YEAR_MS = 365.25 * DAY_MS
const THURSDAY_TO_MONDAY = 3

/** Fraction gained or lost from the first value to the last: last / first - 1. NaN without a first value above 0. */
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

/**
 * Returns from value to value: v[i] / v[i - 1] - 1, one fewer than values. -1 at a total loss; from 0 upwards Infinity, from 0 to 0 and from
 * what is below 0 NaN.
 */
export function simpleReturns(values: Float64Array): Float64Array {
  const returns = new Float64Array(Math.max(0, values.length - 1))
  for (let i = 1; i < values.length; i++)
    returns[i - 1] = values[i - 1]! >= 0 ? values[i]! / values[i - 1]! - 1 : Number.NaN
  return returns
}

/**
 * The values through which returns lead, the initial one in front: v[i] = v[i - 1] x (1 + r[i]). A return that is NaN changes nothing. No
 * returns give no values.
 */
export function compoundValues(returns: Float64Array, initial = 1): Float64Array {
  if (returns.length === 0) return new Float64Array(0)
  const values = new Float64Array(returns.length + 1)
  values[0] = initial
  for (let i = 0; i < returns.length; i++)
    values[i + 1] = Number.isNaN(returns[i]!) ? values[i]! : values[i]! * (1 + returns[i]!)
  return values
}

/** What returns come to: the product of all (1 + r), minus 1. Those that are NaN are left out; NaN of none. */
export function compoundReturn(returns: Float64Array): number {
  if (countKnown(returns) === 0) return Number.NaN
  return (compoundValues(returns).at(-1) ?? Number.NaN) - 1
}

/**
 * The yearly rate that returns come to: (1 + compound return)^(periods in a year / periods) - 1, where a period with a return of NaN counts as
 * time that passed. -1 after a total loss, NaN of none. With daily returns it is the CAGR in years of 252 days.
 */
export function annualReturn(returns: Float64Array, options: { readonly periodsPerYear: number }): number {
  checkPeriods(options.periodsPerYear)
  const total = compoundReturn(returns)
  if (total <= -1) return -1
  return Math.pow(1 + total, options.periodsPerYear / returns.length) - 1
}

/** The return of one period that compounds to a yearly rate: (1 + rate)^(1 / periods in a year) - 1. NaN for a rate of -1 or less. */
export function periodReturn(annualRate: number, options: { readonly periodsPerYear: number }): number {
  checkPeriods(options.periodsPerYear)
  return annualRate > -1 ? Math.pow(1 + annualRate, 1 / options.periodsPerYear) - 1 : Number.NaN
}

/** What returns are over another, period by period: r[i] - o[i]. `over` is one return for all periods, or a vector with one for each. */
export function excessReturns(returns: Float64Array, over: number | Float64Array): Float64Array {
  if (typeof over === 'number') return over === 0 ? returns : returns.map((value) => value - over)
  checkSameLength('returns and what they are compared with', returns, over)
  return returns.map((value, i) => value - over[i]!)
}

/** A stretch of the calendar into which returns can be put together; a week begins on Monday. */
export type ReturnPeriod = 'week' | 'month' | 'quarter' | 'year'

/**
 * Returns put together by stretches of the calendar: in each the product of all (1 + r), minus 1. `times` are UTC epoch milliseconds in
 * order, one for each return, and days, months and years are those of UTC. `starts` has the time of the first return of each stretch.
 */
export function aggregateReturns(
  times: Float64Array,
  returns: Float64Array,
  period: ReturnPeriod,
): { readonly starts: Float64Array; readonly returns: Float64Array } {
  checkSameLength('times and returns', times, returns)
  const starts: number[] = []
  const totals: number[] = []
  for (let from = 0, to = 0; from < times.length; from = to) {
    const stretch = stretchOf(times[from]!, period)
    for (to = from; to < times.length && stretchOf(times[to]!, period) === stretch; to++);
    starts.push(times[from]!)
    totals.push(compoundReturn(returns.subarray(from, to)))
  }
  return { starts: Float64Array.from(starts), returns: Float64Array.from(totals) }
}

function stretchOf(time: number, period: ReturnPeriod): number {
  const date = new Date(time)
  switch (period) {
    case 'week':
      return Math.floor((Math.floor(time / DAY_MS) + THURSDAY_TO_MONDAY) / 7)
    case 'month':
      return date.getUTCFullYear() * 12 + date.getUTCMonth()
    case 'quarter':
      return date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3)
    case 'year':
      return date.getUTCFullYear()
  }
}
