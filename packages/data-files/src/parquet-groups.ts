import { timeframeMs, type BarRequest } from '@tradewright/core'
import type { RowGroup } from './parquet-file.js'
import type { ParquetColumn } from './parquet-schema.js'
import type { TimeColumn } from './parquet-times.js'
import type { RawValues } from './parquet-values.js'

const DAY_MS = 86_400_000
/** Times of a zone, and dates that stand for sessions, lie off the bars that they become by as much, and longer bars by their length. */
const MARGIN_MS = 7 * DAY_MS
const MARGIN_BARS = 3

/** A row group that is to be read, and between which times its statistics say that it lies. */
export interface WantedGroup {
  readonly group: RowGroup
  readonly bounds: TimeBounds | undefined
}

export interface TimeBounds {
  readonly least: number
  readonly most: number
}

/**
 * The row groups in which a range and its warm-up can lie, by the statistics of the times: those before are left out where all groups
 * have statistics that rise. Those behind it are for the reader to leave, once it has seen the end of the range.
 */
export function wantedGroups(
  groups: readonly RowGroup[],
  times: { readonly column: ParquetColumn; readonly time: TimeColumn },
  { from, timeframe, barsBefore = 0 }: BarRequest,
  collectsBadRows: boolean,
): readonly WantedGroup[] {
  const filled = groups.filter(({ rows }) => rows > 0)
  const all = filled.map((group) => ({ group, bounds: undefined }))
  if (from === undefined) return all
  const bounds = filled.map((group) => boundsOf(group, times))
  if (!bounds.every((own, at) => own !== undefined && own.least >= (bounds[at - 1]?.most ?? own.least))) return all
  const reach = from - MARGIN_MS - MARGIN_BARS * timeframeMs(timeframe)
  let first = bounds.findIndex((own) => own!.most >= reach)
  if (first < 0) first = filled.length
  // Nobody knows beforehand how many of the rows before the range are bars where bad ones are left out.
  if (collectsBadRows && barsBefore > 0) first = 0
  for (let rows = 0; rows < barsBefore && first > 0; rows += filled[first]!.rows) first--
  return filled.slice(first).map((group, at) => ({ group, bounds: bounds[first + at] }))
}

function boundsOf(
  { metadata }: RowGroup,
  { column, time }: { readonly column: ParquetColumn; readonly time: TimeColumn },
): TimeBounds | undefined {
  const statistics = metadata.columns[column.index]?.meta_data?.statistics
  const aboutOf = (value: unknown): number => {
    const raw = rawOf(value)
    return raw === undefined ? Number.NaN : time.about(raw)
  }
  try {
    const least = aboutOf(statistics?.min_value ?? statistics?.min)
    const most = aboutOf(statistics?.max_value ?? statistics?.max)
    return least <= most ? { least, most } : undefined
  } catch {
    // Statistics of another type than the column's say nothing.
    return undefined
  }
}

/** A value of the statistics as a page would have it. */
function rawOf(value: unknown): RawValues | undefined {
  if (typeof value === 'bigint') return BigInt64Array.of(value)
  if (typeof value === 'number') return Float64Array.of(value)
  return value instanceof Uint8Array ? [value] : undefined
}
