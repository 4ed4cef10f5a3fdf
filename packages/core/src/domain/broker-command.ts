import type { OrderRequest, ReplaceTerms } from './order.js'

/** What the kernel asks of a broker. Answers come back as order events, later. */
export type BrokerCommand =
  | { readonly kind: 'submit'; readonly at: number; readonly order: OrderRequest }
  /** Orders that are tied together by their links, parents first; the venue takes all of them or none. */
  | SubmitLinked
  | { readonly kind: 'replace'; readonly at: number; readonly order: OrderRequest; readonly terms: ReplaceTerms }
  | { readonly kind: 'cancel'; readonly at: number; readonly order: OrderRequest }

interface SubmitLinked {
  readonly kind: 'submitLinked'
  readonly at: number
  /** The first of them. */
  readonly order: OrderRequest
  /** All of them. */
  readonly orders: readonly OrderRequest[]
}
