import { firstRowAtOrAfter, type BarColumns } from '../domain/bar-columns.js'

const PRICES = ['open', 'high', 'low', 'close', 'volume', 'vwap'] as const

/** A bar that a source gave otherwise before. */
export interface BarRevision {
  /** When the bar opens, UTC epoch milliseconds. */
  readonly openTime: number
  /** What differs; 'bar' where one of the two has no such bar. */
  readonly field: (typeof PRICES)[number] | 'closeTime' | 'bar'
  readonly before: number
  readonly now: number
}

/** Where bars of the same range differ, in order of time: each bar once, by the first value that does. */
export function revisionsOf(before: BarColumns, now: BarColumns): readonly BarRevision[] {
  const found: BarRevision[] = []
  for (let row = 0; row < before.length; row++) {
    const openTime = before.openTime[row]!
    const other = rowAt(now, openTime)
    if (other === undefined) found.push({ openTime, field: 'bar', before: before.close[row]!, now: Number.NaN })
    else {
      const revision = revisionOf(before, row, now, other)
      if (revision) found.push(revision)
    }
  }
  for (let row = 0; row < now.length; row++) {
    const openTime = now.openTime[row]!
    if (rowAt(before, openTime) === undefined)
      found.push({ openTime, field: 'bar', before: Number.NaN, now: now.close[row]! })
  }
  return found.sort((a, b) => a.openTime - b.openTime)
}

function rowAt({ openTime, length }: BarColumns, time: number): number | undefined {
  const row = firstRowAtOrAfter(openTime, length, time)
  return row < length && openTime[row] === time ? row : undefined
}

function revisionOf(before: BarColumns, row: number, now: BarColumns, other: number): BarRevision | undefined {
  for (const field of ['closeTime', ...PRICES] as const) {
    const [was, is] = [before[field]?.[row] ?? Number.NaN, now[field]?.[other] ?? Number.NaN]
    if (!Object.is(was, is)) return { openTime: before.openTime[row]!, field, before: was, now: is }
  }
  return undefined
}
