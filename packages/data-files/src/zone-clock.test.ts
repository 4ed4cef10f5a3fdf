import { describe, expect, it } from 'vitest'
import { ZoneClock } from './zone-clock.js'

const wall = (text: string): number => Date.parse(`${text}Z`)
const iso = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString().slice(0, 16)

describe('a clock of a zone', () => {
  it.each([
    ['UTC', '2024-07-01T12:00', '2024-07-01T12:00'],
    ['America/New_York', '2024-01-15T12:00', '2024-01-15T17:00'],
    ['America/New_York', '2024-07-15T12:00', '2024-07-15T16:00'],
    ['Asia/Kolkata', '2024-07-15T12:00', '2024-07-15T06:30'],
    ['Australia/Lord_Howe', '2024-01-15T12:00', '2024-01-15T01:00'],
    ['America/New_York', '2024-03-10T01:59', '2024-03-10T06:59'],
    ['America/New_York', '2024-03-10T03:00', '2024-03-10T07:00'],
    ['Europe/London', '1968-06-01T12:00', '1968-06-01T11:00'],
    ['America/New_York', '1969-12-31T19:00', '1970-01-01T00:00'],
  ])('in %s turns %s into %s', (zone, local, utc) => {
    const clock = new ZoneClock(zone)
    expect(iso(clock.instantOf(wall(local)))).toBe(utc)
    expect([clock.isSkipped(wall(local)), clock.secondInstantOf(wall(local))]).toEqual([false, undefined])
  })

  it('knows the times that are skipped, and moves them past the change', () => {
    const clock = new ZoneClock('America/New_York')
    expect(['02:00', '02:59', '03:00', '01:59'].map((time) => clock.isSkipped(wall(`2024-03-10T${time}`)))).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(iso(clock.instantOf(wall('2024-03-10T02:30')))).toBe('2024-03-10T07:30')
  })

  it('knows the times that come twice', () => {
    const clock = new ZoneClock('America/New_York')
    expect(iso(clock.instantOf(wall('2024-11-03T01:30')))).toBe('2024-11-03T05:30')
    expect(iso(clock.secondInstantOf(wall('2024-11-03T01:30')))).toBe('2024-11-03T06:30')
    expect(clock.secondInstantOf(wall('2024-11-03T02:00'))).toBeUndefined()
    expect(clock.secondInstantOf(wall('2024-11-03T00:59'))).toBeUndefined()
  })

  it('knows a day that was skipped whole', () => {
    const clock = new ZoneClock('Pacific/Apia')
    expect(
      ['2011-12-29T23:59', '2011-12-30T12:00', '2011-12-31T00:00'].map((time) => clock.isSkipped(wall(time))),
    ).toEqual([false, true, false])
  })

  it('finds every wall time of a year again from its instant', () => {
    for (const zone of ['America/New_York', 'Australia/Sydney', 'America/Sao_Paulo', 'Africa/Casablanca']) {
      const clock = new ZoneClock(zone)
      for (let time = Date.UTC(2018, 0, 1); time < Date.UTC(2019, 0, 1); time += 3_600_000) {
        const local = time + clock.offsetAt(time)
        expect([clock.instantOf(local), clock.secondInstantOf(local)]).toContain(time)
      }
    }
  })

  it('exists for IANA zones only', () => {
    expect(['UTC', 'Europe/Berlin', 'Etc/GMT+5'].map((zone) => ZoneClock.has(zone))).toEqual([true, true, true])
    expect(['', 'Mars/Olympus', '+01:00', undefined, 5].map((zone) => ZoneClock.has(zone))).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
  })
})
