import { BAR_FILLED, type BarColumns } from '../domain/bar-columns.js'
import { Decimal } from '../domain/decimal.js'
import { expectSame, fail } from './conformance.js'

/** What came of a call: what it resolved to, or the code that it rejected with. */
export async function outcomeOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    return { gave: shownAs(await call()) }
  } catch (error) {
    return { rejected: error instanceof Error && 'code' in error ? error.code : String(error) }
  }
}

/** Holds what a store gave to what it must give, whatever the order of the fields; of lists the first record that differs is told. */
export function expectKept(came: unknown, expected: unknown, what: string): void {
  const [a, b] = [shownAs(came), shownAs(expected)]
  if (!Array.isArray(a) || !Array.isArray(b)) {
    expectSame(a, b, what)
    return
  }
  const differs = b.findIndex((record, index) => JSON.stringify(a[index]) !== JSON.stringify(record))
  if (differs >= 0) expectSame(a[differs], b[differs], `${what}, the one at ${String(differs)} of ${String(b.length)}`)
  if (a.length > b.length)
    fail(
      `${what}: ${String(a.length)} came, the first too many ${JSON.stringify(a[b.length])}; expected ${String(b.length)}`,
    )
}

/** A value so that JSON tells it from every other: amounts are not texts, zero has a sign, and a field that is undefined is none. */
export function shownAs(value: unknown): unknown {
  if (Decimal.isDecimal(value)) return { decimal: value.toFixed() }
  if (value === undefined) return { undefined: true }
  if (typeof value === 'number') return shownNumber(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(shownAs)
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, shownNumber)
  const entries = Object.entries(value).filter(([, field]) => field !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, shownAs(field)]))
}

function shownNumber(value: number): unknown {
  return Object.is(value, -0) || !Number.isFinite(value)
    ? { number: Object.is(value, -0) ? '-0' : String(value) }
    : value
}

/** Bars, one by one; volume, vwap and flags of a bar only where the columns have them. */
export function barsOf({ length, ...columns }: BarColumns): readonly Readonly<Record<string, number>>[] {
  const names = ['openTime', 'closeTime', 'open', 'high', 'low', 'close', 'volume', 'vwap'] as const
  return Array.from({ length }, (_, row) => {
    const fields = names.flatMap((name) => (columns[name] === undefined ? [] : [[name, columns[name][row]!] as const]))
    // A column in which no bar has a flag says the same as none.
    const flags = columns.flags?.[row] ?? 0
    return Object.fromEntries(flags === 0 ? fields : [...fields, ['flags', flags]])
  })
}

/** Overwrites all that can be overwritten in a value, as a careless caller may. */
export function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null || Decimal.isDecimal(value)) return
  if (ArrayBuffer.isView(value)) {
    ;(value as Float64Array).fill(BAR_FILLED + 41)
    return
  }
  for (const [name, field] of Object.entries(value)) {
    spoil(field)
    if (typeof field !== 'object' || field === null) Reflect.set(value, name, 'spoilt')
  }
  if (Array.isArray(value)) Reflect.set(value, 'length', 0)
}
