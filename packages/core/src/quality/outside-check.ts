import { DAY_MS } from '../calendar/civil-date.js'
import { zoneOffsets } from '../calendar/zone-offsets.js'
import type { CheckedBars } from './checked-bars.js'
import type { Walk } from './session-walk.js'
import { counted, percent } from './words.js'

/** Bars outside of sessions: hours around most of them are extended hours, and all other bars are where none should be. */
export function checkOutside(bars: CheckedBars, { outside, sessions }: Walk): void {
  if (outside.length === 0) return
  const { columns, findings, rowOf, settings, series } = bars
  const around = barsAround(bars, outside, sessions)
  const isExtended = around.days >= settings.extendedSessions * sessions.length
  const stray = isExtended ? around.elsewhere : outside
  findings.addRows('BAR_OUTSIDE_SESSION', stray, columns, {
    rows: stray.map(rowOf),
    message: `${counted(stray.length, 'bar')} where ${series.calendar!.name} has no session`,
  })
  if (!isExtended) return
  const { near, earliest, latest } = around
  const ofAll = near.length / columns.length
  findings.addRows('EXTENDED_HOURS', near, columns, {
    rows: near.map(rowOf),
    numbers: { fromMinute: earliest, toMinute: latest, sessions: around.days },
    message: `looks like extended hours: ${counted(near.length, 'bar')} (${percent(ofAll)}) before or after the sessions of ${series.calendar!.name}, from ${clock(earliest)} to ${clock(latest)}`,
  })
}

interface Around {
  /** Bars on the date of a session, and how many sessions have such bars. */
  readonly near: readonly number[]
  readonly days: number
  /** Bars on dates without one. */
  readonly elsewhere: readonly number[]
  /** Of the bars on such dates: when the first begins and the last ends, in minutes of the local day. */
  readonly earliest: number
  readonly latest: number
}

function barsAround({ columns, series }: CheckedBars, outside: readonly number[], sessions: Walk['sessions']): Around {
  const offsets = zoneOffsets(series.calendar!.zone)
  const local = (time: number): number => time + offsets.at(time)
  const dates = new Set(sessions.map(({ session }) => Math.floor(local(session.open) / DAY_MS)))
  const days = new Set<number>()
  const [near, elsewhere]: [number[], number[]] = [[], []]
  let [earliest, latest] = [1440, 0]
  for (const bar of outside) {
    const day = Math.floor(local(columns.openTime[bar]!) / DAY_MS)
    if (!dates.has(day)) {
      elsewhere.push(bar)
      continue
    }
    near.push(bar)
    days.add(day)
    earliest = Math.min(earliest, (local(columns.openTime[bar]!) - day * DAY_MS) / 60_000)
    latest = Math.max(latest, (local(columns.closeTime[bar]!) - day * DAY_MS) / 60_000)
  }
  return { near, days: days.size, elsewhere, earliest, latest }
}

function clock(minute: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  return `${two(minute / 60)}:${two(minute % 60)}`
}
