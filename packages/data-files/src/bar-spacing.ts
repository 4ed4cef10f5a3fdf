import { timeframeMs, type Timeframe } from '@tradewright/core'
import type { FileSource } from './file-source.js'

/** So many bars must have been seen before their distances say anything, and so many are enough to tell the usual one. */
const ENOUGH = 20
const PLENTY = 1_000
const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const

/**
 * Watches how far apart bars are, to tell a file of another timeframe than the one it is read as: of bars that are shorter, most would reach beyond
 * the next one's open; longer ones are usually as far apart as they are long, and never nearer. Read as shorter ones, they would be known before they
 * have closed. Bars that are missing here and there change neither.
 */
export class BarSpacing {
  #pairs = 0
  #overlaps = 0
  #least = Number.POSITIVE_INFINITY
  /** How many of the first bars were how far from the one before. */
  readonly #distances = new Map<number, number>()

  /** Takes the distance of a bar to the one before, in milliseconds, and whether it opens before that one would have closed. */
  take(apart: number, overlaps: boolean): void {
    this.#pairs++
    if (overlaps) this.#overlaps++
    if (apart < this.#least) this.#least = apart
    if (this.#pairs <= PLENTY) this.#distances.set(apart, (this.#distances.get(apart) ?? 0) + 1)
  }

  /** Throws TIMEFRAME_MISMATCH. */
  check(timeframe: Timeframe, source: FileSource): void {
    if (this.#pairs < ENOUGH) return
    const usual = this.#usualDistance()
    const shorter = this.#overlaps * 2 > this.#pairs
    const longer = usual !== undefined && this.#least > timeframeMs(timeframe) * 1.5
    if (!shorter && !longer) return
    const found = usual === undefined ? `${lengthOf(this.#least)} or more` : lengthOf(usual)
    throw source.fileError(
      'TIMEFRAME_MISMATCH',
      `has bars that are ${found} apart, read as ${timeframe}; expected the timeframe of the file in the run's series`,
      { timeframe, nearestMs: this.#least },
    )
  }

  /** The distance that more than half of the bars have; undefined if none is so common. */
  #usualDistance(): number | undefined {
    const most = Math.min(this.#pairs, PLENTY) / 2
    for (const [distance, count] of this.#distances) if (count > most) return distance
    return undefined
  }
}

function lengthOf(ms: number): string {
  const [unit, length] = UNITS.find(([, each]) => ms % each === 0) ?? ['ms', 1]
  return `${String(ms / length)} ${unit}`
}
