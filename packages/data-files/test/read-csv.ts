import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInstrument, isTradewrightError, type BarRequest, type BarSeries, type Calendar } from '@tradewright/core'
import { CsvDataGateway, type CsvDataGatewayOptions } from '../src/index.js'

export interface ReadCsv extends Omit<CsvDataGatewayOptions, 'files'>, Omit<BarRequest, 'instrument' | 'timeframe'> {
  /** Default '1d'. */
  readonly timeframe?: BarRequest['timeframe']
  readonly calendar?: Calendar
  readonly instrumentZone?: string
  /** The file's name; default bars.csv. */
  readonly name?: string
}

/** Writes a file, reads it as the bars of SPX, and removes it. */
export async function readCsv(text: string | Buffer, settings: ReadCsv = {}): Promise<BarSeries> {
  const {
    name = 'bars.csv',
    timeframe = '1d',
    calendar,
    instrumentZone,
    from,
    to,
    barsBefore,
    signal,
    ...options
  } = settings
  const folder = await mkdtemp(join(tmpdir(), 'data-files-'))
  try {
    const file = join(folder, name)
    await writeFile(file, text)
    const instrument = createInstrument({
      symbol: 'SPX',
      ...(calendar ? { calendar } : {}),
      ...(instrumentZone === undefined ? {} : { zone: instrumentZone }),
    })
    const gateway = new CsvDataGateway({ files: { SPX: file }, ...options })
    return await gateway.fetchBars({ instrument, timeframe, from, to, barsBefore, signal })
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A row per time, each with the same prices, under the header Date,Open,High,Low,Close. */
export function barsAt(...times: readonly string[]): string {
  return ['Date,Open,High,Low,Close', ...times.map((time) => `${time},10,12,9,11`)].join('\n')
}

/** When each bar opens and closes, as `2024-03-11T13:30Z/2024-03-11T20:00Z`; seconds only where there are some. */
export function spansOf({ columns }: BarSeries): string[] {
  const text = (time: number | undefined): string =>
    new Date(time ?? Number.NaN).toISOString().replace(/(:00)?\.000Z$/, 'Z')
  return Array.from(columns.openTime, (time, row) => `${text(time)}/${text(columns.closeTime[row])}`)
}

/** The message of the library's error that a promise is rejected with. */
export async function messageOf(promise: Promise<unknown>): Promise<string> {
  const reason: unknown = await promise.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  )
  if (!isTradewrightError(reason)) throw new Error(`expected an error of the library; got ${String(reason)}`)
  return `${reason.name} ${reason.message}`
}
