import { ThriftError, ThriftReader, type ThriftStruct } from './thrift.js'

const ENCODINGS = [
  'PLAIN',
  'GROUP_VAR_INT',
  'PLAIN_DICTIONARY',
  'RLE',
  'BIT_PACKED',
  'DELTA_BINARY_PACKED',
  'DELTA_LENGTH_BYTE_ARRAY',
  'DELTA_BYTE_ARRAY',
  'RLE_DICTIONARY',
  'BYTE_STREAM_SPLIT',
] as const

/** What stands before a page. Source: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift */
export interface PageHeader {
  readonly kind: 'data' | 'dictionary' | 'other'
  /** How many bytes the header itself has. */
  readonly headerBytes: number
  /** How many bytes the page has in the file, and without compression. */
  readonly compressedBytes: number
  readonly bytes: number
  readonly crc: number | undefined
  /** With those that are not there. */
  readonly values: number
  readonly encoding: string
  readonly levelEncoding: string
  /** How many bytes the levels have in front of a page of the second kind, uncompressed; undefined where they are part of it. */
  readonly levelBytes: number | undefined
  readonly isCompressed: boolean
}

const KINDS: Readonly<Partial<Record<number, PageHeader['kind']>>> = { 0: 'data', 2: 'dictionary', 3: 'data' }

/** The header at the start of bytes; why there is none where there is not. */
export function readHeader(bytes: Uint8Array): PageHeader | string {
  const reader = new ThriftReader(bytes)
  try {
    return headerOf(reader.readStruct(), reader)
  } catch (error) {
    if (error instanceof ThriftError) return error.message
    throw error
  }
}

function headerOf(header: ThriftStruct, reader: ThriftReader): PageHeader | string {
  const type = integer(header, 1)
  const kind = KINDS[type] ?? 'other'
  const page = header.get([5, 0, 7, 8][type] ?? 0)
  if (kind !== 'other' && !(page instanceof Map)) return `a header of type ${type} lacks what it is to say`
  const of = page instanceof Map ? page : new Map<never, never>()
  const isSecond = type === 3
  return {
    kind,
    headerBytes: reader.at,
    bytes: integer(header, 2),
    compressedBytes: integer(header, 3),
    crc: header.has(4) ? integer(header, 4) : undefined,
    values: integer(of, 1),
    encoding: encodingOf(integer(of, isSecond ? 4 : 2)),
    levelEncoding: encodingOf(integer(of, 3)),
    // A column without lists has no levels of repetition, which would stand first.
    levelBytes: isSecond ? (integer(of, 6) === 0 ? integer(of, 5) : Number.NaN) : undefined,
    isCompressed: of.get(7) !== false,
  }
}

function encodingOf(number: number): string {
  return ENCODINGS[number] ?? `number ${number}`
}

/** A field that is a whole number; NaN where it is none. */
function integer(struct: ThriftStruct, id: number): number {
  const value = struct.get(id)
  return typeof value === 'number' ? value : Number.NaN
}
