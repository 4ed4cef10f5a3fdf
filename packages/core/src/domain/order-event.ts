import type { Money } from './money.js'
import type { RejectCode, ReplaceTerms } from './order.js'

/** How a report names an order: by its number in this run, or by its client order id. */
export type OrderKey = number | string

/** What a venue reports. A report is a fact: it is applied or noted, never refused. */
export type OrderEvent =
  | { readonly kind: 'accepted'; readonly order: OrderKey; readonly occurredAt: number }
  | { readonly kind: 'triggered'; readonly order: OrderKey; readonly occurredAt: number }
  | OrderFilled
  | OrderEnded
  | OrderReplaced
  | RequestRefused

export interface OrderFilled {
  readonly kind: 'filled'
  readonly order: OrderKey
  readonly occurredAt: number
  readonly price: number
  /** Unsigned; stands for its shortest decimal. */
  readonly quantity: number
  /** In the instrument's currency. */
  readonly commission: Money
  /** The data do not decide whether or where it happened. */
  readonly ambiguous: boolean
  readonly gapRisk: boolean
  /** It is a limit's, at a price that the market only touched. */
  readonly touched?: boolean
  /** The lowest and highest price that the data allow; undefined where the price is certain. */
  readonly bounds?: PriceBounds | undefined
  /** No venue filled it: two books were netted, or a corporate action paid it out. */
  readonly internal?: boolean
}

export interface PriceBounds {
  readonly low: number
  readonly high: number
}

/** The order's terms as they are from now on: after a replace, or after the venue cut it down for its links. */
export interface OrderReplaced {
  readonly kind: 'replaced'
  readonly order: OrderKey
  readonly occurredAt: number
  readonly terms: ReplaceTerms
  /** Whether it answers a replace that was asked for. */
  readonly asked: boolean
}

/** A cancel or replace that lost its race, or that the venue will not do; the order stays as it is. */
export interface RequestRefused {
  readonly kind: 'cancelRefused' | 'replaceRefused'
  readonly order: OrderKey
  readonly occurredAt: number
  readonly code: RejectCode
  readonly message: string
}

export interface OrderEnded {
  readonly kind: 'rejected' | 'canceled' | 'expired'
  readonly order: OrderKey
  readonly occurredAt: number
  readonly code: RejectCode
  readonly message: string
}
