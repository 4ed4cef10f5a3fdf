import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInstrument, type BarRequest, type BarSeries, type Calendar } from '@tradewright/core'
import { ParquetDataGateway, type ImportResult, type ParquetDataGatewayOptions } from '../src/index.js'
import { seedFile } from './parquet-mutations.js'

export interface ReadParquet
  extends Omit<ParquetDataGatewayOptions, 'files'>, Omit<BarRequest, 'instrument' | 'timeframe'> {
  /** Default '1m'. */
  readonly timeframe?: BarRequest['timeframe']
  readonly calendar?: Calendar
}

/** Reads a file of the folder parquet as the bars of SPX. */
export async function readSeed(
  name: string,
  settings: ReadParquet = {},
): Promise<BarSeries & { readonly result: ImportResult }> {
  return readFrom(seedFile(name), settings)
}

/** Writes bytes to spx.parquet, reads them as the bars of SPX, and removes them. */
export async function readBytes(
  bytes: Uint8Array,
  settings: ReadParquet = {},
): Promise<BarSeries & { readonly result: ImportResult }> {
  const folder = await mkdtemp(join(tmpdir(), 'data-files-'))
  try {
    const file = join(folder, 'spx.parquet')
    await writeFile(file, bytes)
    return await readFrom(file, settings)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function readFrom(
  file: string | URL,
  settings: ReadParquet,
): Promise<BarSeries & { readonly result: ImportResult }> {
  const { timeframe = '1m', calendar, from, to, barsBefore, signal, ...options } = settings
  const instrument = createInstrument({ symbol: 'SPX', ...(calendar ? { calendar } : {}) })
  const gateway = new ParquetDataGateway({ files: { SPX: file }, ...options })
  const series = await gateway.fetchBars({ instrument, timeframe, from, to, barsBefore, signal })
  return { ...series, result: gateway.imports[0]! }
}
