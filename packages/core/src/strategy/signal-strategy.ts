import type { z } from 'zod'
import type { MarketSnapshot } from '../data/market-snapshot.js'
import type { Signal } from '../domain/signal.js'
import { Strategy, type NoParams } from './strategy.js'

/**
 * A strategy that only says what it wants; the engine sizes and trades. BUY sets the target position to +n, SELL to -n (0 where shorts are not
 * allowed), HOLD changes nothing; n comes from the sizer at the last close, and the order is a market order. An unchanged signal is
 * skipped while the last equal one is in effect: its order working, or its position open.
 */
export abstract class SignalStrategy<P extends z.ZodType = NoParams, S extends z.ZodType = NoParams> extends Strategy<
  P,
  S
> {
  /** Called once per instant at which one of its symbols has a bar and ready indicators. */
  abstract generateSignals(snapshot: MarketSnapshot): readonly Signal[]
}
