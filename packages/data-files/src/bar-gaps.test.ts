import { xnys, xtks, type BarColumns, type Calendar, type Timeframe } from '@tradewright/core'
import { describe, expect, it } from 'vitest'
import { gapsByCalendar, gapsByTimeframe } from './bar-gaps.js'
import { readCsv } from '../test/read-csv.js'

const at = (text: string): number => Date.parse(`${text}Z`)

function columnsOf(times: readonly string[], timeframe: Timeframe, calendar?: Calendar): Promise<BarColumns> {
  const text = ['time,open,high,low,close', ...times.map((time) => `${time},1,1,1,1`)].join('\n')
  return readCsv(text, { timeframe, ...(calendar ? { calendar } : {}) }).then(({ columns }) => columns)
}

describe('gaps by the timeframe', () => {
  it('are where a bar opens later than the one before closes', async () => {
    const columns = await columnsOf(['2024-03-11T10:00Z', '2024-03-11T10:01Z', '2024-03-11T10:05Z'], '1m')
    expect(gapsByTimeframe(columns, '1m')).toEqual({
      count: 1,
      largest: [{ from: at('2024-03-11T10:02'), to: at('2024-03-11T10:05'), bars: 3 }],
    })
  })

  it('are all counted, and the 100 largest listed by time', () => {
    const opens = Float64Array.from({ length: 5_000 }, (_, row) => row * 600_000 + (row === 2_500 ? 300_000 : 0))
    const columns = { length: 5_000, openTime: opens, closeTime: opens.map((open) => open + 60_000) } as BarColumns
    const { count, largest } = gapsByTimeframe(columns, '1m')
    expect([count, largest.length]).toEqual([4_999, 100])
    expect(Math.max(...largest.map(({ bars }) => bars))).toBe(14)
    expect(largest.map(({ from }) => from)).toEqual(largest.map(({ from }) => from).sort((a, b) => a - b))
  })
})

describe('gaps by the calendar', () => {
  it('are the minutes for which the venue was open', async () => {
    const calendar = xnys()
    const times = ['2024-03-11T19:58Z', '2024-03-12T13:31Z', '2024-03-12T13:32Z']
    const columns = await columnsOf(times, '1m', calendar)
    expect(gapsByCalendar(columns, '1m', calendar)).toEqual({
      count: 1,
      largest: [{ from: at('2024-03-11T19:59'), to: at('2024-03-12T13:31'), bars: 2 }],
    })
    expect(gapsByTimeframe(columns, '1m').largest[0]?.bars).toBe(1_052)
  })

  it('leave out nights, weekends, holidays and pauses', async () => {
    const calendar = xtks()
    const columns = await columnsOf(['2024-03-11T02:29Z', '2024-03-11T03:30Z'], '1m', calendar)
    expect(gapsByCalendar(columns, '1m', calendar)).toEqual({ count: 0, largest: [] })
    const days = await columnsOf(['2024-07-03', '2024-07-05', '2024-07-08'], '1d', xnys())
    expect(gapsByCalendar(days, '1d', xnys())).toEqual({ count: 0, largest: [] })
  })

  it('are sessions for daily bars', async () => {
    const columns = await columnsOf(['2024-07-02', '2024-07-09'], '1d', xnys())
    expect(gapsByCalendar(columns, '1d', xnys())?.largest.map(({ bars }) => bars)).toEqual([3])
  })

  it('are unknown where the calendar does not cover the bars', () => {
    const opens = Float64Array.of(Date.UTC(1820, 0, 1), Date.UTC(1820, 0, 5))
    const columns = { length: 2, openTime: opens, closeTime: opens.map((open) => open + 60_000) } as BarColumns
    expect(gapsByCalendar(columns, '1m', xnys())).toBeUndefined()
  })
})
