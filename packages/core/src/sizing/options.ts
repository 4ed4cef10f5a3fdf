import { TradewrightError } from '../domain/errors.js'

const LIMITS = ['quantityMax', 'capToBuyingPower', 'reserveCosts']

/** Throws SIZER_INVALID for what is no object of options, or has one beside a sizer's own and the limits: a misspelt limit would be none. */
export function checkNames(sizer: string, options: unknown, own: readonly string[]): void {
  const names = [...own, ...LIMITS]
  if (typeof options !== 'object' || options === null)
    throw invalidOption(sizer, 'options', options, `an object with ${names.join(', ')}`)
  for (const name in options) {
    if (!names.includes(name)) throw invalidOption(sizer, 'an option', `'${name}'`, `one of ${names.join(', ')}`)
  }
}

/** Gives an option's value back. Throws SIZER_INVALID unless it is positive and finite. */
export function positive(sizer: string, option: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value
  throw invalidOption(sizer, option, value, 'a positive number')
}

/** Gives an option's value back. Throws SIZER_INVALID unless it is finite and not negative. */
export function fromZero(sizer: string, option: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value
  throw invalidOption(sizer, option, value, 'a number from 0')
}

/** Gives an option's value back. Throws SIZER_INVALID unless it is an integer from 1. */
export function count(sizer: string, option: string, value: number): number {
  if (Number.isInteger(value) && value >= 1) return value
  throw invalidOption(sizer, option, value, 'an integer from 1')
}

export function invalidOption(sizer: string, option: string, came: unknown, expected: string): TradewrightError {
  return new TradewrightError('SIZER_INVALID', `${sizer}: ${option} is ${String(came)}; expected ${expected}`, {
    details: { [option]: came },
  })
}
