import { checkRange, type BarRequest, type BarSeries } from '@tradewright/core'
import type { FileFormat } from './file-format.js'
import { readSeries, type FileReader } from './file-series.js'
import type { ImportResult } from './import-result.js'
import { clocksOf, SymbolFiles, type FileKind, type PathOptions, type SymbolFilesOptions } from './symbol-files.js'

/** What files of one format have of their own: how they are called, how their options come to a format, and how one is read. */
export interface GatewayFormat<Options, Format extends FileFormat> {
  readonly kind: FileKind
  formatOf(own: Options, common: Options): Format
  readerOf(format: Format): FileReader
}

/** The files of a gateway, of which a request's bars are read, and what became of their rows. */
export class GatewayFiles<Options, FileOptions extends Options & PathOptions, Format extends FileFormat> {
  readonly #options: Options
  readonly #format: GatewayFormat<Options, Format>
  readonly #files: SymbolFiles<FileOptions>
  readonly #imports = new Map<string, ImportResult>()

  constructor(options: Options & SymbolFilesOptions<FileOptions>, format: GatewayFormat<Options, Format>) {
    this.#options = { ...options }
    this.#format = format
    this.#files = new SymbolFiles(options, format.kind)
  }

  /** Of each series that was read, as of the last time. */
  get imports(): readonly ImportResult[] {
    return [...this.#imports.values()]
  }

  async fetchBars(request: BarRequest): Promise<BarSeries> {
    const { instrument, timeframe } = request
    checkRange(`${instrument.symbol} ${timeframe}`, request)
    const own = this.#files.optionsOf(instrument.symbol)
    const format = this.#format.formatOf(own, this.#options)
    const clocks = clocksOf(instrument, format.zone)
    const files = await this.#files.filesOf(own, instrument.symbol)
    const readFile = this.#format.readerOf(format)
    const { series, result } = await readSeries(files, { request, format, clocks, readFile })
    this.#imports.set(`${timeframe} ${instrument.symbol}`, result)
    return series
  }
}
