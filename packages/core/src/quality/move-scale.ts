import type { CheckedBars } from './checked-bars.js'
import { gridDecimals } from './grid-decimals.js'
import { medianInPlace, NORMAL_QUARTILE, robustScale } from './robust.js'

/** How many bars have one scale: so few that it follows the hours of a day and the nervous weeks of a year. */
const BLOCK = 64
/** From how many moves over breaks on these have a scale of their own. */
const BREAKS_MIN = 10
/** Bars that begin so many lengths after the one before are taken to follow a break. */
const BREAK_LENGTHS = 1.5

/**
 * The move of each close, as the logarithm of its ratio to the close before, and how large a move is usual there: by the median of those around it, but not less
 * than by that of the whole series; over nights and other breaks by the median of such moves. Moves of 0 don't count.
 */
export class MoveScale {
  readonly moves: Float64Array
  /** The usual move of the whole series within sessions, as a standard deviation; NaN where nothing moved. */
  readonly within: number
  /** The same over breaks. */
  readonly overBreak: number
  /** The grid of the closes. */
  readonly step: number
  /** What is usual from a close to the next session's open; NaN where opens are not to be had. */
  readonly #overnight: number
  readonly #blocks: Float64Array
  readonly #bars: CheckedBars

  constructor(bars: CheckedBars) {
    const { close, length } = bars.columns
    this.#bars = bars
    this.step = bars.series.tickSize ?? 10 ** -gridDecimals(close, length)
    const moves = (this.moves = new Float64Array(length))
    const inside = new Float64Array(length)
    const over: number[] = []
    for (let bar = 1; bar < length; bar++) {
      const move = close[bar] === close[bar - 1] ? 0 : Math.log(close[bar]! / close[bar - 1]!)
      moves[bar] = move
      if (this.isAfterBreak(bar)) over.push(move)
      else inside[bar] = move
    }
    const within = robustScale(inside)
    this.within = Number.isNaN(within) ? robustScale(moves) : within
    // A night is worth about half a session of moves, where there are too few nights to say.
    const assumed = this.within * Math.sqrt(Math.max(1, length / (over.length + 1) / 2))
    this.overBreak = over.length < BREAKS_MIN ? assumed : Math.max(this.within, robustScale(Float64Array.from(over)))
    this.#blocks = blockScales(inside, this.within)
    this.#overnight = this.#overnightScale()
  }

  /** How far the price usually goes from the close before to the open, at a bar that begins a session. */
  overnight(bar: number): number {
    const at = this.at(bar)
    return Number.isNaN(this.#overnight)
      ? at
      : this.#overnight * (at / (this.isAfterBreak(bar) ? this.overBreak : this.within))
  }

  #overnightScale(): number {
    const { open, close, length } = this.#bars.columns
    const gaps: number[] = []
    let nights = 0
    for (let bar = 1; bar < length; bar++) {
      if (!this.isAfterNight(bar)) continue
      nights++
      if (open[bar] !== close[bar - 1]) gaps.push(Math.log(open[bar]! / close[bar - 1]!))
    }
    const isKnown = gaps.length >= 2 * BREAKS_MIN && gaps.length > nights / 2
    return isKnown ? robustScale(Float64Array.from(gaps)) : Number.NaN
  }

  /** Whether a night, a pause or a hole lies before a bar. Of days and longer all moves are of one kind. */
  isAfterBreak(bar: number): boolean {
    const { columns, isIntraday, lengthMs } = this.#bars
    return isIntraday && columns.openTime[bar]! - columns.openTime[bar - 1]! > BREAK_LENGTHS * lengthMs
  }

  /** Whether a corporate action may have come before a bar: a new day has begun. */
  isAfterNight(bar: number): boolean {
    const { columns, isIntraday } = this.#bars
    if (!isIntraday) return true
    return columns.openTime[bar]! - columns.closeTime[bar - 1]! >= NIGHT_MS
  }

  /** What is usual at a bar. */
  at(bar: number): number {
    const blocks = this.#blocks
    const block = Math.floor(bar / BLOCK)
    const around = Math.max(
      blocks[block]!,
      blocks[Math.max(0, block - 1)]!,
      blocks[Math.min(blocks.length - 1, block + 1)]!,
    )
    return this.isAfterBreak(bar) ? Math.max(this.overBreak, around) : around
  }

  /** How many of what is usual a move is, at a bar. */
  score(move: number, bar: number): number {
    return Math.abs(move) / this.at(bar)
  }
}

/** Four hours: longer than any lunch break or halt within a day, shorter than any night. */
const NIGHT_MS = 4 * 3_600_000

function blockScales(moves: Float64Array, least: number): Float64Array {
  const scales = new Float64Array(Math.max(1, Math.ceil(moves.length / BLOCK))).fill(least)
  const sizes = new Float64Array(BLOCK)
  for (let block = 0; block < scales.length; block++) {
    let count = 0
    const end = Math.min(moves.length, (block + 1) * BLOCK)
    for (let bar = block * BLOCK; bar < end; bar++) if (moves[bar] !== 0) sizes[count++] = Math.abs(moves[bar]!)
    if (count >= BLOCK / 4) scales[block] = Math.max(least, medianInPlace(sizes.subarray(0, count)) / NORMAL_QUARTILE)
  }
  return scales
}
