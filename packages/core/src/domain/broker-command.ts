import type { OrderRequest } from './order.js'

/** What the kernel asks of a broker. Answers come back as order events, later. */
export type BrokerCommand =
  | { readonly kind: 'submit'; readonly at: number; readonly order: OrderRequest }
  | { readonly kind: 'cancel'; readonly at: number; readonly order: OrderRequest }
