import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatTime } from '../domain/errors.js'
import { dayRange, zoneDays } from './zone-days.js'

const HOUR = 3_600_000
const shown = (date: string, zone?: string): readonly string[] => {
  const { from, to } = dayRange(date, zone)
  return [formatTime(from), formatTime(to), `${String((to - from) / HOUR)} h`]
}

describe('the range of a day', () => {
  it('is that of UTC, unless a zone is named', () => {
    expect(shown('2024-03-11')).toEqual(['2024-03-11T00:00:00Z', '2024-03-12T00:00:00Z', '24 h'])
    expect(shown('2024-03-11', 'Asia/Tokyo')).toEqual(['2024-03-10T15:00:00Z', '2024-03-11T15:00:00Z', '24 h'])
  })

  it.each([
    ['2024-03-10', 'America/New_York', '2024-03-10T05:00:00Z', '2024-03-11T04:00:00Z', '23 h'],
    ['2024-11-03', 'America/New_York', '2024-11-03T04:00:00Z', '2024-11-04T05:00:00Z', '25 h'],
    ['2024-04-07', 'Australia/Lord_Howe', '2024-04-06T13:00:00Z', '2024-04-07T13:30:00Z', '24.5 h'],
    // Clocks went from midnight to one.
    ['2024-04-26', 'Africa/Cairo', '2024-04-25T22:00:00Z', '2024-04-26T21:00:00Z', '23 h'],
    // Samoa crossed the date line.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-30T10:00:00Z', '0 h'],
  ])('of %s in %s is from %s to %s, %s', (date, zone, from, to, hours) => {
    expect(shown(date, zone)).toEqual([from, to, hours])
  })

  it('ends where the next begins, and holds the times that the calendar puts on the day', () => {
    const zones = fc.constantFrom('UTC', 'America/New_York', 'Europe/London', 'Pacific/Apia', 'Africa/Cairo')
    const day = fc.date({ min: new Date('1901-01-01'), max: new Date('2198-12-30'), noInvalidDate: true })
    fc.assert(
      fc.property(zones, day, (zone, time) => {
        const [date, next] = [0, 24 * HOUR].map((later) => new Date(time.getTime() + later).toISOString().slice(0, 10))
        const { from, to } = dayRange(date!, zone)
        expect(dayRange(next!, zone).from).toBe(to)
        if (from < to) expect(zoneDays(zone).sessionAt(from + Math.floor((to - from) / 2))!.date).toBe(date)
      }),
      { numRuns: 60 },
    )
  })

  it.each([
    ['2024-02-30', 'UTC', /^CALENDAR_INVALID: .*expected a date that exists.*"2024-02-30"/],
    ['11.3.2024', 'UTC', /^CALENDAR_INVALID: .*"11\.3\.2024"/],
    ['2024-03-11', 'New York', /^CALENDAR_INVALID: zone is New York; expected an IANA zone/],
    ['2200-01-01', 'UTC', /^CALENDAR_RANGE: /],
  ])('refuses %s in %s', (date, zone, message) => {
    expect(() => dayRange(date, zone)).toThrow(message)
  })
})
