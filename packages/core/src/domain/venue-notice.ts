import type { Money } from './money.js'
import type { SplitRatio } from './split.js'

/**
 * What a venue that is made of market data must be told, since no vendor's venue stands behind it: what happened to an account or an instrument that it
 * keeps books of.
 */
export type VenueNotice =
  /** A strategy's position changed without an order of this venue. */
  | {
      readonly kind: 'moved'
      readonly strategy: string
      readonly instrument: number
      readonly units: number
      readonly at: number
    }
  | { readonly kind: 'split'; readonly instrument: number; readonly ratio: SplitRatio; readonly at: number }
  /** It is not traded any more: its orders end. */
  | { readonly kind: 'ended'; readonly instrument: number; readonly at: number; readonly message: string }
  /** Cash of a currency, by its index, moved without a fill. */
  | { readonly kind: 'cash'; readonly currency: number; readonly amount: Money }
