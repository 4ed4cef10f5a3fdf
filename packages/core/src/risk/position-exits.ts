import { splitPrice, type SplitRatio } from '../domain/split.js'
import type { ResolvedDistance, ResolvedExits } from './risk-settings.js'

/** A distance as it is for one position: a fraction of the price that it is from, or an amount of that price. */
export interface PinnedDistance {
  readonly kind: 'fraction' | 'amount'
  readonly value: number
}

interface Distances<D> {
  readonly stopLoss: D | undefined
  readonly trailingStop: D | undefined
  readonly breakEven: { readonly after: D; readonly offset: D | undefined } | undefined
  readonly takeProfit: D | undefined
}

/** The distances of one position's exits. */
export type PinnedExits = Distances<PinnedDistance>

/** Prices of a position's exits; NaN where there is none. */
export interface ExitLevels {
  readonly stopLoss: number
  readonly takeProfit: number
  /** The mark from which on the stop is at `breakEvenStop`. */
  readonly breakEvenTrigger: number
  readonly breakEvenStop: number
}

/**
 * The exits of a position that opens now. A multiple of the average true range becomes an amount of what that is now, and stays so: a stop does not widen because the
 * market grows wilder. `atrOf` is asked for each period that is meant; where it answers NaN, that distance is none.
 */
export function pinExits(exits: ResolvedExits, atrOf: (period: number) => number): PinnedExits {
  return mapped(exits, ({ kind, value, period }: ResolvedDistance) =>
    kind === 'atr' ? { kind: 'amount', value: value * atrOf(period) } : { kind, value },
  )
}

/** The exits of a position after a split: distances in price are split as prices are. */
export function splitExits(exits: PinnedExits, ratio: SplitRatio): PinnedExits {
  return mapped(exits, (distance: PinnedDistance) =>
    distance.kind === 'amount' ? { kind: 'amount', value: splitPrice(distance.value, ratio) } : distance,
  )
}

function mapped<D>(
  { stopLoss, trailingStop, breakEven, takeProfit }: Distances<D>,
  to: (distance: D) => PinnedDistance,
): PinnedExits {
  const over = (distance: D | undefined): PinnedDistance | undefined =>
    distance === undefined ? undefined : to(distance)
  return {
    stopLoss: over(stopLoss),
    trailingStop: over(trailingStop),
    breakEven: breakEven && { after: to(breakEven.after), offset: over(breakEven.offset) },
    takeProfit: over(takeProfit),
  }
}

/** Where the exits of a position are: direction 1 for a long one, -1 for a short one. */
export function exitLevels(exits: PinnedExits, direction: number, averagePrice: number): ExitLevels {
  const { stopLoss, takeProfit, breakEven } = exits
  const offset = breakEven?.offset
  return {
    stopLoss: levelAt(averagePrice, stopLoss, -direction),
    takeProfit: levelAt(averagePrice, takeProfit, direction),
    breakEvenTrigger: levelAt(averagePrice, breakEven?.after, direction),
    breakEvenStop: breakEven && !offset ? averagePrice : levelAt(averagePrice, offset, direction),
  }
}

/** The price a distance above another (side 1), or below it (side -1). */
export function levelAt(price: number, distance: PinnedDistance | undefined, side: number): number {
  if (distance === undefined) return Number.NaN
  return price + side * (distance.kind === 'fraction' ? Math.abs(price) * distance.value : distance.value)
}
