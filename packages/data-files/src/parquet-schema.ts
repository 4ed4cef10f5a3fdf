import type { SchemaElement } from 'hyparquet'

/** A column of a file, whatever it holds. */
export interface ParquetColumn {
  readonly name: string
  /** Its place among the columns of a row group. */
  readonly index: number
  readonly element: SchemaElement
  readonly isOptional: boolean
  /** Whether it has lists or groups rather than one value a row. */
  readonly isNested: boolean
}

export type TimestampUnit = 'MILLIS' | 'MICROS' | 'NANOS'

/** What a column says of itself that its values are. */
export type ColumnKind =
  | { readonly is: 'number' }
  | { readonly is: 'decimal'; readonly scale: number }
  | { readonly is: 'timestamp'; readonly unit: TimestampUnit; readonly isUtc: boolean }
  | { readonly is: 'int96' }
  | { readonly is: 'date' }
  | { readonly is: 'text' }
  | { readonly is: 'other' }

const NUMBER_TYPES = ['INT32', 'INT64', 'FLOAT', 'DOUBLE']
const TEXTS = ['UTF8', 'ENUM', 'STRING']
/** Times of the day and spans of time are numbers to the file, but none that a price or a date could be. */
const OTHERS = ['TIME', 'TIME_MILLIS', 'TIME_MICROS', 'INTERVAL', 'UUID', 'FLOAT16', 'JSON', 'BSON', 'NULL']

/** What a column's values are by its schema: the newer kind of type comes before the older one. */
export function kindOf({ isNested, element }: ParquetColumn): ColumnKind {
  const { type, logical_type: logical, converted_type: converted } = element
  const name = logical?.type ?? converted
  if (isNested || type === undefined || (name !== undefined && OTHERS.includes(name))) return { is: 'other' }
  if (type === 'INT96') return { is: 'int96' }
  if (name === 'DECIMAL') return decimalOf(element)
  if (type === 'INT32' && name === 'DATE') return { is: 'date' }
  if (type === 'INT64' && logical?.type === 'TIMESTAMP') {
    return { is: 'timestamp', unit: logical.unit, isUtc: logical.isAdjustedToUTC }
  }
  // The older types of timestamps count from 1970 in UTC.
  if (type === 'INT64' && converted === 'TIMESTAMP_MILLIS') return { is: 'timestamp', unit: 'MILLIS', isUtc: true }
  if (type === 'INT64' && converted === 'TIMESTAMP_MICROS') return { is: 'timestamp', unit: 'MICROS', isUtc: true }
  if (type === 'BYTE_ARRAY' && (name === undefined || TEXTS.includes(name))) return { is: 'text' }
  return NUMBER_TYPES.includes(type) && isPlainNumber(name) ? { is: 'number' } : { is: 'other' }
}

function decimalOf({ scale, logical_type: logical }: SchemaElement): ColumnKind {
  const digits = (logical?.type === 'DECIMAL' ? logical.scale : undefined) ?? scale ?? 0
  return digits >= 0 && digits <= 100 ? { is: 'decimal', scale: digits } : { is: 'other' }
}

function isPlainNumber(name: string | undefined): boolean {
  return name === undefined || name === 'INTEGER' || /^U?INT_\d+$/.test(name)
}

export function isUnsigned({ logical_type: logical, converted_type: converted }: SchemaElement): boolean {
  return logical?.type === 'INTEGER' ? !logical.isSigned : converted?.startsWith('UINT_') === true
}

/** How a message calls what a column holds. */
export function describe(column: ParquetColumn): string {
  const { type, logical_type: logical, converted_type: converted, repetition_type: repetition } = column.element
  if (column.isNested) return repetition === 'REPEATED' ? 'a list' : 'a group or list of columns'
  const name = logical?.type ?? converted
  return name === undefined ? `${type}` : `${type} (${name})`
}
