import { describe, expect, it } from 'vitest'
import type { TradingCalendar } from '../domain/trading-calendar.js'
import { cmeEquity } from './cme-equity.js'
import { xasx } from './xasx.js'
import { xetr } from './xetr.js'
import { xhkg } from './xhkg.js'
import { xlon } from './xlon.js'
import { xpar } from './xpar.js'
import { xtks } from './xtks.js'
import { xtse } from './xtse.js'

/** Sessions and days with special hours of each year from 2010 to 2030. */
const PER_YEAR: readonly {
  readonly make: () => TradingCalendar
  readonly sessions: readonly number[]
  readonly special: readonly number[]
}[] = [
  {
    make: xlon,
    sessions: [253, 251, 252, 253, 253, 253, 253, 252, 253, 253, 254, 253, 250, 251, 254, 253, 253, 253, 252, 253, 253],
    special: [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2],
  },
  {
    make: xetr,
    sessions: [256, 257, 254, 253, 252, 253, 255, 252, 251, 251, 254, 255, 257, 255, 254, 253, 254, 256, 255, 253, 253],
    special: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  },
  {
    make: xpar,
    sessions: [258, 257, 256, 255, 255, 256, 257, 255, 255, 255, 257, 258, 257, 255, 256, 255, 256, 258, 255, 255, 255],
    special: [2, 0, 2, 2, 2, 2, 0, 0, 2, 2, 2, 2, 0, 0, 2, 2, 2, 2, 0, 2, 2],
  },
  {
    make: xtse,
    sessions: [251, 250, 251, 251, 251, 251, 251, 250, 251, 251, 252, 251, 250, 250, 252, 251, 251, 251, 250, 251, 251],
    special: [1, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 1, 1],
  },
  {
    make: xasx,
    sessions: [253, 252, 253, 253, 253, 254, 253, 252, 253, 253, 255, 254, 251, 252, 254, 253, 254, 254, 252, 253, 253],
    special: [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 0, 2, 2, 2, 2, 0, 2, 2],
  },
  {
    make: xtks,
    sessions: [245, 245, 248, 245, 244, 244, 245, 247, 245, 241, 242, 245, 244, 246, 245, 243, 242, 244, 245, 245, 245],
    special: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  },
  {
    make: xhkg,
    sessions: [249, 246, 247, 244, 247, 247, 245, 246, 246, 246, 248, 247, 246, 243, 246, 246, 247, 248, 246, 246, 246],
    special: [2, 1, 3, 4, 4, 3, 0, 1, 3, 4, 4, 4, 3, 1, 3, 3, 3, 3, 1, 3, 2],
  },
  {
    make: cmeEquity,
    sessions: [259, 258, 259, 258, 258, 259, 258, 257, 258, 258, 259, 259, 258, 258, 259, 258, 259, 258, 258, 258, 258],
    special: [8, 7, 12, 9, 9, 9, 7, 8, 10, 9, 8, 8, 8, 10, 10, 11, 10, 8, 9, 10, 10],
  },
]

/** The session of a date in UTC, as 08:00-12:00 13:00-16:00, with the day before or after where it is another one. */
function hours(calendar: TradingCalendar, date: string): string {
  const midnight = Date.parse(date)
  const clock = (time: number): string => {
    const days = Math.floor((time - midnight) / 86_400_000)
    return new Date(time).toISOString().slice(11, 16) + (days === 0 ? '' : days < 0 ? '<' : '>')
  }
  const stretches = calendar.tradingHours(date).map(({ open, close }) => `${clock(open)}-${clock(close)}`)
  return stretches.length === 0 ? 'closed' : stretches.join(' ')
}

describe.each(PER_YEAR)('the calendar $make.name', ({ make, sessions, special }) => {
  const calendar = make()
  const years = sessions.map((_, i) => [`${String(2010 + i)}-01-01`, `${String(2010 + i)}-12-31`] as const)

  it('has as many sessions and days with special hours in each year as the venue kept', () => {
    expect(years.map((year) => calendar.sessions(...year).length)).toEqual(sessions)
    expect(years.map((year) => calendar.specialHours(...year).length)).toEqual(special)
  })

  it('has a session or a named holiday on every weekday', () => {
    for (const [from, to] of years) {
      const named = new Set(calendar.holidays(from, to).map(({ date }) => date))
      for (let time = Date.parse(from); time <= Date.parse(to); time += 86_400_000) {
        const date = new Date(time).toISOString().slice(0, 10)
        const isWeekend = [0, 6].includes(new Date(time).getUTCDay())
        expect([date, calendar.isBusinessDay(date)]).toEqual([date, !isWeekend && !named.has(date)])
      }
    }
  })

  it('lists the days that nobody has held against a source, within its exact years', () => {
    const { exactFrom, last, unverified } = calendar.coverage
    const listed = [...calendar.holidays(exactFrom, last), ...calendar.specialHours(exactFrom, last)]
    const expected = unverified.filter(({ date }) => date >= exactFrom)
    expect(listed.filter((day) => day.unverified).sort((a, b) => (a.date < b.date ? -1 : 1))).toEqual(expected)
  })
})

describe('the hours in UTC of', () => {
  const [london, frankfurt, paris, toronto] = [xlon(), xetr(), xpar(), xtse()]
  const [sydney, tokyo, hongKong, chicago] = [xasx(), xtks(), xhkg(), cmeEquity()]

  it.each([
    [london, '2024-03-28', '08:00-16:30', 'before summer time'],
    [london, '2024-04-02', '07:00-15:30', 'in summer time'],
    [london, '2024-12-24', '08:00-12:30', 'Christmas Eve'],
    [london, '2022-12-23', '08:00-12:30', 'the Friday before a weekend of Christmas'],
    [london, '2011-04-29', 'closed', 'a royal wedding'],
    [london, '2012-05-28', '07:00-15:30', 'a bank holiday that was moved to a jubilee'],
    [london, '2012-06-04', 'closed', 'where it was moved to'],
    [london, '2012-06-05', 'closed', 'the Diamond Jubilee'],
    [london, '2020-05-04', '07:00-15:30', 'a bank holiday that was moved to VE Day'],
    [london, '2020-05-08', 'closed', 'VE Day'],
    [london, '2022-06-02', 'closed', 'a bank holiday that was moved to a jubilee'],
    [london, '2022-06-03', 'closed', 'the Platinum Jubilee'],
    [london, '2022-09-19', 'closed', 'the funeral of Queen Elizabeth II'],
    [london, '2023-05-08', 'closed', 'the coronation'],
    [london, '2021-12-28', 'closed', 'Boxing Day of a Sunday after Christmas of a Saturday'],
    [frankfurt, '2013-10-03', '07:00-15:30', 'German Unity before 2014'],
    [frankfurt, '2014-10-03', 'closed', 'German Unity from 2014 on'],
    [frankfurt, '2022-10-03', '07:00-15:30', 'German Unity from 2022 on'],
    [frankfurt, '2014-06-09', '07:00-15:30', 'Whit Monday before 2015'],
    [frankfurt, '2021-05-24', 'closed', 'Whit Monday up to 2021'],
    [frankfurt, '2022-06-06', '07:00-15:30', 'Whit Monday from 2022 on'],
    [frankfurt, '2017-10-31', 'closed', '500 years of the Reformation'],
    [frankfurt, '2023-12-29', '08:00-13:00', 'the last session of a year'],
    [paris, '2024-12-24', '08:00-13:05', 'Christmas Eve'],
    [paris, '2024-05-01', 'closed', 'May Day'],
    [paris, '2024-07-14', 'closed', 'a Sunday'],
    [paris, '2025-07-14', '07:00-15:30', 'Bastille Day'],
    [toronto, '2024-12-24', '14:30-18:00', 'Christmas Eve'],
    [toronto, '2024-05-20', 'closed', 'Victoria Day'],
    [toronto, '2024-07-04', '13:30-20:00', 'a holiday of the United States'],
    [toronto, '2023-07-03', 'closed', 'Canada Day of a Saturday'],
    [sydney, '2024-04-05', '23:00<-05:00', 'summer time'],
    [sydney, '2024-04-08', '00:00-06:00', 'after summer time'],
    [sydney, '2024-10-07', '23:00<-05:00', 'summer time again'],
    [sydney, '2024-12-24', '23:00<-03:10', 'Christmas Eve'],
    [sydney, '2022-12-23', '23:00<-05:00', 'the last session before Christmas 2022'],
    [sydney, '2021-12-31', '23:00<-03:10', "New Year's Eve"],
    [sydney, '2016-12-23', '23:00<-03:10', 'the Friday before a weekend of Christmas, until 2021'],
    [sydney, '2023-12-22', '23:00<-05:00', 'the Friday before one, from 2022 on'],
    [sydney, '2023-12-29', '23:00<-05:00', 'the last session of 2023'],
    [sydney, '2011-04-26', 'closed', 'Easter Tuesday of Anzac Day on Easter Monday'],
    [sydney, '2022-09-22', 'closed', 'mourning for Queen Elizabeth II'],
    [sydney, '2015-04-27', '00:00-06:00', 'the Monday after Anzac Day of a Saturday'],
    [tokyo, '2011-11-18', '00:00-02:00 03:30-06:00', 'the last early lunch'],
    [tokyo, '2011-11-21', '00:00-02:30 03:30-06:00', 'the first later lunch'],
    [tokyo, '2024-11-01', '00:00-02:30 03:30-06:00', 'the last close at 15:00'],
    [tokyo, '2024-11-05', '00:00-02:30 03:30-06:30', 'the first close at 15:30'],
    [tokyo, '2019-04-30', 'closed', 'the abdication'],
    [tokyo, '2019-05-06', 'closed', "a substitute for Children's Day"],
    [tokyo, '2020-10-01', 'closed', 'the failure of the trading system'],
    [tokyo, '2020-07-24', 'closed', 'Sports Day of the year of the Games'],
    [tokyo, '2026-09-22', 'closed', 'a day between two holidays'],
    [tokyo, '2015-05-06', 'closed', 'a substitute three days later'],
    [hongKong, '2011-03-04', '02:00-04:30 06:30-08:00', 'the old hours'],
    [hongKong, '2011-03-07', '01:30-04:00 05:30-08:00', 'the first extension'],
    [hongKong, '2012-03-05', '01:30-04:00 05:00-08:00', 'the second extension'],
    [hongKong, '2011-02-02', '02:00-04:30', "Lunar New Year's Eve of the old hours"],
    [hongKong, '2024-02-09', '01:30-04:00', "Lunar New Year's Eve"],
    [hongKong, '2024-12-31', '01:30-04:00', "New Year's Eve"],
    [hongKong, '2013-02-13', 'closed', 'the fourth day of a Lunar New Year of a Sunday'],
    [hongKong, '2015-04-07', 'closed', 'Ching Ming together with Easter'],
    [hongKong, '2012-10-02', 'closed', 'National Day together with Mid-Autumn'],
    [hongKong, '2017-08-23', 'closed', 'a typhoon of a whole day'],
    [hongKong, '2023-09-08', 'closed', 'black rain of a whole day'],
    [hongKong, '2019-07-31', '01:30-04:00 05:00-05:55', 'a tropical storm in the afternoon'],
    [hongKong, '2020-08-19', '05:30-08:00', 'a typhoon in the morning'],
    [hongKong, '2021-06-28', '05:30-08:00', 'black rain in the morning'],
    [hongKong, '2023-10-09', '06:00-08:00', 'a typhoon until noon'],
    [hongKong, '2022-11-02', '01:30-04:00 05:00-05:55', 'a typhoon in the afternoon'],
    [hongKong, '2024-11-14', '01:30-04:00 05:00-08:00', 'a typhoon after trading goes on through them'],
    [chicago, '2024-03-08', '23:00<-22:00', 'before summer time'],
    [chicago, '2024-03-11', '22:00<-21:00', 'the Monday of a change to summer time'],
    [chicago, '2021-06-25', '22:00<-20:15 20:30-21:00', 'the last pause'],
    [chicago, '2021-06-28', '22:00<-21:00', 'the first session without a pause'],
    [chicago, '2025-01-20', '23:00<-18:00', 'Martin Luther King, Jr. Day'],
    [chicago, '2024-11-29', '23:00<-18:15', 'the day after Thanksgiving'],
    [chicago, '2017-07-03', '22:00<-17:15', 'the day before Independence Day'],
    [chicago, '2020-07-03', '22:00<-17:00', 'Independence Day of a Saturday'],
    [chicago, '2024-03-29', 'closed', 'Good Friday'],
    [chicago, '2023-04-07', '22:00<-13:15', 'Good Friday with an employment report'],
    [chicago, '2025-01-09', '23:00<-14:30', 'mourning for President Carter'],
    [chicago, '2021-12-24', 'closed', 'Christmas of a Saturday'],
    [chicago, '2021-12-31', '23:00<-22:00', 'the day before a New Year of a Saturday'],
  ])('$name on %s are %s: %s', (calendar, date, expected) => {
    expect(hours(calendar, date)).toBe(expected)
  })
})

describe('a market that is at lunch', () => {
  const tokyo = xtks()
  const at = (time: string) => Date.parse(`2024-11-05T${time}:00+09:00`)

  it('is closed, within a session that goes on', () => {
    expect(['11:29', '11:30', '12:29', '12:30'].map((time) => tokyo.isOpen(at(time)))).toEqual([
      true,
      false,
      false,
      true,
    ])
    expect(tokyo.sessionAt(at('12:00'))?.date).toBe('2024-11-05')
    expect([tokyo.nextOpen(at('12:00')), tokyo.nextClose(at('12:00'))]).toEqual([
      Date.parse('2024-11-06T09:00:00+09:00'),
      at('15:30'),
    ])
  })
})
