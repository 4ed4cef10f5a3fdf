import type { Fill } from '../domain/fill.js'
import type { Order } from '../domain/order.js'
import type { RoundTrip } from '../domain/round-trip.js'
import type { Signal } from '../domain/signal.js'
import type { RunWarning } from '../domain/warning.js'
import type { AppliedEvent } from '../kernel/account-change.js'
import type { RiskBreach } from '../risk/risk-breach.js'
import type { StateChange } from '../risk/trading-states.js'

/** What an engine tells whoever listens. A listener that throws becomes a warning and changes nothing in the run. */
export interface EngineEvents {
  /** An order was made, or changed its status. */
  order: (order: Order) => void
  fill: (fill: Fill) => void
  roundTrip: (trip: RoundTrip) => void
  signal: (signal: Signal & { readonly strategy: string }) => void
  /** Once per instant at which a bar closes. */
  equity: (point: { readonly time: number; readonly equity: number }) => void
  /** Something happened to the account or a strategy from outside. */
  accountEvent: (event: AppliedEvent) => void
  /** A risk limit was breached. */
  breach: (breach: RiskBreach) => void
  /** The trading state of the account, a strategy or a symbol has changed. */
  tradingState: (change: StateChange) => void
  warning: (warning: RunWarning) => void
  /** The run stops before its data ends. */
  halt: (halt: { readonly reason: string; readonly time: number }) => void
  progress: (progress: Progress) => void
}

export interface Progress {
  readonly bars: number
  readonly barsTotal: number
  /** The time of the last instant, UTC epoch milliseconds. */
  readonly time: number
}
