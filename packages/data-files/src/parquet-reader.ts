import type { BarReader, FileRow } from './bar-reader.js'
import { BAR_FIELDS, findColumns, type FileColumns, type FileField } from './file-columns.js'
import { throwIfAborted } from './file-errors.js'
import { stampOf } from './file-format.js'
import { nameDateOf, type FileReader, type ReadingOf } from './file-series.js'
import type { SeriesFile } from './file-paths.js'
import type { FileSource } from './file-source.js'
import { loadCodecs } from './parquet-codecs.js'
import { ParquetFile } from './parquet-file.js'
import type { ParquetFormat } from './parquet-format.js'
import { wantedGroups, type WantedGroup } from './parquet-groups.js'
import { ColumnPages, type ColumnReading, type PageTools } from './parquet-pages.js'
import { describe, kindOf, type ParquetColumn } from './parquet-schema.js'
import { timeColumnOf, type TimeColumn } from './parquet-times.js'
import { asPrices } from './parquet-values.js'

const CLOSE_TIME = BAR_FIELDS.indexOf('closeTime')
/** So many rows a footer is believed beforehand: regular times and few different prices take no less than a bit a row. */
const ROWS_PER_BYTE_MAX = 8
const ROWS_MAX = 1 << 24

/** Reads Parquet files of one format: of each the columns that bars are made of, and the row groups in which the range can lie. */
export function parquetReader(format: ParquetFormat): FileReader {
  return async (file, reader, reading) => {
    const { source, request } = reading
    throwIfAborted(source, request.signal)
    const opened = await ParquetFile.open(source)
    try {
      const names = opened.columns.map(({ name }) => name)
      const columns = findColumns(names, format, source)
      const table = tableOf(opened, columns, { file, format, source })
      const isWhole = request.from === undefined && request.to === undefined && file.date === undefined
      const rows = opened.groups.reduce((sum, group) => sum + group.rows, 0)
      reader.begin(columns, isWhole ? Math.min(rows, opened.footerAt * ROWS_PER_BYTE_MAX, ROWS_MAX) : 0)
      const tools = { source, codecs: await loadCodecs() }
      const groups = wantedGroups(opened.groups, table.time, request, format.onBadRow === 'collect')
      for (const group of groups) {
        if (reader.isPastRange) break
        await new GroupReader(opened, group, table, tools).read(reader, reading)
      }
    } finally {
      await opened.close()
    }
  }
}

/** What is read of a file's columns. */
interface Table {
  readonly time: { readonly column: ParquetColumn; readonly time: TimeColumn }
  readonly closeTime: { readonly column: ParquetColumn; readonly time: TimeColumn } | undefined
  readonly numbers: readonly { readonly place: number; readonly column: ParquetColumn }[]
}

interface TableOf {
  readonly file: SeriesFile
  readonly format: ParquetFormat
  readonly source: FileSource
}

/** Throws COLUMN_INVALID for a column that holds something else than its field. */
function tableOf(opened: ParquetFile, { fields }: FileColumns, { file, format, source }: TableOf): Table {
  const columnOf = (field: FileField): ParquetColumn | undefined => opened.columns[fields.indexOf(field)]
  const timeOf = (column: ParquetColumn): TimeColumn => {
    const date = (): number => nameDateOf(file, source)
    const stamp = () => stampOf(format.time ?? 'iso', date)
    const found = timeColumnOf(column, { time: format.time, stamp, date })
    if (typeof found === 'string') throw wrongColumn(column, found, source)
    return found
  }
  const numbers = BAR_FIELDS.flatMap((field, place) => {
    const column = field === 'time' || field === 'closeTime' ? undefined : columnOf(field)
    return column ? [{ place, column }] : []
  })
  for (const { column } of numbers) {
    if (!['number', 'decimal'].includes(kindOf(column).is)) throw wrongColumn(column, 'numbers', source)
  }
  const [time, closeTime] = [columnOf('time')!, columnOf('closeTime')]
  return {
    time: { column: time, time: timeOf(time) },
    closeTime: closeTime && { column: closeTime, time: timeOf(closeTime) },
    numbers,
  }
}

function wrongColumn(column: ParquetColumn, expected: string, source: FileSource): Error {
  const { name } = column
  const came = describe(column)
  return source.fileError('COLUMN_INVALID', `has ${came} in its column '${name}'; expected ${expected}`, {
    column: name,
    came,
    expected,
  })
}

/** Reads the rows of one row group, a page of each column at a time. */
class GroupReader {
  readonly #wanted: WantedGroup
  readonly #table: Table
  readonly #source: FileSource
  readonly #times: ColumnPages
  readonly #closeTimes: ColumnPages | undefined
  readonly #numbers: readonly { readonly place: number; readonly pages: ColumnPages }[]
  /** How many rows of its page each column has given. */
  readonly #used = new Map<ColumnPages, number>()
  readonly #row: FileRow

  constructor(file: ParquetFile, wanted: WantedGroup, table: Table, tools: PageTools) {
    const pagesOf = (reading: ColumnReading): ColumnPages => new ColumnPages(file, wanted.group, reading, tools)
    this.#wanted = wanted
    this.#table = table
    this.#source = tools.source
    const timesOf = ({ column, time }: Table['time']): ColumnPages =>
      pagesOf({ column, convert: (raw) => time.convert(raw) })
    this.#times = timesOf(table.time)
    this.#closeTimes = table.closeTime && timesOf(table.closeTime)
    this.#numbers = table.numbers.map(({ place, column }) => ({
      place,
      pages: pagesOf({ column, convert: (raw) => asPrices(raw, column) }),
    }))
    this.#row = { stamp: table.time.time.stamp, values: new Float64Array(BAR_FIELDS.length) }
  }

  async read(reader: BarReader, { request: { signal } }: ReadingOf): Promise<void> {
    const all = [this.#times, ...this.#numbers.map(({ pages }) => pages)]
    if (this.#closeTimes) all.push(this.#closeTimes)
    const { group } = this.#wanted
    this.#source.row = group.firstRow
    const end = group.firstRow + group.rows
    while (this.#source.row < end && !reader.isPastRange) {
      throwIfAborted(this.#source, signal)
      for (const pages of all) {
        if ((this.#used.get(pages) ?? 0) < pages.length) continue
        await pages.next()
        this.#used.set(pages, 0)
      }
      const count = Math.min(...all.map((pages) => pages.length - this.#used.get(pages)!))
      this.#readRows(count, reader)
      for (const pages of all) this.#used.set(pages, this.#used.get(pages)! + count)
    }
  }

  #readRows(count: number, reader: BarReader): void {
    const at = (pages: ColumnPages): number => this.#used.get(pages)!
    const { values } = this.#row
    const numbers = this.#numbers.map(({ place, pages }) => ({
      place,
      numbers: pages.values as Float64Array,
      from: at(pages),
    }))
    const timesFrom = at(this.#times)
    const closesFrom = this.#closeTimes === undefined ? 0 : at(this.#closeTimes)
    for (let row = 0; row < count; row++) {
      this.#source.row++
      try {
        for (const column of numbers) values[column.place] = column.numbers[column.from + row]!
        this.#readTime(timesFrom + row)
        if (this.#closeTimes) this.#readCloseTime(this.#closeTimes, closesFrom + row)
        reader.onRow(this.#row)
      } catch (error) {
        reader.onBadRow(error)
      }
    }
  }

  #readTime(row: number): void {
    const { column, time } = this.#table.time
    if (!time.read(this.#times.values, row)) throw this.#wrongTime(column, time, this.#times, row)
    const { bounds, group } = this.#wanted
    if (bounds === undefined) return
    const came = time.stamp.shape === 'instant' ? time.stamp.time : time.stamp.wall
    if (came >= bounds.least && came <= bounds.most) return
    const said = `row group ${group.number} says that it has none`
    throw this.#source.rowError('FILE_INVALID', `${time.text(this.#times.values, row)} came, and ${said}`, {
      rowGroup: group.number,
    })
  }

  #readCloseTime(pages: ColumnPages, row: number): void {
    const { column, time } = this.#table.closeTime!
    if (!time.read(pages.values, row) || time.stamp.shape !== 'instant')
      throw this.#wrongTime(column, time, pages, row, ', with its zone')
    this.#row.values[CLOSE_TIME] = time.stamp.time
  }

  #wrongTime({ name }: ParquetColumn, time: TimeColumn, { values }: ColumnPages, row: number, also = ''): Error {
    const came = time.text(values, row)
    const expected = `${time.expected()}${also}`
    const rowGroup = this.#wanted.group.number
    return this.#source.rowError('TIME_INVALID', `${name} is ${came}; expected ${expected}`, {
      column: name,
      came,
      expected,
      rowGroup,
    })
  }
}
