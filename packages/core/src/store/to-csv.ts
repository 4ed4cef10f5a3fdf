import { Decimal } from '../domain/decimal.js'
import type { FieldKind } from '../domain/record-shape.js'
import { csvColumns, type CsvKind, type CsvRows } from './csv-columns.js'

/**
 * Rows that a store gave as CSV (RFC 4180), with a header, and lines that end with \n. A row's fields are its columns, of runs the metrics too, as `metrics.sharpe`. Times are ISO 8601 in UTC with
 * milliseconds; numbers have all their digits and no exponent; lists and plain data are JSON; what is undefined, and a metric that is no number, is empty. Throws CONFIG_INVALID for a kind that is none.
 */
export function toCsv<K extends CsvKind>(kind: K, rows: readonly CsvRows[K][]): string {
  return [...csvLines(kind, rows)].join('')
}

/** The lines of `toCsv`, one after the other, each with its end. */
export function* csvLines<K extends CsvKind>(kind: K, rows: readonly CsvRows[K][]): Generator<string, void> {
  const columns = csvColumns(kind, rows)
  yield `${columns.map(({ name }) => quoted(name)).join(',')}\n`
  for (const row of rows) yield `${columns.map((column) => cellOf(column.kind, column.valueOf(row))).join(',')}\n`
}

function cellOf(kind: FieldKind, value: unknown): string {
  if (value === undefined || (value === null && kind !== 'plain')) return ''
  if (kind === 'plain') return quoted(JSON.stringify(value))
  if (kind === 'time') return timeOf(Number(value))
  if (typeof value === 'number') return digitsOf(value)
  if (Decimal.isDecimal(value)) return value.toFixed()
  return quoted(typeof value === 'string' ? value : JSON.stringify(value))
}

/** All of one length, so that their order as texts is that in time. */
function timeOf(time: number): string {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : String(time)
}

/** The shortest decimal that reads back as this number. */
function digitsOf(value: number): string {
  const text = String(value)
  return text.includes('e') ? new Decimal(value).toFixed() : text
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
