import { fromZonedTime } from 'date-fns-tz/fromZonedTime'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { zoneOffsets } from './zone-offsets.js'

const at = (iso: string) => Date.parse(iso)
const HOUR = 3_600_000
const seed = 20260611

describe('the offsets of a zone', () => {
  it.each([
    ['America/New_York', '2024-03-10T06:59:59.999Z', -5],
    ['America/New_York', '2024-03-10T07:00Z', -4],
    ['America/New_York', '2024-11-03T05:59:59.999Z', -4],
    ['America/New_York', '2024-11-03T06:00Z', -5],
    ['Australia/Sydney', '2024-04-06T15:59:59.999Z', 11],
    ['Australia/Sydney', '2024-04-06T16:00Z', 10],
    ['Australia/Sydney', '2024-10-05T16:00Z', 11],
    ['Pacific/Apia', '2011-12-30T09:59:59.999Z', -10],
    ['Pacific/Apia', '2011-12-30T10:00Z', 14],
    ['UTC', '2024-06-01T00:00Z', 0],
  ])('change to the second: %s at %s is %i hours ahead', (zone, time, hours) => {
    expect(zoneOffsets(zone).at(at(time))).toBe(hours * HOUR)
  })

  it(`are what a clock of the zone shows, at any time of any zone (seed ${String(seed)})`, () => {
    const zones = Intl.supportedValuesOf('timeZone')
    const clocks = new Map<string, Intl.DateTimeFormat>()
    const clockOf = (timeZone: string) => {
      const made = clocks.get(timeZone)
      if (made) return made
      const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
      clocks.set(timeZone, clock)
      return clock
    }
    const second = fc.integer({ min: at('1970-01-01T00:00Z') / 1000, max: at('2037-12-31T00:00Z') / 1000 })
    fc.assert(
      fc.property(fc.constantFrom(...zones), second, (zone, time) => {
        const utc = time * 1000
        const wall = utc + zoneOffsets(zone).at(utc)
        expect(clockOf(zone).format(utc)).toBe(new Date(wall).toISOString().slice(0, 19).replace('T', ' '))
        const back = zoneOffsets(zone).toUtc(wall)
        expect(back === utc || back + zoneOffsets(zone).at(back) === wall).toBe(true)
      }),
      { seed, numRuns: 1500 },
    )
  })

  it('make of a wall time what date-fns-tz makes of it, away from the days on which clocks change', () => {
    const zones = fc.constantFrom(
      'America/New_York',
      'Europe/London',
      'Asia/Tokyo',
      'Australia/Sydney',
      'Asia/Hong_Kong',
    )
    const wall = fc.integer({ min: at('1990-01-01T00:00Z'), max: at('2035-01-01T00:00Z') })
    fc.assert(
      fc.property(zones, wall, (zone, time) => {
        const offsets = zoneOffsets(zone)
        fc.pre(offsets.at(time - 36 * HOUR) === offsets.at(time + 36 * HOUR))
        const text = new Date(time).toISOString().slice(0, -1)
        expect(offsets.toUtc(time)).toBe(fromZonedTime(text, zone).getTime())
      }),
      { numRuns: 300, seed },
    )
  })
})
