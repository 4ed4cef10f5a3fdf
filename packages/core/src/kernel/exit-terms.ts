import { Decimal, type DecimalInput } from '../domain/decimal.js'
import type { Instrument } from '../domain/instrument.js'
import { ORDER_TYPES, TIMES_IN_FORCE } from '../domain/order.js'
import type { OrderParticulars } from '../execution/order-log.js'
import type { OrderTermCodes } from '../execution/order-manager.js'
import type { ExitOptions, StopLoss, TakeProfit } from '../strategy/order-options.js'
import { invalid, parseNumber, parseQuantity } from './order-numbers.js'
import { checkOption, parseTerms, type WrittenOptions } from './order-terms.js'

const STOP_LOSS: readonly string[] = [
  'stopPrice',
  'limitPrice',
  'trailAmount',
  'trailFraction',
  'activationPrice',
  'trailBy',
  'limitOffset',
  'timeInForce',
  'expireAt',
]
const TAKE_PROFIT: readonly string[] = ['limitPrice', 'quantity', 'fraction', 'timeInForce', 'expireAt']
const LIMIT = ORDER_TYPES.indexOf('limit')
const STOP = ORDER_TYPES.indexOf('stop')
const GTC = TIMES_IN_FORCE.indexOf('GTC')
/** An exit that is nothing but a price. */
const PLAIN: OrderParticulars = { limitLevel: Number.NaN, trail: undefined, reduceOnly: true, link: undefined }
const IMMEDIATE: readonly number[] = [TIMES_IN_FORCE.indexOf('IOC'), TIMES_IN_FORCE.indexOf('FOK')]
/** Every option that parseTerms may find in an exit: what its author may write has been checked before. */
const PARSED: readonly string[] = [...STOP_LOSS, 'type', 'reduceOnly', 'reason', 'tags']

/** The exits of one position. */
export interface Exits {
  readonly stopLoss: OrderTermCodes | undefined
  readonly takeProfits: readonly Target[]
}

/** A take-profit, and what part of the position it is for. */
export interface Target {
  readonly terms: OrderTermCodes
  /** In the instrument's smallest units; NaN unless it was named. */
  readonly units: number
  /** Of the position; NaN unless it was named. */
  readonly fraction: number
}

/** A target as it may have come. */
interface WrittenTarget extends WrittenOptions {
  readonly quantity?: DecimalInput
  readonly fraction?: DecimalInput
}

/** Why the orders are wanted, which the exits of an order have from it. */
type Notes = Pick<OrderTermCodes, 'reason' | 'tags'>

/** Reads the exits that were written beside an order; undefined where there are none. Throws ORDER_INVALID. */
export function parseExits(
  instrument: Instrument,
  { stopLoss, takeProfit }: ExitOptions,
  notes: Notes,
  path = '',
): Exits | undefined {
  const { symbol } = instrument
  if (typeof stopLoss === 'number' && typeof takeProfit === 'number')
    return plainExits(symbol, stopLoss, takeProfit, notes, path)
  const written: readonly (DecimalInput | TakeProfit)[] =
    takeProfit === undefined ? [] : isList(takeProfit) ? takeProfit : [takeProfit]
  if (stopLoss === undefined && written.length === 0) return undefined
  const targets = written.map((target, i) => {
    const place = `${path}takeProfit${isList(takeProfit) ? `[${String(i)}]` : ''}.`
    return parseTarget(instrument, isPrice(target) ? { limitPrice: target } : target, notes, place)
  })
  const fractions = targets.reduce((sum, { fraction }) => sum + (Number.isNaN(fraction) ? 0 : fraction), 0)
  if (fractions > 1 + 1e-9)
    throw invalid(symbol, `the sum of the fractions of ${path}takeProfit`, fractions, 'at most 1')
  return {
    stopLoss:
      stopLoss === undefined
        ? undefined
        : parseStopLoss(symbol, isPrice(stopLoss) ? { stopPrice: stopLoss } : stopLoss, notes, `${path}stopLoss.`),
    takeProfits: targets,
  }
}

/** Two prices, as most brackets are written: nothing to look at but the numbers. */
function plainExits(symbol: string, stopPrice: number, limitPrice: number, notes: Notes, path: string): Exits {
  const stopLevel = parseNumber(symbol, 'stopPrice', stopPrice, `${path}stopLoss.`)
  const limitLevel = parseNumber(symbol, 'limitPrice', limitPrice, `${path}takeProfit.`)
  const terms = plainTerms(LIMIT, limitLevel, notes)
  return {
    stopLoss: plainTerms(STOP, stopLevel, notes),
    takeProfits: [{ terms, units: Number.NaN, fraction: Number.NaN }],
  }
}

function plainTerms(type: number, level: number, { reason, tags }: Notes): OrderTermCodes {
  return {
    type,
    timeInForce: GTC,
    level,
    expireAt: Number.NaN,
    invalidationPrice: undefined,
    reason,
    tags,
    particulars: PLAIN,
  }
}

function parseStopLoss(symbol: string, written: StopLoss, { reason, tags }: Notes, path: string): OrderTermCodes {
  checkOptions(symbol, written, STOP_LOSS, path)
  return parseExit(symbol, { ...written, reason, tags, type: stopLossType(written), reduceOnly: true }, path)
}

function stopLossType(written: WrittenOptions): 'stop' | 'stopLimit' | 'trailingStop' | 'trailingStopLimit' {
  const { trailAmount, trailFraction, limitOffset, limitPrice } = written
  if (trailAmount !== undefined || trailFraction !== undefined)
    return limitOffset === undefined ? 'trailingStop' : 'trailingStopLimit'
  return limitPrice === undefined ? 'stop' : 'stopLimit'
}

function parseTarget(instrument: Instrument, written: TakeProfit, { reason, tags }: Notes, path: string): Target {
  const { symbol } = instrument
  checkOptions(symbol, written, TAKE_PROFIT, path)
  const { quantity, fraction, ...terms }: WrittenTarget = written
  if (quantity !== undefined && fraction !== undefined)
    throw invalid(symbol, `${path}fraction`, fraction, 'either it or a quantity')
  return {
    terms: parseExit(symbol, { ...terms, reason, tags, type: 'limit', reduceOnly: true }, path),
    units: quantity === undefined ? Number.NaN : parseQuantity(instrument, quantity, path),
    fraction: fraction === undefined ? Number.NaN : parseFraction(symbol, fraction, path),
  }
}

function parseExit(symbol: string, options: WrittenOptions, path: string): OrderTermCodes {
  const terms = parseTerms(symbol, options, PARSED, path)
  if (!IMMEDIATE.includes(terms.timeInForce)) return terms
  throw invalid(symbol, `${path}timeInForce`, options.timeInForce, 'GTC, DAY or GTD for an exit, which waits')
}

function parseFraction(symbol: string, value: DecimalInput, path: string): number {
  const fraction = parseNumber(symbol, 'fraction', value, path)
  if (fraction > 0 && fraction <= 1) return fraction
  throw invalid(symbol, `${path}fraction`, value, 'a fraction above 0 and at most 1')
}

function checkOptions(symbol: string, written: object, allowed: readonly string[], path: string): void {
  const came: unknown = written
  if (typeof came !== 'object' || came === null) throw invalid(symbol, path.slice(0, -1), came, 'a price or an object')
  for (const option in written) checkOption(allowed, option, symbol, path)
}

/** Whether a price stands where an object may stand too. */
function isPrice(value: DecimalInput | object): value is DecimalInput {
  return typeof value === 'number' || typeof value === 'string' || Decimal.isDecimal(value)
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
