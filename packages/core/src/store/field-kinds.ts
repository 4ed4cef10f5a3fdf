import { Decimal } from '../domain/decimal.js'
import type { FieldKind } from '../domain/record-shape.js'
import type { Spec } from '../domain/spec.js'

/** The first instant behind those that a store keeps: the year 2200. */
export const TIMES_END = Date.UTC(2200, 0, 1)

/** The largest amount and quantity, as money has it. */
const LARGEST = 9e15
const PLAIN_DEPTH = 100

/** How a field of a kind is taken over: `take` gives a copy that nobody else holds, undefined for what does not fit. */
export interface KindRule {
  readonly expected: string
  take(value: unknown): unknown
}

/** With the flag `u`, halves of a pair alone. */
const LONE_SURROGATE = /[\uD800-\uDFFF]/u

function isText(value: unknown): value is string {
  return typeof value === 'string' && !LONE_SURROGATE.test(value)
}

function whole(value: unknown, from: number, to: number): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= from && value < to ? value : undefined
}

function decimal(value: unknown, fits: (amount: Decimal) => boolean): Decimal | undefined {
  if (!Decimal.isDecimal(value)) return undefined
  const amount = new Decimal(value)
  return amount.isFinite() && amount.abs().lte(LARGEST) && fits(amount) ? amount : undefined
}

const AT_MOST = 'of at most 9 quadrillion'

export const KINDS: Readonly<Record<FieldKind, KindRule>> = {
  name: {
    expected: 'a text that is not empty, in whole characters',
    take: (value) => (isText(value) && value !== '' ? value : undefined),
  },
  text: { expected: 'a text in whole characters', take: (value) => (isText(value) ? value : undefined) },
  texts: {
    expected: 'a list of texts',
    take: (value) =>
      Array.isArray(value) && value.every((each) => isText(each)) ? Object.freeze([...value]) : undefined,
  },
  time: {
    expected: 'whole milliseconds from 1970 to 2199',
    take: (value) => whole(value, 0, TIMES_END),
  },
  count: { expected: 'a whole number from 1', take: (value) => whole(value, 1, Number.MAX_SAFE_INTEGER) },
  index: { expected: 'a whole number from 0', take: (value) => whole(value, 0, Number.MAX_SAFE_INTEGER) },
  amount: { expected: `a Decimal ${AT_MOST}`, take: (value) => decimal(value, () => true) },
  quantity: {
    expected: `a Decimal above 0, ${AT_MOST}`,
    take: (value) => decimal(value, (amount) => amount.gt(0)),
  },
  unsigned: {
    expected: `a Decimal from 0, ${AT_MOST}`,
    take: (value) => decimal(value, (amount) => amount.gte(0)),
  },
  price: {
    expected: 'a positive number',
    take: (value) => (typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY ? value : undefined),
  },
  number: {
    expected: 'a finite number',
    take: (value) => (typeof value === 'number' && Number.isFinite(value) ? value + 0 : undefined),
  },
  flag: { expected: 'true or false', take: (value) => (typeof value === 'boolean' ? value : undefined) },
  plain: { expected: 'plain data, as JSON has it', take: (value) => takePlain(value, 0) },
}

/** A frozen copy of plain data; undefined where anything in it is not. */
function takePlain(value: unknown, depth: number): Spec | undefined {
  if (value === null || typeof value === 'boolean') return value
  // Zero has one sign in JSON.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : undefined
  if (typeof value === 'string') return isText(value) ? value : undefined
  if (typeof value !== 'object' || depth === PLAIN_DEPTH) return undefined
  if (Array.isArray(value)) return takeItems(value, depth)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return undefined
  const keys = Object.keys(value)
  const items = keys.every(isText) ? takeItems(Object.values(value), depth) : undefined
  return items && (Object.freeze(Object.fromEntries(keys.map((key, index) => [key, items[index]]))) as Spec)
}

/** Ends at the first that is not plain: of a circle each way round would be walked otherwise. */
function takeItems(values: readonly unknown[], depth: number): readonly Spec[] | undefined {
  const items: Spec[] = []
  for (const value of values) {
    const taken = takePlain(value, depth + 1)
    if (taken === undefined) return undefined
    items.push(taken)
  }
  return Object.freeze(items)
}
