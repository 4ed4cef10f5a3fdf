import { expect, it } from 'vitest'
import { isBusinessDay, nextPaymentDay, paymentDays, tokyoClock, tokyoTime } from '../src/tokyo-days.js'

const NOMINAL = /-(05|10|15|20|25|31)$|-(04|06|09|11)-30$|-02-29$/

it('has six payment days a month, all of them business days, each once', () => {
  const days = paymentDays(2024)
  expect(days).toHaveLength(72)
  expect(days.every(isBusinessDay)).toBe(true)
  expect(days).toEqual([...new Set(days)].sort())
})

it('moves payment days to the business day before, over weekends, holidays and substitute holidays', () => {
  expect(paymentDays(2024).filter((day) => !NOMINAL.test(day))).toEqual([
    '2024-01-19', // the 20th is a Saturday
    '2024-02-09', // the 10th is a Saturday
    '2024-02-22', // the 25th is a Sunday, the 23rd the Emperor's Birthday
    '2024-03-08', // the 10th is a Sunday
    '2024-03-19', // the 20th is Vernal Equinox Day
    '2024-03-29', // the 31st is a Sunday
    '2024-04-19', // the 20th is a Saturday
    '2024-05-02', // the 5th is a Sunday and Children's Day, the 3rd Constitution Memorial Day
    '2024-05-24', // the 25th is a Saturday
    '2024-06-14', // the 15th is a Saturday
    '2024-06-28', // the 30th is a Sunday
    '2024-07-12', // the 15th is Marine Day, a Monday
    '2024-07-19', // the 20th is a Saturday
    '2024-08-09', // the 10th is a Saturday
    '2024-08-23', // the 25th is a Sunday
    '2024-08-30', // the 31st is a Saturday
    '2024-09-13', // the 15th is a Sunday
    '2024-10-04', // the 5th is a Saturday
    '2024-10-18', // the 20th is a Sunday
    '2024-11-08', // the 10th is a Sunday
    '2024-11-29', // the 30th is a Saturday
    '2024-12-13', // the 15th is a Sunday
    '2024-12-30', // banks are closed on the 31st
  ])
})

it('has banks closed at weekends, on holidays and their substitutes, and around New Year', () => {
  const closed = ['2024-06-01', '2024-06-02', '2024-05-03', '2024-02-12', '2024-01-02', '2024-01-03', '2024-12-31']
  expect(closed.filter(isBusinessDay)).toEqual([])
  expect(['2024-01-04', '2024-02-13', '2024-04-30', '2024-12-30'].every(isBusinessDay)).toBe(true)
})

it('has banks open on the day on which the exchange could not trade', () => {
  expect(isBusinessDay('2020-10-01')).toBe(true)
})

it('finds the next payment day over the turn of a year, and none where the calendar ends', () => {
  const from = (date: string, time: string) => nextPaymentDay(tokyoTime(date, time), '02:00')
  expect([from('2024-01-05', '02:00'), from('2024-01-05', '02:01')]).toEqual(['2024-01-05', '2024-01-10'])
  expect(from('2024-12-30', '12:00')).toBe('2025-01-10')
  expect(from('2030-12-30', '12:00')).toBeUndefined()
  expect(() => paymentDays(2031)).toThrow(/CALENDAR_RANGE.*2031-01-05 is after 2030-12-31/)
})

it('puts Tokyo nine hours ahead of UTC at every hour of the year, as the time zone database does', () => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo', dateStyle: 'short', timeStyle: 'short' })
  expect(tokyoTime('2024-01-05', '09:55')).toBe(Date.UTC(2024, 0, 5, 0, 55))
  expect(tokyoTime('2024-07-05', '02:00')).toBe(Date.UTC(2024, 6, 4, 17))
  for (let time = Date.UTC(2024, 0, 1); time < Date.UTC(2025, 0, 1); time += 3_600_000) {
    const clock = tokyoClock(time)
    expect(clock).toBe(format.format(time))
    expect(tokyoTime(clock.slice(0, 10), clock.slice(11))).toBe(time)
  }
})
