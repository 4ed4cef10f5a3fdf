import type { Fill } from '../domain/fill.js'
import type { Order } from '../domain/order.js'
import type { RoundTrip } from '../domain/round-trip.js'
import type { Signal } from '../domain/signal.js'
import type { RiskBreach } from '../risk/risk-breach.js'
import type { StateChange } from '../risk/trading-states.js'
import type { AppliedEvent } from './account-change.js'

/**
 * Where the kernel tells what happened. A fact that nobody wants has no function here, and then costs one comparison. Values are made for
 * the listener and may be kept.
 */
export interface FactSink {
  order?: ((order: Order) => void) | undefined
  fill?: ((fill: Fill) => void) | undefined
  roundTrip?: ((trip: RoundTrip) => void) | undefined
  signal?: ((signal: Signal & { readonly strategy: string }) => void) | undefined
  accountEvent?: ((event: AppliedEvent) => void) | undefined
  /** A risk limit was breached. */
  breach?: ((breach: RiskBreach) => void) | undefined
  /** The account, a strategy or a symbol may trade as it might not before, or the other way round. */
  tradingState?: ((change: StateChange) => void) | undefined
  equity?: ((point: { readonly time: number; readonly equity: number }) => void) | undefined
}
