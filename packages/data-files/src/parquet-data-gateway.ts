import type { BarRequest, BarSeries, DataGateway } from '@tradewright/core'
import { GatewayFiles } from './gateway-files.js'
import { checkOptions, PARQUET_RULES } from './gateway-options.js'
import type { ImportResult } from './import-result.js'
import { parquetFormatOf, type ParquetFormat, type ParquetFormatOptions } from './parquet-format.js'
import { parquetReader } from './parquet-reader.js'

/** A file that is written in a way of its own: its options come before the gateway's. */
export interface ParquetFileOptions extends ParquetFormatOptions {
  /** See `files`. */
  readonly path: string | URL
}

export interface ParquetDataGatewayOptions extends ParquetFormatOptions {
  /** The folder that relative paths start from. Alone, it has a file SYMBOL.parquet for each symbol. */
  readonly directory?: string | URL | undefined
  /**
   * The file of each symbol, or one path with `{symbol}` for all of them: a path, or a file URL as a string or URL. `{symbol}` stands for
   * the symbol, and `{date:yyyyMMdd}`, in any format of dates, makes it one file a day.
   */
  readonly files?: string | URL | Readonly<Record<string, string | URL | ParquetFileOptions>> | undefined
}

/**
 * Bars from Parquet files, one file a symbol or one a symbol and day: a row a bar, from the oldest to the newest. Only the columns that bars
 * are made of are read, and of a range only the row groups that it needs, by the statistics of their times: what lies outside is not
 * checked. Prices are taken as they are, never repaired.
 */
export class ParquetDataGateway implements DataGateway {
  readonly name = 'parquet'
  readonly #files: GatewayFiles<ParquetFormatOptions, ParquetFileOptions, ParquetFormat>

  /** Throws CONFIG_INVALID, listing everything that cannot be used. */
  constructor(options: ParquetDataGatewayOptions) {
    checkOptions('ParquetDataGateway', options, PARQUET_RULES)
    this.#files = new GatewayFiles(options, {
      kind: { name: 'Parquet', fileOfSymbol: '{symbol}.parquet', suffix: undefined },
      formatOf: parquetFormatOf,
      readerOf: parquetReader,
    })
  }

  /** What became of the rows of each series that was read, as of the last time. */
  get imports(): readonly ImportResult[] {
    return this.#files.imports
  }

  /**
   * The bars of the request's symbol. Throws UNKNOWN_SYMBOL, SYMBOL_INVALID, RANGE_INVALID, FILE_NOT_FOUND, FILE_AMBIGUOUS, FILE_INVALID,
   * FILE_UNSUPPORTED, COLUMN_MISSING, COLUMN_INVALID, TIME_INVALID, PRICE_INVALID, HIGH_BELOW_LOW, VOLUME_INVALID, VWAP_INVALID, BAR_OUT_OF_ORDER,
   * BAR_DUPLICATE, BAR_OVERLAP, TIMEFRAME_MISMATCH, SESSION_MISSING, CALENDAR_RANGE, INSTRUMENT_INVALID and RUN_ABORTED.
   */
  fetchBars(request: BarRequest): Promise<BarSeries> {
    return this.#files.fetchBars(request)
  }
}
