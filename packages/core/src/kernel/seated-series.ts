import type { Seat } from './seat.js'
import type { KernelSetup } from './setup.js'
import type { Subscription } from './subscription.js'

const NONE: readonly Follower[] = []

/** A strategy that follows a series, and how it sees it. */
export interface Follower {
  readonly seat: Seat
  readonly subscription: Subscription
}

/** A series with all that follows it. */
export interface SeatedSeries {
  /** -1 for one that is there for its rates alone. */
  readonly instrument: number
  /** The pair that its closes are the price of, where rates hang on it; -1 for all else. */
  readonly pair: number
  /** A series beside the one whose closes mark the instrument. */
  readonly unmarked: boolean
  readonly closes: Float64Array
  readonly closeTimes: Float64Array
  /** The first that follows it. Nearly every series has just one: a list would be as much memory again to go through for every bar. */
  readonly seat: Seat | undefined
  readonly subscription: Subscription | undefined
  readonly others: readonly Follower[]
}

export function seatSeries(setup: KernelSetup, seats: readonly Seat[]): readonly SeatedSeries[] {
  return setup.series.map(({ instrument, execution, columns, pair = -1 }, index) => {
    const [first, ...others] = seats.flatMap((seat) => {
      const own = seat.subscriptions.filter(({ series }) => series === index)
      return own.map((subscription) => ({ seat, subscription }))
    })
    return {
      instrument,
      pair,
      unmarked: !execution,
      closes: columns.close,
      closeTimes: columns.closeTime,
      seat: first?.seat,
      subscription: first?.subscription,
      others: others.length > 0 ? others : NONE,
    }
  })
}

/** For its present bar nobody is to be called. */
export function markCalled({ subscription, others }: SeatedSeries): void {
  if (subscription) subscription.called = true
  for (const other of others) other.subscription.called = true
}
