import type { Calendar, Session } from '../domain/calendar.js'
import { formatTime } from '../domain/errors.js'
import { thousands } from '../domain/thousands.js'
import type { CheckedBars } from './checked-bars.js'
import type { SessionCounts } from './coverage.js'
import { checkOutside } from './outside-check.js'
import { medianInPlace } from './robust.js'
import { longRunLength } from './run-lengths.js'
import { walkSessions, type Hole, type Walk, type WalkedSession } from './session-walk.js'
import { counted, percent } from './words.js'

/** Holds bars shorter than a day against the sessions of a calendar. Throws CALENDAR_RANGE. */
export function checkSessions(bars: CheckedBars, calendar: Calendar): SessionCounts {
  const walk = walkSessions(bars, calendar)
  const { sessions } = walk
  checkOutside(bars, walk)
  checkMisaligned(bars, walk)
  const seen = sessions.filter((each) => each.seen > 0)
  addMissingSessions(bars, sessions, calendar)
  const hadBars = new Set(seen.map(({ session }) => session))
  checkHoles(
    bars,
    walk.holes.filter(({ session }) => hadBars.has(session)),
    seen,
  )
  return {
    sessionsExpected: sessions.length,
    sessionsSeen: seen.length,
    barsExpected: sum(sessions, ({ expected }) => expected),
    barsSeen: sum(sessions, ({ seen: count }) => count),
  }
}

function sum<T>(list: readonly T[], of: (each: T) => number): number {
  return list.reduce((total, each) => total + of(each), 0)
}

function addMissingSessions(bars: CheckedBars, sessions: readonly WalkedSession[], calendar: Calendar): void {
  const { columns, rowOf } = bars
  let stretch: Session[] = []
  let bar = 0
  for (const { session, seen } of sessions) {
    if (seen === 0) {
      stretch.push(session)
      continue
    }
    while (bar < columns.length - 1 && columns.openTime[bar]! < session.open) bar++
    addMissing(bars, calendar, stretch, rowOf(bar))
    stretch = []
  }
}

/** Christmas Day and New Year's Day, on which hardly any market trades, be its calendar one of all weekdays. */
const HARDLY_TRADED = ['12-25', '01-01']

/** Sessions without a bar, one after the other, in front of a row. */
export function addMissing(
  { findings }: CheckedBars,
  calendar: Calendar,
  stretch: readonly Session[],
  row: number,
): void {
  const [first, last] = [stretch[0], stretch.at(-1)]
  if (first === undefined || last === undefined) return
  const isHoliday = stretch.every(({ date }) => HARDLY_TRADED.includes(date.slice(5)))
  const dates = stretch.length === 1 ? first.date : `${first.date} to ${last.date}`
  const what = stretch.length === 1 ? 'has no bar' : `: ${counted(stretch.length, 'session')} without a bar`
  findings.add('SESSION_MISSING', {
    rows: [row],
    from: first.open,
    to: last.close,
    count: stretch.length,
    ...(isHoliday ? { severity: 'info' } : {}),
    numbers: { sessions: stretch.length },
    message: `${dates}${stretch.length === 1 ? ' ' : ''}${what}${isHoliday ? `; ${calendar.name} says that it is open` : ''}`,
  })
}

/** Each hole of a series that usually has none; else those that are longer than the others let expect, and one line for the others. */
function checkHoles(bars: CheckedBars, holes: readonly Hole[], sessions: readonly WalkedSession[]): void {
  if (holes.length === 0) return
  const { findings, rowOf, settings } = bars
  const complete = medianInPlace(Float64Array.from(sessions, ({ seen, expected }) => seen / expected))
  const isComplete = complete >= settings.completeSession
  const counts = holes.map(({ count }) => count)
  const least = isComplete ? 1 : longRunLength(counts, 2, settings.runChance)
  for (const { from, to, count, bar, session } of holes) {
    if (count < least) continue
    const until = to === session.close ? ', to the close' : ''
    findings.add('INTERVAL_MISSING', {
      rows: [rowOf(Math.min(bar, bars.columns.length - 1))],
      from,
      to,
      count,
      numbers: { intervals: count },
      message: `${counted(count, 'bar')} missing up to ${formatTime(to)}${until}`,
    })
  }
  const short = holes.filter(({ count }) => count < least)
  const [first, last] = [short[0], short.at(-1)]
  if (first === undefined || last === undefined) return
  const missing = sum(short, ({ count }) => count)
  const longest = Math.max(0, ...short.map(({ count }) => Math.min(count, Number.MAX_SAFE_INTEGER)))
  findings.add('SPARSE_INTERVALS', {
    rows: [rowOf(Math.min(first.bar, bars.columns.length - 1))],
    from: first.from,
    to: last.to,
    count: missing,
    numbers: { missing, complete, longest },
    message: `the middle session has bars for ${percent(complete)} of its intervals: ${thousands(missing)} are missing, up to ${counted(longest, 'bar')} in a row, as where bars are made only when something trades`,
  })
}

function checkMisaligned({ columns, findings, rowOf, series }: CheckedBars, { misaligned, offset }: Walk): void {
  if (offset !== 0) {
    const minutes = offset / 60_000
    findings.add('BAR_MISALIGNED', {
      rows: [rowOf(0)],
      from: columns.openTime[0]!,
      to: columns.closeTime[columns.length - 1]!,
      count: columns.length,
      numbers: { offsetMs: offset },
      message: `bars begin ${String(minutes)} minutes off those of ${series.timeframe} that are counted from the open, as those of the clock do`,
    })
  }
  findings.addRows('BAR_MISALIGNED', misaligned, columns, {
    rows: misaligned.map(rowOf),
    severity: 'warning',
    message: `${counted(misaligned.length, 'bar')} between the intervals of the others`,
  })
}
