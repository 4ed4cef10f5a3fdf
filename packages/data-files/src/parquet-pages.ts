import { crc32 } from 'node:zlib'
import type { ColumnMetaData } from 'hyparquet'
import { isTradewrightError, type ErrorCode } from '@tradewright/core'
import type { FileSource } from './file-source.js'
import type { Codecs } from './parquet-codecs.js'
import { PageError, readRuns, take, viewOf, type Cursor } from './parquet-encodings.js'
import type { ParquetFile, RowGroup } from './parquet-file.js'
import { readHeader, type PageHeader } from './parquet-page-header.js'
import type { ParquetColumn } from './parquet-schema.js'
import {
  readDifferences,
  readPlaces,
  readPlain,
  readStreams,
  spread,
  widthOf,
  type PageValues,
  type RawValues,
} from './parquet-values.js'

/** How many bytes and values a page may have; pages have about a megabyte, and those of careless writers a row group. */
const PAGE_BYTES_MAX = 1 << 27
const PAGE_VALUES_MAX = 1 << 24
/** More bytes are read at once than a small page has. */
const WINDOW_BYTES = 1 << 17
/** A header has some fifty bytes, and with statistics of long texts some thousand. */
const HEADER_BYTES_MAX = 1 << 20

/** What is read of a column, and what is made of it. */
export interface ColumnReading {
  readonly column: ParquetColumn
  readonly convert: (raw: RawValues) => PageValues
}

/** Reads the pages of one column in one row group, each when it is asked for. Nothing is made before its size has been found possible. */
export class ColumnPages {
  /** The values of the present page, a row each. */
  values: PageValues = new Float64Array(0)
  length = 0
  readonly #file: ParquetFile
  readonly #source: FileSource
  readonly #codecs: Codecs
  readonly #group: RowGroup
  readonly #reading: ColumnReading
  readonly #codec: string
  #at: number
  readonly #end: number
  #window: Uint8Array = new Uint8Array(0)
  #windowAt = 0
  #dictionary: PageValues | undefined
  #rowsRead = 0

  /** Throws FILE_INVALID and FILE_UNSUPPORTED. */
  constructor(file: ParquetFile, group: RowGroup, reading: ColumnReading, { source, codecs }: PageTools) {
    this.#file = file
    this.#group = group
    this.#reading = reading
    this.#source = source
    this.#codecs = codecs
    const chunk = this.#guarded(() => this.#chunk())
    this.#codec = chunk.codec
    if (codecs[this.#codec] === undefined) {
      const known = Object.keys(codecs).join(', ')
      const came = (chunk.codec as string | undefined) ?? 'an unknown codec'
      throw this.#wrong('FILE_UNSUPPORTED', `is compressed with ${came}; expected one of ${known}`)
    }
    const data = Number(chunk.data_page_offset)
    const dictionary = Number(chunk.dictionary_page_offset ?? 0)
    this.#at = dictionary > 0 && dictionary < data ? dictionary : data
    this.#end = this.#at + Number(chunk.total_compressed_size)
    const fits = this.#at >= 4 && this.#end >= this.#at && this.#end <= file.footerAt
    if (!fits) throw this.#damaged(`lies at bytes ${this.#at} to ${this.#end} of ${file.footerAt}`)
    if (Number(chunk.num_values) !== group.rows)
      throw this.#damaged(`announces ${chunk.num_values} values for ${group.rows} rows`)
  }

  /** Goes to the next page; false behind the last one. Throws FILE_INVALID and FILE_UNSUPPORTED. */
  async next(): Promise<boolean> {
    while (this.#rowsRead < this.#group.rows) {
      const header = await this.#readHeader()
      const bytes = await this.#bytes(this.#at, header.compressedBytes)
      this.#at += header.compressedBytes
      this.#guarded(() => this.#readPage(header, bytes))
      if (header.kind === 'data' && this.length > 0) return true
    }
    return false
  }

  #readPage(header: PageHeader, bytes: Uint8Array): void {
    if (header.crc !== undefined && crc32(bytes) !== header.crc >>> 0) throw new PageError('the checksum is another')
    if (header.kind === 'dictionary') this.#readDictionary(header, bytes)
    if (header.kind === 'data') this.#readData(header, bytes)
  }

  #readDictionary(header: PageHeader, bytes: Uint8Array): void {
    const { column, convert } = this.#reading
    if (header.encoding !== 'PLAIN' && header.encoding !== 'PLAIN_DICTIONARY') throw unsupported(header)
    const page = this.#decompress(bytes, header.bytes)
    this.#dictionary = convert(readPlain({ bytes: page, at: 0, end: page.length }, column, header.values))
  }

  #readData(header: PageHeader, bytes: Uint8Array): void {
    const left = this.#group.rows - this.#rowsRead
    if (header.values > left) throw new PageError(`${header.values} values are announced where ${left} rows are left`)
    const { levels, cursor } = this.#levels(header, bytes)
    let count = header.values
    if (levels) for (const level of levels) if (level === 0) count--
    const values = this.#readValues(header, cursor, count)
    this.values = levels && count < header.values ? spread(values, levels) : values
    this.length = header.values
    this.#rowsRead += header.values
  }

  /** Which rows have a value, and the bytes of the values. */
  #levels(header: PageHeader, bytes: Uint8Array): { levels: Uint32Array | undefined; cursor: Cursor } {
    const levels = this.#reading.column.isOptional ? new Uint32Array(header.values) : undefined
    if (header.levelBytes === undefined) {
      const page = this.#decompress(bytes, header.bytes)
      const cursor = { bytes: page, at: 0, end: page.length }
      if (!levels) return { levels, cursor }
      if (header.levelEncoding !== 'RLE') throw unsupported(header)
      const length = viewOf(page).getUint32(take(cursor, 4), true)
      const start = take(cursor, length)
      readRuns({ bytes: page, at: start, end: cursor.at }, 1, levels)
      return { levels, cursor }
    }
    const end = take({ bytes, at: 0, end: bytes.length }, header.levelBytes) + header.levelBytes
    if (levels) readRuns({ bytes, at: 0, end }, 1, levels)
    const rest = bytes.subarray(end)
    const page = header.isCompressed ? this.#decompress(rest, header.bytes - header.levelBytes) : rest
    return { levels, cursor: { bytes: page, at: 0, end: page.length } }
  }

  #readValues(header: PageHeader, cursor: Cursor, count: number): PageValues {
    const { column, convert } = this.#reading
    switch (header.encoding) {
      case 'PLAIN':
        return convert(readPlain(cursor, column, count))
      case 'PLAIN_DICTIONARY':
      case 'RLE_DICTIONARY':
        if (this.#dictionary === undefined) throw new PageError('values of a dictionary come before it')
        return readPlaces(cursor, this.#dictionary, count)
      case 'DELTA_BINARY_PACKED':
        return convert(readDifferences(cursor, column, count))
      case 'BYTE_STREAM_SPLIT':
        return convert(readStreams(cursor, column, count))
      default:
        throw unsupported(header)
    }
  }

  #decompress(bytes: Uint8Array, length: number): Uint8Array {
    if (length === 0) return new Uint8Array(0)
    const page = this.#codecs[this.#codec]!(bytes, length)
    if (page.length !== length) throw new PageError(`${page.length} bytes came of a page of ${length}`)
    return page
  }

  async #readHeader(): Promise<PageHeader> {
    for (let length = WINDOW_BYTES; ; length *= 8) {
      const left = this.#end - this.#at
      const bytes = await this.#bytes(this.#at, Math.min(length, left))
      const found = readHeader(bytes)
      if (typeof found === 'object') {
        this.#at += found.headerBytes
        this.#guarded(() => this.#checkHeader(found))
        return found
      }
      if (length >= Math.min(left, HEADER_BYTES_MAX)) throw this.#damaged(`has a damaged page (${found})`)
    }
  }

  #checkHeader({ compressedBytes, bytes, values, levelBytes = 0, kind }: PageHeader): void {
    const left = this.#end - this.#at
    if (!(compressedBytes >= 0 && compressedBytes <= left))
      throw new PageError(`a page of ${compressedBytes} bytes is announced where ${left} are left`)
    if (kind === 'other') return
    if (!(values >= 0 && values <= PAGE_VALUES_MAX))
      throw new PageError(`a page of ${values} values is announced; at most ${PAGE_VALUES_MAX} are read`)
    const width = widthOf(this.#reading.column.element)
    // Every way to write a number takes at most ten bytes of its own, some of its block's, and one for whether it is there.
    const most = width === undefined ? PAGE_BYTES_MAX : Math.min(PAGE_BYTES_MAX, 4096 + values * (width + 16))
    if (!(bytes >= levelBytes && bytes <= most))
      throw new PageError(`${bytes} bytes are announced for ${values} values`)
  }

  /** The bytes at a place, which are to be used before the next are asked for. */
  async #bytes(start: number, length: number): Promise<Uint8Array> {
    const from = start - this.#windowAt
    if (from >= 0 && from + length <= this.#window.length) return this.#window.subarray(from, from + length)
    const size = Math.max(length, Math.min(WINDOW_BYTES, this.#end - start))
    if (this.#window.buffer.byteLength < size) this.#window = new Uint8Array(size)
    this.#window = new Uint8Array(this.#window.buffer, 0, size)
    await this.#file.read(this.#window, start)
    this.#windowAt = start
    return this.#window.subarray(0, length)
  }

  /** What the footer says of the column in this row group. */
  #chunk(): ColumnMetaData {
    const { column } = this.#reading
    const place = this.#group.metadata.columns[column.index]
    if (place?.crypto_metadata !== undefined || place?.encrypted_column_metadata !== undefined)
      throw this.#wrong('FILE_UNSUPPORTED', 'is encrypted; expected one that is not')
    if (place?.file_path !== undefined)
      throw this.#wrong('FILE_UNSUPPORTED', `lies in another file, '${place.file_path}'; expected one file`)
    const chunk = place?.meta_data
    const isNamed = chunk?.path_in_schema.length === 1 && chunk.path_in_schema[0] === column.name
    if (!chunk || !isNamed || chunk.type !== column.element.type) throw this.#damaged('is not what the schema says')
    return chunk
  }

  /** Errors of the decoders and of the codecs become the file's, and so do types that a damaged footer does not have. */
  #guarded<Result>(read: () => Result): Result {
    try {
      return read()
    } catch (error) {
      if (isTradewrightError(error)) throw error
      if (error instanceof UnsupportedError) throw this.#wrong('FILE_UNSUPPORTED', error.message)
      const reason = error instanceof Error ? error.message : String(error)
      throw this.#damaged(`is damaged (${reason})`, error)
    }
  }

  #damaged(what: string, cause?: unknown): Error {
    return this.#wrong('FILE_INVALID', `${what}; expected a whole Parquet file`, cause)
  }

  #wrong(code: ErrorCode, what: string, cause?: unknown): Error {
    const { name } = this.#reading.column
    const rowGroup = this.#group.number
    const row = this.#group.firstRow + this.#rowsRead + 1
    const place = `has a column '${name}' that, in row group ${rowGroup} from row ${row} on, `
    return this.#source.fileError(code, `${place}${what}`, { column: name, rowGroup, row }, cause)
  }
}

/** What reading pages takes beside a file. */
export interface PageTools {
  readonly source: FileSource
  readonly codecs: Codecs
}

class UnsupportedError extends Error {}

function unsupported({ encoding }: PageHeader): Error {
  const known = 'PLAIN, RLE_DICTIONARY, DELTA_BINARY_PACKED or BYTE_STREAM_SPLIT'
  return new UnsupportedError(`is encoded as ${encoding}; expected ${known}`)
}
