import { Decimal } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import { decimalPlaces, exactScale, factorOf, powerOfTen } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import type { Spec } from '../domain/spec.js'

/** What a slipped price and its division by the tick may miss by, as a fraction: five roundings of half an ulp. */
const ROUNDING = 2.5 * Number.EPSILON

/** How far a market or stop fill lands from the price that the bar shows. */
export interface SlippageModel {
  /** What the run's hash and its report say of it. */
  readonly spec: Spec
  /** The price of the fill, before it is rounded to the tick. */
  slip(fill: SlippageFill): number
}

/** A fill as a slippage model sees it; the object is reused, so nothing of it may be kept. */
export interface SlippageFill {
  readonly instrument: Instrument
  /** 1 for a buy, -1 for a sell. */
  readonly direction: number
  /** The price that the bar shows. */
  readonly price: number
  readonly units: number
  readonly barHigh: number
  readonly barLow: number
}

/** Fills at the prices that the bars show. */
export function noSlippage(): SlippageModel {
  return { spec: 'none', slip: (fill) => fill.price }
}

/**
 * Moves each fill against its order by hundredths of a percent. The price may leave the bar, as a real one would; `withinBar` clamps it to
 * the bar's low and high. Throws COST_INVALID.
 */
export function basisPoints(points: number, options: { readonly withinBar?: boolean } = {}): SlippageModel {
  if (!Number.isFinite(points) || points < 0 || points >= 10_000) {
    throw new TradewrightError(
      'COST_INVALID',
      `basisPoints: ${String(points)} came; expected a number from 0 to below 10000`,
      {
        details: { points },
      },
    )
  }
  const up = factorOf(new Decimal(points).plus(10_000), '0.0001')
  const down = factorOf(new Decimal(10_000).minus(points), '0.0001')
  const withinBar = options.withinBar ?? false
  return {
    spec: { basisPoints: points, withinBar },
    slip(fill) {
      const price = exactScale(fill.price, fill.direction > 0 ? up : down)
      if (!withinBar) return price
      return Math.min(Math.max(price, fill.barLow), fill.barHigh)
    },
  }
}

/**
 * Rounds a price to the instrument's tick against the order: a buy up, a sell down, not below one tick. Without a tick the price stays. A price that misses the
 * grid only by the rounding of float64 arithmetic is on it: 12 x 1.01 is 12.12, although its float64 is 12.120000000000001.
 */
export function roundAdversely(price: number, direction: number, instrument: Instrument): number {
  if (instrument.tickSize === undefined) return price
  const tick = instrument.tickSize.toNumber()
  const scale = powerOfTen(decimalPlaces(instrument.tickSize))
  const ticks = price / tick
  const nearest = Math.round(ticks)
  const onGrid = Math.abs(ticks - nearest) <= nearest * ROUNDING
  const steps = onGrid ? nearest : direction > 0 ? Math.ceil(ticks) : Math.floor(ticks)
  return Math.round(Math.max(1, steps) * tick * scale) / scale
}
