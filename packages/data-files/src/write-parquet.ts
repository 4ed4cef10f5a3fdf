import type { BarColumns } from '@tradewright/core'
import type { SchemaElement } from 'hyparquet'
import { writeWhole, type AppendPart, type WriteOptions } from '@tradewright/core/node'
import { pathOf } from './file-paths.js'
import { FileSource } from './file-source.js'
import { writtenColumns, type WrittenColumn } from './written-columns.js'

/** A row group is encoded at once, and read at once by many readers. */
const ROWS_PER_GROUP = 1 << 17

/**
 * Writes a series to a Parquet file: times as TIMESTAMP in milliseconds of UTC, numbers as DOUBLE, compressed with Snappy, in row groups of 131,072 rows with
 * statistics. Reading it gives the same bars to the last bit. Flags are not stored. The file is written whole or not at all. Throws FILE_EXISTS unless
 * it may be replaced, FILE_NOT_WRITTEN, and what reading would refuse: COLUMN_LENGTH, TIME_INVALID, BAR_OUT_OF_ORDER, BAR_DUPLICATE, BAR_OVERLAP, PRICE_INVALID,
 * HIGH_BELOW_LOW, VOLUME_INVALID, VWAP_INVALID.
 */
export async function writeParquet(path: string | URL, columns: BarColumns, options: WriteOptions = {}): Promise<void> {
  const file = pathOf(path)
  const written = writtenColumns(columns, new FileSource(file))
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer')
  await writeWhole(file, options, async (append) => {
    const bytes = new ByteWriter()
    const parquet = new ParquetWriter({ writer: bytes, schema: schemaOf(written), createdBy: 'tradewright' })
    for (let row = 0; row < columns.length; row += ROWS_PER_GROUP) {
      const end = Math.min(columns.length, row + ROWS_PER_GROUP)
      const columnData = written.map((column) => dataOf(column, row, end))
      await parquet.write({ columnData, rowGroupSize: ROWS_PER_GROUP })
      await flush(bytes, append)
    }
    await parquet.finish()
    await flush(bytes, append)
  })
}

/** What has been encoded so far goes to the file, and its place is used again. */
async function flush(bytes: { getBytes(): Uint8Array; index: number }, append: AppendPart): Promise<void> {
  await append(bytes.getBytes())
  bytes.index = 0
}

function schemaOf(columns: readonly WrittenColumn[]): SchemaElement[] {
  return [
    { name: 'bars', num_children: columns.length },
    ...columns.map(({ name, isTime }): SchemaElement => {
      if (!isTime) return { name, type: 'DOUBLE', repetition_type: 'REQUIRED' }
      const logical_type = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } as const
      return { name, type: 'INT64', repetition_type: 'REQUIRED', converted_type: 'TIMESTAMP_MILLIS', logical_type }
    }),
  ]
}

/** Times mostly rise by the same step, which differences make small. */
function dataOf({ name, values, isTime }: WrittenColumn, from: number, to: number) {
  const data = values.subarray(from, to)
  if (!isTime) return { name, data }
  return { name, data: BigInt64Array.from(data, BigInt), encoding: 'DELTA_BINARY_PACKED' as const }
}
