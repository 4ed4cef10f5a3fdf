import { formatTime, TradewrightError } from '../domain/errors.js'
import type { Spec } from '../domain/spec.js'
import { DAY_MS, dayOf, isoDate, quoted, weekdayOf } from './civil-date.js'
import { isZone, localToUtc, parseMinute } from './zoned-time.js'

export interface DailyCutOptions {
  /** IANA zone of the time and of the cuts' dates; default America/New_York. */
  readonly zone?: string
  /** Local time, e.g. 09:30; default 17:00. */
  readonly time?: string
}

/** One instant a day at which accounts are settled: what time costs is booked for one calendar day at each. */
export interface DailyCut {
  /** What the run's hash and its report say of it. */
  readonly spec: Spec
  /** The first cut strictly after a time, both in UTC epoch milliseconds. */
  next(after: number): number
  /** The local date, YYYY-MM-DD, of the cut at a time; at other times, of the cut before it. */
  dateOf(cut: number): string
  /** 1 Monday to 7 Sunday, of that date. */
  weekdayOf(cut: number): number
}

/**
 * A cut at the same local time of every day; by default 17:00 in New York, at which the day of the currency markets ends. In an hour that clocks repeat, the
 * time means its first run; a time that they skip is moved on by what they skip. Covers 1900 through 2199.
 *
 * Throws CALENDAR_INVALID. The cut throws TIME_INVALID for a time that is none, CALENDAR_RANGE outside those years.
 */
export function dailyCut(options: DailyCutOptions = {}): DailyCut {
  checkNames(options)
  const { zone = 'America/New_York', time = '17:00' } = options
  if (!isZone(zone)) throw invalid('zone', 'an IANA zone such as America/New_York', zone)
  const minute = parseMinute(time)
  if (minute === undefined) throw invalid('time', 'a time from 00:00 to 23:59', time)
  const toUtc = localToUtc(zone)
  /** What was found last holds for times in [from, until): most calls of a run. */
  let [from, until, found] = [1, 0, 0]
  /** The day of the last cut at or before a time. Where a zone has left out a whole day, the cut is that of the day after it. */
  const dayAt = (at: number): number => {
    if (at >= from && at < until && at >= FIRST && at < END) return found
    checkTime(at)
    const following = toUtc(found + 2, minute)
    if (at >= until && at < following && from < until) {
      found += 1
      from = until
      until = following
      return found
    }
    // No zone is a day ahead of UTC, so no later day can have been cut.
    found = Math.floor(at / DAY_MS) + 2
    do {
      found -= 1
      from = toUtc(found, minute)
    } while (from > at)
    until = toUtc(found + 1, minute)
    return found
  }
  return {
    spec: { zone, time },
    next: (after) => {
      dayAt(after)
      return until
    },
    dateOf: (cut) => isoDate(dayAt(cut)),
    weekdayOf: (cut) => weekdayOf(dayAt(cut)) || 7,
  }
}

const FIRST = dayOf(1900, 1, 1) * DAY_MS
const END = dayOf(2200, 1, 1) * DAY_MS

function checkTime(time: number): void {
  if (!Number.isFinite(time)) {
    const message = `a daily cut: expected a time in UTC epoch milliseconds, got ${String(time)}`
    throw new TradewrightError('TIME_INVALID', message, { details: { time } })
  }
  if (time < FIRST || time >= END) {
    const message = `a daily cut reaches from 1900-01-01 to 2199-12-31: ${formatTime(time)} came`
    throw new TradewrightError('CALENDAR_RANGE', message, { details: { time } })
  }
}

/** A misspelt option would be New York's. */
function checkNames(options: unknown): void {
  if (typeof options !== 'object' || options === null) throw invalid('options', 'an object with zone, time', options)
  for (const name in options) {
    if (name !== 'zone' && name !== 'time') throw invalid('an option', 'one of zone, time', name)
  }
}

function invalid(option: string, expected: string, got: unknown): TradewrightError {
  return new TradewrightError('CALENDAR_INVALID', `dailyCut: ${option}: expected ${expected}; got ${quoted(got)}`, {
    details: { [option]: got },
  })
}
