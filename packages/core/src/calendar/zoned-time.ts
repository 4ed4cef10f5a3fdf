import { fromZonedTime } from 'date-fns-tz/fromZonedTime'
import { DAY_MS } from './civil-date.js'

const MINUTE_MS = 60_000

/** The UTC epoch milliseconds of a minute (0 to 1439) of a local day, given in days since 1970-01-01. */
export type LocalToUtc = (day: number, minute: number) => number

/** Whether this runtime knows an IANA zone by this name. Offsets such as +01:00 are not names of zones. */
export function isZone(zone: unknown): zone is string {
  if (typeof zone !== 'string' || zone === '' || /^[+-]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** By zone: what was worked out once holds for every run. */
const converters = new Map<string, LocalToUtc>()

/**
 * Local time to UTC in an IANA zone, each minute of a day worked out once. An hour that clocks repeat means its first
 * run, and a time that they skip is moved on by what they skip: the reading of Temporal's 'compatible'.
 */
export function localToUtc(zone: string): LocalToUtc {
  const known = converters.get(zone)
  if (known !== undefined) return known
  const converter = openConverter(zone)
  converters.set(zone, converter)
  return converter
}

function openConverter(zone: string): LocalToUtc {
  const wallAt = wallClock(zone)
  const known = new Map<number, number>()
  const convert = (wall: number): number => {
    let utc = known.get(wall)
    if (utc === undefined) {
      utc = fromZonedTime(new Date(wall).toISOString().slice(0, -1), zone).getTime()
      known.set(wall, utc)
    }
    return utc
  }
  // Where clocks repeat an hour, fromZonedTime's choice hangs on the host's zone. So when the offset has changed within
  // a day, the offset of the day before is asked first.
  return (day, minute) => {
    const wall = day * DAY_MS + minute * MINUTE_MS
    const utc = convert(wall)
    const before = convert(wall - DAY_MS) + DAY_MS
    if (utc === before || wallAt(before) === wall) return before
    return wallAt(utc) === wall ? utc : before
  }
}

/** What clocks in a zone show at an instant, as if it were UTC milliseconds. */
function wallClock(zone: string): (utc: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  return (utc) => {
    const parts = Object.fromEntries(format.formatToParts(utc).map(({ type, value }) => [type, value]))
    return Date.parse(
      `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}Z`,
    )
  }
}

/** Minutes after midnight of a time written as 09:30, or undefined if the text is not such a time. */
export function parseMinute(time: unknown): number | undefined {
  if (typeof time !== 'string' || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return undefined
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}
