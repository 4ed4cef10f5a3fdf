import {
  isTradewrightError,
  type BarRequest,
  type BarSeries,
  type ErrorCode,
  type SeriesWarning,
  type Timeframe,
} from '@tradewright/core'
import { gapsByCalendar, gapsByTimeframe, type BarGaps } from './bar-gaps.js'
import type { FileSource } from './file-source.js'

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
  'BAR_OVERLAP',
  'SESSION_MISSING',
  'CALENDAR_RANGE',
])

/** A row that is not in the series. */
export interface RefusedRow {
  readonly file: string
  /** The line of a CSV file that the row begins on, or the row of a Parquet file, counted from 1. */
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
  /** How many rows were read, good ones and bad. */
  readonly rowsRead: number
  /** How many of them are bars of the series: those of the range asked for, and of the warm-up before it. */
  readonly rowsKept: number
  readonly refusedCount: number
  /** The first 1,000 of the refused rows, in the files' order. */
  readonly refused: readonly RefusedRow[]
  /** When the first bar of the series opens and its last one closes, in UTC epoch milliseconds; undefined for an empty series. */
  readonly range: { readonly from: number; readonly to: number } | undefined
  /** Where the series has no bar although its timeframe would have one: nights and weekends count. */
  readonly gaps: BarGaps
  /** Where it has none although its venue was open; undefined without a calendar, or where that does not cover the range. */
  readonly calendarGaps: BarGaps | undefined
  readonly warnings: readonly SeriesWarning[]
}

/** What became of the rows that a series was made of. */
export function importResultOf(series: BarSeries, counter: RowCounter, request: BarRequest): ImportResult {
  const { columns, source, warnings = [] } = series
  const { instrument, timeframe } = request
  const { length, openTime, closeTime } = columns
  return {
    symbol: instrument.symbol,
    timeframe,
    source,
    rowsRead: counter.good + counter.refusedCount,
    rowsKept: length,
    refusedCount: counter.refusedCount,
    refused: counter.refused,
    range: length === 0 ? undefined : { from: openTime[0]!, to: closeTime[length - 1]! },
    gaps: gapsByTimeframe(columns, timeframe),
    calendarGaps: instrument.calendar ? gapsByCalendar(columns, timeframe, instrument.calendar) : undefined,
    warnings,
  }
}

/** Counts good rows, and collects or throws what is wrong with the others. */
export class RowCounter {
  /** How many rows are good bars, in the range asked for or not. */
  good = 0
  refusedCount = 0
  readonly refused: RefusedRow[] = []
  readonly #onBadRow: 'throw' | 'collect'
  readonly #source: FileSource
  #first: unknown

  constructor(onBadRow: 'throw' | 'collect', source: FileSource) {
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
    if (this.good === 0 && this.refusedCount > 0) throw this.#first
  }

  warnings(label: string): SeriesWarning[] {
    const first = this.refused[0]
    if (!first) return []
    const count = this.refusedCount
    const message = `${count} of ${count + this.good} rows of ${label} were refused; the first: ${first.message}`
    return [{ code: 'ROWS_REFUSED', message, count }]
  }
}
