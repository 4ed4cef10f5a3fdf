import { expect, it } from 'vitest'
import { xhkg } from './xhkg.js'

const calendar = xhkg()
const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'Asia/Shanghai',
  month: 'numeric',
  day: 'numeric',
})

/** Month and day of the Chinese calendar. */
function lunarDate(date: string): string {
  const parts = new Map(lunar.formatToParts(Date.parse(`${date}T04:00Z`)).map(({ type, value }) => [type, value]))
  return `${String(parts.get('month'))}/${String(parts.get('day'))}`
}

// Up to 2026: of the new moons of 2027 and 2030 that come minutes around midnight, Intl has the other day than the Observatory.
it.each([
  ["Lunar New Year's Day", '1/1'],
  ['The second day of Lunar New Year', '1/2'],
  ['The third day of Lunar New Year', '1/3'],
  ['The Birthday of the Buddha', '4/8'],
  ['Tuen Ng Festival', '5/5'],
  ['The day following the Mid-Autumn Festival', '8/16'],
  ['Chung Yeung Festival', '9/9'],
])('%s is on %s of the Chinese calendar, wherever it was not moved', (name, expected) => {
  const days = calendar.holidays('2000-01-01', '2026-12-31').filter((day) => day.name === name)
  expect(days.length).toBeGreaterThan(12)
  expect(days.filter(({ date }) => lunarDate(date) !== expected)).toEqual([])
})
