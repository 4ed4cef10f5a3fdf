import type { Bar } from './bar.js'
import type { Timeframe } from './timeframe.js'

/** A bar has begun, and this is its first price. */
export interface BarOpened {
  readonly kind: 'opened'
  readonly symbol: string
  readonly timeframe: Timeframe
  /** UTC epoch milliseconds. */
  readonly openTime: number
  readonly open: number
}

/** A bar is over. */
export interface BarClosed {
  readonly kind: 'closed'
  /** Stays as it is: a copy, not a view. */
  readonly bar: Bar
}

/** What a feed of bars tells while they happen. */
export type BarEvent = BarOpened | BarClosed
