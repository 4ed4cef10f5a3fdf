import { Decimal } from '../domain/decimal.js'
import { TradewrightError, type ErrorDetails } from '../domain/errors.js'
import type { RebalanceOptions } from '../domain/rebalance.js'

/** What a rebalance is planned from. */
export interface RebalanceInput {
  /** In base currency. */
  readonly equity: number
  /** In the run's order: all that may be held. */
  readonly holdings: readonly RebalanceHolding[]
  /** The part of the equity that each position should be worth, negative for short ones. A symbol that is not named has 0: it is closed. */
  readonly weights: Readonly<Record<string, number>>
  /** How many times the equity all positions together may be worth. */
  readonly leverage: number
  readonly allowShort: boolean
  /** The `buffer` where the options name none; default 0. */
  readonly bufferDefault?: number
  readonly options: RebalanceOptions
}

/** What is held of an instrument, and what it takes to trade it. */
export interface RebalanceHolding {
  readonly symbol: string
  /** Signed; working market orders counted as filled. */
  readonly held: number
  /** In the instrument's currency; NaN before the first. */
  readonly price: number
  readonly multiplier: number
  /** Base currency per unit of the instrument's currency; NaN without a rate. */
  readonly fx: number
  /** Quantities are multiples of it. */
  readonly quantityStep: number
  /** The least quantity of an order; 0 where there is none. */
  readonly quantityMin: number
  /** The largest quantity of an order; Infinity where there is none. */
  readonly quantityMax: number
  /** The least value of an order that opens, in the instrument's currency; 0 where there is none. */
  readonly notionalMin: number
}

/** Weights may add up to so much more than the leverage allows: what float64 makes of thirds and sevenths. */
const SUM_TOLERANCE = 1e-9
const OPTIONS: readonly string[] = ['buffer', 'tradeValueMin', 'driftMin'] satisfies (keyof RebalanceOptions)[]

/** The options with their defaults. Throws WEIGHTS_INVALID for one that is misspelt or out of range. */
export function checkRebalanceOptions(options: RebalanceOptions, bufferDefault = 0): Required<RebalanceOptions> {
  const came: unknown = options
  if (typeof came !== 'object' || came === null)
    throw invalid(`options are ${String(came)}; expected an object with ${OPTIONS.join(', ')}`, { options: came })
  for (const name in came) {
    if (!OPTIONS.includes(name))
      throw invalid(`an option '${name}' came; expected one of ${OPTIONS.join(', ')}`, { option: name })
  }
  const buffer = fromZero('buffer', options.buffer ?? bufferDefault)
  if (buffer >= 1) throw invalid(`buffer is ${String(buffer)}; expected a number from 0, below 1`, { buffer })
  return {
    buffer,
    tradeValueMin: fromZero('tradeValueMin', options.tradeValueMin ?? 0),
    driftMin: fromZero('driftMin', options.driftMin ?? 0),
  }
}

/** The weights by symbol. Throws UNKNOWN_SYMBOL for one that is not among the holdings, WEIGHTS_INVALID. */
export function checkWeights(input: RebalanceInput): ReadonlyMap<string, number> {
  const { equity, holdings, leverage } = input
  if (!Number.isFinite(equity)) throw invalid(`equity is ${String(equity)}; expected a finite number`, { equity })
  const came: unknown = input.weights
  if (typeof came !== 'object' || came === null || Array.isArray(came))
    throw invalid(`weights are ${String(came)}; expected an object with a weight for each symbol`, { weights: came })
  const known = new Set(holdings.map(({ symbol }) => symbol))
  const weights = new Map(Object.entries(input.weights))
  for (const [symbol, weight] of weights) {
    if (!known.has(symbol)) {
      throw new TradewrightError('UNKNOWN_SYMBOL', `'${symbol}' came; expected one of ${[...known].join(', ')}`, {
        details: { symbol, known: [...known] },
      })
    }
    checkWeight(symbol, weight, input.allowShort)
  }
  const sum = sumOfWeights(weights.values())
  if (sum > leverage + SUM_TOLERANCE) {
    throw invalid(
      `the weights add up to ${String(sum)}, short ones counted as long ones; expected at most the leverage, ${String(leverage)}`,
      { sum, leverage },
    )
  }
  return weights
}

/** The sum of the weights' absolute values, each taken as its shortest decimal: 0.1 and 0.2 are 0.3. */
export function sumOfWeights(weights: Iterable<number>): number {
  let sum = new Decimal(0)
  for (const weight of weights) sum = sum.plus(Math.abs(weight))
  return sum.toNumber()
}

function checkWeight(symbol: string, weight: number, allowShort: boolean): void {
  const details = { symbol, weight }
  if (!Number.isFinite(weight))
    throw invalid(`the weight of ${symbol} is ${String(weight)}; expected a finite number`, details)
  if (weight < 0 && !allowShort) {
    throw invalid(
      `the weight of ${symbol} is ${String(weight)}; expected a number from 0: short positions are not allowed`,
      details,
    )
  }
}

function fromZero(option: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value
  throw invalid(`${option} is ${String(value)}; expected a number from 0`, { [option]: value })
}

function invalid(message: string, details: ErrorDetails): TradewrightError {
  return new TradewrightError('WEIGHTS_INVALID', `rebalance: ${message}`, { details })
}
