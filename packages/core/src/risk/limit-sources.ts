import type { SeriesUpTo } from './correlation.js'
import type { ResolvedWorth } from './risk-settings.js'

/** What limits need to know of markets and rates. */
export interface LimitView {
  readonly now: number
  /** The last price of an instrument, NaN before the first. */
  mark(instrument: number): number
  /** When that was its price, UTC epoch milliseconds; NaN before the first. */
  priceTime(instrument: number): number
  /** The series that an instrument is executed in, up to the row that closed last; undefined before the first. */
  series(instrument: number): SeriesUpTo | undefined
  /** Base currency per unit of a currency. */
  rateOf(currency: string): number
}

export interface LimitSources {
  readonly view: LimitView
  symbol(instrument: number): string
}

/** Whose limits they are, and where they are set. */
export interface LimitOrigin {
  readonly of: string
  /** Such as `risk.account`. */
  readonly path: string
}

/** A worth in base currency. Of no equity, or less than none, no fraction is left. */
export function worthOf(worth: ResolvedWorth, equity: number, view: LimitView): number {
  return worth.kind === 'fraction' ? Math.max(0, equity) * worth.fraction : worth.amount * view.rateOf(worth.currency)
}
