import { z } from 'zod'
import { Decimal, type DecimalInput } from '../domain/decimal.js'
import { CURRENCY } from '../domain/instrument.js'
import { durationMs } from './duration.js'
import { expectedNames } from '../domain/nearest-name.js'

/** A schema for each field that `T` has, and for no other. */
type Shape<T> = { readonly [K in keyof T]-?: z.ZodType }

/** An object of these fields and of no others, all optional but those that are listed. */
export function fields<T>(
  shape: Shape<T>,
  required: readonly (keyof T)[] = [],
): z.ZodType<Readonly<Record<string, unknown>>> {
  const entries = Object.entries<z.ZodType>(shape)
  const isRequired = (key: string): boolean => required.some((each) => each === key)
  const object = z
    .object(Object.fromEntries(entries.map(([key, schema]) => [key, isRequired(key) ? schema : schema.optional()])))
    .catchall(z.custom(() => false, { params: { known: Object.keys(shape) } }))
  return z.custom<Record<string, unknown>>(isPlain, expecting('an object')).pipe(object)
}

/** The keys that are known where an issue is one of an unknown key. */
export function knownKeys(issue: z.core.$ZodIssue): readonly string[] | undefined {
  return issue.code === 'custom'
    ? (issue.params as { readonly known?: readonly string[] } | undefined)?.known
    : undefined
}

/** For an object of which one of some fields must be given, and only one. */
export function exactlyOne(...names: readonly string[]) {
  return (value: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void => {
    const came = names.filter((name) => value[name] !== undefined)
    if (came.length === 1) return
    const message = `expected one of ${names.join(', ')}; ${came.length === 0 ? 'none' : came.join(' and ')} came`
    context.addIssue({ code: 'custom', message, input: value })
  }
}

/** For an object of which one field means something only where another is given. */
export function onlyBeside(name: string, other: string) {
  return (value: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void => {
    const input = value[name]
    if (input === undefined || value[other] !== undefined) return
    const message = `expected none but beside ${other}, ${shown(input)} came`
    context.addIssue({ code: 'custom', path: [name], message, input })
  }
}

export const positive = number('a number above 0', (value) => value > 0)
export const fractionBelowOne = number('a fraction above 0 and below 1', (value) => value > 0 && value < 1)
export const flag = z.boolean(expecting('true or false'))
export const symbol = z.string(expecting('a symbol'))
export const amount = z.custom<DecimalInput>((value) => amountOf(value) !== undefined, expecting('an amount above 0'))
export const currency = z.string(expecting('a code in capitals, such as USD')).regex(CURRENCY, {
  error: ({ input }) => `expected a code in capitals, such as USD, ${shown(input)} came`,
})
export const duration = z.custom(
  (value) => durationMs(value) !== undefined,
  expecting("whole milliseconds, or a count and one of s, m, h, d, w, such as '15m'"),
)

export function wholeFrom(least: number): z.ZodType {
  return number(`a whole number from ${least} on`, (value) => Number.isSafeInteger(value) && value >= least)
}

export function oneOf(values: readonly string[]): z.ZodType {
  return z.enum(values as [string, ...string[]], {
    error: ({ input }) => `${shown(input)} came; ${expectedNames(typeof input === 'string' ? input : '', values)}`,
  })
}

/** The number that an amount means; undefined for what is no positive finite one. */
export function amountOf(value: unknown): number | undefined {
  try {
    const number = new Decimal(value as DecimalInput).toNumber()
    return number > 0 && number < Number.POSITIVE_INFINITY ? number : undefined
  } catch {
    return undefined
  }
}

function number(expected: string, holds: (value: number) => boolean): z.ZodType {
  return z.custom((value) => Number.isFinite(value) && holds(value as number), expecting(expected))
}

/** For a schema: what it says of what it refuses. */
export function expecting(expected: string): { readonly error: (issue: { readonly input?: unknown }) => string } {
  return { error: ({ input }) => `expected ${expected}, ${shown(input)} came` }
}

/** How long a text a message repeats. */
const TEXT_MAX = 60

/** A value as a message names it. */
function shown(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing'
    case 'string':
      return JSON.stringify(value.length > TEXT_MAX ? `${value.slice(0, TEXT_MAX)}…` : value)
    case 'object':
      if (value === null) return 'null'
      if (Decimal.isDecimal(value)) return value.toString()
      if (Array.isArray(value)) return 'a list'
      return isPlain(value) ? 'an object' : 'an instance of a class'
    case 'function':
      return 'a function'
    case 'number':
    case 'bigint':
    case 'boolean':
    case 'symbol':
      return String(value)
  }
}

/** Whether a value is an object as JSON has them, of whichever realm: what a class adds would be passed over. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.hasOwn(prototype as object, 'isPrototypeOf')
}
