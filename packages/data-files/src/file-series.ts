import type { BarRequest, BarSeries } from '@tradewright/core'
import { BarReader, type Clocks } from './bar-reader.js'
import type { FileFormat } from './file-format.js'
import { dateInName, type SeriesFile } from './file-paths.js'
import { FileSource } from './file-source.js'
import type { ImportResult } from './import-result.js'
import { addDays, startOfDay } from './wall-dates.js'

/** What a reader of files is told beside the file. */
export interface ReadingOf {
  readonly source: FileSource
  readonly request: BarRequest
}

/** Reads one file, at whose start the source stands, and gives its rows to a reader of bars. */
export type FileReader = (file: SeriesFile, reader: BarReader, reading: ReadingOf) => Promise<void>

/** How the files of a request are to be read. */
export interface FileReading {
  readonly request: BarRequest
  readonly format: FileFormat
  readonly clocks: Clocks
  readonly readFile: FileReader
}

/** Reads a request's bars from the files of its symbol. */
export async function readSeries(
  files: readonly SeriesFile[],
  reading: FileReading,
): Promise<{ series: BarSeries; result: ImportResult }> {
  const { request, format, clocks } = reading
  const wanted = files[0]?.date === undefined ? files : await daysInRange(files, reading)
  const [first, last] = [wanted[0], wanted.at(-1)]
  const source = new FileSource(first?.path ?? files[0]!.path)
  const reader = new BarReader(request, format, clocks, source)
  for (const file of wanted) await readFile(file, reader, reading, source)
  const label = first === last ? source.file : `${new FileSource(first!.path).file} to ${source.file}`
  const { series, result } = reader.finish(label)
  return { series: wanted.length === 1 ? series : { ...series, firstRow: undefined }, result }
}

async function readFile(file: SeriesFile, reader: BarReader, reading: FileReading, source: FileSource): Promise<void> {
  source.begin(file.path)
  await reading.readFile(file, reader, { source, request: reading.request })
}

/** The wall time of the midnight of the date that a file's name has. Throws TIME_INVALID for a name without one. */
export function nameDateOf(file: SeriesFile, source: FileSource): number {
  const date = file.date ?? dateInName(source.file)
  if (date !== undefined) return date
  const expected = 'one date such as 20240311 or 2024-03-11'
  throw source.fileError('TIME_INVALID', `has no date in its name; expected ${expected}, for time: 'ms-of-day'`)
}

/**
 * The files of the days that a range touches, of one day before and after, for sessions that run over midnight and bars that the next one
 * clips, and of as many days before as the warm-up needs.
 */
async function daysInRange(files: readonly SeriesFile[], reading: FileReading): Promise<readonly SeriesFile[]> {
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
async function countBars(file: SeriesFile, reading: FileReading, to: number): Promise<number> {
  const request = { ...reading.request, from: undefined, to, barsBefore: 0 }
  const source = new FileSource(file.path)
  const reader = new BarReader(request, reading.format, reading.clocks, source)
  await readFile(file, reader, { ...reading, request }, source)
  return reader.barCount
}
