import { firstRowAtOrAfter, type BarColumns } from '../domain/bar-columns.js'
import { PriceExtremes, PriceRange } from './excursion-extremes.js'

/**
 * When a fill happened: within a bar, at the close of one, or after the closes of its instant, as at an open. What happened within a bar may be dated at
 * its close, so that its time alone does not tell.
 */
export interface FillMoment {
  readonly time: number
  readonly phase: 'within' | 'close' | 'open'
}

/** What changed an instrument's shares, after the closes and before the opens of its instant. Instruments are indices. */
export type ShareChange =
  | {
      readonly kind: 'split'
      readonly at: number
      readonly instrument: number
      /** New shares for each old one; positive. */
      readonly ratio: number
    }
  | {
      readonly kind: 'symbolChange'
      readonly at: number
      readonly instrument: number
      /** What it is from then on. */
      readonly to: number
    }

/** What was held from one fill to another. */
export interface HeldStretch {
  /** At `from`. */
  readonly instrument: number
  /** At `to`. */
  readonly instrumentAfter: number
  readonly from: FillMoment
  readonly to: FillMoment
}

/** The lowest and the highest price that open positions surely met. */
export class Excursions {
  readonly #series: readonly (PriceExtremes | undefined)[]
  readonly #changes: readonly ShareChange[]
  readonly #range = new PriceRange()

  /**
   * `series` are the bars that each instrument is traded on, undefined without any. `changes` are those that the prices of the bars show, as a raw
   * series shows its splits, in the order of their times; more may be added while a run goes on.
   */
  constructor(options: {
    readonly series: readonly (BarColumns | undefined)[]
    readonly changes?: readonly ShareChange[]
  }) {
    this.#series = options.series.map((columns) => columns && new PriceExtremes(columns))
    this.#changes = options.changes ?? []
  }

  /**
   * The prices of bars between two fills, in shares as they are at the second: highs and lows of the bars that lie between them, the close of a bar within
   * which the first happened, the open of one within which the second did. No bar is read that closes after the second, but for that open. Infinity
   * and -Infinity where no bar tells. The range is a view: the next question changes it.
   */
  between({ instrument, instrumentAfter, from, to }: HeldStretch): Readonly<PriceRange> {
    const range = this.#range
    range.clear()
    let held = instrument
    let since = from
    for (const change of this.#changes) {
      if (change.instrument !== held || !isBefore(from, change.at) || isBefore(to, change.at)) continue
      this.#show(held, since, { time: change.at, phase: 'close' })
      since = { time: change.at, phase: 'open' }
      if (change.kind === 'split') range.scale(change.ratio)
      else held = change.to
    }
    this.#show(held, since, to)
    // Of a change that nobody told, nobody knows when it was.
    if (held !== instrumentAfter) range.clear()
    return range
  }

  #show(instrument: number, from: FillMoment, to: FillMoment): void {
    const series = this.#series[instrument]
    if (series === undefined) return
    const { openTime, closeTime, open, close, length } = series.columns
    const first = firstRowAtOrAfter(openTime, length, from.time)
    let end = firstRowAtOrAfter(closeTime, length, to.time)
    if (to.phase !== 'within' && end < length && closeTime[end] === to.time) end++
    if (first < end) series.show(this.#range, first, end)
    if (from.phase === 'within' && first > 0 && first <= end && closeTime[first - 1]! >= from.time)
      this.#range.take(close[first - 1]!, close[first - 1]!)
    if (to.phase === 'within' && end >= first && end < length && openTime[end]! < to.time)
      this.#range.take(open[end]!, open[end]!)
  }
}

/** Whether a fill came before a change at an instant. */
function isBefore({ time, phase }: FillMoment, change: number): boolean {
  return time < change || (time === change && phase !== 'open')
}
