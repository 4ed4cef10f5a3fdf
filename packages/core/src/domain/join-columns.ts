import type { BarColumns } from './bar-columns.js'

const NUMBERS = ['openTime', 'closeTime', 'open', 'high', 'low', 'close', 'volume', 'vwap'] as const

/**
 * Series one after the other as one, in arrays of its own. A column that some have and others lack, as volume, is NaN where it is lacking; flags are 0 there.
 */
export function joinColumns(parts: readonly BarColumns[]): BarColumns {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const joined = { length } as BarColumns
  for (const name of NUMBERS) {
    const isNeeded = name !== 'volume' && name !== 'vwap'
    if (!isNeeded && parts.every((part) => part[name] === undefined)) continue
    const column = new Float64Array(length)
    let row = 0
    for (const part of parts) {
      const values = part[name]
      if (values) column.set(values.subarray(0, part.length), row)
      else column.fill(Number.NaN, row, row + part.length)
      row += part.length
    }
    joined[name] = column
  }
  joinFlags(joined, parts)
  return joined
}

function joinFlags(joined: BarColumns, parts: readonly BarColumns[]): void {
  if (parts.every(({ flags }) => flags === undefined)) return
  joined.flags = new Uint8Array(joined.length)
  let row = 0
  for (const { flags, length } of parts) {
    if (flags) joined.flags.set(flags.subarray(0, length), row)
    row += length
  }
}
