import { readdir } from 'node:fs/promises'
import { join, parse, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TradewrightError, type ErrorCode } from '@tradewright/core'
import { DateFormat } from './date-format.js'
import { unreadable } from './file-errors.js'
import { dateWall } from './wall-dates.js'

/** A file of a series. */
export interface SeriesFile {
  readonly path: string
  /** The date that its name has, as the wall time of its midnight; only for one file a day. */
  readonly date: number | undefined
}

/** What the placeholders of a path are filled with. */
export interface Placeholders {
  readonly symbol: string
  /** What may stand behind a file's name, such as '.gz'. */
  readonly suffix: string | undefined
}

const SYMBOL = '{symbol}'
const DATE = /\{date:([^}]*)\}/
const PLACEHOLDER = /\{symbol\}|\{date:[^}]*\}/

export function pathOf(file: string | URL): string {
  return file instanceof URL || file.startsWith('file:') ? fileURLToPath(file) : file
}

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

/** The files that a path stands for: one, or one a day with the oldest first. Throws FILE_NOT_FOUND, FILE_AMBIGUOUS and SYMBOL_INVALID. */
export async function filesOf(path: string, placeholders: Placeholders): Promise<readonly SeriesFile[]> {
  if (!PLACEHOLDER.test(path)) return [{ path, date: undefined }]
  if (path.includes(SYMBOL)) checkSymbol(placeholders.symbol)
  const { root } = parse(path)
  const segments = path.slice(root.length).split(/[\\/]/)
  const first = segments.findIndex((segment) => PLACEHOLDER.test(segment))
  let folder = join(root, ...segments.slice(0, first)) || '.'
  for (const segment of segments.slice(first, -1)) {
    const name = PLACEHOLDER.test(segment) ? await onlyName(folder, segment, placeholders) : segment
    folder = join(folder, name)
  }
  const last = segments[segments.length - 1]!
  if (DATE.test(last)) return daysOf(folder, last, placeholders)
  const name = PLACEHOLDER.test(last) ? await onlyName(folder, last, placeholders) : last
  return [{ path: join(folder, name), date: undefined }]
}

/** The date that a file's name has in the middle of it, as the wall time of its midnight: 20240311 or 2024-03-11. */
export function dateInName(name: string): number | undefined {
  const found = [...name.matchAll(/(?<!\d)(\d{4})(-?)(\d{2})\2(\d{2})(?!\d)/g)]
    .map(([, year, , month, day]) => dateWall(Number(year), Number(month), Number(day)))
    .filter((wall) => !Number.isNaN(wall))
  return found.length === 1 ? found[0] : undefined
}

/** A symbol that is to be part of a file's name must not lead out of its folder. */
function checkSymbol(symbol: string): void {
  // A NUL ends a path for the system, whatever stands behind it.
  if (symbol !== '' && symbol !== '.' && symbol !== '..' && !/[\\/\u0000-\u001f]/.test(symbol)) return
  const shown = JSON.stringify(symbol)
  const message = `${shown} came for {symbol} in the path of a file; expected a name without slashes and control characters`
  throw new TradewrightError('SYMBOL_INVALID', `${message}: files: { ${shown}: … } gives such a symbol its file`, {
    details: { symbol },
  })
}

async function onlyName(folder: string, segment: string, placeholders: Placeholders): Promise<string> {
  const names = matches(await namesIn(folder), segment, placeholders).map(({ name }) => name)
  if (names.length === 1) return names[0]!
  const wanted = segment.replaceAll(SYMBOL, placeholders.symbol)
  const gzipped = placeholders.suffix === '.gz' ? ', gzipped or not' : ''
  const came = names.length === 0 ? `no ${wanted}` : names.join(' and ')
  throw wrongFiles(names, folder, `${came}; expected one ${wanted}${gzipped}`)
}

async function daysOf(folder: string, segment: string, placeholders: Placeholders): Promise<SeriesFile[]> {
  const format = new DateFormat(DATE.exec(segment)![1]!)
  const days = new Map<number, string>()
  for (const { name, date } of matches(await namesIn(folder), segment, placeholders)) {
    const bytes = Buffer.from(date)
    if (!format.read(bytes, 0, bytes.length)) continue
    const other = days.get(format.wall)
    if (other !== undefined) throw wrongFiles([other, name], folder, `${other} and ${name}; expected one file a day`)
    days.set(format.wall, name)
  }
  if (days.size === 0) {
    const wanted = segment.replaceAll(SYMBOL, placeholders.symbol)
    throw wrongFiles([], folder, `no file such as ${wanted}; expected one a day`)
  }
  return [...days.entries()].sort(([a], [b]) => a - b).map(([date, name]) => ({ path: join(folder, name), date }))
}

interface Match {
  readonly name: string
  /** What stands in the place of the date. */
  readonly date: string
}

/** The names that a segment stands for, in any case: on many systems they are the same file. */
function matches(names: readonly string[], segment: string, { symbol, suffix }: Placeholders): Match[] {
  const end = suffix === undefined ? '' : `(?:${escaped(suffix)})?`
  const pattern = new RegExp(`^${patternOf(segment, symbol)}${end}$`, 'iu')
  return names.flatMap((name) => {
    const match = pattern.exec(name)
    return match ? [{ name, date: match[1] ?? '' }] : []
  })
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

function wrongFiles(names: readonly string[], folder: string, what: string): TradewrightError {
  const code: ErrorCode = names.length === 0 ? 'FILE_NOT_FOUND' : 'FILE_AMBIGUOUS'
  return new TradewrightError(code, `${folder}${sep} has ${what}`, { details: { path: folder, names } })
}
