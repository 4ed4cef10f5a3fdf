import { firstRowAtOrAfter, sliceColumns, type BarColumns, type TimeRange } from '@tradewright/core'

/** Where the months end that bars can lie in: the year 2200. */
const TIMES_END = Date.UTC(2200, 0, 1)

/** The month of UTC that a time lies in, counted from January 1970. */
function monthOf(time: number): number {
  const date = new Date(time)
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()
}

/** First and last month that a range touches; undefined for one in which no bar can lie. */
export function monthsOf({ from, to }: TimeRange): { readonly first: number; readonly last: number } | undefined {
  const [begin, end] = [Math.max(from, 0), Math.min(to, TIMES_END)]
  // A range is half-open: what ends with a month does not touch the next one.
  return begin < end ? { first: monthOf(begin), last: monthOf(Math.ceil(end) - 1) } : undefined
}

/** A series cut where months begin. */
export function byMonth(columns: BarColumns): Map<number, BarColumns> {
  const months = new Map<number, BarColumns>()
  for (let row = 0; row < columns.length;) {
    const month = monthOf(columns.openTime[row]!)
    const end = firstRowAtOrAfter(columns.openTime, columns.length, Date.UTC(1970, month + 1))
    months.set(month, sliceColumns(columns, row, end))
    row = end
  }
  return months
}
