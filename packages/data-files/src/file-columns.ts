import type { FileSource } from './file-source.js'

/** What the reader takes from a row; the time comes first. */
export const BAR_FIELDS = ['time', 'open', 'high', 'low', 'close', 'volume', 'vwap', 'adjclose', 'closeTime'] as const
export type FileField = (typeof BAR_FIELDS)[number]
type DispensableField = 'volume' | 'vwap' | 'adjclose' | 'closeTime'

/** Names that a column may have, without case, spaces and punctuation. */
const KNOWN_NAMES: Readonly<Record<FileField, readonly string[]>> = {
  time: ['time', 'date', 'datetime', 'timestamp'],
  open: ['open'],
  high: ['high'],
  low: ['low'],
  close: ['close'],
  volume: ['volume', 'vol'],
  vwap: ['vwap'],
  adjclose: ['adjclose', 'adjustedclose', 'closeadj', 'closeadjusted'],
  closeTime: ['closetime'],
}

export const NEEDED: readonly FileField[] = ['time', 'open', 'high', 'low', 'close']

/** The file's own names for its columns; those not given are found by their usual names. Null leaves out one that a bar can do without. */
export type ColumnNames = Readonly<
  Partial<Record<Exclude<FileField, DispensableField>, string> & Record<DispensableField, string | null>>
>

/** What each column of a file without a header holds, in the file's order; null for one that nothing is taken from. */
export type ColumnOrder = readonly (FileField | null)[]

export interface FileColumnsOptions {
  readonly columns: ColumnNames | ColumnOrder | undefined
  readonly adjust: 'none' | 'adjclose'
  readonly timestamp: 'open' | 'close'
}

/** The columns of a file without a header, unless the options say otherwise; the volume may be missing. */
const USUAL_ORDER: ColumnOrder = ['time', 'open', 'high', 'low', 'close', 'volume']

export interface FileColumns {
  /** For each column of the file, what it holds; undefined where nothing is taken from it. */
  readonly fields: readonly (FileField | undefined)[]
  readonly names: readonly string[]
  readonly hasVolume: boolean
  readonly hasVwap: boolean
  /** Whether the file says itself when its bars close. */
  readonly hasCloseTime: boolean
  /** The name of an adjusted close that is not used. */
  readonly adjustedUnused: string | undefined
}

/** Finds out from the header what each column holds. Throws COLUMN_MISSING. */
export function findColumns(names: readonly string[], options: FileColumnsOptions, source: FileSource): FileColumns {
  const fields: (FileField | undefined)[] = names.map(() => undefined)
  const mapping: ColumnNames = isOrder(options.columns) ? {} : (options.columns ?? {})
  for (const field of BAR_FIELDS) {
    const mapped = mapping[field]
    if (mapped === undefined || mapped === null) continue
    const at = columnNamed(field, mapped, names, source)
    if (fields[at] !== undefined) {
      throw missing(
        field,
        `a column of its own for ${field}, not '${names[at]!}', which is its ${fields[at]}`,
        names,
        source,
      )
    }
    fields[at] = field
  }
  for (const field of BAR_FIELDS) {
    if (fields.includes(field) || mapping[field] === null) continue
    if (field === 'closeTime' && options.timestamp === 'close') continue
    const at = columnKnown(field, names, fields, source)
    if (at !== undefined) fields[at] = field
    else if (NEEDED.includes(field) || (field === 'adjclose' && options.adjust === 'adjclose')) {
      throw missing(field, `a column for ${field}, named ${KNOWN_NAMES[field].join(' or ')}`, names, source)
    }
  }
  return asColumns(fields, names, options)
}

/** Takes the columns of a file without a header in the order that the options give. Throws COLUMN_MISSING for a row of another width. */
export function orderedColumns(width: number, options: FileColumnsOptions, source: FileSource): FileColumns {
  const order = isOrder(options.columns) ? options.columns : USUAL_ORDER
  const isWithoutVolume = order === USUAL_ORDER && width === order.length - 1
  if (width !== order.length && !isWithoutVolume) {
    const expected = order === USUAL_ORDER ? '5 or 6' : String(order.length)
    const list = order.map((field) => field ?? 'null').join(', ')
    const message = `${width} ${width === 1 ? 'cell' : 'cells'} came; expected ${expected} (${list}) in a file without a header`
    throw source.rowError('COLUMN_MISSING', `${message}: the option columns lists what they hold`, {
      came: width,
      expected: order,
    })
  }
  const fields = order.slice(0, width).map((field) => field ?? undefined)
  return asColumns(
    fields,
    fields.map((field) => field ?? ''),
    options,
  )
}

/** What is wrong with an order of columns, as the end of a sentence; undefined if nothing is. */
export function problemOfOrder(order: readonly unknown[], adjust: unknown): string | undefined {
  const unknown = order.find((field) => field !== null && !(BAR_FIELDS as readonly unknown[]).includes(field))
  if (unknown !== undefined) return `not ${JSON.stringify(unknown)}: it knows ${BAR_FIELDS.join(', ')} and null`
  const twice = order.find((field, at) => field !== null && order.indexOf(field) !== at)
  if (twice !== undefined) return `one ${JSON.stringify(twice)}, not two`
  const needed = adjust === 'adjclose' ? [...NEEDED, 'adjclose'] : NEEDED
  const lacking = needed.find((field) => !order.includes(field))
  return lacking === undefined ? undefined : `${lacking} as well`
}

/** Whether a row of cells is a header rather than a bar: two of them are names that this header or any other has. */
export function isHeader(cells: readonly string[], names: readonly string[]): boolean {
  const known = new Set([...names, ...Object.values(KNOWN_NAMES).flat()].map(plain))
  known.delete('')
  return cells.filter((cell) => known.has(plain(cell))).length >= 2
}

function isOrder(columns: ColumnNames | ColumnOrder | undefined): columns is ColumnOrder {
  return Array.isArray(columns)
}

function asColumns(
  fields: (FileField | undefined)[],
  names: readonly string[],
  options: FileColumnsOptions,
): FileColumns {
  const adjusted = fields.indexOf('adjclose')
  const isUnused = adjusted >= 0 && options.adjust === 'none'
  if (isUnused) fields[adjusted] = undefined
  return {
    fields,
    names,
    hasVolume: fields.includes('volume'),
    hasVwap: fields.includes('vwap'),
    hasCloseTime: fields.includes('closeTime'),
    adjustedUnused: isUnused ? names[adjusted] : undefined,
  }
}

/** The column that the options name; a name in the file's own case comes first. */
function columnNamed(field: FileField, mapped: string, names: readonly string[], source: FileSource): number {
  const exact = placesOf(names, (name) => name === mapped)
  const found = exact.length > 0 ? exact : placesOf(names, (name) => name.toLowerCase() === mapped.toLowerCase())
  if (found[0] === undefined) throw missing(field, `a column '${mapped}' for ${field}`, names, source)
  return only(field, found, names, source)
}

/** The column that has one of a field's usual names and is not taken by another field. */
function columnKnown(
  field: FileField,
  names: readonly string[],
  taken: readonly (FileField | undefined)[],
  source: FileSource,
): number | undefined {
  // Others write a bar's last millisecond into a column of nearly that name: only the writers' own spelling is taken for the close.
  const isNamed = (name: string): boolean =>
    field === 'closeTime' ? name === field : KNOWN_NAMES[field].includes(plain(name))
  const found = placesOf(names, (name, at) => taken[at] === undefined && isNamed(name))
  if (found.length > 0) return only(field, found, names, source)
  return field === 'time' && names[0] === '' && taken[0] === undefined ? 0 : undefined
}

function only(field: FileField, found: readonly number[], names: readonly string[], source: FileSource): number {
  if (found.length > 1) {
    const list = found.map((at) => `'${names[at]!}'`).join(' and ')
    throw missing(field, `one column for ${field}, not ${list}: say which in columns.${field}`, names, source)
  }
  return found[0]!
}

function placesOf(names: readonly string[], matches: (name: string, at: number) => boolean): number[] {
  return names.flatMap((name, at) => (matches(name, at) ? [at] : []))
}

/** A name without case, blanks and punctuation: 'adjclose' for 'Adj. Close', 'date' for '<DATE>'. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

function missing(field: FileField, expected: string, names: readonly string[], source: FileSource): Error {
  const found = names.map((name) => `'${name}'`).join(', ')
  const hint = names.some((name) => name !== '' && !Number.isNaN(Number(name)))
    ? '; hasHeader: false reads a file without a header'
    : ''
  const details = { field, expected, found: names }
  if (source.row === 0)
    return source.fileError(
      'COLUMN_MISSING',
      `lacks a column: expected ${expected}; found the columns ${found}`,
      details,
    )
  return source.rowError('COLUMN_MISSING', `expected ${expected}; found the columns ${found}${hint}`, details)
}
