import type { DecimalInput } from '../domain/decimal.js'
import type { OrderType, Trail } from '../domain/order.js'
import { invalid, parseNumber } from './order-numbers.js'

/** The trailing terms of an order as they may have come. */
interface WrittenTrail {
  readonly trailAmount?: DecimalInput
  readonly trailFraction?: DecimalInput
  readonly activationPrice?: DecimalInput
  readonly trailBy?: 'extreme' | 'close'
  readonly limitOffset?: DecimalInput
}

/** How a trailing order follows the price. Throws ORDER_INVALID. */
export function parseTrail(symbol: string, type: OrderType, terms: WrittenTrail, path: string): Trail {
  const { activationPrice, trailBy = 'extreme' } = terms
  const isFraction = terms.trailFraction !== undefined
  if (isFraction && terms.trailAmount !== undefined)
    throw invalid(symbol, `${path}trailFraction`, terms.trailFraction, 'either it or a trailAmount')
  // From JavaScript anything may come.
  if (!['extreme', 'close'].includes(trailBy)) throw invalid(symbol, `${path}trailBy`, trailBy, "'extreme' or 'close'")
  return {
    distance: isFraction
      ? parseDistance(symbol, 'trailFraction', terms.trailFraction, path)
      : parseDistance(symbol, 'trailAmount', terms.trailAmount, path),
    isFraction,
    activationPrice:
      activationPrice === undefined ? Number.NaN : parseNumber(symbol, 'activationPrice', activationPrice, path),
    by: trailBy,
    limitOffset: type === 'trailingStopLimit' ? parseOffset(symbol, terms.limitOffset, path) : Number.NaN,
  }
}

/** A trailing distance: an amount above 0, or a fraction above 0 and below 1. Throws ORDER_INVALID. */
export function parseDistance(
  symbol: string,
  field: 'trailAmount' | 'trailFraction',
  value: DecimalInput | undefined,
  path: string,
): number {
  const distance = parseNumber(symbol, field, value, path)
  if (field === 'trailAmount') {
    if (distance > 0) return distance
    throw invalid(symbol, path + field, value, 'an amount above 0')
  }
  if (distance > 0 && distance < 1) return distance
  throw invalid(symbol, path + field, value, 'a fraction above 0 and below 1')
}

function parseOffset(symbol: string, value: DecimalInput | undefined, path: string): number {
  const offset = parseNumber(symbol, 'limitOffset', value, path)
  if (offset >= 0) return offset
  throw invalid(symbol, `${path}limitOffset`, value, 'an amount from 0')
}
