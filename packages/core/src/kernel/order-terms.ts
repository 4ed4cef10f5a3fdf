import type { DecimalInput } from '../domain/decimal.js'
import { ORDER_TYPES, TIMES_IN_FORCE, type OrderType, type Side } from '../domain/order.js'
import type { OrderParticulars } from '../execution/order-log.js'
import type { OrderTermCodes } from '../execution/order-manager.js'
import { invalid, parseNumber } from './order-numbers.js'
import { parseTrail } from './trail-terms.js'

const NO_TAGS: readonly string[] = []
/** What every order may say. */
export const OPTIONS: readonly string[] = [
  'quantity',
  'type',
  'limitPrice',
  'stopPrice',
  'touchPrice',
  'trailAmount',
  'trailFraction',
  'activationPrice',
  'trailBy',
  'limitOffset',
  'timeInForce',
  'expireAt',
  'invalidationPrice',
  'reduceOnly',
  'clientOrderId',
  'reason',
  'tags',
]
const TRAILING: readonly OrderType[] = ['trailingStop', 'trailingStopLimit']
const AUCTION: readonly OrderType[] = ['marketOnOpen', 'marketOnClose', 'limitOnOpen', 'limitOnClose']
/** By option: the types that have it. */
export const TYPES_WITH: ReadonlyMap<string, readonly OrderType[]> = new Map<string, readonly OrderType[]>([
  ['limitPrice', ['limit', 'stopLimit', 'limitOnOpen', 'limitOnClose', 'limitIfTouched']],
  ['stopPrice', ['stop', 'stopLimit']],
  ['touchPrice', ['marketIfTouched', 'limitIfTouched']],
  ['trailAmount', TRAILING],
  ['trailFraction', TRAILING],
  ['activationPrice', TRAILING],
  ['trailBy', TRAILING],
  ['limitOffset', ['trailingStopLimit']],
])
/** By type: the option that is its level; none of a market order, and of a trailing one, whose stop moves. */
const LEVEL: Readonly<Partial<Record<OrderType, 'limitPrice' | 'stopPrice' | 'touchPrice'>>> = {
  limit: 'limitPrice',
  limitOnOpen: 'limitPrice',
  limitOnClose: 'limitPrice',
  stop: 'stopPrice',
  stopLimit: 'stopPrice',
  marketIfTouched: 'touchPrice',
  limitIfTouched: 'touchPrice',
}

/** Order options as they may have come: nothing is certain of them but their names. */
export interface WrittenOptions {
  readonly type?: OrderType
  readonly limitPrice?: DecimalInput
  readonly stopPrice?: DecimalInput
  readonly touchPrice?: DecimalInput
  readonly trailAmount?: DecimalInput
  readonly trailFraction?: DecimalInput
  readonly activationPrice?: DecimalInput
  readonly trailBy?: 'extreme' | 'close'
  readonly limitOffset?: DecimalInput
  readonly timeInForce?: string
  readonly expireAt?: number
  readonly invalidationPrice?: DecimalInput
  readonly reduceOnly?: boolean
  readonly clientOrderId?: string
  readonly reason?: string
  readonly tags?: readonly string[]
}

/**
 * Reads what a strategy wrote. `allowed` are the options that may be there, `path` is what stands before their names in messages. Throws
 * ORDER_INVALID for terms that contradict each other or are not numbers.
 */
export function parseTerms(
  symbol: string,
  options: WrittenOptions,
  allowed: readonly string[] = OPTIONS,
  path = '',
): OrderTermCodes {
  const came: unknown = options
  if (typeof came !== 'object' || came === null)
    throw invalid(symbol, path === '' ? 'options' : path.slice(0, -1), came, 'an object, such as { quantity: 100 }')
  const name = options.type ?? 'market'
  const type = ORDER_TYPES.indexOf(name)
  if (type < 0) throw invalid(symbol, `${path}type`, name, `one of ${ORDER_TYPES.join(', ')}`)
  for (const option in options) {
    checkOption(allowed, option, symbol, path)
    const types = TYPES_WITH.get(option)
    if (types === undefined || types.includes(name) || options[option as 'limitPrice'] === undefined) continue
    throw invalid(symbol, `${path}type`, name, `${types.map((one) => `'${one}'`).join(', ')} with a ${option}`)
  }
  const { timeInForce, expireAt } = parseLifetime(symbol, name, options, path)
  const level = LEVEL[name]
  return {
    type,
    timeInForce,
    level: level === undefined ? Number.NaN : parseNumber(symbol, level, options[level], path),
    expireAt,
    invalidationPrice:
      options.invalidationPrice === undefined
        ? undefined
        : parseNumber(symbol, 'invalidationPrice', options.invalidationPrice, path),
    clientOrderId: options.clientOrderId === undefined ? undefined : parseId(symbol, options.clientOrderId, path),
    reason: options.reason ?? '',
    tags: options.tags ?? NO_TAGS,
    particulars: parseParticulars(symbol, name, options, path),
  }
}

/** What every venue takes: those with short comment fields too. */
const CLIENT_ORDER_ID = /^[A-Za-z0-9-]{1,24}$/

function parseId(symbol: string, id: string, path: string): string {
  if (typeof id === 'string' && CLIENT_ORDER_ID.test(id)) return id
  throw invalid(symbol, `${path}clientOrderId`, id, 'up to 24 of A-Z, a-z, 0-9 and -')
}

function parseLifetime(
  symbol: string,
  type: OrderType,
  options: WrittenOptions,
  path: string,
): { readonly timeInForce: number; readonly expireAt: number } {
  const { expireAt } = options
  const named = options.timeInForce ?? 'GTC'
  const timeInForce = (TIMES_IN_FORCE as readonly string[]).indexOf(named)
  if (timeInForce < 0) throw invalid(symbol, `${path}timeInForce`, named, `one of ${TIMES_IN_FORCE.join(', ')}`)
  if (options.timeInForce !== undefined && AUCTION.includes(type))
    throw invalid(symbol, `${path}timeInForce`, named, `none with type ${type}, which is for one auction`)
  if (named !== 'GTD') {
    if (expireAt === undefined) return { timeInForce, expireAt: Number.NaN }
    throw invalid(symbol, `${path}timeInForce`, named, "'GTD' with an expireAt")
  }
  if (expireAt === undefined || !Number.isFinite(expireAt))
    throw invalid(symbol, `${path}expireAt`, expireAt, 'a time in UTC epoch milliseconds with GTD')
  return { timeInForce, expireAt }
}

function parseParticulars(
  symbol: string,
  type: OrderType,
  options: WrittenOptions,
  path: string,
): OrderParticulars | undefined {
  const { reduceOnly = false } = options
  if (typeof reduceOnly !== 'boolean') throw invalid(symbol, `${path}reduceOnly`, reduceOnly, 'true or false')
  const limited = type === 'stopLimit' || type === 'limitIfTouched'
  const trails = TRAILING.includes(type)
  if (!limited && !trails && !reduceOnly) return undefined
  return {
    limitLevel: limited ? parseNumber(symbol, 'limitPrice', options.limitPrice, path) : Number.NaN,
    trail: trails ? parseTrail(symbol, type, options, path) : undefined,
    reduceOnly,
    link: undefined,
  }
}

/** Throws ORDER_INVALID for an option that is not among those that may be there. */
export function checkOption(allowed: readonly string[], option: string, symbol: string, path: string): void {
  if (allowed.includes(option)) return
  throw invalid(
    symbol,
    path === '' ? 'an option' : `an option of ${path.slice(0, -1)}`,
    `'${option}'`,
    `one of ${allowed.join(', ')}`,
  )
}

/** 1 for a buy, -1 for a sell. Throws ORDER_INVALID for anything else. */
export function parseSide(symbol: string, side: Side, path: string): 1 | -1 {
  if (side === 'buy') return 1
  // From JavaScript anything may come.
  if ((side as unknown) === 'sell') return -1
  throw invalid(symbol, `${path}side`, side, "'buy' or 'sell'")
}
