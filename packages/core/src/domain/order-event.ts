import type { Money } from './money.js'
import type { RejectCode } from './order.js'

/** How a report names an order: by its number in this run, or by its client order id. */
export type OrderKey = number | string

/** What a venue reports. A report is a fact: it is applied or noted, never refused. */
export type OrderEvent =
  | { readonly kind: 'accepted'; readonly order: OrderKey; readonly occurredAt: number }
  | { readonly kind: 'triggered'; readonly order: OrderKey; readonly occurredAt: number }
  | OrderFilled
  | OrderEnded

export interface OrderFilled {
  readonly kind: 'filled'
  readonly order: OrderKey
  readonly occurredAt: number
  readonly price: number
  /** Unsigned; stands for its shortest decimal. */
  readonly quantity: number
  /** In the instrument's currency. */
  readonly commission: Money
  readonly ambiguous: boolean
  readonly gapRisk: boolean
}

export interface OrderEnded {
  readonly kind: 'rejected' | 'canceled' | 'expired'
  readonly order: OrderKey
  readonly occurredAt: number
  readonly code: RejectCode
  readonly message: string
}
