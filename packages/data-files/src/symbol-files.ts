import { isAbsolute, join } from 'node:path'
import { TradewrightError, type Instrument } from '@tradewright/core'
import type { Clocks } from './bar-reader.js'
import { filesOf, pathOf, type SeriesFile } from './file-paths.js'
import { ZoneClock } from './zone-clock.js'

/** A file with options of its own. */
export interface PathOptions {
  readonly path: string | URL
}

/** Where the files of symbols are; see the options of a gateway. */
export interface SymbolFilesOptions<Options extends PathOptions> {
  readonly directory?: string | URL | undefined
  readonly files?: string | URL | Readonly<Record<string, string | URL | Options>> | undefined
}

/** What a gateway's files are called, and how their names end. */
export interface FileKind {
  /** Such as 'CSV'. */
  readonly name: string
  /** What `files` is where only a directory is given. */
  readonly fileOfSymbol: string
  /** What may stand behind a file's name, such as '.gz'. */
  readonly suffix: string | undefined
}

/** Knows which files a symbol has, and which options they are read with. */
export class SymbolFiles<Options extends PathOptions> {
  readonly #kind: FileKind
  readonly #directory: string | URL | undefined
  /** One for all symbols, or that of each. */
  readonly #files: Options | ReadonlyMap<string, Options>

  constructor({ directory, files }: SymbolFilesOptions<Options>, kind: FileKind) {
    this.#kind = kind
    this.#directory = directory
    const named = files ?? kind.fileOfSymbol
    this.#files =
      typeof named === 'string' || named instanceof URL
        ? optionsOf<Options>(named)
        : new Map(Object.entries(named).map(([symbol, file]) => [symbol, optionsOf(file)]))
  }

  /** The options of a symbol's files. Throws UNKNOWN_SYMBOL. */
  optionsOf(symbol: string): Options {
    const files = this.#files
    if (!isPerSymbol(files)) return files
    const options = files.get(symbol)
    if (options !== undefined) return options
    const known = [...files.keys()]
    const list = known.length === 0 ? 'it has no files' : `expected one of ${known.join(', ')}`
    throw new TradewrightError(
      'UNKNOWN_SYMBOL',
      `the ${this.#kind.name} gateway has no file for '${symbol}'; ${list}`,
      {
        details: { symbol, known },
      },
    )
  }

  /** The files of a symbol. Throws FILE_NOT_FOUND, FILE_AMBIGUOUS and SYMBOL_INVALID. */
  filesOf({ path }: PathOptions, symbol: string): Promise<readonly SeriesFile[]> {
    return filesOf(this.#fromDirectory(pathOf(path)), { symbol, suffix: this.#kind.suffix })
  }

  #fromDirectory(path: string): string {
    return this.#directory === undefined || isAbsolute(path) ? path : join(pathOf(this.#directory), path)
  }
}

function isPerSymbol<Options>(files: Options | ReadonlyMap<string, Options>): files is ReadonlyMap<string, Options> {
  return files instanceof Map
}

/** All options but the path may be missing. */
function optionsOf<Options extends PathOptions>(file: string | URL | Options): Options {
  return typeof file === 'string' || file instanceof URL ? ({ path: file } as Options) : { ...file }
}

/** The clocks of an instrument's files. Throws INSTRUMENT_INVALID. */
export function clocksOf(instrument: Instrument, zone: string | undefined): Clocks {
  const clock = zone === undefined ? undefined : new ZoneClock(zone)
  return { timeZone: clock ?? new ZoneClock('UTC'), dayZone: clock ?? clockOf(instrument) }
}

function clockOf({ symbol, zone }: Instrument): ZoneClock {
  if (ZoneClock.has(zone)) return new ZoneClock(zone)
  const expected = 'an IANA zone such as America/New_York'
  throw new TradewrightError('INSTRUMENT_INVALID', `${symbol}: zone is '${zone}'; expected ${expected}`, {
    details: { symbol, field: 'zone', came: zone, expected },
  })
}
