import { TradewrightError } from '@tradewright/core'
import type { CsvFormatOptions } from './csv-format.js'
import { DateFormat } from './date-format.js'
import { BAR_FIELDS, NEEDED, problemOfOrder } from './file-columns.js'
import type { FileFormatOptions } from './file-format.js'
import { pathOf, problemOfPath } from './file-paths.js'
import type { ParquetFormatOptions } from './parquet-format.js'
import { ZoneClock } from './zone-clock.js'

type Given = Readonly<Record<string, unknown>>

/** Which options a gateway has for the format of its files. */
export interface OptionRules {
  readonly names: readonly string[]
  /** Options of which each has one of a few values. */
  readonly choices: Readonly<Record<string, readonly unknown[]>>
  /** What may come where no time is given. */
  readonly timeByDefault: unknown
}

/** The choices that all gateways have. */
const CHOICES = {
  timestamp: ['open', 'close'],
  adjust: ['none', 'adjclose'],
  invert: [true, false],
  onBadRow: ['throw', 'collect'],
} as const satisfies { [Name in keyof FileFormatOptions]: readonly FileFormatOptions[Name][] }

export const CSV_RULES: OptionRules = {
  names: [
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
  ] satisfies (keyof CsvFormatOptions)[],
  choices: {
    hasHeader: [true, false],
    timestamp: CHOICES.timestamp,
    thousands: [',', ' ', "'", '_'],
    adjust: CHOICES.adjust,
    invert: CHOICES.invert,
    onBadRow: CHOICES.onBadRow,
  } satisfies { [Name in keyof CsvFormatOptions]: readonly CsvFormatOptions[Name][] },
  timeByDefault: 'iso',
}

export const PARQUET_RULES: OptionRules = {
  names: [
    'columns',
    'time',
    'timestamp',
    'zone',
    'priceScale',
    'adjust',
    'invert',
    'onBadRow',
  ] satisfies (keyof ParquetFormatOptions)[],
  choices: CHOICES,
  timeByDefault: undefined,
}

const TIMES = ['iso', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns', 'ms-of-day']

/** Collects what cannot be used. */
class Problems {
  readonly list: string[] = []

  check(isRight: boolean, name: string, came: unknown, expected: string): void {
    if (!isRight) this.list.push(`${name} is ${shown(came)}; expected ${expected}`)
  }
}

/** Throws CONFIG_INVALID for options that cannot be used, and lists them all: they may come from JavaScript or a configuration file. */
export function checkOptions(gateway: string, options: object, rules: OptionRules): void {
  const problems = problemsOf({ ...options }, rules)
  if (problems.length === 0) return
  throw new TradewrightError('CONFIG_INVALID', `${gateway}: ${problems.join('; ')}`, { details: { problems } })
}

function problemsOf(given: Given, rules: OptionRules): string[] {
  const { directory, files } = given
  const problems = new Problems()
  if (directory !== undefined) problems.check(isFile(directory), 'directory', directory, 'a path or a file URL')
  if (isObject(files) && !(files instanceof URL)) {
    for (const [symbol, file] of Object.entries(files)) checkFile(`files.${symbol}`, file, rules, problems)
  } else if (files !== undefined || directory === undefined) {
    const isForAll = isFile(files) && pathOf(files).includes('{symbol}')
    problems.check(isForAll, 'files', files, 'an object of symbols and their files, or a path with {symbol}')
    if (isForAll) checkPlaceholders('files', files, problems)
  }
  checkFormat('', given, rules, problems)
  checkNames('', given, ['directory', 'files', ...rules.names], problems)
  return problems.list
}

function checkFile(name: string, file: unknown, rules: OptionRules, problems: Problems): void {
  const options: Given | undefined = isObject(file) && !(file instanceof URL) ? { ...file } : undefined
  const path = options ? options.path : file
  const isRight = isFile(path)
  problems.check(isRight, options ? `${name}.path` : name, path, 'a path or a file URL')
  if (isRight) checkPlaceholders(name, path, problems)
  if (!options) return
  checkFormat(`${name}.`, options, rules, problems)
  checkNames(`${name}.`, options, ['path', ...rules.names], problems)
}

function checkPlaceholders(name: string, path: string | URL, problems: Problems): void {
  const problem = problemOfPath(pathOf(path))
  problems.check(problem === undefined, name, String(path), problem ?? '')
}

function checkFormat(prefix: string, given: Given, rules: OptionRules, problems: Problems): void {
  for (const [name, choices] of Object.entries(rules.choices)) {
    const came = given[name]
    const isRight = came === undefined || choices.includes(came)
    problems.check(isRight, `${prefix}${name}`, came, choices.map(shown).join(' or '))
  }
  const { time = rules.timeByDefault, zone = 'UTC', priceScale = 1 } = given
  problems.check(ZoneClock.has(zone), `${prefix}zone`, zone, 'an IANA zone such as America/New_York')
  const isScale = typeof priceScale === 'number' && priceScale > 0 && priceScale < Number.POSITIVE_INFINITY
  problems.check(isScale, `${prefix}priceScale`, priceScale, 'a positive number such as 10000')
  if (time !== undefined) checkTime(`${prefix}time`, time, problems)
  checkColumns(prefix, given, rules, problems)
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

function checkColumns(prefix: string, given: Given, rules: OptionRules, problems: Problems): void {
  const { columns = {}, adjust, timestamp } = given
  const name = `${prefix}columns`
  const mayLackHeader = rules.names.includes('hasHeader')
  const hasHeader = !mayLackHeader || given.hasHeader !== false
  if (Array.isArray(columns)) {
    const expected = 'an object of fields and their column names'
    problems.check(!hasHeader, name, columns, mayLackHeader ? `${expected}, or hasHeader: false` : expected)
    const problem = problemOfOrder(columns, adjust)
    if (mayLackHeader) problems.check(problem === undefined, name, columns, problem ?? '')
    return
  }
  problems.check(isObject(columns), name, columns, 'an object of fields and their column names')
  if (!isObject(columns)) return
  const isNamed = Object.keys(columns).length > 0
  problems.check(hasHeader || !isNamed, name, columns, 'a list of fields where hasHeader is false')
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
  const contradicts = timestamp === 'close' && Object.hasOwn(columns, 'closeTime')
  problems.check(!contradicts, `${name}.closeTime`, 'given', "none where timestamp is 'close'")
  checkNames(`${name}.`, { ...columns }, BAR_FIELDS, problems, 'field')
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
