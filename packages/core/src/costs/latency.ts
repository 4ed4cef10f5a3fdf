import type { Spec } from '../domain/spec.js'
import { invalidCost } from './options.js'

/** How long a command takes to the venue; both parts are waited for. */
export interface Latency {
  /** What the run's hash and its report say of it. */
  readonly spec: Spec
  /** In milliseconds: an order meets the first bar, quote or tick at or after its decision and this. */
  readonly ms: number
  /** In whole bars of the order's execution series that pass before the one it meets. */
  readonly bars: number
}

/** Commands are at the venue at once: an order meets the next open. */
export function noLatency(): Latency {
  return { spec: 'none', ms: 0, bars: 0 }
}

/** So many milliseconds. On bars it is felt only where it reaches past the next open. Throws COST_INVALID. */
export function latencyMs(ms: number): Latency {
  if (!Number.isFinite(ms) || ms < 0) throw invalidCost('latencyMs', 'ms', ms, 'a number from 0')
  return { spec: { latencyMs: ms }, ms, bars: 0 }
}

/** So many whole bars: with 1, an order meets the open after the next. Throws COST_INVALID. */
export function latencyBars(bars: number): Latency {
  if (!Number.isInteger(bars) || bars < 0) throw invalidCost('latencyBars', 'bars', bars, 'an integer from 0')
  return { spec: { latencyBars: bars }, ms: 0, bars }
}
