import { LIMIT, MARKET, type VenueOrder } from './venue-order.js'

/**
 * The laws by which one bar fills one order that stands alone (`docs/how-a-run-works.md` has them in words). A price is NaN where nothing fills.
 */

/** Law 2: what is marketable at the open is resolved at the open. A stop or limit that the market opened at or through fills there. */
export function marketableAtOpen(order: VenueOrder, open: number): boolean {
  if (order.type === MARKET) return true
  return order.actsBelow ? open <= order.level : open >= order.level
}

export const INSIDE_NONE = 0
const INSIDE_CERTAIN = 1
export const INSIDE_TOUCHED = 2

/**
 * What the rest of a bar does to an order that was not marketable at its open: by continuity a stop whose level lies within low and high has
 * traded, and a limit beyond which the price went has filled, each at its level; a limit at the bar's extreme was only touched (law 8).
 */
export function insideBar(order: VenueOrder, low: number, high: number): number {
  const reached = order.actsBelow ? low <= order.level : high >= order.level
  if (!reached) return INSIDE_NONE
  if (order.type !== LIMIT) return INSIDE_CERTAIN
  const extreme = order.actsBelow ? low : high
  return extreme === order.level ? INSIDE_TOUCHED : INSIDE_CERTAIN
}
