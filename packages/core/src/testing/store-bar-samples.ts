import type { BarColumns } from '../domain/bar-columns.js'
import type { TimeRange } from '../domain/time-range.js'
import type { SeriesKey } from '../ports/bar-store.js'
import { barsOf, expectKept } from './store-compare.js'
import type { StoreTrial } from './store-check.js'

export const HOUR = 3_600_000

/** Bars are of hours, and ranges are written in hours since here: Tuesday, 27 February 2024, so that a day more is another month. */
export const FIRST_HOUR = Date.UTC(2024, 1, 27)

export const ALPHA: SeriesKey = { source: 'vendor', symbol: 'ALPHA', timeframe: '1h' }

/** From one hour to another. */
export function span(from: number, to: number): TimeRange {
  return { from: FIRST_HOUR + from * HOUR, to: FIRST_HOUR + to * HOUR }
}

/** One bar for each of these hours, which says by its prices which it is and what it came with. */
export function hourBars(
  hours: readonly number[],
  mark = 1,
  extra: readonly ('volume' | 'vwap' | 'flags')[] = [],
): BarColumns {
  const column = (of: (hour: number) => number): Float64Array => Float64Array.from(hours, of)
  const open = column((hour) => mark + hour / 1000 + 0.1)
  const columns: BarColumns = {
    ...{ length: hours.length, openTime: column((hour) => span(hour, 0).from) },
    ...{ closeTime: column((hour) => span(hour + 1, 0).from), open, high: open.map((price) => price + 0.2) },
    ...{ low: open.map((price) => price - 0.1), close: open.map((price) => price + 1e-7) },
  }
  if (extra.includes('volume')) columns.volume = column((hour) => hour * 1000.5)
  if (extra.includes('vwap')) columns.vwap = open.map((price) => price + 0.1)
  if (extra.includes('flags')) columns.flags = Uint8Array.from(hours, (hour) => hour % 3)
  return columns
}

/** From one hour to the one before another. */
export function hoursFrom(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from }, (_, index) => from + index)
}

/** Holds the bars that a store has of a range to those that it must have. */
export async function expectBars(
  { store }: StoreTrial,
  range: TimeRange,
  expected: readonly BarColumns[],
  key = ALPHA,
): Promise<void> {
  const what = `bars of ${key.source} ${key.symbol} ${key.timeframe} ${hourText(range.from)} to ${hourText(range.to)}`
  expectKept(barsOf(await store.readBars(key, range)), expected.flatMap(barsOf), what)
}

/** Holds the coverage of a series to stretches in hours. */
export async function expectCoverage(
  { store }: StoreTrial,
  stretches: readonly (readonly [number, number])[],
  key = ALPHA,
): Promise<void> {
  const came = (await store.coverage(key)).map(({ from, to }) => [hourOf(from), hourOf(to)])
  expectKept(came, stretches, `hours that ${key.source} ${key.symbol} ${key.timeframe} is known of`)
}

function hourOf(time: number): number {
  return (time - FIRST_HOUR) / HOUR
}

function hourText(time: number): string {
  return `hour ${String(hourOf(time))}`
}
