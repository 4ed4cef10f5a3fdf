import { Decimal, type DecimalInput } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'

/** Throws COST_INVALID for what is no object of options, or has one that the model does not know: a misspelt minimum would be none. */
export function checkNames(model: string, options: unknown, names: readonly string[]): void {
  checkObject(model, 'options', options, `an object with ${names.join(', ')}`)
  for (const name in options) {
    if (!names.includes(name)) throw invalidCost(model, 'an option', `'${name}'`, `one of ${names.join(', ')}`)
  }
}

/** Throws COST_INVALID for what has no fields by name. */
export function checkObject(model: string, option: string, value: unknown, expected: string): asserts value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidCost(model, option, value, expected)
}

/** Gives an option as an exact number. Throws COST_INVALID unless it is one, and finite. */
export function exactNumber(model: string, option: string, value: DecimalInput): Decimal {
  const decimal = decimalOf(value)
  if (decimal?.isFinite() === true) return decimal
  throw invalidCost(model, option, value, 'a number')
}

/** Gives an option as an exact number. Throws COST_INVALID unless it is finite and not negative. */
export function exactFromZero(model: string, option: string, value: DecimalInput): Decimal {
  const decimal = decimalOf(value)
  if (decimal?.isFinite() === true && decimal.gte(0)) return decimal
  throw invalidCost(model, option, value, 'a number from 0')
}

/** Gives an option's value back. Throws COST_INVALID unless it is finite and not negative. */
export function fromZero(model: string, option: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value
  throw invalidCost(model, option, value, 'a number from 0')
}

/** Gives an option's value back, false if there is none. Throws COST_INVALID unless it is a boolean. */
export function flag(model: string, option: string, value: unknown): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? false
  throw invalidCost(model, option, value, 'true or false')
}

/** Gives a name back. Throws COST_INVALID unless it is a text with something in it: it stands for a function in the run's hash. */
export function nameOf(model: string, name: unknown): string {
  if (typeof name === 'string' && name.trim() !== '') return name
  throw invalidCost(model, 'name', name, 'a text')
}

/** Gives a function back. Throws COST_INVALID for anything else. */
export function functionOf<F>(model: string, option: string, value: F): F {
  if (typeof value === 'function') return value
  throw invalidCost(model, option, value, 'a function')
}

export function invalidCost(model: string, option: string, came: unknown, expected: string): TradewrightError {
  return new TradewrightError('COST_INVALID', `${model}: ${option} is ${String(came)}; expected ${expected}`, {
    details: { model, [option]: came },
  })
}

function decimalOf(value: DecimalInput): Decimal | undefined {
  try {
    return new Decimal(value)
  } catch {
    // Reported by the caller, with the value as it came.
    return undefined
  }
}
