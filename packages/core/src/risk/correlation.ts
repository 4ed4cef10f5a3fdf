import type { BarColumns } from '../domain/bar-columns.js'

/** A series up to a row that has closed. */
export interface SeriesUpTo {
  readonly columns: Pick<BarColumns, 'closeTime' | 'close'>
  readonly row: number
}

/** How many rows are looked through for each return. */
const ROWS_PER_RETURN = 4

/**
 * Pearson's correlation of the last `bars` simple returns of two series, from -1 to 1: sum((x - mean x) (y - mean y)) / sqrt(sum((x - mean x)^2) sum((y - mean y)^2)).
 * K. Pearson, "Note on Regression and Inheritance in the Case of Two Parents", Proceedings of the Royal Society 58 (1895). A return is that from one bar which both
 * series have, by its close time, to the next such bar. NaN if the last 4 x `bars` rows of either have fewer than `bars` + 1 of them, or a price that gives no return; 0 if
 * a series never moves, as the indicator `Correlation` has it.
 */
export function correlationOf(a: SeriesUpTo, b: SeriesUpTo, bars: number): number {
  const x = new Float64Array(bars)
  const y = new Float64Array(bars)
  return commonReturns({ of: a, into: x }, { of: b, into: y }) ? pearson(x, y) : Number.NaN
}

interface Returns {
  readonly of: SeriesUpTo
  /** Filled from the latest return on. */
  readonly into: Float64Array
}

/** Whether there are as many common returns as there is room for. */
function commonReturns(a: Returns, b: Returns): boolean {
  const bars = a.into.length
  let i = a.of.row
  let j = b.of.row
  const iMin = Math.max(0, i + 1 - ROWS_PER_RETURN * bars)
  const jMin = Math.max(0, j + 1 - ROWS_PER_RETURN * bars)
  const { closeTime: times, close: closes } = a.of.columns
  const { closeTime: otherTimes, close: otherCloses } = b.of.columns
  let found = -1
  let later = Number.NaN
  let otherLater = Number.NaN
  while (found < bars && i >= iMin && j >= jMin) {
    const apart = times[i]! - otherTimes[j]!
    if (apart === 0) {
      if (found >= 0) {
        a.into[found] = (later - closes[i]!) / closes[i]!
        b.into[found] = (otherLater - otherCloses[j]!) / otherCloses[j]!
      }
      found++
      later = closes[i]!
      otherLater = otherCloses[j]!
    }
    if (apart >= 0) i--
    if (apart <= 0) j--
  }
  return found === bars
}

function pearson(x: Float64Array, y: Float64Array): number {
  const meanX = mean(x)
  const meanY = mean(y)
  let xx = 0
  let yy = 0
  let xy = 0
  for (let i = 0; i < x.length; i++) {
    const dx = x[i]! - meanX
    const dy = y[i]! - meanY
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  const spread = Math.sqrt(xx * yy)
  // Rounding may take what is perfectly alike an ulp beyond 1.
  return spread === 0 ? 0 : Math.max(-1, Math.min(1, xy / spread))
}

function mean(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
