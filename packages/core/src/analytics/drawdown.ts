import { checkSameLength } from './statistics.js'

/** A fall of equity below a peak, until the peak is reached again or the values end. Times are UTC epoch milliseconds. */
export interface Drawdown {
  /** The largest fall from the peak, as a fraction of it: 0.25 for a quarter. */
  readonly depth: number
  /** The last value at the peak, the lowest, and the first that is at the peak or above again; null where none is. */
  readonly peakAt: number
  readonly troughAt: number
  readonly recoveredAt: number | null
  /** From the peak to the recovery, or to the last value where there is none. */
  readonly durationMs: number
  /** From the trough to the recovery. */
  readonly recoveryMs: number | null
}

/** A drawdown by rows of the values; `end` is the row of the recovery, or the last row. */
interface Fall {
  readonly peak: number
  readonly trough: number
  readonly end: number
  readonly recovered: boolean
  readonly depth: number
}

/**
 * The largest fall from a peak, as a fraction of the peak: the maximum of 1 - v[i] / max(v[0..i]). The first value is the first peak; one that is
 * NaN is left out. 0 where nothing falls, above 1 where a margin account owes, NaN where no value is above 0.
 */
export function maxDrawdown(values: Float64Array): number {
  let peak = 0
  let worst = Number.NaN
  for (const value of values) {
    if (value > peak) peak = value
    if (peak > 0 && !(1 - value / peak <= worst)) worst = Number.isNaN(value) ? worst : 1 - value / peak
  }
  return worst
}

/** How far each value is below the highest so far: 1 - v[i] / max(v[0..i]). NaN before the first value above 0, and where a value is NaN. */
export function drawdowns(values: Float64Array): Float64Array {
  let peak = 0
  return values.map((value) => {
    if (value > peak) peak = value
    return peak > 0 ? 1 - value / peak : Number.NaN
  })
}

/** All falls below a peak, in order. `times` has one for each value. A last one that has not recovered ends with the values. */
export function drawdownPeriods(times: Float64Array, values: Float64Array): readonly Drawdown[] {
  checkSameLength('times and values', times, values)
  return falls(values).map(({ peak, trough, end, recovered, depth }) => ({
    depth,
    peakAt: times[peak]!,
    troughAt: times[trough]!,
    recoveredAt: recovered ? times[end]! : null,
    durationMs: times[end]! - times[peak]!,
    recoveryMs: recovered ? times[end]! - times[trough]! : null,
  }))
}

/** The mean depth of all falls below a peak, as fractions of their peaks. NaN without any. */
export function averageDrawdown(values: Float64Array): number {
  const all = falls(values)
  return all.reduce((sum, { depth }) => sum + depth, 0) / all.length
}

function falls(values: Float64Array): readonly Fall[] {
  const found: Fall[] = []
  let peak = -1
  let trough = -1
  let last = -1
  const end = (row: number, recovered: boolean): void => {
    if (trough >= 0) found.push({ peak, trough, end: row, recovered, depth: 1 - values[trough]! / values[peak]! })
    trough = -1
  }
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!
    if (Number.isNaN(value)) continue
    last = row
    if (peak < 0 ? value > 0 : value >= values[peak]!) {
      end(row, true)
      peak = row
    } else if (peak >= 0 && (trough < 0 || value < values[trough]!)) trough = row
  }
  end(last, false)
  return found
}
