import { joinStreams, PageError, readDeltas, readRuns, take, viewOf, WIDTHS, type Cursor } from './parquet-encodings.js'
import { isUnsigned, kindOf, type ParquetColumn } from './parquet-schema.js'

/** The values of a page that are there, as the file has them. */
export type RawValues = Int32Array | BigInt64Array | Float32Array | Float64Array | readonly Uint8Array[]

/** What a column is read into: numbers, NaN where there is none, or bytes. */
export type PageValues = Float64Array | readonly (Uint8Array | undefined)[]

const INT96_BYTES = 12
/** Powers of ten that a float64 holds exactly. */
const EXACT_POWER_MAX = 22

const ARRAYS = { INT32: Int32Array, INT64: BigInt64Array, FLOAT: Float32Array, DOUBLE: Float64Array } as const

type NumberType = keyof typeof ARRAYS

function isNumberType(type: string | undefined): type is NumberType {
  return type !== undefined && type in ARRAYS
}

/** The bytes of each value of a column; undefined where they differ. */
export function widthOf({ type, type_length: length }: ParquetColumn['element']): number | undefined {
  if (isNumberType(type)) return WIDTHS[type]
  return type === 'INT96' ? INT96_BYTES : type === 'FIXED_LEN_BYTE_ARRAY' ? length : undefined
}

/** Reads values that stand one behind the other. Throws PageError. */
export function readPlain(cursor: Cursor, { element }: ParquetColumn, count: number): RawValues {
  if (isNumberType(element.type)) {
    const start = take(cursor, count * WIDTHS[element.type])
    return asNumbers(element.type, cursor.bytes.slice(start, cursor.at))
  }
  const width = widthOf(element)
  const values: Uint8Array[] = []
  const view = viewOf(cursor.bytes)
  for (let index = 0; index < count; index++) {
    const length = width ?? view.getUint32(take(cursor, 4), true)
    const start = take(cursor, length)
    values.push(cursor.bytes.slice(start, cursor.at))
  }
  return values
}

/** Reads values whose bytes stand in streams, the first bytes of all of them first. Throws PageError. */
export function readStreams(cursor: Cursor, { element }: ParquetColumn, count: number): RawValues {
  const width = widthOf(element)
  if (width === undefined) throw new PageError('streams of bytes came for values of no one length')
  const bytes = joinStreams(cursor, count, width)
  if (isNumberType(element.type)) return asNumbers(element.type, bytes)
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * width, (index + 1) * width))
}

/** Reads values that are written as differences. Throws PageError. */
export function readDifferences(cursor: Cursor, { element }: ParquetColumn, count: number): RawValues {
  if (element.type === 'INT64') return readDeltas(cursor, count)
  if (element.type === 'INT32')
    return Int32Array.from(readDeltas(cursor, count), (value) => Number(BigInt.asIntN(32, value)))
  throw new PageError(`differences came for ${element.type}`)
}

/** The bytes have to be aligned and its own. */
function asNumbers(type: NumberType, { buffer, byteOffset, byteLength }: Uint8Array): RawValues {
  return new ARRAYS[type](buffer as ArrayBuffer, byteOffset, byteLength / WIDTHS[type])
}

/** Looks values up by their places in a dictionary. Throws PageError. */
export function readPlaces(cursor: Cursor, dictionary: PageValues, count: number): PageValues {
  const places = new Uint32Array(count)
  if (count > 0) readRuns(cursor, cursor.bytes[take(cursor, 1)]!, places)
  const size = dictionary.length
  for (let index = 0; index < count; index++) {
    if (places[index]! >= size) throw new PageError(`value ${places[index]} of a dictionary of ${size} is asked for`)
  }
  if (!(dictionary instanceof Float64Array)) return Array.from(places, (place) => dictionary[place])
  const values = new Float64Array(count)
  for (let index = 0; index < count; index++) values[index] = dictionary[places[index]!]!
  return values
}

/** Puts nothing where the levels say that a row has no value. */
export function spread(values: PageValues, levels: Uint32Array): PageValues {
  let at = 0
  if (!(values instanceof Float64Array)) return Array.from(levels, (level) => (level === 0 ? undefined : values[at++]))
  const rows = new Float64Array(levels.length)
  for (let row = 0; row < rows.length; row++) rows[row] = levels[row] === 0 ? Number.NaN : values[at++]!
  return rows
}

/**
 * Prices and volumes as float64s: decimals become the float64 that is nearest to them, as a text with their digits would, and what was rounded to a float32 the one
 * with the fewest digits that is rounded to it, so that 100.1 is not 100.0999984741211.
 */
export function asPrices(raw: RawValues, column: ParquetColumn): Float64Array {
  const kind = kindOf(column)
  if (kind.is === 'decimal') return decimals(raw, kind.scale)
  if (raw instanceof Float64Array) return raw
  if (raw instanceof Float32Array) return Float64Array.from(raw, shortest)
  const unsigned = isUnsigned(column.element)
  if (raw instanceof Int32Array) return Float64Array.from(raw, (value) => (unsigned ? value >>> 0 : value))
  if (raw instanceof BigInt64Array)
    return numbersOf(raw, (value) => Number(unsigned ? BigInt.asUintN(64, value) : value))
  return new Float64Array(raw.length).fill(Number.NaN)
}

/** The number with the fewest digits that is a float32. */
function shortest(value: number): number {
  if (Number.isInteger(value)) return value
  const near = Math.round(value * 1e4) / 1e4
  if (Math.fround(near) === value && Math.abs(value) < 1e3) return near
  for (let digits = 6; digits < 9; digits++) {
    const written = Number(value.toPrecision(digits))
    if (Math.fround(written) === value) return written
  }
  return Number(value.toPrecision(9))
}

function numbersOf(raw: BigInt64Array, convert: (value: bigint) => number): Float64Array {
  const numbers = new Float64Array(raw.length)
  for (let index = 0; index < raw.length; index++) numbers[index] = convert(raw[index]!)
  return numbers
}

function decimals(raw: RawValues, scale: number): Float64Array {
  const values = new Float64Array(raw.length)
  for (let index = 0; index < values.length; index++) {
    const value = raw[index]!
    values[index] = scaled(value instanceof Uint8Array ? bigEndian(value) : value, scale)
  }
  return values
}

/** One division of exact numbers rounds once; where they are too long, the text with their digits is read. */
function scaled(value: number | bigint, scale: number): number {
  const whole = Number(value)
  return Number.isSafeInteger(whole) && scale <= EXACT_POWER_MAX ? whole / 10 ** scale : Number(`${value}e-${scale}`)
}

/** A number in two's complement, the highest byte first. */
function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return BigInt.asIntN(8 * bytes.length, value)
}
