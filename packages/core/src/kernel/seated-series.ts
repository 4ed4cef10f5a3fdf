import type { Seat } from './seat.js'
import type { KernelSetup } from './setup.js'
import type { Subscription } from './subscription.js'

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
  /** Who sees it, and as what: side by side. */
  readonly seats: readonly Seat[]
  readonly subscriptions: readonly Subscription[]
}

export function seatSeries(setup: KernelSetup, seats: readonly Seat[]): readonly SeatedSeries[] {
  return setup.series.map(({ instrument, execution, columns, pair = -1 }, index) => {
    const views = seats.flatMap((seat) => {
      const own = seat.subscriptions.filter(({ series }) => series === index)
      return own.map((subscription) => ({ seat, subscription }))
    })
    return {
      instrument,
      pair,
      unmarked: !execution,
      closes: columns.close,
      closeTimes: columns.closeTime,
      seats: views.map(({ seat }) => seat),
      subscriptions: views.map(({ subscription }) => subscription),
    }
  })
}
