import { checkRange } from '../data/check-range.js'
import type { BarColumns } from '../domain/bar-columns.js'
import { joinColumns } from '../domain/join-columns.js'
import { rowsBetween } from '../domain/rows-between.js'
import { mergeRanges, type TimeRange } from '../domain/time-range.js'
import { eachWarningOnce } from '../domain/warning.js'
import type { BarStore, SeriesKey } from '../ports/bar-store.js'
import type { SeriesWarning } from '../ports/data-gateway.js'
import { answer } from './answer.js'
import { checkedBars, checkedKey } from './checked-bars.js'

/** Bars as they were written: those that open within a range. */
interface Written extends TimeRange {
  readonly columns: BarColumns
  readonly warnings: readonly SeriesWarning[]
}

/** Bars kept in memory for as long as the store lives. */
export class MemoryBarStore implements BarStore {
  /** By series: what was written, in order; no two of them overlap. */
  readonly #series = new Map<string, { readonly key: SeriesKey; readonly written: readonly Written[] }>()

  coverage(key: SeriesKey): Promise<readonly TimeRange[]> {
    return answer(() => mergeRanges(this.#of(key)))
  }

  readBars(key: SeriesKey, range: TimeRange): Promise<BarColumns> {
    return answer(() => {
      checkRange(`${key.symbol} ${key.timeframe}`, range)
      const { flags, ...columns } = joinColumns(this.#of(key).map(({ columns }) => rowsBetween(columns, range)))
      return flags?.some((flag) => flag !== 0) ? { ...columns, flags } : columns
    })
  }

  writeBars(
    key: SeriesKey,
    range: TimeRange,
    columns: BarColumns,
    warnings: readonly SeriesWarning[] = [],
  ): Promise<void> {
    return answer(() => {
      const rows = checkedBars(key, range, columns)
      if (range.from >= range.to) return
      const kept = this.#of(key).flatMap((before) => outside(before, range))
      const written = {
        ...{ from: range.from, to: range.to, columns: joinColumns([rows]) },
        warnings: warnings.map((warning) => Object.freeze({ ...warning })),
      }
      const all = [...kept, written].sort((a, b) => a.from - b.from)
      this.#series.set(nameOf(key), { key: checkedKey(key), written: all })
    })
  }

  barWarnings(key: SeriesKey, range: TimeRange): Promise<readonly SeriesWarning[]> {
    return answer(() => {
      checkRange(`${key.symbol} ${key.timeframe}`, range)
      const touched = this.#of(key).filter(({ from, to }) => from < range.to && to > range.from)
      return eachWarningOnce(touched.flatMap(({ warnings }) => warnings))
    })
  }

  deleteBars(key: SeriesKey): Promise<void> {
    return answer(() => {
      this.#series.delete(nameOf(key))
    })
  }

  storedSeries(): Promise<readonly SeriesKey[]> {
    return answer(() => Array.from(this.#series.values(), ({ key }) => key).sort(byName))
  }

  #of(key: SeriesKey): readonly Written[] {
    return this.#series.get(nameOf(key))?.written ?? []
  }
}

/** What is left of bars that were written once others take the place of those of a range. */
function outside({ from, to, columns, warnings }: Written, range: TimeRange): readonly Written[] {
  const parts = [
    { from, to: Math.min(to, range.from) },
    { from: Math.max(from, range.to), to },
  ]
  return parts
    .filter((part) => part.from < part.to)
    .map((part) => ({ ...part, warnings, columns: rowsBetween(columns, part) }))
}

function byName(a: SeriesKey, b: SeriesKey): number {
  const [one, other] = [a, b].map(({ source, symbol, timeframe }) => [source, symbol, timeframe])
  const differs = one!.findIndex((name, index) => name !== other![index])
  return differs < 0 ? 0 : one![differs]! < other![differs]! ? -1 : 1
}

/** A name that no two series share, whatever characters their symbols have. */
function nameOf({ source, symbol, timeframe }: SeriesKey): string {
  return JSON.stringify([source, symbol, timeframe])
}
