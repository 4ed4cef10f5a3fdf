import { describe, expect, it } from 'vitest'
import { parseIsoTime } from './iso-time.js'

describe('an ISO time', () => {
  it.each([
    ['2024-03-11', Date.UTC(2024, 2, 11)],
    ['2024-03-11T13:31Z', Date.UTC(2024, 2, 11, 13, 31)],
    ['2024-03-11T13:31:05.250Z', Date.UTC(2024, 2, 11, 13, 31, 5, 250)],
    ['2024-03-11T09:31:00-04:00', Date.UTC(2024, 2, 11, 13, 31)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
  ])('%s is read as the instant it names', (text, time) => {
    expect(parseIsoTime(text)).toBe(time)
  })

  it.each([
    '2024-03-11T13:31',
    '2024-03-11 13:31Z',
    '2024-02-30',
    '2023-02-29',
    '2024-02-30T10:00:00Z',
    '11/03/2024',
    '2024',
    '',
  ])('%s is refused', (text) => {
    expect(parseIsoTime(text)).toBeNaN()
  })
})
