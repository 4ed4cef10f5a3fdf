import { describe, expect, it } from 'vitest'
import { alwaysOpen } from '../calendar/always-open.js'
import { xnys } from '../calendar/xnys.js'
import { sessionEquity } from './session-equity.js'

/** Equity at each session's close; the first point is worth 1, the second 2, and so on. */
function closes(calendar: Parameters<typeof sessionEquity>[3], ...times: string[]): number[] {
  const equity = Float64Array.from(times, (_, i) => i + 1)
  return [
    ...sessionEquity(
      Float64Array.from(times, (time) => Date.parse(time)),
      equity,
      100,
      calendar,
    ),
  ]
}

describe('sessionEquity', () => {
  it('begins with the initial value, and is only that without points', () => {
    expect(closes(xnys())).toEqual([100])
  })

  it('keeps the last point of each session, the one at the very close included', () => {
    const monday = ['2024-03-11T13:31:00Z', '2024-03-11T19:59:00Z', '2024-03-11T20:00:00Z']
    const tuesday = ['2024-03-12T13:31:00Z', '2024-03-12T20:00:00Z']
    expect(closes(xnys(), ...monday, ...tuesday)).toEqual([100, 3, 5])
  })

  it('counts a point between sessions to the next one', () => {
    expect(closes(xnys(), '2024-03-11T20:00:00Z', '2024-03-11T20:00:01Z', '2024-03-12T14:00:00Z')).toEqual([100, 1, 3])
    expect(closes(xnys(), '2024-03-08T21:00:00Z', '2024-03-10T12:00:00Z')).toEqual([100, 1, 2])
  })

  it('keeps a session that has a single point, and leaves out one that has none', () => {
    expect(closes(xnys(), '2024-03-11T15:00:00Z', '2024-03-13T15:00:00Z', '2024-03-14T15:00:00Z')).toEqual([
      100, 1, 2, 3,
    ])
  })

  it('ends a day that never closes at midnight: that point is of the day before', () => {
    const times = ['2024-03-09T23:59:00Z', '2024-03-10T00:00:00Z', '2024-03-10T00:00:01Z', '2024-03-11T00:00:00Z']
    expect(closes(alwaysOpen(), ...times)).toEqual([100, 2, 4])
  })
})
