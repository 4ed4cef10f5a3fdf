import { CsvCells, INCOMPLETE, type ThousandsSeparator } from './csv-cells.js'
import type { FileRow } from './bar-reader.js'
import { BAR_FIELDS, isHeader, type FileColumns } from './file-columns.js'
import type { FileSource } from './file-source.js'
import type { Stamp, StampShape } from './stamps.js'

const UNUSED = -1
const NEWLINE = 10
const TIME = BAR_FIELDS.indexOf('time')
const CLOSE_TIME = BAR_FIELDS.indexOf('closeTime')

/** Takes what the parser reads. */
export interface CsvSink {
  /** The header's names, or the first row's cells in a file without a header; answers what to take from each column. */
  onFirstRow(cells: readonly string[]): FileColumns
  onRow(row: FileRow): void
  /** What is wrong with a row; throws unless the rows after it are to be read all the same. */
  onBadRow(error: unknown): void
}

export interface CsvParserOptions {
  readonly hasHeader: boolean
  readonly stamp: Stamp
  /** Reads a column of close times. */
  readonly closeStamp: Stamp
  readonly thousands: ThousandsSeparator | undefined
}

/**
 * Reads CSV from bytes: comma-separated, one bar a row. Lines end in LF or CRLF; a byte order mark, quoted cells and blanks around a
 * cell are accepted, empty lines only at the end.
 */
export class CsvParser {
  readonly #source: FileSource
  readonly #sink: CsvSink
  readonly #options: CsvParserOptions
  readonly #cells: CsvCells
  readonly #row: FileRow
  #columns: FileColumns | undefined
  /** For each column of the file, its field's place in BAR_FIELDS, or UNUSED. */
  #places: readonly number[] = []
  /** The shape of the first good row's time. */
  #shape: StampShape | undefined
  /** Where the present row begins. */
  #start = 0
  /** The first of the empty lines before the present one; 0 for none. */
  #emptyRow = 0

  constructor(source: FileSource, sink: CsvSink, options: CsvParserOptions) {
    this.#source = source
    this.#sink = sink
    this.#options = options
    this.#cells = new CsvCells(source, options.thousands)
    this.#row = { stamp: options.stamp, values: new Float64Array(BAR_FIELDS.length) }
  }

  /** See RowReader. Throws COLUMN_MISSING, ROW_INVALID, TIME_INVALID. */
  readRows(bytes: Buffer, end: number, isRest: boolean): number {
    const cells = this.#cells
    const hasMark = this.#source.row === 0 && bytes.toString('latin1', 0, 3) === '\u00ef\u00bb\u00bf'
    cells.bytes = bytes
    cells.limit = end
    cells.at = hasMark ? 3 : 0
    while (cells.at < end) {
      try {
        this.#readWhile(end)
      } catch (error) {
        cells.innerLines = 0
        if (error === INCOMPLETE && !isRest) {
          this.#source.row--
          return this.#start
        }
        this.#refuse(error)
      }
    }
    return end
  }

  #readWhile(end: number): void {
    const cells = this.#cells
    while (cells.at < end) {
      this.#start = cells.at
      this.#source.row++
      if (cells.skipEmptyLine()) this.#skipEmpty()
      else if (this.#columns) this.#readRow()
      else this.#readFirst()
      if (cells.innerLines > 0) {
        this.#source.row += cells.innerLines
        cells.innerLines = 0
      }
    }
  }

  #skipEmpty(): void {
    if (!this.#columns && this.#options.hasHeader) {
      this.#sink.onFirstRow([''])
    } else if (this.#emptyRow === 0) this.#emptyRow = this.#source.row
  }

  #readFirst(): void {
    const names = this.#readTexts()
    if (!this.#options.hasHeader && isHeader(names, [])) {
      const message = `a header came, ${quoted(names)}; expected a bar: hasHeader is false`
      throw this.#source.rowError('COLUMN_MISSING', message, { found: names })
    }
    this.#columns = this.#sink.onFirstRow(names)
    this.#places = this.#columns.fields.map((field) => (field === undefined ? UNUSED : BAR_FIELDS.indexOf(field)))
    if (this.#options.hasHeader) return
    this.#cells.at = this.#start
    this.#cells.innerLines = 0
    this.#readRow()
  }

  /** The texts of the row at `at`, which it moves behind. */
  #readTexts(): string[] {
    const cells = this.#cells
    const texts: string[] = []
    cells.readText()
    texts.push(cells.text())
    while (!cells.isLast) {
      cells.nextCell()
      cells.readText()
      texts.push(cells.text())
    }
    cells.nextLine()
    return texts
  }

  #readRow(): void {
    if (this.#emptyRow > 0) this.#refuseEmpty()
    const cells = this.#cells
    const places = this.#places
    let column = 0
    for (; ; column++) {
      const place = places[column] ?? UNUSED
      if (place > TIME && place < CLOSE_TIME) this.#row.values[place] = this.#readNumber(column)
      else if (place === TIME) this.#readTime(column)
      else if (place === CLOSE_TIME) this.#readCloseTime(column)
      else cells.readText()
      if (cells.isLast) break
      cells.nextCell()
    }
    if (column + 1 !== places.length) throw this.#ragged(column + 1)
    cells.nextLine()
    this.#sink.onRow(this.#row)
    this.#shape ??= this.#row.stamp.shape
  }

  #readTime(column: number): void {
    const cells = this.#cells
    const { stamp } = this.#row
    cells.read()
    const isTime = stamp.read(cells.bytes, cells.start, cells.end)
    if (isTime && (stamp.shape === this.#shape || this.#shape === undefined)) return
    throw this.#wrong('TIME_INVALID', column, stamp.expected(this.#shape))
  }

  #readCloseTime(column: number): void {
    const cells = this.#cells
    const { closeStamp } = this.#options
    cells.read()
    const isTime = closeStamp.read(cells.bytes, cells.start, cells.end) && closeStamp.shape === 'instant'
    if (!isTime) throw this.#wrong('TIME_INVALID', column, closeStamp.expected('instant'))
    this.#row.values[CLOSE_TIME] = closeStamp.time
  }

  #readNumber(column: number): number {
    const value = this.#cells.readNumber()
    if (Number.isNaN(value)) {
      const hint = /\d[ ,']\d{3}/.test(this.#cells.text()) && this.#options.thousands === undefined
      throw this.#wrong(
        'ROW_INVALID',
        column,
        `a number such as 12.5${hint ? '; the option thousands allows a separator' : ''}`,
      )
    }
    return value
  }

  /** Tells of the bad row and goes to the line after the one that it began on. */
  #refuse(error: unknown): void {
    this.#sink.onBadRow(this.#headerError() ?? (error === INCOMPLETE ? this.#unclosed() : error))
    this.#cells.at = this.#cells.bytes.indexOf(NEWLINE, this.#start) + 1
  }

  /**
   * What is wrong with a row that is a header once more. Throws for one with other columns: the bars behind it may have another order, so
   * that it is never passed over.
   */
  #headerError(): Error | undefined {
    const names = this.#columns?.names
    const texts = names ? this.#textsOrNone() : []
    if (!names || !isHeader(texts, names)) return undefined
    const isSame =
      this.#options.hasHeader && texts.length === names.length && texts.every((text, at) => text === names[at])
    const what = isSame ? 'the header came again' : `a header came, ${quoted(texts)}`
    const error = this.#source.rowError('ROW_INVALID', `${what}; expected a bar`, { found: texts })
    if (!isSame) throw error
    return error
  }

  #unclosed(): Error {
    return this.#source.rowError('ROW_INVALID', 'a quoted cell is not closed; expected its closing quote')
  }

  /** The texts of the present row; none where they cannot be told apart. */
  #textsOrNone(): string[] {
    this.#cells.at = this.#start
    try {
      return this.#readTexts()
    } catch {
      return []
    } finally {
      this.#cells.innerLines = 0
    }
  }

  #refuseEmpty(): void {
    const { row } = this.#source
    this.#source.row = this.#emptyRow
    this.#emptyRow = 0
    for (; this.#source.row < row; this.#source.row++)
      this.#sink.onBadRow(this.#source.rowError('ROW_INVALID', 'an empty line came; expected a bar, as rows follow it'))
  }

  #wrong(code: 'TIME_INVALID' | 'ROW_INVALID', column: number, expected: string): Error {
    const came = this.#cells.text()
    const name = this.#columns?.names[column] ?? ''
    const field = this.#columns?.fields[column] ?? ''
    const label = name === '' ? field : name.toLowerCase() === field.toLowerCase() ? name : `${name} (${field})`
    const message = `${label} is ${came === '' ? 'empty' : `'${came}'`}; expected ${expected}`
    return this.#source.rowError(code, message, { column: name, came, expected })
  }

  #ragged(came: number): Error {
    const expected = this.#places.length
    const like = this.#options.hasHeader ? 'in the header' : 'in the first row'
    const message = `${came} ${came === 1 ? 'cell' : 'cells'} came; expected ${expected}, as ${like}`
    return this.#source.rowError('ROW_INVALID', message, { came, expected })
  }
}

function quoted(texts: readonly string[]): string {
  return texts.map((text) => `'${text}'`).join(', ')
}
