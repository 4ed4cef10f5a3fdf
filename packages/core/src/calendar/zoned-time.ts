import { DAY_MS } from './civil-date.js'
import { zoneOffsets } from './zone-offsets.js'

const MINUTE_MS = 60_000

/** The UTC epoch milliseconds of a minute of a local day, given in days since 1970-01-01. */
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

/**
 * Local time to UTC in an IANA zone. An hour that clocks repeat means its first run, and a time that they skip is moved on by what they skip. A minute below 0 or
 * above 1439 lies on the day before or after.
 */
export function localToUtc(zone: string): LocalToUtc {
  const offsets = zoneOffsets(zone)
  return (day, minute) => offsets.toUtc(day * DAY_MS + minute * MINUTE_MS)
}

/** Minutes after midnight of a time written as 09:30, or undefined if the text is not such a time. */
export function parseMinute(time: unknown): number | undefined {
  if (typeof time !== 'string' || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return undefined
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}
