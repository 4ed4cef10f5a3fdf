import type { BarColumns } from '../domain/bar-columns.js'
import { formatTime, TradewrightError } from '../domain/errors.js'

/** What became of a tick: it counts, it came too late, or no session was open. */
export const TAKEN = 0
export const LATE = 1
export const OUTSIDE = 2
export type Taken = typeof TAKEN | typeof LATE | typeof OUTSIDE

/** One way of cutting a stream of ticks into bars. Whatever it throws, it throws before it has changed anything. */
export interface BarShape {
  add(time: number, price: number, size: number): Taken
  /** A small bar; `ticks` is the number of trades in it. */
  addRow(columns: BarColumns, row: number, ticks: number): Taken
  /** Closes what ends by the clock. */
  advanceTo(time: number): void
  /** Gives out the bar that is under way, marked as not final. */
  flush(): void
}

/** What a small bar is refused with that lies on both sides of a boundary. */
export function straddles(opens: number, closes: number, boundary: number): TradewrightError {
  return new TradewrightError(
    'BAR_STRADDLES',
    `a bar from ${formatTime(opens)} to ${formatTime(closes)} came; expected one that does not go across ${formatTime(boundary)}`,
    { details: { openTime: opens, closeTime: closes, boundary } },
  )
}
