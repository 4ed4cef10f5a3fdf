import { TradewrightError } from '../domain/errors.js'
import { decimalPlaces, powerOfTen } from '../domain/exact.js'
import type { Instrument } from '../domain/instrument.js'
import { perInstrument } from './per-instrument.js'

/** What a slipped price and its division by the tick may miss by, as a fraction: five roundings of half an ulp. */
const ROUNDING = 2.5 * Number.EPSILON

/** The prices that an instrument may have. */
export interface PriceGrid {
  readonly tick: number
  /** 10^decimals of the tick: what makes integers of the grid's prices. */
  readonly scale: number
}

/** The grid of an instrument that has one. */
export const priceGrid = perInstrument(
  ({ tickSize }): PriceGrid | undefined =>
    tickSize && { tick: tickSize.toNumber(), scale: powerOfTen(decimalPlaces(tickSize)) },
)

/** The grid of an instrument, for a model that counts in ticks. Throws COST_INVALID where it has none. */
export function neededGrid(model: string, instrument: Instrument): PriceGrid {
  return priceGrid(instrument) ?? withoutTick(model, instrument)
}

/** So many ticks of an instrument, whole or not, as the float64 nearest to their price. Throws COST_INVALID where it has no tick. */
export function ticksOf(model: string, count: number): (instrument: Instrument) => number {
  return perInstrument((instrument) => {
    const { tickSize } = instrument
    return tickSize ? tickSize.times(count).toNumber() : withoutTick(model, instrument)
  })
}

/** A price in ticks: an integer where it misses the grid only by the rounding of float64 arithmetic, as 12 x 1.01 does, 12.120000000000001. */
export function ticksIn(price: number, { tick }: PriceGrid): number {
  const ticks = price / tick
  const nearest = Math.round(ticks)
  return Math.abs(ticks - nearest) <= nearest * ROUNDING ? nearest : ticks
}

/** The float64 nearest to the price of so many ticks, a whole number of them. */
export function priceOf(ticks: number, { tick, scale }: PriceGrid): number {
  return Math.round(ticks * tick * scale) / scale
}

function withoutTick(model: string, instrument: Instrument): never {
  const message = `${model}: ${instrument.symbol} has no tickSize; expected an instrument with one`
  throw new TradewrightError('COST_INVALID', message, { details: { model, symbol: instrument.symbol } })
}
