import type { ColumnNames } from './file-columns.js'
import { fileFormatOf, type FileFormat, type FileFormatOptions, type FileTime } from './file-format.js'

/** What Parquet files hold beyond what their schema says, and what is to be made of them. */
export interface ParquetFormatOptions extends FileFormatOptions {
  /** The files' own names for their columns, in any case; those not given are found by their usual names, and null leaves one out. */
  readonly columns?: ColumnNames | undefined
  /**
   * How times are written in a column that has no type of times: a count since 1970 in a column of numbers, ISO 8601 or a format in one of
   * texts, 'ms-of-day' where the file's name has the date. Without it numbers are refused, and texts are ISO 8601.
   */
  readonly time?: FileTime | undefined
}

/** The same with the defaults filled in. */
export interface ParquetFormat extends FileFormat {
  readonly columns: ColumnNames | undefined
  readonly time: FileTime | undefined
}

/** A file's options, or else those of the gateway. */
export function parquetFormatOf(own: ParquetFormatOptions, common: ParquetFormatOptions): ParquetFormat {
  return { ...fileFormatOf(own, common), columns: own.columns ?? common.columns, time: own.time ?? common.time }
}
