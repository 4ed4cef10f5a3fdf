import type { DecimalInput } from '../domain/decimal.js'
import type { Side } from '../domain/order.js'

/** The price terms of an order. */
export type OrderTerms =
  | { readonly type?: 'market' }
  /** Fills at `limitPrice` or better. */
  | { readonly type: 'limit'; readonly limitPrice: DecimalInput }
  /** Becomes a market order once `stopPrice` trades. */
  | { readonly type: 'stop'; readonly stopPrice: DecimalInput }
  /** Becomes a limit order at `limitPrice` once `stopPrice` trades. */
  | { readonly type: 'stopLimit'; readonly stopPrice: DecimalInput; readonly limitPrice: DecimalInput }
  /** A stop that follows the price: a sell stays below the highest, a buy above the lowest. */
  | ({ readonly type: 'trailingStop' } & TrailTerms)
  /** The same; triggered, it becomes a limit order `limitOffset` beyond the stop: below it for a sell, above it for a buy. */
  | ({ readonly type: 'trailingStopLimit'; readonly limitOffset: DecimalInput } & TrailTerms)
  /** Becomes a market order once the price comes to `touchPrice` from its worse side: a buy's from above. */
  | { readonly type: 'marketIfTouched'; readonly touchPrice: DecimalInput }
  /** Becomes a limit order at `limitPrice` once `touchPrice` trades. */
  | { readonly type: 'limitIfTouched'; readonly touchPrice: DecimalInput; readonly limitPrice: DecimalInput }
  /** Fills at the open of a session's first bar, or at the close of its last; what is not filled there expires. */
  | { readonly type: 'marketOnOpen' | 'marketOnClose'; readonly timeInForce?: never }
  /** The same, if that price is `limitPrice` or better. */
  | {
      readonly type: 'limitOnOpen' | 'limitOnClose'
      readonly limitPrice: DecimalInput
      readonly timeInForce?: never
    }

/** How a trailing stop follows the price: `trailAmount` in price, or `trailFraction` of it, above 0 and below 1. */
export type TrailTerms = (
  | { readonly trailAmount: DecimalInput; readonly trailFraction?: never }
  | { readonly trailFraction: DecimalInput; readonly trailAmount?: never }
) & {
  /** It begins to follow once this price has traded; at once without one. */
  readonly activationPrice?: DecimalInput
  /** Follow each extreme of the price, the default, or closes of bars only. */
  readonly trailBy?: 'extreme' | 'close'
}

/** How long an order waits; default GTC. */
export type OrderLifetime =
  | { readonly timeInForce?: 'GTC' | 'DAY' | 'IOC' | 'FOK' }
  /** `expireAt` in UTC epoch milliseconds. */
  | { readonly timeInForce: 'GTD'; readonly expireAt: number }

export interface OrderNotes {
  /** How much; without one the strategy's sizer decides. */
  readonly quantity?: DecimalInput
  /** The price at which the idea behind the entry would be wrong: for the sizer. Nothing rests in the market there. */
  readonly invalidationPrice?: DecimalInput
  /** It only ever closes: the venue cuts it down to what the strategy holds against it, and cancels it where that is nothing. */
  readonly reduceOnly?: boolean
  /** What the venue is to know it by: up to 24 of A-Z, a-z, 0-9 and -, once in a run. Default: made from the engine's id and its number. */
  readonly clientOrderId?: string
  /** Kept with the order, for people. */
  readonly reason?: string
  readonly tags?: readonly string[]
}

export type OrderOptions = OrderTerms & OrderLifetime & OrderNotes

/** A market order, good till cancelled, of what the sizer says. */
export const NO_OPTIONS: OrderOptions = Object.freeze({})

/** How long an exit waits; default GTC. */
export type ExitLifetime =
  { readonly timeInForce?: 'GTC' | 'DAY' } | { readonly timeInForce: 'GTD'; readonly expireAt: number }

/** A stop, a stop-limit, a trailing stop or, with a `limitOffset`, a trailing stop-limit. */
export type StopLoss = (
  | { readonly stopPrice: DecimalInput; readonly limitPrice?: DecimalInput }
  | (TrailTerms & { readonly limitOffset?: DecimalInput })
) &
  ExitLifetime

/**
 * A limit order for a part of the position. Targets that name neither `quantity` nor `fraction` share what is left equally, rounded down to the
 * quantity step, and the last takes the rest.
 */
export type TakeProfit = (
  | { readonly limitPrice: DecimalInput; readonly quantity?: DecimalInput; readonly fraction?: never }
  /** Of the position that is protected; above 0 and at most 1. */
  | { readonly limitPrice: DecimalInput; readonly fraction: DecimalInput; readonly quantity?: never }
) &
  ExitLifetime

/** The exits that protect a position. They share its quantity: what one fills, the others lose. */
export interface ExitOptions {
  /** A price is that of a stop. */
  readonly stopLoss?: DecimalInput | StopLoss
  /** A price is that of a limit for the whole position. */
  readonly takeProfit?: DecimalInput | TakeProfit | readonly (DecimalInput | TakeProfit)[]
}

/** An order that is held until the one it belongs to is filled completely. Its symbol is that one's; without a quantity so is its quantity. */
export type TriggeredOrder = { readonly side: Side } & OrderOptions

/** An order with what follows once it is filled. */
export type EntryOptions = OrderOptions & ExitOptions & { readonly triggers?: readonly TriggeredOrder[] }

/** One of several orders of which only one is wanted. */
export type AlternativeOrder = { readonly symbol: string; readonly side: Side } & OrderOptions & ExitOptions

/** Exits for a position that is held already. */
export interface ProtectOptions extends ExitOptions {
  /** How much of it; default all. */
  readonly quantity?: DecimalInput
}

/** New terms for an order; what is left out stays as it is. */
export interface OrderChanges {
  /** The order's whole quantity, what is filled of it included: at or below that, the order ends. */
  readonly quantity?: DecimalInput
  readonly limitPrice?: DecimalInput
  readonly stopPrice?: DecimalInput
  readonly touchPrice?: DecimalInput
  /** Only for an order that trails by an amount. */
  readonly trailAmount?: DecimalInput
  /** Only for an order that trails by a fraction. */
  readonly trailFraction?: DecimalInput
  /** UTC epoch milliseconds; only for GTD. */
  readonly expireAt?: number
}
