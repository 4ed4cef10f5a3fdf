import { afterEach, describe, expect, it } from 'vitest'
import { parseDay } from './civil-date.js'
import { isZone, localToUtc, parseMinute } from './zoned-time.js'
import { xnys } from './xnys.js'
import { weekdayCalendar } from './weekday-calendar.js'

const utc = (zone: string, date: string, time: string) =>
  new Date(localToUtc(zone)(parseDay(date) ?? NaN, parseMinute(time) ?? NaN)).toISOString()

describe('local time to UTC', () => {
  it.each([
    ['America/New_York', '2024-01-15', '09:30', '2024-01-15T14:30:00.000Z'],
    ['America/New_York', '2024-07-15', '09:30', '2024-07-15T13:30:00.000Z'],
    ['Asia/Kolkata', '2024-07-15', '09:15', '2024-07-15T03:45:00.000Z'],
    ['Asia/Tokyo', '2024-01-15', '00:00', '2024-01-14T15:00:00.000Z'],
    ['Australia/Sydney', '2024-01-15', '10:00', '2024-01-14T23:00:00.000Z'],
    ['Australia/Sydney', '2024-07-15', '10:00', '2024-07-15T00:00:00.000Z'],
  ])('in %s, %s %s is %s', (zone, date, time, expected) => {
    expect(utc(zone, date, time)).toBe(expected)
  })

  it('takes the first run of an hour that clocks repeat', () => {
    expect(utc('America/New_York', '2024-11-03', '00:59')).toBe('2024-11-03T04:59:00.000Z')
    expect(utc('America/New_York', '2024-11-03', '01:30')).toBe('2024-11-03T05:30:00.000Z')
    expect(utc('America/New_York', '2024-11-03', '02:00')).toBe('2024-11-03T07:00:00.000Z')
    expect(utc('Australia/Sydney', '2024-04-07', '02:30')).toBe('2024-04-06T15:30:00.000Z')
  })

  it('moves a time that clocks skip on by what they skip', () => {
    expect(utc('America/New_York', '2024-03-10', '01:59')).toBe('2024-03-10T06:59:00.000Z')
    expect(utc('America/New_York', '2024-03-10', '02:30')).toBe('2024-03-10T07:30:00.000Z')
    expect(utc('America/New_York', '2024-03-10', '03:30')).toBe('2024-03-10T07:30:00.000Z')
    expect(utc('Australia/Lord_Howe', '2024-10-06', '02:15')).toBe('2024-10-05T15:45:00.000Z')
  })

  it.each(['09:3', '9:30', '24:00', '09:60', '09:30:00', ' 09:30', 930, undefined])('%j is no time', (text) => {
    expect(parseMinute(text)).toBeUndefined()
  })

  it.each(['Mars/Olympus', '', '+01:00', '-0500', undefined, null, 5])('%j is no zone', (zone) => {
    expect(isZone(zone)).toBe(false)
  })
})

describe("the host's time zone", () => {
  const before = process.env['TZ']
  afterEach(() => {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })

  const sydney = { name: 'Sydney', zone: 'Australia/Sydney', open: '10:00', close: '16:00', holidays: [] }
  const everything = () => [
    xnys().sessions('2018-01-01', '2018-12-31'),
    weekdayCalendar(sydney).sessions('2024-03-25', '2024-10-15'),
    ['00:30', '01:00', '01:30', '01:59', '02:00'].map((time) => utc('America/New_York', '2024-11-03', time)),
    ['01:30', '02:00', '02:30', '02:59', '03:00'].map((time) => utc('Australia/Sydney', '2024-04-07', time)),
    ['01:30', '02:00', '02:30', '02:59', '03:00'].map((time) => utc('America/New_York', '2024-03-10', time)),
  ]

  it.each([
    ['UTC', 0],
    ['America/New_York', 240],
    ['Asia/Tokyo', -540],
    ['Pacific/Kiritimati', -840],
    ['Pacific/Pago_Pago', 660],
  ])('changes no session and no instant when it is %s', (zone, offset) => {
    process.env['TZ'] = 'UTC'
    const expected = everything()
    process.env['TZ'] = zone
    expect(new Date(2018, 6, 2).getTimezoneOffset()).toBe(offset)
    expect(everything()).toEqual(expected)
  })
})
