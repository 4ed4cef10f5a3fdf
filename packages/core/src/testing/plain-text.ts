import { Decimal } from '../domain/decimal.js'

/** A value as text in which equal values, and only those, read the same: numbers to the last bit, keys in order. */
export function plainText(value: unknown): string {
  return write(value, [])
}

function write(value: unknown, above: readonly object[]): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'bigint') return `${String(value)}n`
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return String(value)
  if (above.includes(value)) return 'itself'
  if ('clientOrderId' in value && 'number' in value) return `order ${String(value.number)}`
  if (Decimal.isDecimal(value)) return value.toFixed()
  if (value instanceof Date) return value.toISOString()
  const inside = [...above, value]
  if (Array.isArray(value)) return `[${value.map((item: unknown) => write(item, inside)).join(', ')}]`
  if (ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set)
    return write(Array.from(value as Iterable<unknown>), inside)
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  if (fields.length === 0) return '{}'
  return `{ ${fields.map(([name, field]) => `${name}: ${write(field, inside)}`).join(', ')} }`
}
