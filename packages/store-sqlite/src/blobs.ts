import { endianness } from 'node:os'

/** Whether this machine keeps numbers as the file does. */
const IS_LITTLE = endianness() === 'LE'

/** A column as the file has it: float64, little-endian. The bytes are those of the column where this machine writes them the same way. */
export function bytesOf(column: Float64Array): Buffer {
  const bytes = Buffer.from(column.buffer, column.byteOffset, column.byteLength)
  return IS_LITTLE ? bytes : Buffer.from(bytes).swap64()
}

/** A blob's numbers in an array of their own. */
export function float64sOf(blob: Buffer): Float64Array {
  const column = new Float64Array(blob.length / 8)
  copyFloat64s(blob, column, 0)
  return column
}

/** Copies a blob's numbers into a column, from a row on. */
export function copyFloat64s(blob: Buffer, column: Float64Array, row: number): void {
  const bytes = Buffer.from(column.buffer, column.byteOffset + row * 8, blob.length)
  bytes.set(blob)
  if (!IS_LITTLE) bytes.swap64()
}
