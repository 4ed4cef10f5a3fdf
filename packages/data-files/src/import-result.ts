import { isTradewrightError, type ErrorCode, type SeriesWarning, type Timeframe } from '@tradewright/core'
import type { CsvSource } from './csv-source.js'

/** How many refused rows are listed; all are counted. */
const LISTED_MAX = 1_000

/** The codes of what can be wrong with one row while the rows after it are right. */
const ROW_CODES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ROW_INVALID',
  'TIME_INVALID',
  'PRICE_INVALID',
  'HIGH_BELOW_LOW',
  'VOLUME_INVALID',
  'VWAP_INVALID',
  'BAR_DUPLICATE',
  'BAR_OUT_OF_ORDER',
  'SESSION_MISSING',
  'CALENDAR_RANGE',
])

/** A row that is not in the series. */
export interface RefusedRow {
  readonly file: string
  /** The line of the file that the row begins on, counted from 1. */
  readonly row: number
  readonly code: ErrorCode
  readonly message: string
}

/** What became of the rows of one series' files. */
export interface ImportResult {
  readonly symbol: string
  readonly timeframe: Timeframe
  /** The file, or the first and the last of several. */
  readonly source: string
  /** How many rows are good bars, in the range asked for or not. */
  readonly rows: number
  readonly refusedCount: number
  /** The first 1,000 of the refused rows, in the files' order. */
  readonly refused: readonly RefusedRow[]
}

/** Counts good rows, and collects or throws what is wrong with the others. */
export class RowCounter {
  rows = 0
  refusedCount = 0
  readonly refused: RefusedRow[] = []
  readonly #onBadRow: 'throw' | 'collect'
  readonly #source: CsvSource
  #first: unknown

  constructor(onBadRow: 'throw' | 'collect', source: CsvSource) {
    this.#onBadRow = onBadRow
    this.#source = source
  }

  /** Throws what is not about one row, and everything unless rows are collected. */
  refuse(error: unknown): void {
    if (this.#onBadRow === 'throw' || !isTradewrightError(error) || !ROW_CODES.has(error.code)) throw error
    if (this.refusedCount++ === 0) this.#first = error
    if (this.refused.length === LISTED_MAX) return
    const { file, row } = this.#source
    this.refused.push({ file, row, code: error.code, message: error.message })
  }

  /** Throws the first row's error where no row at all is a bar: then it isn't the rows that are wrong. */
  finish(): void {
    if (this.rows === 0 && this.refusedCount > 0) throw this.#first
  }

  warnings(label: string): SeriesWarning[] {
    const first = this.refused[0]
    if (!first) return []
    const count = this.refusedCount
    const message = `${count} of ${count + this.rows} rows of ${label} were refused; the first: ${first.message}`
    return [{ code: 'ROWS_REFUSED', message, count }]
  }
}
