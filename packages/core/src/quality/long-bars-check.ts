import type { Calendar, Session } from '../domain/calendar.js'
import { TimeGrid } from '../data/time-grid.js'
import type { CheckedBars } from './checked-bars.js'
import type { SessionCounts } from './coverage.js'
import { addMissing } from './session-checks.js'
import { counted } from './words.js'

/** Holds bars of a day and longer against a calendar: each has a session of its own, or those of its week or month. Throws CALENDAR_RANGE, TIMEFRAME_UNALIGNED. */
export function checkLongBars(bars: CheckedBars, calendar: Calendar): SessionCounts {
  const { columns, rowOf, findings, series } = bars
  const { openTime, closeTime, length } = columns
  const grid = new TimeGrid(series.timeframe, calendar)
  const outside: number[] = []
  let [expected, seen] = [0, 0]
  let closedTo = Number.NaN
  for (let bar = 0; bar < length; bar++) {
    if (!grid.seek(openTime[bar]!, closeTime[bar]) && !(grid.from < closeTime[bar]!)) {
      outside.push(bar)
      continue
    }
    grid.seekNext(openTime[bar]!)
    // A second bar of one interval, such as of a day that was stamped with the date before.
    if (grid.close <= closedTo) {
      outside.push(bar)
      continue
    }
    const [open, close] = [grid.open, grid.close]
    const missing = Number.isNaN(closedTo) ? [] : missingBetween(grid, closedTo, open)
    addMissing(
      bars,
      calendar,
      missing.map((each) => sessionOf(calendar, each)),
      rowOf(bar),
    )
    expected += missing.length + 1
    seen++
    closedTo = close
  }
  findings.addRows('BAR_OUTSIDE_SESSION', outside, columns, {
    rows: outside.map(rowOf),
    message: `${counted(outside.length, 'bar')} where ${calendar.name} has no session`,
  })
  return { sessionsExpected: expected, sessionsSeen: seen, barsExpected: expected, barsSeen: seen }
}

/** The opens of the intervals in [from, to). */
function missingBetween(grid: TimeGrid, from: number, to: number): readonly number[] {
  const opens: number[] = []
  for (let at = from; ; at = grid.close) {
    grid.seekNext(at)
    if (grid.open >= to) return opens
    opens.push(grid.open)
  }
}

function sessionOf(calendar: Calendar, open: number): Session {
  return calendar.nextSession(open)
}
