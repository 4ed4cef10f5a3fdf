import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { CompressionCodec } from 'hyparquet'
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer'

const compressors = { GZIP: gzipSync, BROTLI: brotliCompressSync }

/** A Parquet file of columns, without a range of rows: bars of one price a minute unless they say otherwise. */
export function parquetOf(
  columns: Readonly<Record<string, Omit<ColumnSource, 'name'> | undefined>>,
  codec: CompressionCodec = 'UNCOMPRESSED',
): Buffer {
  const given = Object.values(columns).find((column) => column !== undefined)!.data.length
  const prices = { data: new Float64Array(given).fill(10) }
  const times = { data: Array.from({ length: given }, (_, row) => new Date(Date.UTC(2024, 2, 11, 13, 30 + row))) }
  const all: typeof columns = { time: times, open: prices, high: prices, low: prices, close: prices, ...columns }
  const columnData = Object.entries(all).flatMap(([name, column]) => (column ? [{ ...column, name }] : []))
  return Buffer.from(parquetWriteBuffer({ columnData, codec, compressors }))
}
