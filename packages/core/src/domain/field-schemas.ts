import { z } from 'zod'
import { Decimal } from './decimal.js'
import { expectedNames } from './nearest-name.js'

export const positive = number('a number above 0', (value) => value > 0)

export function wholeFrom(least: number): z.ZodType<number, number> {
  return number(`a whole number from ${least} on`, (value) => Number.isSafeInteger(value) && value >= least)
}

export function oneOf<const V extends readonly [string, ...string[]]>(values: V) {
  return z.enum(values, {
    error: ({ input }) => `${shown(input)} came; ${expectedNames(typeof input === 'string' ? input : '', values)}`,
  })
}

export function number(expected: string, holds: (value: number) => boolean): z.ZodType<number, number> {
  return z.custom<number>(
    (value) => typeof value === 'number' && Number.isFinite(value) && holds(value),
    expecting(expected),
  )
}

/** For a schema: what it says of what it refuses. */
export function expecting(expected: string): { readonly error: (issue: { readonly input?: unknown }) => string } {
  return { error: ({ input }) => `expected ${expected}, ${shown(input)} came` }
}

/** How long a text a message repeats. */
const TEXT_MAX = 60

/** A value as a message names it. */
export function shown(value: unknown): string {
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
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.hasOwn(prototype as object, 'isPrototypeOf')
}
