import { basename } from 'node:path'
import { TradewrightError, type ErrorCode } from '@tradewright/core'

type ErrorDetails = Readonly<Record<string, unknown>>

/** The file that is being read and the row it is at, so that every part of the reader can say where something went wrong. */
export class FileSource {
  path = ''
  /** The file's base name, which is what messages call it. */
  file = ''
  /** The line of the file that is being read, counted from 1. */
  row = 0

  constructor(path: string) {
    this.begin(path)
  }

  /** Goes to the start of a file: a series may be made of several. */
  begin(path: string): void {
    this.path = path
    this.file = basename(path)
    this.row = 0
  }

  /** An error about the present row. */
  rowError(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown): TradewrightError {
    return new TradewrightError(code, `${message} (row ${this.row} of ${this.file})`, {
      details: { file: this.file, path: this.path, row: this.row, ...details },
      cause,
    })
  }

  /** An error about the file as a whole. */
  fileError(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown): TradewrightError {
    return new TradewrightError(code, `${this.file} ${message}`, {
      details: { file: this.file, path: this.path, ...details },
      cause,
    })
  }
}
