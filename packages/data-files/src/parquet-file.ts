import { open, type FileHandle } from 'node:fs/promises'
import { isTradewrightError } from '@tradewright/core'
import type { FileMetaData, ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet'
import { unreadable } from './file-errors.js'
import type { FileSource } from './file-source.js'
import type { ParquetColumn } from './parquet-schema.js'
import { ThriftReader } from './thrift.js'

/** What a file begins and ends with; the second where the footer is encrypted. */
const MAGIC = 'PAR1'
const ENCRYPTED_MAGIC = 'PARE'
/** The length of the footer, and the magic behind it. */
const TAIL_BYTES = 8
/** A footer has some hundred bytes for each column of each row group. */
const FOOTER_BYTES_MAX = 1 << 26

type HyparquetRowGroup = FileMetaData['row_groups'][number]

/** Rows that lie together in a file. */
export interface RowGroup {
  /** Counted from 0. */
  readonly number: number
  readonly rows: number
  /** How many rows lie before it. */
  readonly firstRow: number
  /** The bytes of its columns, with their statistics. */
  readonly metadata: HyparquetRowGroup
}

/** Statistics stay as the file has them; what they mean is for the column's own reader to say. */
const RAW_PARSERS: Partial<ParquetParsers> = {
  timestampFromMilliseconds: (value) => value,
  timestampFromMicroseconds: (value) => value,
  timestampFromNanoseconds: (value) => value,
  dateFromDays: (value) => value,
  stringFromBytes: (value) => value,
}

/** A Parquet file whose footer has been read, and found to fit its bytes. */
export class ParquetFile {
  readonly columns: readonly ParquetColumn[]
  readonly groups: readonly RowGroup[]
  /** Where the footer begins: everything else lies before it. */
  readonly footerAt: number
  readonly #handle: FileHandle
  readonly #source: FileSource

  /** Throws FILE_NOT_FOUND, FILE_INVALID and FILE_UNSUPPORTED. */
  static async open(source: FileSource): Promise<ParquetFile> {
    const handle = await open(source.path, 'r').catch((error: unknown) => {
      throw unreadable(source.path, error, 'a Parquet file')
    })
    try {
      const { footer, footerAt } = await readFooter(handle, source)
      const { parquetMetadata, parquetSchema } = await import('hyparquet')
      const tail = Buffer.alloc(TAIL_BYTES, MAGIC)
      tail.writeUInt32LE(footer.length)
      const metadata = guarded(source, () => {
        new ThriftReader(footer).readStruct()
        return parquetMetadata(Buffer.concat([footer, tail]), { parsers: RAW_PARSERS, geoparquet: false })
      })
      const schema = guarded(source, () => parquetSchema(metadata))
      return new ParquetFile({ handle, source, metadata, schema, footerAt })
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  private constructor({ handle, source, metadata, schema, footerAt }: OpenedFile) {
    this.#handle = handle
    this.#source = source
    this.footerAt = footerAt
    this.columns = guarded(source, () => columnsOf(schema))
    this.groups = guarded(source, () => groupsOf(metadata, source))
  }

  /** Fills a buffer with the bytes from a place on. Throws FILE_INVALID and FILE_NOT_FOUND. */
  async read(into: Uint8Array, start: number): Promise<void> {
    const { bytesRead } = await readAll(this.#handle, into, start).catch((error: unknown) => {
      throw unreadable(this.#source.path, error, 'a Parquet file')
    })
    if (bytesRead < into.length) throw damaged(this.#source, `ends at byte ${start + bytesRead}`)
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

interface OpenedFile {
  readonly handle: FileHandle
  readonly source: FileSource
  readonly metadata: FileMetaData
  readonly schema: SchemaTree
  readonly footerAt: number
}

async function readAll(handle: FileHandle, into: Uint8Array, start: number): Promise<{ bytesRead: number }> {
  let filled = 0
  while (filled < into.length) {
    const { bytesRead } = await handle.read(into, filled, into.length - filled, start + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return { bytesRead: filled }
}

/** The bytes of the footer, which lie at the end of the file. */
async function readFooter(handle: FileHandle, source: FileSource): Promise<{ footer: Buffer; footerAt: number }> {
  const ends = Buffer.alloc(MAGIC.length + TAIL_BYTES)
  const { size } = await handle.stat()
  if (size === 0) throw source.fileError('FILE_INVALID', 'is empty; expected a Parquet file')
  try {
    await readAll(handle, ends.subarray(0, MAGIC.length), 0)
    await readAll(handle, ends.subarray(MAGIC.length), Math.max(0, size - TAIL_BYTES))
  } catch (error) {
    throw unreadable(source.path, error, 'a Parquet file')
  }
  const [head, tail] = [ends.toString('latin1', 0, 4), ends.toString('latin1', 8)]
  if (head === ENCRYPTED_MAGIC || tail === ENCRYPTED_MAGIC)
    throw source.fileError('FILE_UNSUPPORTED', 'has an encrypted footer; expected a file that is not encrypted')
  if (head !== MAGIC) throw source.fileError('FILE_INVALID', `does not begin with ${MAGIC}; expected a Parquet file`)
  if (tail !== MAGIC || size < ends.length)
    throw damaged(source, `does not end with ${MAGIC}: it is cut off, or was not written to its end`)
  const length = ends.readUInt32LE(4)
  const footerAt = size - TAIL_BYTES - length
  if (footerAt < MAGIC.length || length > FOOTER_BYTES_MAX)
    throw damaged(source, `announces a footer of ${length} bytes in a file of ${size}`)
  const footer = Buffer.alloc(length)
  await readAll(handle, footer, footerAt)
  return { footer, footerAt }
}

/** A file that is not what its format says; `what` is the message behind the file's name. */
function damaged(source: FileSource, what: string, cause?: unknown): Error {
  return source.fileError('FILE_INVALID', `${what}; expected a whole Parquet file`, {}, cause)
}

function guarded<Result>(source: FileSource, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (isTradewrightError(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw damaged(source, `has a damaged footer (${reason})`, error)
  }
}

function columnsOf({ children }: SchemaTree): ParquetColumn[] {
  let index = 0
  return children.map(({ element, children: inner, ...node }) => {
    checkElement(element)
    const isNested = inner.length > 0 || element.repetition_type === 'REPEATED'
    const column = { name: element.name, index, element, isNested, isOptional: element.repetition_type !== 'REQUIRED' }
    index += leavesOf({ element, children: inner, ...node })
    return column
  })
}

/** Of a damaged footer anything may come where hyparquet's types have a text or a number. */
function checkElement({ name, type_length: length, scale }: SchemaElement): void {
  const isNumber = (value: unknown): boolean => value === undefined || typeof value === 'number'
  if (typeof (name as unknown) === 'string' && isNumber(length) && isNumber(scale)) return
  throw new Error('a column has no name, or a length or scale that is no number')
}

function leavesOf({ children }: SchemaTree): number {
  return children.length === 0 ? 1 : children.reduce((sum, child) => sum + leavesOf(child), 0)
}

function groupsOf({ row_groups: groups, num_rows: total }: FileMetaData, source: FileSource): RowGroup[] {
  let firstRow = 0
  const found = groups.map((metadata, number): RowGroup => {
    const rows = Number(metadata.num_rows)
    if (!Number.isSafeInteger(rows) || rows < 0) throw damaged(source, `announces ${rows} rows in row group ${number}`)
    firstRow += rows
    return { number, rows, firstRow: firstRow - rows, metadata }
  })
  if (BigInt(firstRow) !== total) throw damaged(source, `announces ${total} rows and has ${firstRow}`)
  return found
}
