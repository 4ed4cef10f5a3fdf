import type { Calendar } from '../domain/calendar.js'

/**
 * Equity at each session's close: the last point of every session of the calendar, with the point in front of the first session. Points
 * between sessions count to the session that comes next.
 */
export function sessionEquity(
  times: Float64Array,
  equity: Float64Array,
  initial: number,
  calendar: Calendar,
): Float64Array {
  const closes: number[] = [initial]
  let end = Number.NEGATIVE_INFINITY
  for (let i = 0; i < times.length; i++) {
    // A point at the very close belongs to the session that closes there.
    if (times[i]! > end) {
      closes.push(equity[i]!)
      end = calendar.nextSession(times[i]! - 1).close
    } else closes[closes.length - 1] = equity[i]!
  }
  return Float64Array.from(closes)
}
