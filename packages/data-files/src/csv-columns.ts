import type { CsvSource } from './csv-source.js'

/** What the reader takes from a row; the time comes first. */
export const CSV_FIELDS = ['time', 'open', 'high', 'low', 'close', 'volume', 'adjclose'] as const
export type CsvField = (typeof CSV_FIELDS)[number]

/** Names that a column may have, without case, spaces and punctuation. */
const KNOWN_NAMES: Readonly<Record<CsvField, readonly string[]>> = {
  time: ['time', 'date', 'datetime', 'timestamp'],
  open: ['open'],
  high: ['high'],
  low: ['low'],
  close: ['close'],
  volume: ['volume', 'vol'],
  adjclose: ['adjclose', 'adjustedclose', 'closeadj', 'closeadjusted'],
}

const NEEDED: readonly CsvField[] = ['time', 'open', 'high', 'low', 'close']

export interface CsvColumnsOptions {
  /** The file's own names for its columns; those not given are found by their usual names. */
  readonly columns: Readonly<Partial<Record<CsvField, string>>>
  readonly adjust: 'none' | 'adjclose'
}

export interface CsvColumns {
  /** For each column of the file, what it holds; undefined where nothing is taken from it. */
  readonly fields: readonly (CsvField | undefined)[]
  readonly names: readonly string[]
  readonly hasVolume: boolean
  /** The name of an adjusted close that is not used. */
  readonly adjustedUnused: string | undefined
}

/** Finds out from the header what each column holds. Throws COLUMN_MISSING. */
export function findColumns(names: readonly string[], options: CsvColumnsOptions, source: CsvSource): CsvColumns {
  const fields: (CsvField | undefined)[] = names.map(() => undefined)
  for (const field of CSV_FIELDS) {
    const mapped = options.columns[field]
    if (mapped === undefined) continue
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
    if (fields.includes(field)) continue
    const at = columnKnown(field, names, fields, source)
    if (at !== undefined) fields[at] = field
    else if (NEEDED.includes(field) || (field === 'adjclose' && options.adjust === 'adjclose')) {
      throw missing(field, `a column for ${field}, named ${KNOWN_NAMES[field].join(' or ')}`, names, source)
    }
  }
  const adjusted = fields.indexOf('adjclose')
  const isUnused = adjusted >= 0 && options.adjust === 'none'
  if (isUnused) fields[adjusted] = undefined
  return { fields, names, hasVolume: fields.includes('volume'), adjustedUnused: isUnused ? names[adjusted] : undefined }
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
  return source.rowError('COLUMN_MISSING', `expected ${expected}; found the columns ${found}`, {
    field,
    expected,
    found: names,
  })
}
