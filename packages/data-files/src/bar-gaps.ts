import { isTradewrightError, timeframeMs, type BarColumns, type Calendar, type Timeframe } from '@tradewright/core'

/** How many gaps are listed; all are counted. */
const LISTED_MAX = 100
const DAY_MS = 86_400_000

/** A stretch of time between two bars of a series in which bars are missing. */
export interface BarGap {
  /** When the bar before closes, in UTC epoch milliseconds. */
  readonly from: number
  /** When the bar behind opens. */
  readonly to: number
  /** How many bars of the timeframe are missing in it: sessions for daily bars with a calendar. */
  readonly bars: number
}

/** Where bars are missing in a series. */
export interface BarGaps {
  readonly count: number
  /** The 100 largest, from the oldest to the newest. */
  readonly largest: readonly BarGap[]
}

/** Keeps the largest of the gaps that it is given in order of time. */
class GapList {
  #count = 0
  #kept: BarGap[] = []

  add(gap: BarGap): void {
    this.#count++
    this.#kept.push(gap)
    if (this.#kept.length >= 10 * LISTED_MAX) this.#kept = largestOf(this.#kept)
  }

  finish(): BarGaps {
    return { count: this.#count, largest: largestOf(this.#kept).sort((a, b) => a.from - b.from) }
  }
}

function largestOf(gaps: readonly BarGap[]): BarGap[] {
  return [...gaps].sort((a, b) => b.bars - a.bars || a.from - b.from).slice(0, LISTED_MAX)
}

/** Where a series has no bar although its timeframe would have one. */
export function gapsByTimeframe(columns: BarColumns, timeframe: Timeframe): BarGaps {
  const length = timeframeMs(timeframe)
  return gapsOf(columns, (from, to) => Math.max(1, Math.round((to - from) / length)))
}

/**
 * Where a series has no bar although its venue was open for one; undefined where the calendar does not cover the series' dates.
 */
export function gapsByCalendar(columns: BarColumns, timeframe: Timeframe, calendar: Calendar): BarGaps | undefined {
  const length = timeframeMs(timeframe)
  const missing =
    length < DAY_MS
      ? (from: number, to: number) => Math.ceil(openTimeBetween(calendar, from, to) / length)
      : (from: number, to: number) => Math.floor((sessionsBetween(calendar, from, to) * DAY_MS) / length)
  try {
    return gapsOf(columns, missing)
  } catch (error) {
    if (isTradewrightError(error) && error.code === 'CALENDAR_RANGE') return undefined
    throw error
  }
}

/** `missing` says how many bars are missing between the close of a bar and a later open. */
function gapsOf({ length, openTime, closeTime }: BarColumns, missing: (from: number, to: number) => number): BarGaps {
  const gaps = new GapList()
  for (let row = 1; row < length; row++) {
    const from = closeTime[row - 1]!
    const to = openTime[row]!
    if (to <= from) continue
    const bars = missing(from, to)
    if (bars > 0) gaps.add({ from, to, bars })
  }
  return gaps.finish()
}

/** For how many milliseconds a venue trades between two times. */
function openTimeBetween(calendar: Calendar, from: number, to: number): number {
  let sum = 0
  for (let time = from; time < to;) {
    const { open, close, breaks = [] } = calendar.nextSession(time)
    sum += overlap(open, close)
    for (const { start, end } of breaks) sum -= overlap(start, end)
    time = close
  }
  return sum

  function overlap(start: number, end: number): number {
    return Math.max(0, Math.min(end, to) - Math.max(start, from))
  }
}

/** How many sessions lie whole between two times. */
function sessionsBetween(calendar: Calendar, from: number, to: number): number {
  let count = 0
  for (let session = calendar.nextSession(from); session.close <= to; session = calendar.nextSession(session.close)) {
    if (session.open >= from) count++
  }
  return count
}
