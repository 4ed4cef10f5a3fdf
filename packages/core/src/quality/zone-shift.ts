import { DAY_MS } from '../calendar/civil-date.js'
import type { ZoneOffsets } from '../calendar/zone-offsets.js'
import type { Calendar } from '../domain/calendar.js'
import type { CheckedBars } from './checked-bars.js'
import type { Stretch } from './session-stretches.js'

/** Shifts are found in steps of this: no zone is off by less. */
const STEP_MS = 15 * 60_000
const STEPS = DAY_MS / STEP_MS
/** Fewer sessions show nothing. */
const SESSIONS_MIN = 3
/** On how many of the sessions the first and the last bar have to be off by the same. */
const MOST = 0.6
/** Which part of the activity lies within sessions where times are right: else it says nothing of sessions. */
const MOSTLY = 0.75

/** By how much times have to be moved so that first and last bars are where sessions open and close; 0 where they are, or are off by different amounts. */
export function shiftByEdges(stretches: readonly Stretch[]): number {
  if (stretches.length < SESSIONS_MIN) return 0
  const starts = mostUsual(stretches.map(({ open, firstOpen }) => roundToStep(open - firstOpen)))
  const ends = mostUsual(stretches.map(({ close, lastClose }) => roundToStep(close - lastClose)))
  return starts === ends && starts !== undefined ? starts : 0
}

function roundToStep(ms: number): number {
  return Math.round(ms / STEP_MS) * STEP_MS
}

function mostUsual(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [value, count] = [...counts].reduce((best, each) => (each[1] > best[1] ? each : best))
  return count >= MOST * values.length ? value : undefined
}

/**
 * By how much times have to be moved so that most of what is traded lies within sessions, by volume or, without it, by the bars' ranges over the hours of a
 * day; 0 where that gains less than `gain` of it. Bars before and after sessions don't matter: little is traded in them.
 */
export function shiftByActivity(
  bars: CheckedBars,
  {
    calendar,
    offsets,
    offset,
  }: { readonly calendar: Calendar; readonly offsets: ZoneOffsets; readonly offset: number },
): number {
  const hours = usualHours(bars, calendar, offsets, offset)
  if (hours === undefined || bars.lengthMs * 4 > hours.close - hours.open) return 0
  const profile = activityByTime(bars, offsets, offset)
  const total = profile.reduce((sum, each) => sum + each, 0)
  const inside = (shift: number): number => {
    let sum = 0
    for (let at = hours.open; at < hours.close; at += STEP_MS)
      sum += profile[(((at / STEP_MS - shift) % STEPS) + STEPS) % STEPS]!
    return sum / total
  }
  let best = 0
  for (let shift = -STEPS / 2; shift < STEPS / 2; shift++) {
    const more = inside(shift) - inside(best)
    if (more > 1e-9 || (more > -1e-9 && Math.abs(shift) < Math.abs(best))) best = shift
  }
  return inside(best) >= MOSTLY && inside(best) - inside(0) >= bars.settings.zoneGain ? best * STEP_MS : 0
}

/** The hours of a session in the middle of those with this offset, in local time; undefined where a day has no other hours, or there are too few sessions. */
function usualHours(
  { columns: { openTime, length } }: CheckedBars,
  calendar: Calendar,
  offsets: ZoneOffsets,
  offset: number,
): { readonly open: number; readonly close: number } | undefined {
  const counts = new Map<string, { open: number; close: number; count: number }>()
  const end = openTime[length - 1]!
  for (let at = openTime[0]!; at <= end;) {
    const session = calendar.nextSession(at)
    at = session.close
    if (offsets.at(session.open) !== offset) continue
    const day = Math.floor((session.open + offset) / DAY_MS) * DAY_MS
    const [open, close] = [roundToStep(session.open + offset - day), roundToStep(session.close + offset - day)]
    const key = `${String(open)} ${String(close)}`
    counts.set(key, { open, close, count: (counts.get(key)?.count ?? 0) + 1 })
  }
  const usual = [...counts.values()].sort((a, b) => b.count - a.count)[0]
  if (usual === undefined || usual.count < SESSIONS_MIN || usual.close - usual.open > DAY_MS * 0.9) return undefined
  return usual
}

/** What is traded by the local time of day, in steps, while clocks are ahead by `offset`. Square roots, so that a single busy bar doesn't decide. */
function activityByTime({ columns }: CheckedBars, offsets: ZoneOffsets, offset: number): Float64Array {
  const { openTime, closeTime, high, low, volume, length } = columns
  const profile = new Float64Array(STEPS)
  const hasVolume = volume !== undefined && volume.subarray(0, length).some((each) => each > 0)
  for (let bar = 0; bar < length; bar++) {
    if (offsets.at(openTime[bar]!) !== offset) continue
    const from = Math.floor((openTime[bar]! + offset) / STEP_MS)
    const steps = Math.max(1, Math.round((closeTime[bar]! - openTime[bar]!) / STEP_MS))
    const activity = hasVolume ? Math.sqrt(volume[bar]!) : Math.sqrt(high[bar]! / low[bar]! - 1)
    for (let step = 0; step < steps; step++) {
      const place = (from + step) % STEPS
      profile[place] = profile[place]! + activity / steps
    }
  }
  return profile
}
