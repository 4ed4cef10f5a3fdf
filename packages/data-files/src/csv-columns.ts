import type { CsvSource } from './csv-source.js'

/** What the reader takes from a row; the time comes first. */
export const CSV_FIELDS = ['time', 'open', 'high', 'low', 'close', 'volume', 'vwap', 'adjclose'] as const
export type CsvField = (typeof CSV_FIELDS)[number]
type DispensableField = 'volume' | 'vwap' | 'adjclose'

/** Names that a column may have, without case, spaces and punctuation. */
const KNOWN_NAMES: Readonly<Record<CsvField, readonly string[]>> = {
  time: ['time', 'date', 'datetime', 'timestamp'],
  open: ['open'],
  high: ['high'],
  low: ['low'],
  close: ['close'],
  volume: ['volume', 'vol'],
  vwap: ['vwap'],
  adjclose: ['adjclose', 'adjustedclose', 'closeadj', 'closeadjusted'],
}

export const NEEDED: readonly CsvField[] = ['time', 'open', 'high', 'low', 'close']

/** The file's own names for its columns; those not given are found by their usual names. Null leaves out one that a bar can do without. */
export type CsvColumnNames = Readonly<
  Partial<Record<Exclude<CsvField, DispensableField>, string> & Record<DispensableField, string | null>>
>

/** What each column of a file without a header holds, in the file's order; null for one that nothing is taken from. */
export type CsvColumnOrder = readonly (CsvField | null)[]

export interface CsvColumnsOptions {
  readonly columns: CsvColumnNames | CsvColumnOrder | undefined
  readonly adjust: 'none' | 'adjclose'
}

/** The columns of a file without a header, unless the options say otherwise; the volume may be missing. */
const USUAL_ORDER: CsvColumnOrder = ['time', 'open', 'high', 'low', 'close', 'volume']

export interface CsvColumns {
  /** For each column of the file, what it holds; undefined where nothing is taken from it. */
  readonly fields: readonly (CsvField | undefined)[]
  readonly names: readonly string[]
  readonly hasVolume: boolean
  readonly hasVwap: boolean
  /** The name of an adjusted close that is not used. */
  readonly adjustedUnused: string | undefined
}

/** Finds out from the header what each column holds. Throws COLUMN_MISSING. */
export function findColumns(names: readonly string[], options: CsvColumnsOptions, source: CsvSource): CsvColumns {
  const fields: (CsvField | undefined)[] = names.map(() => undefined)
  const mapping: CsvColumnNames = isOrder(options.columns) ? {} : (options.columns ?? {})
  for (const field of CSV_FIELDS) {
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
  for (const field of CSV_FIELDS) {
    if (fields.includes(field) || mapping[field] === null) continue
    const at = columnKnown(field, names, fields, source)
    if (at !== undefined) fields[at] = field
    else if (NEEDED.includes(field) || (field === 'adjclose' && options.adjust === 'adjclose')) {
      throw missing(field, `a column for ${field}, named ${KNOWN_NAMES[field].join(' or ')}`, names, source)
    }
  }
  return asColumns(fields, names, options)
}

/** Takes the columns of a file without a header in the order that the options give. Throws COLUMN_MISSING for a row of another width. */
export function orderedColumns(width: number, options: CsvColumnsOptions, source: CsvSource): CsvColumns {
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
  const unknown = order.find((field) => field !== null && !(CSV_FIELDS as readonly unknown[]).includes(field))
  if (unknown !== undefined) return `not ${JSON.stringify(unknown)}: it knows ${CSV_FIELDS.join(', ')} and null`
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

function isOrder(columns: CsvColumnNames | CsvColumnOrder | undefined): columns is CsvColumnOrder {
  return Array.isArray(columns)
}

function asColumns(fields: (CsvField | undefined)[], names: readonly string[], options: CsvColumnsOptions): CsvColumns {
  const adjusted = fields.indexOf('adjclose')
  const isUnused = adjusted >= 0 && options.adjust === 'none'
  if (isUnused) fields[adjusted] = undefined
  return {
    fields,
    names,
    hasVolume: fields.includes('volume'),
    hasVwap: fields.includes('vwap'),
    adjustedUnused: isUnused ? names[adjusted] : undefined,
  }
}

/** The column that the options name; a name in the file's own case comes first. */
function columnNamed(field: CsvField, mapped: string, names: readonly string[], source: CsvSource): number {
  const exact = placesOf(names, (name) => name === mapped)
  const found = exact.length > 0 ? exact : placesOf(names, (name) => name.toLowerCase() === mapped.toLowerCase())
  if (found[0] === undefined) throw missing(field, `a column '${mapped}' for ${field}`, names, source)
  return only(field, found, names, source)
}

/** The column that has one of a field's usual names and is not taken by another field. */
function columnKnown(
  field: CsvField,
  names: readonly string[],
  taken: readonly (CsvField | undefined)[],
  source: CsvSource,
): number | undefined {
  const found = placesOf(names, (name, at) => taken[at] === undefined && KNOWN_NAMES[field].includes(plain(name)))
  if (found.length > 0) return only(field, found, names, source)
  return field === 'time' && names[0] === '' && taken[0] === undefined ? 0 : undefined
}

function only(field: CsvField, found: readonly number[], names: readonly string[], source: CsvSource): number {
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

function missing(field: CsvField, expected: string, names: readonly string[], source: CsvSource): Error {
  const found = names.map((name) => `'${name}'`).join(', ')
  const hint = names.some((name) => name !== '' && !Number.isNaN(Number(name)))
    ? '; hasHeader: false reads a file without a header'
    : ''
  return source.rowError('COLUMN_MISSING', `expected ${expected}; found the columns ${found}${hint}`, {
    field,
    expected,
    found: names,
  })
}
