import { zoneOffsets } from '../calendar/zone-offsets.js'
import type { Calendar } from '../domain/calendar.js'
import type { CheckedBars } from './checked-bars.js'
import { stretchesOf } from './session-stretches.js'
import { shiftByActivity, shiftByEdges } from './zone-shift.js'

const HOUR_MS = 3_600_000

/** Times that fit the sessions once they are moved. */
export interface WrongZone {
  /** By the calendar's clocks, from those that are least ahead: how far ahead of UTC they are, and by how much times have to be moved then. */
  readonly shifts: readonly { readonly offset: number; readonly shift: number }[]
  /** A zone whose wall times they are, if one was found. */
  readonly zone: string | undefined
}

/** Zones whose times data comes in; the first that fits is named. */
const ZONES = [
  'UTC',
  'America/New_York',
  'America/Chicago',
  'America/Los_Angeles',
  'America/Toronto',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Athens',
  'Asia/Tokyo',
  'Asia/Hong_Kong',
  'Asia/Kolkata',
  'Australia/Sydney',
  'Etc/GMT+5',
  'Etc/GMT+6',
  'Etc/GMT-1',
  'Etc/GMT-2',
]

/** Whether times are shifted by hours against the sessions, throughout or only while clocks are ahead, and whose times they are. Throws CALENDAR_RANGE. */
export function wrongZone(bars: CheckedBars, calendar: Calendar): WrongZone | undefined {
  const offsets = zoneOffsets(calendar.zone)
  const stretches = stretchesOf(bars, calendar)
  const classes = [...new Set(stretches.map(({ open }) => offsets.at(open)))].sort((a, b) => a - b)
  const shifts = classes.map((offset) => {
    const own = stretches.filter(({ open }) => offsets.at(open) === offset)
    const shift = shiftByEdges(own) || shiftByActivity(bars, { calendar, offsets, offset })
    return { offset, shift }
  })
  if (shifts.every(({ shift }) => shift === 0)) return undefined
  return { shifts, zone: zoneOf(bars, calendar, shifts) }
}

function zoneOf(bars: CheckedBars, calendar: Calendar, shifts: WrongZone['shifts']): string | undefined {
  const offsets = zoneOffsets(calendar.zone)
  const { openTime, length } = bars.columns
  const read = zoneOffsets(bars.series.zone ?? 'UTC')
  // A bar of each kind: what the clocks that the times are of must have shown for it.
  const samples = shifts.map(({ offset, shift }) => {
    let bar = 0
    while (bar < length - 1 && offsets.at(openTime[bar]!) !== offset) bar++
    const time = openTime[bar]!
    return { time: time + shift, needed: read.at(time) - shift }
  })
  const fits = (zone: string): boolean => samples.every(({ time, needed }) => zoneOffsets(zone).at(time) === needed)
  return [calendar.zone, ...ZONES].find(fits)
}

/** Reports times that are shifted. Gives whether they are, since nothing else about sessions can then be said. Throws CALENDAR_RANGE. */
export function checkZone(bars: CheckedBars, calendar: Calendar): boolean {
  const wrong = wrongZone(bars, calendar)
  if (wrong === undefined) return false
  const { columns, findings, rowOf, series } = bars
  const { shifts, zone } = wrong
  const [standard, ahead] = [shifts[0]!.shift, shifts.at(-1)!.shift]
  const by = (shift: number): string => `${shift > 0 ? '+' : ''}${String(shift / HOUR_MS)} h`
  const how =
    shifts.length === 1 || standard === ahead ? by(standard) : `${by(standard)} in winter and ${by(ahead)} in summer`
  const whose = zone === undefined ? 'of no zone that is known' : `of ${zone} that were read as ${series.zone ?? 'UTC'}`
  findings.add('ZONE_WRONG', {
    rows: [rowOf(0)],
    from: columns.openTime[0]!,
    to: columns.closeTime[columns.length - 1]!,
    count: columns.length,
    numbers: { standardShiftMs: standard, aheadShiftMs: ahead },
    message: `times fit the sessions of ${calendar.name} when moved by ${how}: they look like times ${whose}`,
  })
  return true
}
