import { formatTime, type BarColumns, type ErrorCode } from '@tradewright/core'
import { barError, isAverage, isBar } from './bar-check.js'
import { BAR_FIELDS, type FileField } from './file-columns.js'
import type { FileSource } from './file-source.js'
import { dateWall } from './wall-dates.js'

/** Readers take times from 1970 to 2199. */
const FIRST_MS = 0
const LAST_MS = dateWall(2200, 1, 1)

/** A column that is written, under the name that it is found by. */
export interface WrittenColumn {
  readonly name: FileField
  readonly values: Float64Array
  readonly isTime: boolean
}

/**
 * The columns that are written of a series, in the file's order. Throws COLUMN_LENGTH, TIME_INVALID, BAR_OUT_OF_ORDER, BAR_DUPLICATE, BAR_OVERLAP, PRICE_INVALID,
 * HIGH_BELOW_LOW, VOLUME_INVALID and VWAP_INVALID for what could not be read back.
 */
export function writtenColumns(columns: BarColumns, source: FileSource): WrittenColumn[] {
  const { openTime, closeTime, open, high, low, close, volume, vwap } = columns
  const written: WrittenColumn[] = [{ name: 'time', values: openTime, isTime: true }]
  const values = { open, high, low, close, volume, vwap }
  for (const [name, column] of Object.entries(values)) {
    if (column) written.push({ name: name as FileField, values: column, isTime: false })
  }
  written.push({ name: 'closeTime', values: closeTime, isTime: true })
  for (const column of written) {
    if (column.values.length >= columns.length) continue
    const came = `${column.values.length} values came for ${column.name}`
    throw source.fileError('COLUMN_LENGTH', `was not written: ${came}; expected ${columns.length}`)
  }
  checkRows(columns, written, source)
  return written
}

function checkRows(columns: BarColumns, written: readonly WrittenColumn[], source: FileSource): void {
  const { openTime, closeTime, length, vwap } = columns
  const row = new Float64Array(BAR_FIELDS.length)
  const places = written.map(({ name, values }) => ({ place: BAR_FIELDS.indexOf(name), values }))
  let opened = Number.NEGATIVE_INFINITY
  let closed = Number.NEGATIVE_INFINITY
  for (let at = 0; at < length; at++) {
    source.row = at + 1
    const [opens, closes] = [openTime[at]!, closeTime[at]!]
    if (!isTime(opens) || !isTime(closes) || opens < closed || closes <= opens || opens <= opened)
      throw timeError({ opens, closes, opened, closed }, source)
    for (const { place, values } of places) row[place] = values[at]!
    if (!isBar(row) || (vwap !== undefined && !isAverage(row)))
      throw barError(row, { symbol: 'the bar', time: opens, source })
    opened = opens
    closed = closes
  }
}

function isTime(time: number): boolean {
  return time >= FIRST_MS && time < LAST_MS && Number.isInteger(time)
}

interface Times {
  readonly opens: number
  readonly closes: number
  /** Those of the bar before. */
  readonly opened: number
  readonly closed: number
}

function timeError({ opens, closes, opened, closed }: Times, source: FileSource): Error {
  const wrong = (code: ErrorCode, message: string): Error => source.rowError(code, message, { opens, closes })
  if (!isTime(opens) || !isTime(closes)) {
    const came = `open time ${opens}, close time ${closes}`
    return wrong('TIME_INVALID', `${came}; expected whole milliseconds since 1970, before 2200`)
  }
  const time = formatTime(opens)
  if (opens === opened) return wrong('BAR_DUPLICATE', `a second bar opens at ${time}; expected one`)
  if (opens < opened)
    return wrong('BAR_OUT_OF_ORDER', `${time} came after ${formatTime(opened)}; expected times that rise`)
  if (closes <= opens)
    return wrong('BAR_OVERLAP', `${time} closes at ${formatTime(closes)}; expected a close after the open`)
  return wrong(
    'BAR_OVERLAP',
    `${time} opens before the bar in front of it closes, at ${formatTime(closed)}; expected no overlap`,
  )
}
