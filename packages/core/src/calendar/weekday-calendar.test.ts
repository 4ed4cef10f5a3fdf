import { describe, expect, it } from 'vitest'
import type { Session } from '../domain/calendar.js'
import { weekdayCalendar } from './weekday-calendar.js'

const show = (session: Session | undefined) =>
  session && [new Date(session.open).toISOString().slice(0, 16), new Date(session.close).toISOString().slice(0, 16)]

const london = {
  name: 'London',
  zone: 'Europe/London',
  open: '08:00',
  close: '16:30',
  holidays: ['2024-03-29', '2024-04-01', '2024-12-25'],
  earlyCloses: { '2024-12-24': '12:30' },
}
const sydney = { name: 'Sydney', zone: 'Australia/Sydney', open: '10:00', close: '16:00', holidays: [] }
const chicago = { name: 'Futures', zone: 'America/Chicago', open: '17:00', close: '16:00', holidays: [] }

describe('a weekday calendar', () => {
  it.each([
    ['London before summer time', london, '2024-03-28', ['2024-03-28T08:00', '2024-03-28T16:30']],
    ['London in summer time', london, '2024-04-02', ['2024-04-02T07:00', '2024-04-02T15:30']],
    ['London after summer time', london, '2024-10-28', ['2024-10-28T08:00', '2024-10-28T16:30']],
    ['London on an early close', london, '2024-12-24', ['2024-12-24T08:00', '2024-12-24T12:30']],
    ['Sydney before winter time', sydney, '2024-04-05', ['2024-04-04T23:00', '2024-04-05T05:00']],
    ['Sydney in winter time', sydney, '2024-04-08', ['2024-04-08T00:00', '2024-04-08T06:00']],
    ['Sydney after winter time', sydney, '2024-10-07', ['2024-10-06T23:00', '2024-10-07T05:00']],
    ['Chicago overnight', chicago, '2024-03-06', ['2024-03-06T23:00', '2024-03-07T22:00']],
    ['Chicago overnight in summer time', chicago, '2024-03-11', ['2024-03-11T22:00', '2024-03-12T21:00']],
  ] as const)('has the hours of %s', (_, options, date, hours) => {
    expect(show(weekdayCalendar(options).session(date))).toEqual(hours)
  })

  it('has no session on weekends and holidays', () => {
    const dates = weekdayCalendar(london).sessions('2024-03-28', '2024-04-08')
    expect(dates.map(({ date }) => date)).toEqual([
      '2024-03-28',
      '2024-04-02',
      '2024-04-03',
      '2024-04-04',
      '2024-04-05',
      '2024-04-08',
    ])
    expect(weekdayCalendar(london).session('2024-12-25')).toBeUndefined()
  })

  it('lasts 24 hours when it closes at its opening time', () => {
    const round = weekdayCalendar({ ...sydney, close: '10:00' })
    expect(round.session('2024-07-02')?.close).toBe(round.session('2024-07-03')?.open)
  })

  it('takes an early close of an overnight session for a time of the next day', () => {
    const eve = weekdayCalendar({ ...chicago, earlyCloses: { '2024-12-23': '12:15' } })
    expect(show(eve.session('2024-12-23'))).toEqual(['2024-12-23T23:00', '2024-12-24T18:15'])
  })
})

describe('the options of a weekday calendar', () => {
  it.each([
    [
      'an unknown zone',
      { zone: 'Mars/Olympus' },
      'zone: expected an IANA zone such as Europe/London; got "Mars/Olympus"',
    ],
    ['no name', { name: '' }, 'name: expected a name such as XNYS; got ""'],
    ['a bad opening time', { open: '8:00' }, 'open: expected a time from 00:00 to 23:59; got "8:00"'],
    ['a bad closing time', { close: '24:00' }, 'close: expected a time from 00:00 to 23:59; got "24:00"'],
    ['a bad holiday', { holidays: ['2024-12-25', '2023-02-29'] }, 'holidays[1]: expected a date that exists'],
    ['one holiday not in a list', { holidays: '2024-12-25' as never }, 'holidays: expected a list of dates'],
    ['a bad date of an early close', { earlyCloses: { '24/12': '12:30' } }, 'earlyCloses: expected dates that exist'],
    ['a bad early close', { earlyCloses: { '2024-12-24': 'noon' } }, 'earlyCloses[2024-12-24]: expected a time from'],
    [
      'an early close on a weekend',
      { earlyCloses: { '2024-12-21': '12:30' } },
      'expected dates with a session; got "2024-12-21"',
    ],
    [
      'an early close on a holiday',
      { earlyCloses: { '2024-12-25': '12:30' } },
      'expected dates with a session; got "2024-12-25"',
    ],
    [
      'an early close that is late',
      { earlyCloses: { '2024-12-24': '17:00' } },
      'expected a time between open and close; got "17:00"',
    ],
    [
      'an early close before the open',
      { earlyCloses: { '2024-12-24': '07:00' } },
      'expected a time between open and close; got "07:00"',
    ],
  ])('are CALENDAR_INVALID with %s', (_, fault, message) => {
    const make = () => weekdayCalendar({ ...london, ...fault })
    expect(make).toThrow(expect.objectContaining({ code: 'CALENDAR_INVALID' }))
    expect(make).toThrow(message)
  })

  it('are answered by one error with all their faults', () => {
    const make = () => weekdayCalendar({ name: 'x', zone: 'x', open: 'x', close: 'x', holidays: ['x'] })
    expect(make).toThrow(/zone: .*\n.*open: .*\n.*close: .*\n.*holidays\[0\]: /)
  })
})
