import type { ReplaceTerms, Trail } from './order.js'

/** A split as two integers: so many new shares for so many old ones. */
export interface SplitRatio {
  readonly numerator: number
  readonly denominator: number
}

/** Units after a split, rounded towards zero to whole steps. */
export function splitUnits(units: number, { numerator, denominator }: SplitRatio, stepUnits = 1): number {
  const product = BigInt(Math.abs(units)) * BigInt(numerator)
  const step = BigInt(denominator) * BigInt(stepUnits)
  const whole = Number((product / step) * BigInt(stepUnits))
  return units < 0 ? 0 - whole : whole
}

/** A price after a split, to 12 significant digits; to the nearest tick, if there is one. */
export function splitPrice(price: number, { numerator, denominator }: SplitRatio, tick?: number): number {
  if (!Number.isFinite(price)) return price
  const exact = (price * denominator) / numerator
  const ticked = tick === undefined ? exact : Math.max(1, Math.round(exact / tick)) * tick
  return Number(ticked.toPrecision(12))
}

/** How a trailing stop follows the price after a split; distances are on no grid. */
export function splitTrail(trail: Trail, ratio: SplitRatio, tick?: number): Trail {
  return {
    ...trail,
    distance: trail.isFraction ? trail.distance : splitPrice(trail.distance, ratio),
    activationPrice: splitPrice(trail.activationPrice, ratio, tick),
    limitOffset: splitPrice(trail.limitOffset, ratio),
  }
}

/** A replace that is on its way when the split happens. */
export function splitTerms(
  terms: ReplaceTerms,
  ratio: SplitRatio,
  {
    stepUnits,
    tick,
    trailsByFraction,
  }: { readonly stepUnits: number; readonly tick: number | undefined; readonly trailsByFraction: boolean },
): ReplaceTerms {
  const { quantityUnits, limitPrice, stopPrice, touchPrice, trailDistance, ...others } = terms
  return {
    ...others,
    ...(quantityUnits === undefined ? {} : { quantityUnits: splitUnits(quantityUnits, ratio, stepUnits) }),
    ...(limitPrice === undefined ? {} : { limitPrice: splitPrice(limitPrice, ratio, tick) }),
    ...(stopPrice === undefined ? {} : { stopPrice: splitPrice(stopPrice, ratio, tick) }),
    ...(touchPrice === undefined ? {} : { touchPrice: splitPrice(touchPrice, ratio, tick) }),
    ...(trailDistance === undefined
      ? {}
      : { trailDistance: trailsByFraction ? trailDistance : splitPrice(trailDistance, ratio) }),
  }
}
