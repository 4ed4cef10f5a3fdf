import type { BarColumns } from '@tradewright/core'
import { writeWhole, type WriteOptions } from '@tradewright/core/node'
import { pathOf } from './file-paths.js'
import { FileSource } from './file-source.js'
import { writtenColumns, type WrittenColumn } from './written-columns.js'

const ROWS_AT_ONCE = 4_096

/**
 * Writes a series to a CSV file with a header, times as ISO 8601 in UTC and numbers with all their digits, so that reading it gives the same bars to the
 * last bit. Flags are not stored. The file is written whole or not at all. Throws FILE_EXISTS unless it may be replaced, FILE_NOT_WRITTEN, and what
 * reading would refuse: COLUMN_LENGTH, TIME_INVALID, BAR_OUT_OF_ORDER, BAR_DUPLICATE, BAR_OVERLAP, PRICE_INVALID, HIGH_BELOW_LOW, VOLUME_INVALID, VWAP_INVALID.
 */
export async function writeCsv(path: string | URL, columns: BarColumns, options: WriteOptions = {}): Promise<void> {
  const file = pathOf(path)
  const written = writtenColumns(columns, new FileSource(file))
  await writeWhole(file, options, async (append) => {
    await append(`${written.map(({ name }) => name).join(',')}\n`)
    for (let row = 0; row < columns.length; row += ROWS_AT_ONCE)
      await append(rowsOf(written, row, Math.min(columns.length, row + ROWS_AT_ONCE)))
  })
}

function rowsOf(columns: readonly WrittenColumn[], from: number, to: number): string {
  let text = ''
  for (let row = from; row < to; row++) text += `${columns.map((column) => cellOf(column, row)).join(',')}\n`
  return text
}

function cellOf({ values, isTime }: WrittenColumn, row: number): string {
  const value = values[row]!
  if (isTime) return new Date(value).toISOString()
  return Object.is(value, -0) ? '-0' : String(value)
}
