import { describe, expect, it } from 'vitest'
import { alwaysOpen } from '../calendar/always-open.js'
import { xnys } from '../calendar/xnys.js'
import type { Calendar } from '../domain/calendar.js'
import { sessionEnds } from './session-ends.js'

/** The last point of each session, where the first point is 1, the second 2, and so on. */
function ends(calendar: Calendar, ...times: string[]): number[] {
  return sessionEnds(
    Float64Array.from(times, (time) => Date.parse(time)),
    calendar,
  ).map((row) => row + 1)
}

describe('sessionEnds', () => {
  it('has none without points', () => {
    expect(ends(xnys())).toEqual([])
  })

  it('keeps the last point of each session, the one at the very close included', () => {
    const monday = ['2024-03-11T13:31:00Z', '2024-03-11T19:59:00Z', '2024-03-11T20:00:00Z']
    const tuesday = ['2024-03-12T13:31:00Z', '2024-03-12T20:00:00Z']
    expect(ends(xnys(), ...monday, ...tuesday)).toEqual([3, 5])
  })

  it('counts a point between sessions to the next one', () => {
    expect(ends(xnys(), '2024-03-11T20:00:00Z', '2024-03-11T20:00:01Z', '2024-03-12T14:00:00Z')).toEqual([1, 3])
    expect(ends(xnys(), '2024-03-08T21:00:00Z', '2024-03-10T12:00:00Z')).toEqual([1, 2])
  })

  it('keeps a session that has a single point, and leaves out one that has none', () => {
    expect(ends(xnys(), '2024-03-11T15:00:00Z', '2024-03-13T15:00:00Z', '2024-03-14T15:00:00Z')).toEqual([1, 2, 3])
  })

  it('ends a day that never closes at midnight: that point is of the day before', () => {
    const times = ['2024-03-09T23:59:00Z', '2024-03-10T00:00:00Z', '2024-03-10T00:00:01Z', '2024-03-11T00:00:00Z']
    expect(ends(alwaysOpen(), ...times)).toEqual([2, 4])
  })
})
