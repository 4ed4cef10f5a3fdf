import { describe, expect, it } from 'vitest'
import type { BarColumns } from '../domain/bar-columns.js'
import { ColumnHistory } from './bar-history.js'

function columns(): BarColumns {
  return {
    length: 4,
    openTime: Float64Array.of(0, 10, 20, 30),
    closeTime: Float64Array.of(10, 20, 30, 40),
    open: Float64Array.of(1, 2, 3, 4),
    high: Float64Array.of(1.5, 2.5, 3.5, 4.5),
    low: Float64Array.of(0.5, 1.5, 2.5, 3.5),
    close: Float64Array.of(1.25, 2.25, 3.25, 4.25),
    volume: Float64Array.of(100, 200, 300, 400),
  }
}

function historyOf(bars: BarColumns, from: number, to: number): ColumnHistory {
  return new ColumnHistory({ symbol: 'X', timeframe: '1m', columns: bars, from, to })
}

describe('ColumnHistory', () => {
  it('shows its rows and nothing before or after them', () => {
    const history = historyOf(columns(), 1, 3)
    expect([
      history.length,
      [...history.openTimes],
      [...history.closeTimes],
      [...history.opens],
      [...history.highs],
      [...history.lows],
      [...history.closes],
      [...history.volumes],
    ]).toEqual([2, [10, 20], [20, 30], [2, 3], [2.5, 3.5], [1.5, 2.5], [2.25, 3.25], [200, 300]])
  })

  it.each([
    [0, 2],
    [1, 3],
    [-1, 3],
    [-2, 2],
    [2, undefined],
    [-3, undefined],
  ])('has at %d the bar that opens at %d', (index, open) => {
    expect(historyOf(columns(), 1, 3).at(index)?.open).toBe(open)
  })

  it('hands out bars that stay, over columns that are not copied', () => {
    const all = columns()
    const history = historyOf(all, 0, 4)
    const bar = history.at(-1)!
    const { closes } = history
    all.close[3] = 99
    expect([bar.symbol, bar.timeframe, bar.close, closes[3], closes.at(-1)]).toEqual(['X', '1m', 4.25, 99, 99])
  })

  it('is empty where no bar has closed yet, and has no volumes where its series has none', () => {
    const none = historyOf(columns(), 0, 0)
    expect([none.length, none.at(0), none.at(-1), none.closes.length]).toEqual([0, undefined, undefined, 0])
    expect(historyOf({ ...columns(), volume: undefined }, 0, 4).volumes).toEqual([])
  })
})
