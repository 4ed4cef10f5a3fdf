import { describe, expect, it } from 'vitest'
import { BAR_FILLED, BAR_PARTIAL, firstRowAtOrAfter, sliceColumns, type BarColumns } from './bar-columns.js'
import { BarCursor } from './bar.js'

function columns(): BarColumns {
  return {
    length: 3,
    openTime: Float64Array.of(0, 60_000, 120_000),
    closeTime: Float64Array.of(60_000, 120_000, 180_000),
    open: Float64Array.of(10, 11, 12),
    high: Float64Array.of(10.5, 11.5, 12.5),
    low: Float64Array.of(9.5, 10.5, 11.5),
    close: Float64Array.of(10.25, 11.25, 12.25),
    volume: Float64Array.of(100, 0, 300),
    vwap: Float64Array.of(10.1, 11.1, 12.1),
    flags: Uint8Array.of(0, BAR_FILLED, BAR_PARTIAL),
  }
}

describe('BarCursor', () => {
  it('shows the row that it stands on, and moves with it', () => {
    const cursor = new BarCursor('X', '1m', columns(), 0)
    expect([cursor.symbol, cursor.openTime, cursor.closeTime, cursor.open, cursor.high]).toEqual([
      'X',
      0,
      60_000,
      10,
      10.5,
    ])
    cursor.row = 1
    expect([cursor.openTime, cursor.low, cursor.close, cursor.volume, cursor.vwap]).toEqual([
      60_000, 10.5, 11.25, 0, 11.1,
    ])
  })

  it('reads the flags of its row', () => {
    const bars = columns()
    const flags = [0, 1, 2].map((row) => {
      const { filled, final } = new BarCursor('X', '1m', bars, row)
      return [filled, final]
    })
    expect(flags).toEqual([
      [false, true],
      [true, true],
      [false, false],
    ])
  })

  it('is final, not filled and of unknown volume and average where the series has none of these columns', () => {
    const bars = { ...columns(), volume: undefined, vwap: undefined, flags: undefined }
    const { volume, vwap, filled, final } = new BarCursor('X', '1m', bars, 2)
    expect([volume, vwap, filled, final]).toEqual([Number.NaN, Number.NaN, false, true])
  })

  it('copies its row into a frozen value that stays when the cursor or the series moves on', () => {
    const bars = columns()
    const cursor = new BarCursor('X', '1m', bars, 1)
    const copy = cursor.copy()
    cursor.row = 2
    bars.close[1] = 99
    const { copy: again, ...values } = copy
    expect(values).toEqual({
      symbol: 'X',
      timeframe: '1m',
      openTime: 60_000,
      closeTime: 120_000,
      open: 11,
      high: 11.5,
      low: 10.5,
      close: 11.25,
      volume: 0,
      vwap: 11.1,
      filled: true,
      final: true,
    })
    expect(again()).toBe(copy)
    expect(Object.isFrozen(copy)).toBe(true)
  })
})

describe('sliceColumns', () => {
  it('gives rows without copying them', () => {
    const bars = columns()
    const slice = sliceColumns(bars, 1, 3)
    bars.close[1] = 99
    expect([slice.length, [...slice.close], [...slice.volume!], [...slice.vwap!], [...slice.flags!]]).toEqual([
      2,
      [99, 12.25],
      [0, 300],
      [11.1, 12.1],
      [BAR_FILLED, BAR_PARTIAL],
    ])
    expect(sliceColumns(bars, 0, 3)).toBe(bars)
  })

  it('leaves out what the series does not have', () => {
    const slice = sliceColumns({ ...columns(), volume: undefined, flags: undefined }, 0, 1)
    expect([slice.volume, slice.flags, slice.length]).toEqual([undefined, undefined, 1])
  })
})

describe('firstRowAtOrAfter', () => {
  it.each([
    [-1, 0],
    [0, 0],
    [1, 1],
    [60_000, 1],
    [120_001, 3],
  ])('of %d is row %d', (time, row) => {
    expect(firstRowAtOrAfter(columns().openTime, 3, time)).toBe(row)
  })

  it('looks only at the rows that are filled', () => {
    expect(firstRowAtOrAfter(Float64Array.of(5, 10, 0, 0), 2, 20)).toBe(2)
  })
})
