import { Decimal, type DecimalInput } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import { unitsDown } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'

/** An unsigned quantity in the instrument's smallest units, rounded down to its step. Throws ORDER_INVALID. */
export function parseQuantity(instrument: Instrument, quantity: DecimalInput, path = ''): number {
  const value = parseNumber(instrument.symbol, 'quantity', quantity, path)
  const units = stepDown(instrument, value)
  if (Number.isNaN(units))
    throw invalid(instrument.symbol, `${path}quantity`, quantity, 'a number from 0, of at most 15 digits')
  return units
}

/** A quantity rounded down to the instrument's step, in its smallest units; NaN where it is not one. */
export function stepDown(instrument: Instrument, quantity: number): number {
  const { quantityDecimals, stepUnits } = instrument.scale
  const units = unitsDown(quantity, quantityDecimals)
  return stepUnits === 1 ? units : Math.floor(units / stepUnits) * stepUnits
}

/** A decimal as the float64 that stands for it. Throws ORDER_INVALID. */
export function parseNumber(symbol: string, field: string, value: DecimalInput | undefined, path = ''): number {
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value
  } else if (value !== undefined) {
    try {
      const number = new Decimal(value).toNumber()
      if (Number.isFinite(number)) return number
    } catch {
      // Reported below, with the value as it came.
    }
  }
  throw invalid(symbol, path + field, value, 'a finite number')
}

export function invalid(symbol: string, field: string, came: unknown, expected: string): TradewrightError {
  return new TradewrightError('ORDER_INVALID', `${symbol}: ${field} is ${String(came)}; expected ${expected}`, {
    details: { symbol, field, came, expected },
  })
}
