import { Decimal } from '../domain/decimal.js'
import { TradewrightError } from '../domain/errors.js'
import { decimalPlaces, unitsDown } from '../domain/exact.js'
import type { RebalanceOptions, RebalancePlan, RebalanceSkip, RebalanceTrade } from '../domain/rebalance.js'
import {
  checkRebalanceOptions,
  checkWeights,
  sumOfWeights,
  type RebalanceHolding,
  type RebalanceInput,
} from './rebalance-input.js'

/** A count of steps that float64 arithmetic misses by no more than this part of it is whole: a third of 9,000 at 30 is 100. */
const ROUNDING = 1e-13
/** Weights and values that differ by no more than this are equal. */
const TOLERANCE = 1e-12

/** A position on its way to its target. */
interface Wish {
  readonly holding: RebalanceHolding
  readonly weight: number
  readonly weightBefore: number
  /** Base currency per unit of quantity; NaN without a price or a rate. */
  readonly valueOfOne: number
  /** Base currency that rounding down takes from what the weight comes to. */
  readonly residue: number
  target: number
  skipped: RebalanceSkip | undefined
}

/**
 * Plans the trades that take positions to their weights: equity x (1 - buffer) x weight / (price x multiplier x fx), rounded towards zero to the
 * quantity step. Where nothing is skipped, positions are then worth no more than equity x (1 - buffer) x the sum of |weights| at these prices.
 *
 * - A position whose target is 0 is always closed: neither an option nor a minimum keeps it. With an equity of 0 or less every target is 0.
 * - Others are skipped for the first reason that applies: no price, less drift than `driftMin` (of what is held, by the equity, from
 *   weight x (1 - buffer)), a trade worth less than `tradeValueMin`, one below the instrument's minima; `notionalMin` is for those that don't
 *   just reduce. Where a position turns round and what it opens on the other side is below them, it is closed.
 * - Where positions that are skipped are above their targets, others are opened or grow, in the run's order, only as far as all of them stay within
 *   equity x (1 - buffer) x leverage.
 * - No trade is larger than `quantityMax`: what is missing then is for the next rebalance.
 *
 * Throws WEIGHTS_INVALID for an equity, a weight or an option that cannot be used, and for weights beyond the leverage or short ones where
 * none are allowed; UNKNOWN_SYMBOL; QUANTITY_OVERFLOW for a target of more than 15 digits.
 */
export function planRebalance(input: RebalanceInput): RebalancePlan {
  const options = checkRebalanceOptions(input.options, input.bufferDefault)
  const weights = checkWeights(input)
  const { equity, holdings, leverage } = input
  const budget = Math.max(0, equity) * (1 - options.buffer)
  const wishes = holdings.map((holding) => wishFor(holding, weights.get(holding.symbol) ?? 0, budget, equity))
  for (const wish of wishes) {
    limitOrder(wish)
    decide(wish, options)
  }
  const priced = wishes.filter(({ valueOfOne }) => !Number.isNaN(valueOfOne))
  fitInto(budget * leverage, priced, options)
  const trades = wishes.filter(({ skipped, holding, target }) => skipped === undefined && target !== holding.held)
  const allocated = budget * sumOfWeights(priced.map(({ weight }) => weight))
  return {
    equity,
    trades: [...trades.filter(shrinks), ...trades.filter((wish) => !shrinks(wish))].map(tradeOf),
    skipped: wishes.filter(({ skipped }) => skipped !== undefined).map(tradeOf),
    residue: priced.reduce((sum, { residue }) => sum + residue, 0),
    unallocated: equity - allocated,
  }
}

function wishFor(holding: RebalanceHolding, weight: number, budget: number, equity: number): Wish {
  const { symbol, held, price, multiplier, fx, quantityStep } = holding
  const value = price * multiplier * fx
  const valueOfOne = value > 0 && value < Number.POSITIVE_INFINITY ? value : Number.NaN
  const weightBefore = held === 0 ? 0 : equity > 0 ? (held * valueOfOne) / equity : Number.NaN
  if (Number.isNaN(valueOfOne)) {
    const skipped = weight === 0 && held === 0 ? undefined : 'NO_PRICE'
    return { holding, weight, weightBefore, valueOfOne, residue: 0, target: held, skipped }
  }
  const wanted = (budget * Math.abs(weight)) / valueOfOne
  const rounded = downToStep(wanted, quantityStep)
  if (Number.isNaN(unitsDown(rounded, decimalPlaces(quantityStep)))) {
    throw new TradewrightError(
      'QUANTITY_OVERFLOW',
      `rebalance: a weight of ${String(weight)} comes to ${String(wanted)} of ${symbol} at ${String(price)}; expected at most 15 digits`,
      { details: { symbol, weight, price, quantity: wanted } },
    )
  }
  const residue = Math.max(0, wanted - rounded) * valueOfOne
  const target = weight < 0 && rounded > 0 ? -rounded : rounded
  return { holding, weight, weightBefore, valueOfOne, residue, target, skipped: undefined }
}

/** An unsigned quantity on its step, not above it but for what float64 arithmetic may have taken from it. */
function downToStep(quantity: number, step: number): number {
  const steps = quantity / step
  const nearest = Math.round(steps)
  const whole = Math.abs(steps - nearest) <= nearest * ROUNDING ? nearest : Math.floor(steps)
  return step === 1 ? whole : new Decimal(step).times(whole).toNumber()
}

/** Brings a target so near to what is held that one order may trade the difference. */
function limitOrder(wish: Wish): void {
  const { held, quantityMax, quantityStep } = wish.holding
  if (quantityMax === Number.POSITIVE_INFINITY) return
  const quantity = difference(wish)
  if (Math.abs(quantity) <= quantityMax) return
  const most = downToStep(quantityMax, quantityStep)
  wish.target = new Decimal(held).plus(quantity > 0 ? most : -most).toNumber()
}

/** Skips what is not to be traded; of what turns round, keeps what may be opened. */
function decide(wish: Wish, options: Required<RebalanceOptions>): void {
  wish.skipped ??= skipReason(wish, options)
  if (wish.skipped !== undefined || !turnsRound(wish)) return
  if (belowMinimum(wish, Math.abs(wish.target)) !== undefined) wish.target = 0
}

function skipReason(wish: Wish, options: Required<RebalanceOptions>): RebalanceSkip | undefined {
  const { weight, weightBefore, target } = wish
  const quantity = Math.abs(difference(wish))
  if (quantity === 0 || target === 0) return undefined
  const drift = Math.abs(weight * (1 - options.buffer) - weightBefore)
  if (drift < options.driftMin - TOLERANCE) return 'DRIFT'
  if (Math.abs(tradedValue(wish)) < options.tradeValueMin) return 'TRADE_VALUE'
  if (turnsRound(wish)) return undefined
  const minimum = belowMinimum(wish, quantity)
  return minimum === 'NOTIONAL_MIN' && shrinks(wish) ? undefined : minimum
}

/** The minimum of the instrument that an order would be below. */
function belowMinimum({ holding }: Wish, quantity: number): 'QUANTITY_MIN' | 'NOTIONAL_MIN' | undefined {
  const { price, multiplier, quantityMin, notionalMin } = holding
  if (quantity < quantityMin) return 'QUANTITY_MIN'
  // Exact: 100 at 0.57 is worth 57, not 56.99999999999999.
  const isBelow = notionalMin > 0 && new Decimal(quantity).times(price).times(multiplier).lt(notionalMin)
  return isBelow ? 'NOTIONAL_MIN' : undefined
}

/** Cuts what is opened to what is left of a limit, in base currency, by positions that are left alone. */
function fitInto(limit: number, priced: readonly Wish[], options: Required<RebalanceOptions>): void {
  let room = limit
  for (const wish of priced) room -= kept(wish) * wish.valueOfOne
  for (const wish of priced) {
    const { holding, target, valueOfOne } = wish
    const stays = kept(wish)
    const opened = (Math.abs(target) - stays) * valueOfOne
    if (wish.skipped !== undefined || opened <= 0) continue
    if (opened > room + limit * TOLERANCE) {
      const most = Math.max(stays, downToStep(stays + room / valueOfOne, holding.quantityStep))
      wish.target = target < 0 && most > 0 ? -most : most
      if (wish.target === holding.held) wish.skipped = 'NO_ROOM'
      decide(wish, options)
      if (wish.skipped !== undefined) wish.target = target
    }
    if (wish.skipped === undefined) room -= (Math.abs(wish.target) - stays) * valueOfOne
  }
}

/** What of a position is neither closed nor opened. */
function kept(wish: Wish): number {
  const held = Math.abs(wish.holding.held)
  if (wish.skipped !== undefined) return held
  return turnsRound(wish) ? 0 : Math.min(held, Math.abs(wish.target))
}

/** Whether the position is nearer to zero afterwards, on whichever side. */
function shrinks({ holding, target }: Wish): boolean {
  return Math.abs(target) < Math.abs(holding.held)
}

/** Whether it is on the other side afterwards. */
function turnsRound({ holding, target }: Wish): boolean {
  return target * holding.held < 0
}

/** target - held, exact: 0.3 - 0.1 is 0.2. */
function difference({ holding, target }: Wish): number {
  const { held } = holding
  const areWhole = Number.isSafeInteger(target) && Number.isSafeInteger(held)
  return areWhole ? target - held : new Decimal(target).minus(held).toNumber()
}

/** Signed, in base currency, rounded once. */
function tradedValue(wish: Wish): number {
  const { price, multiplier, fx } = wish.holding
  const quantity = difference(wish)
  return quantity === 0 ? 0 : new Decimal(quantity).times(price).times(multiplier).times(fx).toNumber()
}

function tradeOf(wish: Wish): RebalanceTrade {
  const { holding, weight, weightBefore, target, skipped } = wish
  const { symbol, held } = holding
  const trade = { symbol, weight, weightBefore, held, target, quantity: difference(wish), value: tradedValue(wish) }
  return skipped === undefined ? trade : { ...trade, skipped }
}
