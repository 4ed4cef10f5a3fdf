import type { BarColumns } from '../domain/bar-columns.js'
import type { SplitRatio } from '../domain/split.js'
import { medianInPlace } from './robust.js'

/** So many new shares for one old share, and the other way round. */
const WHOLE = [2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 50]
const RATIOS: readonly SplitRatio[] = [
  ...WHOLE.map((numerator) => ({ numerator, denominator: 1 })),
  ...WHOLE.map((denominator) => ({ numerator: 1, denominator })),
  ...[
    [3, 2],
    [5, 2],
    [4, 3],
    [5, 4],
    [2, 3],
  ].map(([numerator, denominator]) => ({ numerator: numerator!, denominator: denominator! })),
]
/** Ratios nearer to 1 than 2:1 are moves that markets make, too: they need the volume as a witness. */
const PLAIN = Math.log(1.9)

/** A split that a move of the price may have been. */
export interface SplitGuess extends SplitRatio {
  /** How far the price is from where the ratio would have put it, as a logarithm. */
  readonly miss: number
  /** Whether so small a ratio says little by itself. */
  readonly isSmall: boolean
}

/** The nearest split by which a price would have become `factor` of itself; undefined where none is within `tolerance`, a logarithm. */
export function guessSplit(factor: number, tolerance: number): SplitGuess | undefined {
  let best: SplitGuess | undefined
  for (const { numerator, denominator } of RATIOS) {
    const size = Math.log(numerator / denominator)
    const miss = Math.abs(Math.log(factor) + size)
    if (miss > tolerance || (best !== undefined && miss >= best.miss)) continue
    best = { numerator, denominator, miss, isSmall: Math.abs(size) < PLAIN }
  }
  return best
}

/** How many bars on each side volume is compared over: a month of days, or about a session of minutes. */
const DAYS = 20
const INTRADAY_BARS = 400

/** The median volume from a bar on over that before it: after a split, as many times as many shares are traded. NaN where there is none. */
export function volumeRatio({ volume, length }: BarColumns, bar: number, isIntraday: boolean): number {
  if (volume === undefined) return Number.NaN
  const bars = isIntraday ? INTRADAY_BARS : DAYS
  const before = volume.slice(Math.max(0, bar - bars), bar)
  const after = volume.slice(bar, Math.min(length, bar + bars))
  const ratio = medianInPlace(after) / medianInPlace(before)
  return ratio > 0 && ratio < Number.POSITIVE_INFINITY ? ratio : Number.NaN
}

/** Whether volume has changed with a split, by at least half of what it should have and at most twice. */
export function volumeFollows(ratio: number, { numerator, denominator }: SplitRatio): boolean {
  const share = Math.log(ratio) / Math.log(numerator / denominator)
  return share > 0.5 && share < 2
}
