import type { BarRequest, BarSeries } from '@tradewright/core'
import { CsvBarReader, type Clocks } from './csv-bar-reader.js'
import { readBlocks } from './csv-blocks.js'
import { stampOf, type CsvFormat } from './csv-format.js'
import { CsvParser } from './csv-parser.js'
import { dateInName, type CsvFile } from './csv-paths.js'
import { CsvSource } from './csv-source.js'
import type { ImportResult } from './import-result.js'
import { addDays, startOfDay } from './wall-dates.js'

/** How the files of a request are to be read. */
export interface CsvReading {
  readonly request: BarRequest
  readonly format: CsvFormat
  readonly clocks: Clocks
}

/** Reads a request's bars from the files of its symbol. */
export async function readSeries(
  files: readonly CsvFile[],
  reading: CsvReading,
): Promise<{ series: BarSeries; result: ImportResult }> {
  const { request, format, clocks } = reading
  const wanted = files[0]?.date === undefined ? files : await daysInRange(files, reading)
  const [first, last] = [wanted[0], wanted.at(-1)]
  const source = new CsvSource(first?.path ?? files[0]!.path)
  const reader = new CsvBarReader(request, format, clocks, source)
  for (const file of wanted) await readFile(file, reader, reading, source)
  const label = first === last ? source.file : `${new CsvSource(first!.path).file} to ${source.file}`
  const series = reader.series(label)
  const { rows, refusedCount, refused } = reader.counter
  const result = {
    symbol: request.instrument.symbol,
    timeframe: request.timeframe,
    source: label,
    rows,
    refusedCount,
    refused,
  }
  return { series: wanted.length === 1 ? series : { ...series, firstRow: undefined }, result }
}

async function readFile(
  file: CsvFile,
  reader: CsvBarReader,
  { request, format }: CsvReading,
  source: CsvSource,
): Promise<void> {
  source.begin(file.path)
  const stamp = stampOf(format.time, () => file.date ?? dateOf(source))
  const parser = new CsvParser(source, reader, { hasHeader: format.hasHeader, thousands: format.thousands, stamp })
  await readBlocks(source, parser, request.signal)
  if (source.row === 0 && format.hasHeader)
    throw source.fileError('COLUMN_MISSING', 'is empty; expected a header with the names of its columns')
}

function dateOf(source: CsvSource): number {
  const date = dateInName(source.file)
  if (date !== undefined) return date
  const expected = 'one date such as 20240311 or 2024-03-11'
  throw source.fileError('TIME_INVALID', `has no date in its name; expected ${expected}, for time: 'ms-of-day'`)
}

/**
 * The files of the days that a range touches, of one day before and after, for sessions that run over midnight and bars that the next one
 * clips, and of as many days before as the warm-up needs.
 */
async function daysInRange(files: readonly CsvFile[], reading: CsvReading): Promise<readonly CsvFile[]> {
  const { from, to, barsBefore = 0 } = reading.request
  const { timeZone } = reading.clocks
  const dayOf = (time: number): number => startOfDay(time + timeZone.offsetAt(time))
  const firstDay = from === undefined ? Number.NEGATIVE_INFINITY : dayOf(from)
  const lastDay = to === undefined ? Number.POSITIVE_INFINITY : dayOf(to)
  const wanted = files.filter(({ date }) => date! >= addDays(firstDay, -1) && date! <= addDays(lastDay, 1))
  if (from === undefined || barsBefore <= 0) return wanted
  const before = files.filter(({ date }) => date! <= addDays(firstDay, 1))
  let bars = 0
  while (bars < barsBefore && before.length > 0) {
    const file = before.pop()!
    bars += await countBars(file, reading, from)
    if (!wanted.includes(file)) wanted.unshift(file)
  }
  return wanted
}

/** How many bars of a file open before a time. */
async function countBars(file: CsvFile, reading: CsvReading, to: number): Promise<number> {
  const { format, clocks } = reading
  const request = { ...reading.request, from: undefined, to, barsBefore: 0 }
  const source = new CsvSource(file.path)
  const reader = new CsvBarReader(request, format, clocks, source)
  await readFile(file, reader, reading, source)
  return reader.barCount
}
