import { ORDER_TYPES, type OrderType, type ReplaceTerms } from '../domain/order.js'
import { splitPrice, splitTrail, splitUnits, type SplitRatio } from '../domain/split.js'
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

/** The price that an order would be valued at by new terms; NaN where they leave that as it is. */
export function valuationPrice(
  log: OrderLog,
  order: number,
  { limitPrice, stopPrice, touchPrice }: ReplaceTerms,
): number {
  const hasLimitBeside = !Number.isNaN(log.particulars.get(order)?.limitLevel ?? Number.NaN)
  return limitPrice ?? (hasLimitBeside ? undefined : (stopPrice ?? touchPrice)) ?? Number.NaN
}

/** Writes over an order's terms what a split makes of them; `restAfter` is what is then left of it. */
export function splitOrder(
  log: OrderLog,
  order: number,
  ratio: SplitRatio,
  { restAfter, tick }: { readonly restAfter: number; readonly tick: number | undefined },
): void {
  const filled = splitUnits(log.get(order, ORDER.filledUnits), ratio)
  log.set(order, ORDER.filledUnits, filled)
  log.set(order, ORDER.units, filled + restAfter)
  log.set(order, ORDER.level, splitPrice(log.get(order, ORDER.level), ratio, tick))
  if (filled > 0) log.set(order, ORDER.averagePrice, splitPrice(log.get(order, ORDER.averagePrice), ratio))
  const particulars = log.particulars.get(order)
  if (particulars === undefined) return
  const { limitLevel, trail } = particulars
  log.particulars.set(order, {
    ...particulars,
    limitLevel: splitPrice(limitLevel, ratio, tick),
    trail: trail && splitTrail(trail, ratio, tick),
  })
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
