import { ORDER_TYPES, type OrderType, type ReplaceTerms } from '../domain/order.js'
import { ORDER, type OrderLog, type OrderParticulars } from './order-log.js'

/** Types whose level is their limit. */
export const LIMITED: readonly OrderType[] = ['limit', 'limitOnOpen', 'limitOnClose']

/** Writes new terms over those of an order. */
export function applyTerms(log: OrderLog, order: number, terms: ReplaceTerms): void {
  const { quantityUnits, limitPrice, stopPrice, touchPrice, trailDistance, expireAt } = terms
  const isLimit = LIMITED.includes(ORDER_TYPES[log.get(order, ORDER.type)]!)
  const level = stopPrice ?? touchPrice ?? (isLimit ? limitPrice : undefined)
  if (quantityUnits !== undefined) log.set(order, ORDER.units, quantityUnits)
  if (level !== undefined) log.set(order, ORDER.level, level)
  if (expireAt !== undefined) log.set(order, ORDER.expireAt, expireAt)
  const particulars = log.particulars.get(order)
  if (particulars !== undefined)
    log.particulars.set(order, replaceParticulars(particulars, isLimit ? undefined : limitPrice, trailDistance))
}

function replaceParticulars(
  particulars: OrderParticulars,
  limitPrice: number | undefined,
  distance: number | undefined,
): OrderParticulars {
  const { limitLevel, trail } = particulars
  return {
    ...particulars,
    limitLevel: limitPrice ?? limitLevel,
    trail: trail && distance !== undefined ? { ...trail, distance } : trail,
  }
}
