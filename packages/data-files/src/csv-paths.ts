import { readdir } from 'node:fs/promises'
import { join, parse, sep } from 'node:path'
import { TradewrightError } from '@tradewright/core'
import { unreadable } from './csv-blocks.js'
import { DateFormat } from './date-format.js'
import { dateWall } from './wall-dates.js'

/** A file of a series. */
export interface CsvFile {
  readonly path: string
  /** The date that its name has, as the wall time of its midnight; only for one file a day. */
  readonly date: number | undefined
}

const SYMBOL = '{symbol}'
const DATE = /\{date:([^}]*)\}/
const PLACEHOLDER = /\{symbol\}|\{date:[^}]*\}/

/** What is wrong with the placeholders of a path, as the end of a sentence; undefined if nothing is. */
export function problemOfPath(path: string): string | undefined {
  const segments = path.split(/[\\/]/)
  const dated = segments.findIndex((segment) => DATE.test(segment))
  if (dated < 0) return undefined
  if (dated !== segments.length - 1 || segments[dated]!.split('{date:').length > 2)
    return 'one {date:…}, in the name of the file'
  const format = DATE.exec(path)![1]!
  return DateFormat.problemOf(format)?.replace(/^/, 'in {date:…} ')
}

/** The files that a path stands for: one, or one a day with the oldest first. Throws FILE_NOT_FOUND. */
export async function filesOf(path: string, symbol: string): Promise<readonly CsvFile[]> {
  if (!PLACEHOLDER.test(path)) return [{ path, date: undefined }]
  const { root } = parse(path)
  const segments = path.slice(root.length).split(/[\\/]/)
  const first = segments.findIndex((segment) => PLACEHOLDER.test(segment))
  let folder = join(root, ...segments.slice(0, first)) || '.'
  for (const segment of segments.slice(first, -1)) {
    const name = PLACEHOLDER.test(segment) ? await onlyName(folder, segment, symbol) : segment
    folder = join(folder, name)
  }
  const last = segments[segments.length - 1]!
  if (DATE.test(last)) return daysOf(folder, last, symbol)
  const name = PLACEHOLDER.test(last) ? await onlyName(folder, last, symbol) : last
  return [{ path: join(folder, name), date: undefined }]
}

/** The date that a file's name has in the middle of it, as the wall time of its midnight: 20240311 or 2024-03-11. */
export function dateInName(name: string): number | undefined {
  const found = [...name.matchAll(/(?<!\d)(\d{4})(-?)(\d{2})\2(\d{2})(?!\d)/g)]
    .map(([, year, , month, day]) => dateWall(Number(year), Number(month), Number(day)))
    .filter((wall) => !Number.isNaN(wall))
  return found.length === 1 ? found[0] : undefined
}

async function onlyName(folder: string, segment: string, symbol: string): Promise<string> {
  const names = matches(await namesIn(folder), segment, symbol).map(({ name }) => name)
  if (names.length === 1) return names[0]!
  const wanted = segment.replaceAll(SYMBOL, symbol)
  const came = names.length === 0 ? `no ${wanted}` : names.join(' and ')
  throw notFound(folder, `${came}; expected one ${wanted}, gzipped or not`)
}

async function daysOf(folder: string, segment: string, symbol: string): Promise<CsvFile[]> {
  const format = new DateFormat(DATE.exec(segment)![1]!)
  const days = new Map<number, string>()
  for (const { name, date } of matches(await namesIn(folder), segment, symbol)) {
    const bytes = Buffer.from(date)
    if (!format.read(bytes, 0, bytes.length)) continue
    const other = days.get(format.wall)
    if (other !== undefined) throw notFound(folder, `${other} and ${name}; expected one file a day`)
    days.set(format.wall, name)
  }
  if (days.size === 0)
    throw notFound(folder, `no file such as ${segment.replaceAll(SYMBOL, symbol)}; expected one a day`)
  return [...days.entries()].sort(([a], [b]) => a - b).map(([date, name]) => ({ path: join(folder, name), date }))
}

interface Match {
  readonly name: string
  /** What stands in the place of the date. */
  readonly date: string
}

/** The names that a segment stands for, gzipped or not: those in the symbol's own case, or else in any. */
function matches(names: readonly string[], segment: string, symbol: string): Match[] {
  const found = (flags: string): Match[] => {
    const pattern = new RegExp(`^${patternOf(segment, symbol)}(?:\\.gz)?$`, flags)
    return names.flatMap((name) => {
      const match = pattern.exec(name)
      return match ? [{ name, date: match[1] ?? '' }] : []
    })
  }
  const exact = found('u')
  return exact.length > 0 ? exact : found('iu')
}

function patternOf(segment: string, symbol: string): string {
  return segment
    .split(/(\{symbol\}|\{date:[^}]*\})/)
    .map((part) => (part === SYMBOL ? escaped(symbol) : DATE.test(part) ? '(.+)' : escaped(part)))
    .join('')
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    throw unreadable(folder, error, 'a folder')
  }
}

function notFound(folder: string, what: string): TradewrightError {
  return new TradewrightError('FILE_NOT_FOUND', `${folder}${sep} has ${what}`, { details: { path: folder } })
}
