import { Decimal, type DecimalInput } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import { unitsDown } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import { ORDER_TYPES, TIMES_IN_FORCE } from '../domain/order.js'
import type { OrderTermCodes } from '../execution/order-manager.js'
import type { OrderOptions } from '../strategy/options.js'

const NO_TAGS: readonly string[] = []
const OPTIONS: readonly string[] = [
  'quantity',
  'type',
  'limitPrice',
  'stopPrice',
  'timeInForce',
  'expireAt',
  'invalidationPrice',
  'reason',
  'tags',
]

/** Reads what a strategy wrote. Throws ORDER_INVALID for terms that contradict each other or are not numbers. */
export function parseTerms(symbol: string, options: OrderOptions): OrderTermCodes {
  const came: unknown = options
  if (typeof came !== 'object' || came === null)
    throw invalid(symbol, 'options', came, 'an object, such as { quantity: 100 }')
  for (const option in options) {
    if (!OPTIONS.includes(option)) throw invalid(symbol, 'an option', `'${option}'`, `one of ${OPTIONS.join(', ')}`)
  }
  const type = ORDER_TYPES.indexOf(options.type ?? 'market')
  if (type < 0) throw invalid(symbol, 'type', options.type, `one of ${ORDER_TYPES.join(', ')}`)
  const timeInForce = TIMES_IN_FORCE.indexOf(options.timeInForce ?? 'GTC')
  if (timeInForce < 0) throw invalid(symbol, 'timeInForce', options.timeInForce, `one of ${TIMES_IN_FORCE.join(', ')}`)
  return {
    type,
    timeInForce,
    level: parseLevel(symbol, options),
    expireAt: parseExpiry(symbol, options),
    invalidationPrice:
      options.invalidationPrice === undefined
        ? undefined
        : parseNumber(symbol, 'invalidationPrice', options.invalidationPrice),
    reason: options.reason ?? '',
    tags: options.tags ?? NO_TAGS,
  }
}

function parseLevel(symbol: string, options: OrderOptions): number {
  const limitPrice = 'limitPrice' in options ? options.limitPrice : undefined
  const stopPrice = 'stopPrice' in options ? options.stopPrice : undefined
  const type = options.type ?? 'market'
  if (type !== 'limit' && limitPrice !== undefined) throw invalid(symbol, 'type', type, "'limit' with a limitPrice")
  if (type !== 'stop' && stopPrice !== undefined) throw invalid(symbol, 'type', type, "'stop' with a stopPrice")
  if (type === 'limit') return parseNumber(symbol, 'limitPrice', limitPrice)
  if (type === 'stop') return parseNumber(symbol, 'stopPrice', stopPrice)
  return Number.NaN
}

function parseExpiry(symbol: string, options: OrderOptions): number {
  const expireAt = 'expireAt' in options ? options.expireAt : undefined
  if (options.timeInForce !== 'GTD') {
    if (expireAt === undefined) return Number.NaN
    throw invalid(symbol, 'timeInForce', options.timeInForce ?? 'GTC', "'GTD' with an expireAt")
  }
  if (!Number.isFinite(expireAt))
    throw invalid(symbol, 'expireAt', expireAt, 'a time in UTC epoch milliseconds with GTD')
  return options.expireAt
}

/** An unsigned quantity in the instrument's smallest units, rounded down to its step. Throws ORDER_INVALID. */
export function parseQuantity(instrument: Instrument, quantity: DecimalInput): number {
  const value = parseNumber(instrument.symbol, 'quantity', quantity)
  const units = stepDown(instrument, value)
  if (Number.isNaN(units))
    throw invalid(instrument.symbol, 'quantity', quantity, 'a number from 0, of at most 15 digits')
  return units
}

/** A quantity rounded down to the instrument's step, in its smallest units; NaN where it is not one. */
export function stepDown(instrument: Instrument, quantity: number): number {
  const { quantityDecimals, stepUnits } = instrument.scale
  const units = unitsDown(quantity, quantityDecimals)
  return stepUnits === 1 ? units : Math.floor(units / stepUnits) * stepUnits
}

/** A decimal as the float64 that stands for it. Throws ORDER_INVALID. */
export function parseNumber(symbol: string, field: string, value: DecimalInput | undefined): number {
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
  throw invalid(symbol, field, value, 'a finite number')
}

function invalid(symbol: string, field: string, came: unknown, expected: string): TradewrightError {
  return new TradewrightError('ORDER_INVALID', `${symbol}: ${field} is ${String(came)}; expected ${expected}`, {
    details: { symbol, field, came, expected },
  })
}
