import { sliceColumns, type BarColumns } from '../domain/bar-columns.js'

const FLOATS = ['openTime', 'closeTime', 'open', 'high', 'low', 'close', 'volume', 'vwap'] as const

/** Some rows of a series, in an order of one's own, in new columns. */
export function pickRows(columns: BarColumns, rows: ArrayLike<number>): BarColumns {
  const picked: BarColumns = { ...columns, length: rows.length }
  for (const name of FLOATS) {
    const column = columns[name]
    if (column === undefined) continue
    const values = new Float64Array(rows.length)
    for (let i = 0; i < rows.length; i++) values[i] = column[rows[i]!]!
    picked[name] = values
  }
  const { flags } = columns
  if (flags !== undefined) picked.flags = Uint8Array.from(rows, (row) => flags[row]!)
  return picked
}

/** A copy that may be changed; without room behind its last row. */
export function copyColumns(columns: BarColumns): BarColumns {
  const copy = { ...sliceColumns(columns, 0, columns.length) }
  for (const name of FLOATS) copy[name] = columns[name]?.slice(0, columns.length) as Float64Array
  copy.flags = columns.flags?.slice(0, columns.length)
  return copy
}

/** Rows in the order of their opens; of equal ones in the order in which they came. */
export function rowsByTime({ openTime, length }: BarColumns): number[] {
  return Array.from({ length }, (_, row) => row).sort((a, b) => openTime[a]! - openTime[b]! || a - b)
}
