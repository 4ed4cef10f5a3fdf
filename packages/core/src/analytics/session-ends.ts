import type { Calendar } from '../domain/calendar.js'

/**
 * Where each session ends in a column of times: the row of the last point of every session of the calendar that has one. Points between
 * sessions count to the session that comes next.
 */
export function sessionEnds(times: Float64Array, calendar: Calendar): readonly number[] {
  const rows: number[] = []
  let end = Number.NEGATIVE_INFINITY
  for (let row = 0; row < times.length; row++) {
    // A point at the very close belongs to the session that closes there.
    if (times[row]! > end) {
      rows.push(row)
      end = calendar.nextSession(times[row]! - 1).close
    } else rows[rows.length - 1] = row
  }
  return rows
}
