import type { DecimalInput } from '../domain/decimal.js'
import type { Instrument } from '../domain/instrument.js'
import type { Order, OrderType, ReplaceTerms } from '../domain/order.js'
import type { OrderChanges } from '../strategy/order-options.js'
import { invalid, parseNumber, parseQuantity } from './order-numbers.js'
import { checkOption, TYPES_WITH } from './order-terms.js'
import { parseDistance } from './trail-terms.js'

const CHANGES: readonly string[] = [
  'quantity',
  'limitPrice',
  'stopPrice',
  'touchPrice',
  'trailAmount',
  'trailFraction',
  'expireAt',
]

/** Reads the changes of an order. Throws ORDER_INVALID for one that its type does not have, or that makes no sense. */
export function parseChanges(instrument: Instrument, order: Order, changes: OrderChanges): ReplaceTerms {
  const { symbol } = instrument
  const came: unknown = changes
  if (typeof came !== 'object' || came === null)
    throw invalid(symbol, 'changes', came, 'an object, such as { quantity: 100 }')
  let count = 0
  for (const change in changes) {
    checkOption(CHANGES, change, symbol, 'replace.')
    if (changes[change as keyof OrderChanges] === undefined) continue
    count++
    checkChange(symbol, order, change)
  }
  if (count === 0) throw invalid(symbol, 'the number of changes', count, 'at least one')
  const { quantity, limitPrice, stopPrice, touchPrice, expireAt } = changes
  const trailDistance = parseTrailChange(symbol, order, changes)
  const price = (field: string, value: DecimalInput | undefined): number | undefined =>
    value === undefined ? undefined : parseNumber(symbol, field, value)
  return definedOf({
    quantityUnits: quantity === undefined ? undefined : parseNewQuantity(instrument, quantity),
    limitPrice: price('limitPrice', limitPrice),
    stopPrice: price('stopPrice', stopPrice),
    touchPrice: price('touchPrice', touchPrice),
    trailDistance,
    expireAt: expireAt === undefined ? undefined : parseNumber(symbol, 'expireAt', expireAt),
  })
}

/** Throws ORDER_INVALID for a change of what the order does not have. */
function checkChange(symbol: string, { type, timeInForce }: Order, change: string): void {
  const types: readonly OrderType[] | undefined = TYPES_WITH.get(change)
  if (types !== undefined && !types.includes(type))
    throw invalid(symbol, 'type', type, `${types.map((one) => `'${one}'`).join(', ')} for a new ${change}`)
  if (change === 'expireAt' && timeInForce !== 'GTD')
    throw invalid(symbol, 'timeInForce', timeInForce, "'GTD' for a new expireAt")
}

function parseTrailChange(symbol: string, { trail }: Order, changes: OrderChanges): number | undefined {
  const { trailAmount, trailFraction } = changes
  if (trail === undefined || (trailAmount === undefined && trailFraction === undefined)) return undefined
  if (trail.isFraction) {
    if (trailAmount === undefined) return parseDistance(symbol, 'trailFraction', trailFraction, '')
    throw invalid(symbol, 'trailAmount', trailAmount, 'a trailFraction, by which the order trails')
  }
  if (trailFraction === undefined) return parseDistance(symbol, 'trailAmount', trailAmount, '')
  throw invalid(symbol, 'trailFraction', trailFraction, 'a trailAmount, by which the order trails')
}

function parseNewQuantity(instrument: Instrument, quantity: DecimalInput): number {
  const units = parseQuantity(instrument, quantity)
  if (units > 0) return units
  throw invalid(instrument.symbol, 'quantity', quantity, 'a positive one; cancel takes an order back')
}

/** What is undefined is left out. */
function definedOf(terms: { readonly [K in keyof ReplaceTerms]: ReplaceTerms[K] | undefined }): ReplaceTerms {
  return Object.fromEntries(Object.entries(terms).filter(([, value]) => value !== undefined))
}
