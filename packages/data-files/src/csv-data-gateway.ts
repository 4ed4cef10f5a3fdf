import type { BarRequest, BarSeries, DataGateway } from '@tradewright/core'
import { csvReader } from './csv-file.js'
import { csvFormatOf, type CsvFormat, type CsvFormatOptions } from './csv-format.js'
import { GatewayFiles } from './gateway-files.js'
import { checkOptions, CSV_RULES } from './gateway-options.js'
import type { ImportResult } from './import-result.js'

/** A file that is written in a way of its own: its options come before the gateway's. */
export interface CsvFileOptions extends CsvFormatOptions {
  /** See `files`. */
  readonly path: string | URL
}

export interface CsvDataGatewayOptions extends CsvFormatOptions {
  /** The folder that relative paths start from. Alone, it has a file SYMBOL.csv or SYMBOL.csv.gz for each symbol. */
  readonly directory?: string | URL | undefined
  /**
   * The file of each symbol, or one path with `{symbol}` for all of them: a path, or a file URL as a string or URL. `{symbol}` stands for
   * the symbol, and `{date:yyyyMMdd}`, in any format of dates, makes it one file a day.
   */
  readonly files?: string | URL | Readonly<Record<string, string | URL | CsvFileOptions>> | undefined
}

/**
 * Bars from CSV files, one file a symbol or one a symbol and day: a row a bar, from the oldest to the newest. Files are checked whole,
 * whatever range is asked for, but of one file a day only the days of the range are read; only the range is kept in memory. Prices are
 * taken as they are, never repaired.
 */
export class CsvDataGateway implements DataGateway {
  readonly name = 'csv'
  readonly #files: GatewayFiles<CsvFormatOptions, CsvFileOptions, CsvFormat>

  /** Throws CONFIG_INVALID, listing everything that cannot be used. */
  constructor(options: CsvDataGatewayOptions) {
    checkOptions('CsvDataGateway', options, CSV_RULES)
    this.#files = new GatewayFiles(options, {
      kind: { name: 'CSV', fileOfSymbol: '{symbol}.csv', suffix: '.gz' },
      formatOf: csvFormatOf,
      readerOf: csvReader,
    })
  }

  /** What became of the rows of each series that was read, as of the last time. */
  get imports(): readonly ImportResult[] {
    return this.#files.imports
  }

  /**
   * The bars of the request's symbol. Throws UNKNOWN_SYMBOL, SYMBOL_INVALID, RANGE_INVALID, FILE_NOT_FOUND, FILE_AMBIGUOUS, FILE_INVALID, COLUMN_MISSING,
   * ROW_INVALID, TIME_INVALID, PRICE_INVALID, HIGH_BELOW_LOW, VOLUME_INVALID, VWAP_INVALID, BAR_OUT_OF_ORDER, BAR_DUPLICATE, BAR_OVERLAP,
   * TIMEFRAME_MISMATCH, SESSION_MISSING, CALENDAR_RANGE, INSTRUMENT_INVALID and RUN_ABORTED.
   */
  fetchBars(request: BarRequest): Promise<BarSeries> {
    return this.#files.fetchBars(request)
  }
}
