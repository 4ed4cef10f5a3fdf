import { firstRowAtOrAfter, sliceColumns, type BarColumns } from './bar-columns.js'
import type { TimeRange } from './time-range.js'

/** The bars of a series that open within a range, without copying. */
export function rowsBetween(columns: BarColumns, { from, to }: TimeRange): BarColumns {
  const { openTime, length } = columns
  const first = firstRowAtOrAfter(openTime, length, from)
  return sliceColumns(columns, first, Math.max(first, firstRowAtOrAfter(openTime, length, to)))
}
