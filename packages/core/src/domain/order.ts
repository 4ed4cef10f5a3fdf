import type { Decimal } from './decimal.js'
import type { DenialCode } from './denial.js'
import type { OrderStatus } from './order-status.js'
import type { RiskCheck } from './risk-check.js'
import type { Signal } from './signal.js'
import type { TradeStatistics } from './trade-statistics.js'

export type Side = 'buy' | 'sell'

export const ORDER_TYPES = [
  'market',
  'limit',
  'stop',
  'stopLimit',
  'trailingStop',
  'trailingStopLimit',
  'marketOnOpen',
  'marketOnClose',
  'limitOnOpen',
  'limitOnClose',
  'marketIfTouched',
  'limitIfTouched',
] as const
export type OrderType = (typeof ORDER_TYPES)[number]

/** How long an order waits: DAY until its first session closes, GTC until cancelled, GTD until `expireAt`, IOC and FOK not at all. */
export const TIMES_IN_FORCE = ['GTC', 'DAY', 'GTD', 'IOC', 'FOK'] as const
export type TimeInForce = (typeof TIMES_IN_FORCE)[number]

/**
 * What a broker is asked to do. Decimals are for venues that want text; the numbers are the same values, each the float64 whose
 * shortest decimal it is.
 */
export interface OrderRequest {
  /** Counts the orders of a run from 0; events may name an order by it. */
  readonly number: number
  /** Deterministic, unique, at most 24 characters of [A-Za-z0-9-]. */
  readonly clientOrderId: string
  readonly strategy: string
  readonly symbol: string
  readonly side: Side
  readonly type: OrderType
  readonly timeInForce: TimeInForce
  /** Unsigned; `side` has the direction. */
  readonly quantity: Decimal
  readonly limitPrice: Decimal | undefined
  readonly stopPrice: Decimal | undefined
  /** Where an if-touched order is triggered. */
  readonly touchPrice: Decimal | undefined
  /** How the stop of a trailing order follows the price. */
  readonly trail: Trail | undefined
  /** UTC epoch milliseconds; only with GTD. */
  readonly expireAt: number | undefined
  /** It only ever closes: the venue cuts it down to what its strategy holds against it. */
  readonly reduceOnly: boolean
  /** What ties it to other orders, for the venue to see to. */
  readonly link: OrderLink | undefined
  /** For venues that match in numbers: the price that the order waits for (its stop or touch price, else its limit), NaN without one. */
  readonly level: number
  /** The limit of an order that has a stop or touch price as well; NaN without one. */
  readonly limitLevel: number
  /** Index of the instrument among the run's instruments. */
  readonly instrument: number
  /** Quantity in the instrument's smallest units. */
  readonly quantityUnits: number
}

/** How a trailing stop follows the price: a sell stays so far below the highest price since it went live, a buy so far above the lowest. */
export interface Trail {
  /** In price where `isFraction` is false, else a fraction of the extreme. Positive; a fraction below 1. */
  readonly distance: number
  readonly isFraction: boolean
  /** The price that must trade before it begins to trail; NaN where it trails at once. */
  readonly activationPrice: number
  /** Follow each extreme as it happens, or closes only: then the stop stands still inside a bar. */
  readonly by: 'extreme' | 'close'
  /** How far the limit lies beyond the stop once it is triggered; NaN where it becomes a market order. */
  readonly limitOffset: number
}

/**
 * What ties an order to others. Exits of one group (a `stopLoss` and its `takeProfit`s) share the quantity that they protect: what one
 * fills, the others lose. An `alternative` ends the others of its group once it is filled, and takes from them what it fills in part. A
 * `triggered` order is held until its parent is filled.
 */
export interface OrderLink {
  readonly role: 'stopLoss' | 'takeProfit' | 'alternative' | 'triggered'
  /** Orders with one number belong together: the number of their parent, else of the first of them. */
  readonly group: number
  /** The number of the order that must be filled first: exits follow its fills, part by part. */
  readonly parent: number | undefined
}

/** New terms for an order that works; what is left out stays as it is. */
export interface ReplaceTerms {
  /** The order's whole quantity, filled part included, in the instrument's smallest units. */
  readonly quantityUnits?: number
  readonly limitPrice?: number
  readonly stopPrice?: number
  readonly touchPrice?: number
  /** A trailing order's distance, in the kind (price or fraction) that it had. */
  readonly trailDistance?: number
  /** UTC epoch milliseconds; only for GTD. */
  readonly expireAt?: number
}

/** An order as its strategy sees it: what was asked, what became of it, and why. A live view; it changes as reports arrive. */
export interface Order extends OrderRequest {
  readonly status: OrderStatus
  /** The stop's level has traded: the order now acts as the market or limit order behind it. */
  readonly triggered: boolean
  readonly filledQuantity: Decimal
  /** Mean price over its fills; undefined before the first. */
  readonly averagePrice: number | undefined
  /** When the strategy decided it, UTC epoch milliseconds. */
  readonly createdAt: number
  /** When it reached a terminal status; undefined while it works. */
  readonly closedAt: number | undefined
  /** Why the strategy wanted it, in its own words. */
  readonly reason: string
  readonly tags: readonly string[]
  /** Why it was denied, rejected or canceled. */
  readonly outcome: OrderOutcome | undefined
  /** What the sizer was given and what it answered; undefined where the strategy named the quantity. */
  readonly sizing: OrderSizing | undefined
  /** The signal that it came of; undefined where the strategy placed it itself. */
  readonly signal: Signal | undefined
  /** What it was checked against before it was sent, the last one being what it was denied for; empty for one that only closes. */
  readonly checks: readonly RiskCheck[]
}

/** Why an order ended without being filled. */
export interface OrderOutcome {
  readonly code: DenialCode | RejectCode
  readonly message: string
}

/** A venue's reasons to refuse or end an order. */
export type RejectCode =
  | 'INSUFFICIENT_FUNDS'
  | 'INVALID_PRICE'
  | 'INVALID_QUANTITY'
  | 'INVALID_SYMBOL'
  | 'MARKET_CLOSED'
  | 'NOT_PERMITTED'
  | 'RATE_LIMITED'
  | 'DUPLICATE'
  | 'UNSUPPORTED'
  | 'NO_LIQUIDITY'
  | 'CANCELED'
  | 'EXPIRED'
  /** An order that it is linked to was filled, ended, or left nothing to protect. */
  | 'LINKED'
  /** It only reduces, and nothing was left to be reduced. */
  | 'REDUCE_ONLY'
  /** A cancel or replace came after the order had been filled or had ended. */
  | 'TOO_LATE'
  | 'OTHER'

/** The sizer's part in an order's history: what it was given, and what it answered. See `SizingInput`. */
export interface OrderSizing extends SizingParticulars {
  readonly price: number
  readonly equity: number
  readonly cash: number
  /** What the strategy held, signed. */
  readonly position: number
  readonly multiplier: number
  readonly fx: number
  /** As the sizer answered, before rounding down to the quantity step: of an order, or of the whole position. */
  readonly quantity: number
}

/** What not every sizer is given, or asks for; each is there only where it was. */
export interface SizingParticulars {
  readonly stopPrice?: number
  readonly confidence?: number
  readonly fx?: number
  readonly atr?: number
  readonly trades?: TradeStatistics
  readonly buyingPower?: number
  /** What a volatility target multiplied the answer by. */
  readonly scale?: number
  /** Why nothing was left to trade. */
  readonly reason?: string
}
