import { TradewrightError } from '../domain/errors.js'

type Options = Readonly<Record<string, number>>

/** The options, if each is an integer from `from`; else throws INDICATOR_INVALID. */
export function integers<O extends Options>(indicator: string, options: O, from = 1): O {
  return check(
    indicator,
    options,
    `an integer from ${String(from)}`,
    (value) => Number.isInteger(value) && value >= from,
  )
}

/** The options, if each is a finite number above 0; else throws INDICATOR_INVALID. */
export function positives<O extends Options>(indicator: string, options: O): O {
  return check(indicator, options, 'a number above 0', (value) => value > 0 && Number.isFinite(value))
}

function check<O extends Options>(
  indicator: string,
  options: O,
  expected: string,
  isValid: (value: number) => boolean,
): O {
  for (const [name, value] of Object.entries(options)) {
    if (!isValid(value)) refuse(indicator, name, value, expected)
  }
  return options
}

export function refuse(indicator: string, name: string, value: unknown, expected: string): never {
  throw new TradewrightError('INDICATOR_INVALID', `${indicator}: ${name} is ${String(value)}; expected ${expected}`, {
    details: { indicator, [name]: value },
  })
}
