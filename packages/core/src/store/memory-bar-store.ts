import type { BarColumns } from '../domain/bar-columns.js'
import { joinColumns } from '../domain/join-columns.js'
import { rowsBetween } from '../domain/rows-between.js'
import { mergeRanges, type TimeRange } from '../domain/time-range.js'
import type { BarStore, SeriesKey } from '../ports/bar-store.js'

/** Bars as they were written: those that open within a range. */
interface Written extends TimeRange {
  readonly columns: BarColumns
}

/** Bars kept in memory for as long as the store lives. */
export class MemoryBarStore implements BarStore {
  /** By series, in order; no two of them overlap. */
  readonly #written = new Map<string, readonly Written[]>()

  coverage(key: SeriesKey): Promise<readonly TimeRange[]> {
    return Promise.resolve(mergeRanges(this.#of(key)))
  }

  readBars(key: SeriesKey, range: TimeRange): Promise<BarColumns> {
    return Promise.resolve(joinColumns(this.#of(key).map(({ columns }) => rowsBetween(columns, range))))
  }

  writeBars(key: SeriesKey, range: TimeRange, columns: BarColumns): Promise<void> {
    const kept = this.#of(key).flatMap((before) => outside(before, range))
    const written = { ...range, columns: joinColumns([rowsBetween(columns, range)]) }
    const all = [...kept, written].sort((a, b) => a.from - b.from)
    this.#written.set(nameOf(key), all)
    return Promise.resolve()
  }

  deleteBars(key: SeriesKey): Promise<void> {
    this.#written.delete(nameOf(key))
    return Promise.resolve()
  }

  #of(key: SeriesKey): readonly Written[] {
    return this.#written.get(nameOf(key)) ?? []
  }
}

/** What is left of bars that were written once others take the place of those of a range. */
function outside({ from, to, columns }: Written, range: TimeRange): readonly Written[] {
  const parts = [
    { from, to: Math.min(to, range.from) },
    { from: Math.max(from, range.to), to },
  ]
  return parts.filter((part) => part.from < part.to).map((part) => ({ ...part, columns: rowsBetween(columns, part) }))
}

/** A name that no two series share, whatever characters their symbols have. */
function nameOf({ source, symbol, timeframe }: SeriesKey): string {
  return JSON.stringify([source, symbol, timeframe])
}
