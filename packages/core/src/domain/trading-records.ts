import type { Decimal } from './decimal.js'
import type { LedgerKind } from './ledger-kind.js'
import type { OrderIntent } from './order-intent.js'
import type { OrderStatus } from './order-status.js'
import type { OrderType, Side, TimeInForce } from './order.js'
import type { RoundTrip } from './round-trip.js'
import type { Spec } from './spec.js'

/** An order as it stood from a moment on: every change is a record of its own. */
export interface OrderRecord {
  /** Unique within an account. */
  readonly clientOrderId: string
  /** The venue's name for it; undefined until it has one. */
  readonly venueOrderId: string | undefined
  readonly strategy: string
  readonly symbol: string
  readonly side: Side
  readonly type: OrderType
  readonly timeInForce: TimeInForce
  /** Unsigned. */
  readonly quantity: Decimal
  readonly limitPrice: number | undefined
  readonly stopPrice: number | undefined
  readonly touchPrice: number | undefined
  readonly status: OrderStatus
  readonly filledQuantity: Decimal
  /** Mean price over its fills; undefined before the first. */
  readonly averagePrice: number | undefined
  /** When its strategy decided it, UTC epoch milliseconds. */
  readonly createdAt: number
  /** Since when it stands like this, UTC epoch milliseconds. */
  readonly updatedAt: number
  /** Why its strategy wanted it. */
  readonly reason: string
  readonly tags: readonly string[]
  /** What else is known of it: links, trailing terms, sizing, signal, checks, why it ended. */
  readonly particulars: Spec
}

/** One execution of an order. */
export interface FillRecord {
  /** The venue's name for the execution; unique within an account. */
  readonly id: string
  readonly clientOrderId: string
  readonly strategy: string
  readonly symbol: string
  readonly side: Side
  /** Unsigned. */
  readonly quantity: Decimal
  readonly price: number
  /** Price x quantity x multiplier, in `currency`; unsigned. */
  readonly value: Decimal
  /** Negative for a rebate. */
  readonly commission: Decimal
  readonly currency: string
  /** When it happened at the venue, UTC epoch milliseconds. */
  readonly occurredAt: number
  /** When it could first be known, UTC epoch milliseconds. */
  readonly receivedAt: number
  /** No venue filled it: two books were netted against each other, or a corporate action paid it out. */
  readonly internal: boolean
}

/** What a strategy held in a symbol from a moment on: every change is a record of its own. */
export interface PositionRecord {
  readonly strategy: string
  readonly symbol: string
  /** UTC epoch milliseconds. */
  readonly time: number
  /** Signed: negative is short, 0 is flat. */
  readonly quantity: Decimal
  /** Mean entry price of the lots still open, without costs; undefined when flat. */
  readonly averagePrice: number | undefined
  readonly currency: string
}

/** One movement of cash, as it was booked: balances are sums of these. */
export interface CashRecord {
  /** Counts the entries of an account's ledger from 1, without gaps. */
  readonly number: number
  /** UTC epoch milliseconds. */
  readonly time: number
  /** Whose book it is in; undefined for the account's own. */
  readonly strategy: string | undefined
  readonly currency: string
  readonly kind: LedgerKind
  /** Signed. */
  readonly amount: Decimal
  /** The id of the fill that caused it. */
  readonly fill: string | undefined
  readonly symbol: string | undefined
  /** Of a conversion: base currency per unit. */
  readonly rate: number | undefined
}

/** What an account or one of its strategies was worth. */
export interface EquityRecord {
  /** Undefined for the account. */
  readonly strategy: string | undefined
  /** UTC epoch milliseconds; one value for each. */
  readonly time: number
  /** In base currency. */
  readonly equity: Decimal
}

/** A round trip, numbered. */
export interface RoundTripRecord extends RoundTrip {
  /** Counts the round trips of an account from 1, without gaps, in the order in which they closed. */
  readonly number: number
}

/** What becomes durable together: all of it, or nothing. */
export interface TradingBatch {
  readonly intents?: readonly OrderIntent[]
  readonly orders?: readonly OrderRecord[]
  readonly fills?: readonly FillRecord[]
  readonly positions?: readonly PositionRecord[]
  readonly cash?: readonly CashRecord[]
  readonly equity?: readonly EquityRecord[]
  readonly roundTrips?: readonly RoundTripRecord[]
}
