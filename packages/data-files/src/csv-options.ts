import { fileURLToPath } from 'node:url'
import { CSV_FIELDS, NEEDED, problemOfOrder } from './csv-columns.js'
import type { CsvFormatOptions } from './csv-format.js'
import { problemOfPath } from './csv-paths.js'
import { DateFormat } from './date-format.js'
import { ZoneClock } from './zone-clock.js'

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

type Given = Readonly<Record<string, unknown>>

const FORMAT_OPTIONS = [
  'hasHeader',
  'columns',
  'time',
  'timestamp',
  'zone',
  'priceScale',
  'thousands',
  'adjust',
  'invert',
  'onBadRow',
] satisfies (keyof CsvFormatOptions)[]

/** Options of which each has one of a few values. */
const CHOICES = {
  hasHeader: [true, false],
  timestamp: ['open', 'close'],
  thousands: [',', ' ', "'", '_'],
  adjust: ['none', 'adjclose'],
  invert: [true, false],
  onBadRow: ['throw', 'collect'],
} as const satisfies { [Name in keyof CsvFormatOptions]: readonly CsvFormatOptions[Name][] }

const TIMES = ['iso', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns', 'ms-of-day']

export function pathOf(file: string | URL): string {
  return file instanceof URL || file.startsWith('file:') ? fileURLToPath(file) : file
}

export function fileOptionsOf(file: string | URL | CsvFileOptions): CsvFileOptions {
  return typeof file === 'string' || file instanceof URL ? { path: file } : { ...file }
}

/** Collects what cannot be used. */
class Problems {
  readonly list: string[] = []

  check(isRight: boolean, name: string, came: unknown, expected: string): void {
    if (!isRight) this.list.push(`${name} is ${shown(came)}; expected ${expected}`)
  }
}

/** What cannot be used in the options, a sentence each: they may come from JavaScript or a configuration file. */
export function problemsOf(options: CsvDataGatewayOptions): string[] {
  const given: Given = { ...options }
  const { directory, files } = given
  const problems = new Problems()
  if (directory !== undefined) problems.check(isFile(directory), 'directory', directory, 'a path or a file URL')
  if (isObject(files) && !(files instanceof URL)) {
    for (const [symbol, file] of Object.entries(files)) checkFile(`files.${symbol}`, file, problems)
  } else if (files !== undefined || directory === undefined) {
    const isForAll = isFile(files) && pathOf(files).includes('{symbol}')
    problems.check(isForAll, 'files', files, 'an object of symbols and their files, or a path with {symbol}')
    if (isForAll) checkPlaceholders('files', files, problems)
  }
  checkFormat('', given, problems)
  checkNames('', given, ['directory', 'files', ...FORMAT_OPTIONS], problems)
  return problems.list
}

function checkFile(name: string, file: unknown, problems: Problems): void {
  const options: Given | undefined = isObject(file) && !(file instanceof URL) ? { ...file } : undefined
  const path = options ? options.path : file
  const isRight = isFile(path)
  problems.check(isRight, options ? `${name}.path` : name, path, 'a path or a file URL')
  if (isRight) checkPlaceholders(name, path, problems)
  if (!options) return
  checkFormat(`${name}.`, options, problems)
  checkNames(`${name}.`, options, ['path', ...FORMAT_OPTIONS], problems)
}

function checkPlaceholders(name: string, path: string | URL, problems: Problems): void {
  const problem = problemOfPath(pathOf(path))
  problems.check(problem === undefined, name, String(path), problem ?? '')
}

function checkFormat(prefix: string, given: Given, problems: Problems): void {
  for (const [name, choices] of Object.entries(CHOICES)) {
    const came = given[name]
    const isRight = came === undefined || (choices as readonly unknown[]).includes(came)
    problems.check(isRight, `${prefix}${name}`, came, choices.map(shown).join(' or '))
  }
  const { time = 'iso', zone = 'UTC', priceScale = 1 } = given
  problems.check(ZoneClock.has(zone), `${prefix}zone`, zone, 'an IANA zone such as America/New_York')
  const isScale = typeof priceScale === 'number' && priceScale > 0 && priceScale < Number.POSITIVE_INFINITY
  problems.check(isScale, `${prefix}priceScale`, priceScale, 'a positive number such as 10000')
  checkTime(`${prefix}time`, time, problems)
  checkColumns(prefix, given, problems)
}

function checkTime(name: string, time: unknown, problems: Problems): void {
  const format = isObject(time) && 'format' in time ? time.format : undefined
  if (typeof format !== 'string') {
    problems.check(
      TIMES.includes(time as string),
      name,
      time,
      `${TIMES.map(shown).join(', ')} or { format: 'MM/dd/yyyy' }`,
    )
    return
  }
  const problem = DateFormat.problemOf(format)
  problems.check(problem === undefined, `${name}.format`, format, problem ?? '')
}

function checkColumns(prefix: string, { columns = {}, hasHeader = true, adjust }: Given, problems: Problems): void {
  const name = `${prefix}columns`
  if (Array.isArray(columns)) {
    problems.check(
      hasHeader === false,
      name,
      columns,
      'an object of fields and their column names, or hasHeader: false',
    )
    const problem = problemOfOrder(columns, adjust)
    problems.check(problem === undefined, name, columns, problem ?? '')
    return
  }
  problems.check(isObject(columns), name, columns, 'an object of fields and their column names')
  if (!isObject(columns)) return
  const isNamed = Object.keys(columns).length > 0
  problems.check(hasHeader !== false || !isNamed, name, columns, 'a list of fields where hasHeader is false')
  for (const [field, title] of Object.entries(columns)) {
    const isNeeded = (NEEDED as readonly string[]).includes(field)
    const isRight = typeof title === 'string' || title === undefined || (title === null && !isNeeded)
    problems.check(
      isRight,
      `${name}.${field}`,
      title,
      isNeeded ? "a column's name" : "a column's name, or null for none",
    )
  }
  checkNames(`${name}.`, { ...columns }, CSV_FIELDS, problems, 'field')
}

function checkNames(prefix: string, given: Given, names: readonly string[], problems: Problems, noun = 'option'): void {
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) problems.list.push(`${prefix}${name} is no ${noun}; expected ${names.join(', ')}`)
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  return Array.isArray(value) || (isObject(value) && !(value instanceof URL)) ? JSON.stringify(value) : String(value)
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
