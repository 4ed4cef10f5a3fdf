/** Thrown where the bytes of a page are not what its header says. */
export class PageError extends Error {}

/** A place in the bytes of a page. */
export interface Cursor {
  readonly bytes: Uint8Array
  at: number
  readonly end: number
}

/** How many bytes the numbers of a physical type have in a page. */
export const WIDTHS = { INT32: 4, INT64: 8, FLOAT: 4, DOUBLE: 8 } as const

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Moves behind the next bytes, and answers where they begin. */
export function take(cursor: Cursor, length: number): number {
  const { at, end } = cursor
  if (!(length >= 0 && length <= end - at))
    throw new PageError(`${length} bytes are announced where ${end - at} are left`)
  cursor.at = at + length
  return at
}

/** A number of up to 32 bits, seven of them in each byte. */
function varInt(cursor: Cursor): number {
  let value = 0
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = cursor.bytes[take(cursor, 1)]!
    value += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) return value
  }
  throw new PageError('a number has more than 5 bytes')
}

/**
 * Fills numbers of so many bits from runs, each of one number or of numbers packed by eights. Throws PageError where runs end before
 * the numbers do, or go on behind them.
 */
export function readRuns(cursor: Cursor, width: number, into: Uint32Array): void {
  if (!(width >= 0 && width <= 32)) throw new PageError(`numbers of ${width} bits are announced`)
  for (let filled = 0; filled < into.length;) {
    const header = varInt(cursor)
    const count = Math.floor(header / 2)
    if (count === 0) throw new PageError('a run of no numbers came')
    if (header % 2 === 0) filled = readRun(cursor, width, into, filled, count)
    else filled = readPacked(cursor, width, into, filled, count)
  }
}

function readRun(cursor: Cursor, width: number, into: Uint32Array, filled: number, count: number): number {
  if (count > into.length - filled) throw new PageError(`a run of ${count} came where ${into.length - filled} are left`)
  const length = (width + 7) >> 3
  const start = take(cursor, length)
  let value = 0
  for (let index = 0; index < length; index++) value += cursor.bytes[start + index]! * 2 ** (8 * index)
  into.fill(value, filled, filled + count)
  return filled + count
}

/** The last of the eights may reach behind the numbers, and writers may leave out the bytes of what does. */
function readPacked(cursor: Cursor, width: number, into: Uint32Array, filled: number, groups: number): number {
  const count = Math.min(groups * 8, into.length - filled)
  if (groups > Math.ceil(count / 8) + 63) throw new PageError(`${groups * 8} numbers came where ${count} are left`)
  const start = take(cursor, Math.min(groups * width, cursor.end - cursor.at))
  if ((cursor.at - start) * 8 < count * width) throw new PageError(`packed numbers end before the last of ${count}`)
  if (width <= 24) unpack(cursor.bytes, start, width, into.subarray(filled, filled + count))
  else unpackWide(cursor.bytes, start, width, into.subarray(filled, filled + count))
  return filled + count
}

/** Numbers of up to 24 bits, so that those at hand and the next byte fit into 32. */
function unpack(bytes: Uint8Array, start: number, width: number, into: Uint32Array): void {
  const mask = (1 << width) - 1
  let at = start
  let bits = 0
  let held = 0
  for (let index = 0; index < into.length; index++) {
    while (held < width) {
      bits |= bytes[at++]! << held
      held += 8
    }
    into[index] = bits & mask
    bits >>>= width
    held -= width
  }
}

/** Numbers of up to 32 bits. */
function unpackWide(bytes: Uint8Array, start: number, width: number, into: Uint32Array): void {
  const mask = 2 ** width
  let at = start
  let bits = 0
  let held = 0
  for (let index = 0; index < into.length; index++) {
    while (held < width) {
      bits += bytes[at++]! * 2 ** held
      held += 8
    }
    into[index] = bits % mask
    bits = Math.floor(bits / mask)
    held -= width
  }
}

/**
 * Reads numbers that are written as their differences, in blocks of packed ones. Throws PageError.
 * Source: https://parquet.apache.org/docs/file-format/data-pages/encodings/#delta-encoding-delta_binary_packed--5
 */
export function readDeltas(cursor: Cursor, count: number): BigInt64Array {
  const values = new BigInt64Array(count)
  const blockSize = varInt(cursor)
  const miniblocks = varInt(cursor)
  const total = varInt(cursor)
  let value = zigZag(cursor)
  const size = blockSize / miniblocks
  if (total !== count || !(size % 8 === 0 && size > 0 && miniblocks <= blockSize && blockSize <= 1 << 20))
    throw new PageError(`${total} differences in blocks of ${blockSize} by ${miniblocks} came; expected ${count}`)
  if (count > 0) values[0] = value
  for (let filled = 1; filled < count;) {
    const least = zigZag(cursor)
    const widths = take(cursor, miniblocks)
    for (let index = 0; index < miniblocks && filled < count; index++) {
      const width = cursor.bytes[widths + index]!
      const wanted = Math.min(size, count - filled)
      const packed = readMiniblock(cursor, width, size, wanted)
      for (let each = 0; each < wanted; each++) {
        value = BigInt.asIntN(64, value + least + (packed === undefined ? 0n : packed[each]!))
        values[filled++] = value
      }
    }
  }
  return values
}

/** The packed numbers of a miniblock; undefined where all are 0. */
function readMiniblock(cursor: Cursor, width: number, size: number, wanted: number): BigUint64Array | undefined {
  if (width > 64) throw new PageError(`differences of ${width} bits are announced`)
  if (width === 0) return undefined
  const start = take(cursor, (size * width) / 8)
  const packed = new BigUint64Array(wanted)
  if (width > 32) {
    for (let index = 0; index < wanted; index++) packed[index] = wideBits(cursor.bytes, start, index * width, width)
    return packed
  }
  const numbers = new Uint32Array(wanted)
  if (width <= 24) unpack(cursor.bytes, start, width, numbers)
  else unpackWide(cursor.bytes, start, width, numbers)
  return BigUint64Array.from(numbers, BigInt)
}

/** So many bits from a bit on, the lowest first. */
function wideBits(bytes: Uint8Array, start: number, bit: number, width: number): bigint {
  let value = 0n
  const from = start + Math.floor(bit / 8)
  const length = Math.ceil(((bit % 8) + width) / 8)
  for (let index = length - 1; index >= 0; index--) value = (value << 8n) | BigInt(bytes[from + index]!)
  return BigInt.asUintN(width, value >> BigInt(bit % 8))
}

function zigZag(cursor: Cursor): bigint {
  let value = 0n
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = cursor.bytes[take(cursor, 1)]!
    value |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n))
  }
  throw new PageError('a number has more than 10 bytes')
}

/** Puts values together whose first bytes come first, then all second bytes, and so on. Throws PageError. */
export function joinStreams(cursor: Cursor, count: number, width: number): Uint8Array {
  const start = take(cursor, count * width)
  const joined = new Uint8Array(count * width)
  for (let byte = 0; byte < width; byte++) {
    const from = start + byte * count
    for (let index = 0; index < count; index++) joined[index * width + byte] = cursor.bytes[from + index]!
  }
  return joined
}
