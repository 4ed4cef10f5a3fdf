import type { ThousandsSeparator } from './csv-cells.js'
import type { ColumnNames, ColumnOrder } from './file-columns.js'
import { fileFormatOf, type FileFormat, type FileFormatOptions, type FileTime } from './file-format.js'

/** How CSV files are written, and what is to be made of them. */
export interface CsvFormatOptions extends FileFormatOptions {
  /** Whether the first row names the columns; default true. */
  readonly hasHeader?: boolean | undefined
  /**
   * The files' own names for their columns, in any case; those not given are found by their usual names, and null leaves one out. Without a header, the list of what
   * the columns hold, null for those that nothing is taken from; default time, open, high, low, close and, if there is one more, volume.
   */
  readonly columns?: ColumnNames | ColumnOrder | undefined
  /** Default 'iso'. */
  readonly time?: FileTime | undefined
  /** What may separate the thousands of a number; default nothing. */
  readonly thousands?: ThousandsSeparator | undefined
}

/** The same with the defaults filled in. */
export interface CsvFormat extends FileFormat {
  readonly hasHeader: boolean
  readonly time: FileTime
  readonly thousands: ThousandsSeparator | undefined
}

/** A file's options, or else those of the gateway. */
export function csvFormatOf(own: CsvFormatOptions, common: CsvFormatOptions): CsvFormat {
  return {
    ...fileFormatOf(own, common),
    hasHeader: own.hasHeader ?? common.hasHeader ?? true,
    time: own.time ?? common.time ?? 'iso',
    thousands: own.thousands ?? common.thousands,
  }
}
