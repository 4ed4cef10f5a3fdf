import type { BarColumns } from './bar-columns.js'

const NEEDED = ['openTime', 'closeTime', 'open', 'high', 'low', 'close'] as const

/** Series one after the other as one, in arrays of its own. It has volume and vwap where each of them with any bars has: there are no gaps in a column. */
export function joinColumns(parts: readonly BarColumns[]): BarColumns {
  const filled = parts.filter(({ length }) => length > 0)
  const length = filled.reduce((sum, part) => sum + part.length, 0)
  const joined = { length } as BarColumns
  for (const name of NEEDED) joined[name] = joinColumn(filled, length, (part) => part[name])
  for (const name of ['volume', 'vwap'] as const)
    if (filled.every((part) => part[name] !== undefined))
      joined[name] = joinColumn(filled, length, (part) => part[name]!)
  if (filled.some(({ flags }) => flags !== undefined)) joined.flags = joinFlags(filled, length)
  return joined
}

function joinColumn(
  parts: readonly BarColumns[],
  length: number,
  of: (part: BarColumns) => Float64Array,
): Float64Array {
  const column = new Float64Array(length)
  let row = 0
  for (const part of parts) {
    column.set(of(part).subarray(0, part.length), row)
    row += part.length
  }
  return column
}

function joinFlags(parts: readonly BarColumns[], length: number): Uint8Array {
  const joined = new Uint8Array(length)
  let row = 0
  for (const { flags, length: rows } of parts) {
    if (flags) joined.set(flags.subarray(0, rows), row)
    row += rows
  }
  return joined
}
