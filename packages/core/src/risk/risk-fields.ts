import { z } from 'zod'
import { Decimal, type DecimalInput } from '../domain/decimal.js'
import { CURRENCY } from '../domain/instrument.js'
import { durationMs } from './duration.js'
import { expecting, isPlain, number, shown } from '../domain/field-schemas.js'

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

/** The number that an amount means; undefined for what is no positive finite one. */
export function amountOf(value: unknown): number | undefined {
  try {
    const number = new Decimal(value as DecimalInput).toNumber()
    return number > 0 && number < Number.POSITIVE_INFINITY ? number : undefined
  } catch {
    return undefined
  }
}
