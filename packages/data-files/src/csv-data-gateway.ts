import { fileURLToPath } from 'node:url'
import { TradewrightError, type BarRequest, type BarSeries, type DataGateway, type Instrument } from '@tradewright/core'
import { CsvBarReader } from './csv-bar-reader.js'
import { readBlocks } from './csv-blocks.js'
import { CSV_FIELDS, type CsvField } from './csv-columns.js'
import { CsvParser } from './csv-parser.js'
import { CsvSource } from './csv-source.js'
import { ZoneClock } from './zone-clock.js'

export interface CsvDataGatewayOptions {
  /** The file of each symbol: a path, or a file URL as a string or URL. */
  readonly files: Readonly<Record<string, string | URL>>
  /** Which of a bar's times the time column holds; default 'open'. */
  readonly timestamp?: 'open' | 'close' | undefined
  /**
   * IANA zone of times that the files give without an offset; default 'UTC'. Where it is given, it is also the zone of the days
   * that dates stand for when the instrument has no calendar; else those are days in the instrument's zone.
   */
  readonly zone?: string | undefined
  /** 'adjclose' scales open, high, low and close by adjusted close / close; default 'none': prices as they are in the file. */
  readonly adjust?: 'none' | 'adjclose' | undefined
  /** The files' own names for their columns; those not given are found by their usual names, in any case. */
  readonly columns?: Readonly<Partial<Record<CsvField, string>>> | undefined
}

const OPTION_NAMES = ['files', 'timestamp', 'zone', 'adjust', 'columns'] satisfies (keyof CsvDataGatewayOptions)[]

/**
 * Bars from CSV files, one file a symbol: a header, then a row a bar, from the oldest to the newest. The whole file is checked,
 * whatever range is asked for; only the range is kept in memory. Prices are taken as they are, never repaired.
 */
export class CsvDataGateway implements DataGateway {
  readonly name = 'csv'
  readonly #options: CsvDataGatewayOptions
  readonly #paths: ReadonlyMap<string, string>
  readonly #zone: ZoneClock | undefined

  /** Throws CONFIG_INVALID, listing everything that cannot be used. */
  constructor(options: CsvDataGatewayOptions) {
    const problems = problemsOf(options)
    if (problems.length > 0) {
      throw new TradewrightError('CONFIG_INVALID', `CsvDataGateway: ${problems.join('; ')}`, { details: { problems } })
    }
    this.#options = { ...options, columns: { ...options.columns } }
    this.#paths = new Map(Object.entries(options.files).map(([symbol, file]) => [symbol, pathOf(file)]))
    this.#zone = options.zone === undefined ? undefined : new ZoneClock(options.zone)
  }

  /**
   * The bars of the request's symbol. Throws UNKNOWN_SYMBOL, FILE_NOT_FOUND, COLUMN_MISSING, ROW_INVALID, TIME_INVALID,
   * BAR_OUT_OF_ORDER, BAR_DUPLICATE, CALENDAR_RANGE, INSTRUMENT_INVALID and RUN_ABORTED.
   */
  async fetchBars(request: BarRequest): Promise<BarSeries> {
    const { instrument, signal } = request
    const { timestamp = 'open', adjust = 'none', columns = {} } = this.#options
    const source = new CsvSource(this.#pathFor(instrument.symbol))
    const timeZone = this.#zone ?? new ZoneClock('UTC')
    const dayZone = this.#zone ?? clockOf(instrument)
    const reader = new CsvBarReader(request, { stamps: timestamp, adjust, columns, timeZone, dayZone }, source)
    await readBlocks(source, new CsvParser(source, reader), signal)
    return reader.series()
  }

  #pathFor(symbol: string): string {
    const path = this.#paths.get(symbol)
    if (path !== undefined) return path
    const known = [...this.#paths.keys()]
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

function pathOf(file: string | URL): string {
  return file instanceof URL || file.startsWith('file:') ? fileURLToPath(file) : file
}

/** What cannot be used in the options, a sentence each: they may come from JavaScript or a configuration file. */
function problemsOf(options: CsvDataGatewayOptions): string[] {
  const given: Readonly<Record<string, unknown>> = { ...options }
  const { files, timestamp = 'open', zone = 'UTC', adjust = 'none', columns = {} } = given
  const problems: string[] = []
  const check = (isRight: boolean, name: string, came: unknown, expected: string): void => {
    if (isRight) return
    problems.push(`${name} is ${typeof came === 'string' ? `'${came}'` : String(came)}; expected ${expected}`)
  }
  check(isObject(files), 'files', files, 'an object of symbols and their files')
  if (isObject(files)) {
    for (const [symbol, file] of Object.entries(files))
      check(isFile(file), `files.${symbol}`, file, 'a path or a file URL')
  }
  check(timestamp === 'open' || timestamp === 'close', 'timestamp', timestamp, "'open' or 'close'")
  check(adjust === 'none' || adjust === 'adjclose', 'adjust', adjust, "'none' or 'adjclose'")
  check(ZoneClock.has(zone), 'zone', zone, 'an IANA zone such as America/New_York')
  check(isObject(columns), 'columns', columns, 'an object of fields and their column names')
  if (isObject(columns)) {
    for (const [field, name] of Object.entries(columns)) {
      check(typeof name === 'string' || name === undefined, `columns.${field}`, name, "a column's name")
      if (!isOneOf(CSV_FIELDS, field)) problems.push(`columns.${field} is no field; expected ${CSV_FIELDS.join(', ')}`)
    }
  }
  for (const name of Object.keys(given)) {
    if (!isOneOf(OPTION_NAMES, name)) problems.push(`${name} is no option; expected ${OPTION_NAMES.join(', ')}`)
  }
  return problems
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isFile(file: unknown): file is string | URL {
  if (!(file instanceof URL) && (typeof file !== 'string' || file === '')) return false
  try {
    pathOf(file)
    return true
  } catch {
    return false
  }
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name)
}
