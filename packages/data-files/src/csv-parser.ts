import { CsvCells } from './csv-cells.js'
import { CSV_FIELDS, type CsvColumns } from './csv-columns.js'
import type { CsvSource } from './csv-source.js'
import { STAMP_EXAMPLES, StampReader, type StampShape } from './csv-times.js'

const UNUSED = -1
const TIME = CSV_FIELDS.indexOf('time')

/** One row's values, in one object that is used again for every row. */
export interface CsvRow {
  readonly stamp: StampReader
  /** Its numbers, each at its field's place in CSV_FIELDS. */
  readonly values: Float64Array
}

/** Takes what the parser reads. */
export interface CsvSink {
  /** The header's names, in the file's order; answers what to take from each column. */
  onHeader(names: readonly string[]): CsvColumns
  onRow(row: CsvRow): void
}

/**
 * Reads CSV from bytes: comma-separated, a header, then one bar a line. Lines end in LF or CRLF; a byte order mark, quoted cells
 * and blanks around a cell are accepted, empty lines only at the end. A quoted cell ends on the line it began on.
 */
export class CsvParser {
  readonly #source: CsvSource
  readonly #sink: CsvSink
  readonly #cells: CsvCells
  readonly #row: CsvRow = { stamp: new StampReader(), values: new Float64Array(CSV_FIELDS.length) }
  #columns: CsvColumns | undefined
  /** For each column of the file, its field's place in CSV_FIELDS, or UNUSED. */
  #places: readonly number[] = []
  #shape: StampShape | undefined
  /** The first of the empty lines before the present one; 0 for none. */
  #emptyRow = 0

  constructor(source: CsvSource, sink: CsvSink) {
    this.#source = source
    this.#sink = sink
    this.#cells = new CsvCells(source)
  }

  /** Reads whole lines: bytes [0, end), the last of which is a newline. To be called block by block. Throws COLUMN_MISSING, ROW_INVALID, TIME_INVALID. */
  readLines(bytes: Buffer, end: number): void {
    const cells = this.#cells
    const hasMark = this.#source.row === 0 && bytes.toString('latin1', 0, 3) === '\u00ef\u00bb\u00bf'
    cells.bytes = bytes
    cells.at = hasMark ? 3 : 0
    while (cells.at < end) {
      this.#source.row++
      if (!this.#columns) this.#readHeader()
      else if (!cells.skipEmptyLine()) this.#readRow()
      else if (this.#emptyRow === 0) this.#emptyRow = this.#source.row
    }
  }

  #readHeader(): void {
    const cells = this.#cells
    const names: string[] = []
    cells.read()
    names.push(cells.text())
    while (!cells.isLast) {
      cells.nextCell()
      cells.read()
      names.push(cells.text())
    }
    cells.nextLine()
    this.#columns = this.#sink.onHeader(names)
    this.#places = this.#columns.fields.map((field) => (field === undefined ? UNUSED : CSV_FIELDS.indexOf(field)))
  }

  #readRow(): void {
    if (this.#emptyRow > 0) {
      this.#source.row = this.#emptyRow
      throw this.#source.rowError('ROW_INVALID', 'an empty line came; expected a bar, as rows follow it')
    }
    const cells = this.#cells
    const places = this.#places
    let column = 0
    for (; ; column++) {
      const place = places[column] ?? UNUSED
      if (place > TIME) this.#row.values[place] = this.#readNumber(column)
      else if (place === TIME) this.#readTime(column)
      else cells.read()
      if (cells.isLast) break
      cells.nextCell()
    }
    if (column + 1 !== places.length) throw this.#ragged(column + 1)
    cells.nextLine()
    this.#sink.onRow(this.#row)
  }

  #readTime(column: number): void {
    const cells = this.#cells
    const { stamp } = this.#row
    cells.read()
    const isTime = stamp.read(cells.bytes, cells.start, cells.end)
    if (isTime && stamp.shape === this.#shape) return
    if (isTime && this.#shape === undefined) {
      this.#shape = stamp.shape
      return
    }
    const { date, local, instant } = STAMP_EXAMPLES
    const expected = this.#shape
      ? `${STAMP_EXAMPLES[this.#shape]}, like the rows before it`
      : `${date}, ${local}, or ${instant}`
    throw this.#wrong('TIME_INVALID', column, expected)
  }

  #readNumber(column: number): number {
    const value = this.#cells.readNumber()
    if (Number.isNaN(value)) throw this.#wrong('ROW_INVALID', column, 'a number such as 12.5')
    return value
  }

  #wrong(code: 'TIME_INVALID' | 'ROW_INVALID', column: number, expected: string): Error {
    const came = this.#cells.text()
    const name = this.#columns?.names[column] ?? ''
    const field = this.#columns?.fields[column] ?? ''
    const label = name === '' ? field : name.toLowerCase() === field ? name : `${name} (${field})`
    const message = `${label} is ${came === '' ? 'empty' : `'${came}'`}; expected ${expected}`
    return this.#source.rowError(code, message, { column: name, came, expected })
  }

  #ragged(came: number): Error {
    const expected = this.#places.length
    const message = `${came} ${came === 1 ? 'cell' : 'cells'} came; expected ${expected}, as in the header`
    return this.#source.rowError('ROW_INVALID', message, { came, expected })
  }
}
