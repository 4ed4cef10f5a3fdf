import type { OrderRequest, ReplaceTerms } from './order.js'
import type { VenueNotice } from './venue-notice.js'

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

/** Whatever the kernel wants done, in order. */
export type KernelCommand =
  | BrokerCommand
  /** For a venue that is made of market data; others know by themselves. */
  | { readonly kind: 'notice'; readonly notice: VenueNotice }
  /** An account event is due: whoever turns the crank hands it back, once what was decided before it is sent. */
  | { readonly kind: 'accountEvent'; readonly index: number }
  /** The daily cut is due, likewise. */
  | { readonly kind: 'dailyCut'; readonly at: number }
