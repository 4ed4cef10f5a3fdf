/** A stretch of time, [from, to), in UTC epoch milliseconds. */
export interface TimeRange {
  readonly from: number
  readonly to: number
}

/** Before all times and after all: the bounds of a range that has none. */
export const EARLIEST = -8.64e15
export const LATEST = 8.64e15

/** Ranges in order that neither overlap nor touch, for the same times as some that may. */
export function mergeRanges(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const merged: TimeRange[] = []
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    if (from >= to) continue
    const last = merged.at(-1)
    if (last === undefined || from > last.to) merged.push({ from, to })
    else if (to > last.to) merged[merged.length - 1] = { from: last.from, to }
  }
  return merged
}

/** What is left of a range without others, in order. */
export function subtractRanges({ from, to }: TimeRange, others: readonly TimeRange[]): readonly TimeRange[] {
  const left: TimeRange[] = []
  let begin = from
  for (const other of mergeRanges(others)) {
    if (other.to <= begin) continue
    if (other.from >= to) break
    if (other.from > begin) left.push({ from: begin, to: other.from })
    begin = other.to
  }
  if (begin < to) left.push({ from: begin, to })
  return left
}
