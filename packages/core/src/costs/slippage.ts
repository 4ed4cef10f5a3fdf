import { Decimal } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import { exactScale, factorOf } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import type { OrderType, Side } from '../domain/order.js'
import type { Spec } from '../domain/spec.js'
import { checkNames, flag, fromZero, functionOf, invalidCost, nameOf } from './options.js'
import { neededGrid, priceGrid, priceOf, ticksIn } from './tick.js'

/** How far a market or stop fill lands from the price that the bar shows. */
export interface SlippageModel {
  /** What the run's hash and its report say of it. */
  readonly spec: Spec
  /** Keeps fills between the bar's low and high, even where the tick would take them out; default false. */
  readonly withinBar?: boolean
  /** The price of the fill, before it is rounded to the tick. */
  slip(fill: SlippageFill): number
}

/** A fill as a slippage model sees it; the objects are reused, so nothing of it may be kept. */
export interface SlippageFill {
  readonly instrument: Instrument
  /** 1 for a buy, -1 for a sell. */
  readonly direction: number
  /** The reference price: what the bar shows, on the side of the market that the fill takes. */
  readonly price: number
  /** In the instrument's smallest units. */
  readonly units: number
  readonly order: SlippageOrder
  /** Whether the fill opens or adds to a position rather than closing one. */
  readonly opens: boolean
  /** The bar that it fills in, on the side of the market that the fill takes. */
  readonly bar: SlippageBar
}

/** The order behind a fill. */
export interface SlippageOrder {
  readonly type: OrderType
  readonly side: Side
  /** The order's whole quantity, in the instrument's smallest units. */
  readonly quantityUnits: number
}

/** Times are UTC epoch milliseconds. */
export interface SlippageBar {
  readonly openTime: number
  readonly closeTime: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** NaN where the series has none. */
  readonly volume: number
}

/** What the models of this library can be told besides. */
export interface SlippageOptions {
  /** Keeps fills between the bar's low and high; default false: a fill may leave the bar, as a real one would. */
  readonly withinBar?: boolean
}

/** Fills at the prices that the bars show. */
export function noSlippage(): SlippageModel {
  return { spec: 'none', slip: (fill) => fill.price }
}

/** Moves each fill against its order by hundredths of a percent. Throws COST_INVALID. */
export function basisPoints(points: number, options: SlippageOptions = {}): SlippageModel {
  if (!Number.isFinite(points) || points < 0 || points >= 10_000) {
    throw new TradewrightError(
      'COST_INVALID',
      `basisPoints: ${String(points)} came; expected a number from 0 to below 10000`,
      {
        details: { points },
      },
    )
  }
  const withinBar = keptWithin('basisPoints', options)
  const up = factorOf(new Decimal(points).plus(10_000), '0.0001')
  const down = factorOf(new Decimal(10_000).minus(points), '0.0001')
  return {
    spec: { basisPoints: points, withinBar },
    withinBar,
    slip: (fill) => exactScale(fill.price, fill.direction > 0 ? up : down),
  }
}

/** Moves each fill against its order by so many ticks, whole or not; no sell below one tick. Throws COST_INVALID, at the first fill of an instrument without a tick size too. */
export function ticks(count: number, options: SlippageOptions = {}): SlippageModel {
  fromZero('ticks', 'count', count)
  const withinBar = keptWithin('ticks', options)
  return {
    spec: { ticks: count, withinBar },
    withinBar,
    slip({ instrument, price, direction }) {
      const grid = neededGrid('ticks', instrument)
      const from = ticksIn(price, grid)
      const to = direction > 0 ? from + count : Math.max(from - count, Math.min(from, 1))
      return Number.isInteger(to) ? priceOf(to, grid) : to * grid.tick
    },
  }
}

/**
 * Moves each fill against its order by `impact` x (its quantity / the bar's volume)^2 of its price, the share of volume being taken for `cap` at
 * most. Where the volume is unknown or zero, the share is `cap`. Zipline's model and its defaults. Throws COST_INVALID.
 */
export function volumeShare(
  options: SlippageOptions & { readonly impact?: number; readonly cap?: number } = {},
): SlippageModel {
  const withinBar = keptWithin('volumeShare', options, ['impact', 'cap'])
  const impact = fromZero('volumeShare', 'impact', options.impact ?? 0.1)
  const cap = options.cap ?? 0.025
  if (!(cap > 0 && cap <= 1)) throw invalidCost('volumeShare', 'cap', cap, 'a number above 0 and at most 1')
  if (impact * cap * cap >= 1) throw invalidCost('volumeShare', 'impact', impact, 'less than 1 / cap^2')
  return {
    spec: { volumeShare: { impact, cap }, withinBar },
    withinBar,
    slip({ instrument, price, direction, units, bar }) {
      const { volume } = bar
      const share = volume > 0 ? Math.min(units / instrument.scale.unitsPerOne / volume, cap) : cap
      return price * (1 + direction * impact * share * share)
    },
  }
}

/** A model of one's own: `slip` returns the price of a fill, before the tick. `name` stands for it in the run's hash. Throws COST_INVALID. */
export function customSlippage(
  name: string,
  slip: (fill: SlippageFill) => number,
  options: SlippageOptions = {},
): SlippageModel {
  nameOf('customSlippage', name)
  functionOf('customSlippage', 'slip', slip)
  const withinBar = keptWithin('customSlippage', options)
  return { spec: { custom: name, withinBar }, withinBar, slip }
}

/**
 * The price of a fill: slipped, then rounded to the tick against the order if it moved, then kept within the bar if the model says so. The bar wins
 * over the tick: its low and high were traded at, on the grid or not. Throws COST_RESULT for what is no positive price.
 */
export function slippedPrice(model: SlippageModel, fill: SlippageFill): number {
  const { price, instrument } = fill
  const slipped = model.slip(fill)
  if (slipped === price) return price
  if (!(slipped > 0 && slipped < Number.POSITIVE_INFINITY)) {
    const message = `slippage made ${String(slipped)} of ${String(price)} in ${instrument.symbol}; expected a positive price`
    throw new TradewrightError('COST_RESULT', message, { details: { symbol: instrument.symbol, price, slipped } })
  }
  let rounded = roundAdversely(slipped, fill.direction, instrument)
  // Where the market itself is below one tick, the grid would pay a sell more than there was.
  if (fill.direction < 0 && slipped < price) rounded = Math.min(rounded, price)
  if (model.withinBar !== true) return rounded
  return Math.min(Math.max(rounded, fill.bar.low), fill.bar.high)
}

/**
 * Rounds a price to the instrument's tick against the order: a buy up, a sell down, not below one tick. Without a tick the price stays. A price that misses the
 * grid only by the rounding of float64 arithmetic is on it: 12 x 1.01 is 12.12, although its float64 is 12.120000000000001.
 */
export function roundAdversely(price: number, direction: number, instrument: Instrument): number {
  const grid = priceGrid(instrument)
  if (grid === undefined) return price
  const ticks = ticksIn(price, grid)
  return priceOf(Math.max(1, direction > 0 ? Math.ceil(ticks) : Math.floor(ticks)), grid)
}

function keptWithin(model: string, options: SlippageOptions, own: readonly string[] = []): boolean {
  checkNames(model, options, [...own, 'withinBar'])
  return flag(model, 'withinBar', options.withinBar)
}
