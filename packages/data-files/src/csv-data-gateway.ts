import { isAbsolute, join } from 'node:path'
import { TradewrightError, type BarRequest, type BarSeries, type DataGateway, type Instrument } from '@tradewright/core'
import { formatOf } from './csv-format.js'
import { fileOptionsOf, pathOf, problemsOf, type CsvDataGatewayOptions, type CsvFileOptions } from './csv-options.js'
import { filesOf } from './csv-paths.js'
import { readSeries } from './csv-series.js'
import type { ImportResult } from './import-result.js'
import { ZoneClock } from './zone-clock.js'

/** What `files` is where only a directory is given. */
const FILE_OF_SYMBOL = '{symbol}.csv'

/**
 * Bars from CSV files, one file a symbol or one a symbol and day: a row a bar, from the oldest to the newest. Files are checked whole,
 * whatever range is asked for, but of one file a day only the days of the range are read; only the range is kept in memory. Prices are
 * taken as they are, never repaired.
 */
export class CsvDataGateway implements DataGateway {
  readonly name = 'csv'
  readonly #options: CsvDataGatewayOptions
  /** One for all symbols, or that of each. */
  readonly #files: CsvFileOptions | ReadonlyMap<string, CsvFileOptions>
  readonly #imports = new Map<string, ImportResult>()

  /** Throws CONFIG_INVALID, listing everything that cannot be used. */
  constructor(options: CsvDataGatewayOptions) {
    const problems = problemsOf(options)
    if (problems.length > 0) {
      throw new TradewrightError('CONFIG_INVALID', `CsvDataGateway: ${problems.join('; ')}`, { details: { problems } })
    }
    this.#options = { ...options }
    const { files = FILE_OF_SYMBOL } = options
    this.#files =
      typeof files === 'string' || files instanceof URL
        ? { path: files }
        : new Map(Object.entries(files).map(([symbol, file]) => [symbol, fileOptionsOf(file)]))
  }

  /** What became of the rows of each series that was read, as of the last time. */
  get imports(): readonly ImportResult[] {
    return [...this.#imports.values()]
  }

  /**
   * The bars of the request's symbol. Throws UNKNOWN_SYMBOL, FILE_NOT_FOUND, FILE_INVALID, COLUMN_MISSING, ROW_INVALID, TIME_INVALID,
   * PRICE_INVALID, HIGH_BELOW_LOW, VOLUME_INVALID, VWAP_INVALID, BAR_OUT_OF_ORDER, BAR_DUPLICATE, SESSION_MISSING, CALENDAR_RANGE, INSTRUMENT_INVALID
   * and RUN_ABORTED.
   */
  async fetchBars(request: BarRequest): Promise<BarSeries> {
    const { instrument, timeframe } = request
    const { path, ...own } = this.#optionsFor(instrument.symbol)
    const format = formatOf(own, this.#options)
    const zone = format.zone === undefined ? undefined : new ZoneClock(format.zone)
    const clocks = { timeZone: zone ?? new ZoneClock('UTC'), dayZone: zone ?? clockOf(instrument) }
    const files = await filesOf(this.#fromDirectory(pathOf(path)), instrument.symbol)
    const { series, result } = await readSeries(files, { request, format, clocks })
    this.#imports.set(`${timeframe} ${instrument.symbol}`, result)
    return series
  }

  #fromDirectory(path: string): string {
    const { directory } = this.#options
    return directory === undefined || isAbsolute(path) ? path : join(pathOf(directory), path)
  }

  #optionsFor(symbol: string): CsvFileOptions {
    const files = this.#files
    if ('path' in files) return files
    const options = files.get(symbol)
    if (options !== undefined) return options
    const known = [...files.keys()]
    const list = known.length === 0 ? 'it has no files' : `expected one of ${known.join(', ')}`
    throw new TradewrightError('UNKNOWN_SYMBOL', `the CSV gateway has no file for '${symbol}'; ${list}`, {
      details: { symbol, known },
    })
  }
}

function clockOf({ symbol, zone }: Instrument): ZoneClock {
  if (ZoneClock.has(zone)) return new ZoneClock(zone)
  const expected = 'an IANA zone such as America/New_York'
  throw new TradewrightError('INSTRUMENT_INVALID', `${symbol}: zone is '${zone}'; expected ${expected}`, {
    details: { symbol, field: 'zone', came: zone, expected },
  })
}
