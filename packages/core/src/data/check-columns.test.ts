import { describe, expect, it } from 'vitest'
import type { BarColumns } from '../domain/bar-columns.js'
import { TradewrightError } from '../domain/errors.js'
import { checkColumns } from './check-columns.js'

const OPEN = Date.UTC(2024, 2, 11, 13, 30)
const MINUTE = 60_000

type Field = 'openTime' | 'closeTime' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'vwap'

/** Three good one-minute bars from 13:30 UTC, with one cell changed. */
function bars(field?: Field, row = 0, value = 0): BarColumns {
  const columns = {
    length: 3,
    openTime: Float64Array.of(OPEN, OPEN + MINUTE, OPEN + 2 * MINUTE),
    closeTime: Float64Array.of(OPEN + MINUTE, OPEN + 2 * MINUTE, OPEN + 3 * MINUTE),
    open: Float64Array.of(10, 11, 12),
    high: Float64Array.of(10.5, 11.5, 12.5),
    low: Float64Array.of(9.5, 10.5, 11.5),
    close: Float64Array.of(10.25, 11.25, 12.25),
    volume: Float64Array.of(100, 0, 300),
    vwap: Float64Array.of(10.1, 11.1, 12.1),
  }
  if (field) columns[field][row] = value
  return columns
}

/** What is said of columns whose first row is line 2 of a file; undefined if they pass. */
function problem(columns: BarColumns): string | undefined {
  try {
    checkColumns(columns, { symbol: 'AAPL', source: 'aapl.csv', firstRow: 2 })
    return undefined
  } catch (error) {
    return error instanceof TradewrightError ? `${error.name} ${error.message}` : String(error)
  }
}

describe('checkColumns', () => {
  it('lets good bars pass, with gaps between them and without volume', () => {
    expect(problem(bars())).toBeUndefined()
    expect(problem(bars('openTime', 2, OPEN + 2.5 * MINUTE))).toBeUndefined()
    expect(problem({ ...bars(), volume: undefined, vwap: undefined })).toBeUndefined()
    expect(problem({ ...bars(), length: 0 })).toBeUndefined()
  })

  it('lets a bar pass that never moved, and one that opens and closes at its extremes', () => {
    const columns = bars()
    for (const field of ['open', 'high', 'low', 'close', 'vwap'] as const) columns[field]![0] = 10
    expect(problem(columns)).toBeUndefined()
    expect(problem(bars('close', 1, 11.5))).toBeUndefined()
    expect(problem(bars('open', 1, 10.5))).toBeUndefined()
  })

  it('lets an average pass that lies at an extreme, or by a rounding beyond it', () => {
    const columns = bars()
    for (const field of ['open', 'high', 'low', 'close'] as const) columns[field][0] = 100.1
    columns.vwap![0] = (100.1 * 3) / 3
    expect(columns.vwap![0]).toBeLessThan(100.1)
    expect(problem(columns)).toBeUndefined()
    expect(problem(bars('vwap', 1, 11.5))).toBeUndefined()
  })

  it('looks only at the rows that are filled', () => {
    expect(problem({ ...bars('close', 2, Number.NaN), length: 2 })).toBeUndefined()
  })

  it.each<[string, Field, number, number, string]>([
    [
      'a bar that opens before the one in front of it',
      'openTime',
      1,
      OPEN - MINUTE,
      'DataError BAR_OUT_OF_ORDER: AAPL 2024-03-11T13:29:00Z: came after 2024-03-11T13:30:00Z; expected rising times (row 3 of aapl.csv)',
    ],
    [
      'a bar that comes twice',
      'openTime',
      1,
      OPEN,
      'DataError BAR_DUPLICATE: AAPL 2024-03-11T13:30:00Z: a second bar with this time came; expected one (row 3 of aapl.csv)',
    ],
    [
      'a bar that opens before the one in front of it closes',
      'openTime',
      2,
      OPEN + 1.5 * MINUTE,
      'DataError BAR_OVERLAP: AAPL 2024-03-11T13:31:30Z: opens before the bar in front of it closes, at 2024-03-11T13:32:00Z; expected no overlap (row 4 of aapl.csv)',
    ],
    [
      'a bar that closes as it opens',
      'closeTime',
      0,
      OPEN,
      'DataError BAR_OVERLAP: AAPL 2024-03-11T13:30:00Z: closes at 2024-03-11T13:30:00Z; expected a close after the open (row 2 of aapl.csv)',
    ],
    [
      'an open time that is no time',
      'openTime',
      2,
      Number.NaN,
      'DataError TIME_INVALID: AAPL NaN: open time NaN, close time 1710163980000; expected epoch milliseconds (row 4 of aapl.csv)',
    ],
    [
      'a bar that never closes',
      'closeTime',
      2,
      Number.POSITIVE_INFINITY,
      'DataError TIME_INVALID: AAPL 2024-03-11T13:32:00Z: open time 1710163920000, close time Infinity; expected epoch milliseconds (row 4 of aapl.csv)',
    ],
    [
      'a close of NaN',
      'close',
      0,
      Number.NaN,
      'DataError PRICE_INVALID: AAPL 2024-03-11T13:30:00Z: close is NaN; expected a positive number (row 2 of aapl.csv)',
    ],
    [
      'an open of NaN',
      'open',
      1,
      Number.NaN,
      'DataError PRICE_INVALID: AAPL 2024-03-11T13:31:00Z: open is NaN; expected a positive number (row 3 of aapl.csv)',
    ],
    [
      'a low of 0',
      'low',
      2,
      0,
      'DataError PRICE_INVALID: AAPL 2024-03-11T13:32:00Z: low is 0; expected a positive number (row 4 of aapl.csv)',
    ],
    [
      'a negative price',
      'open',
      0,
      -10,
      'DataError PRICE_INVALID: AAPL 2024-03-11T13:30:00Z: open is -10; expected a positive number (row 2 of aapl.csv)',
    ],
    [
      'an infinite high',
      'high',
      0,
      Number.POSITIVE_INFINITY,
      'DataError PRICE_INVALID: AAPL 2024-03-11T13:30:00Z: high is Infinity; expected a positive number (row 2 of aapl.csv)',
    ],
    [
      'a high below the low',
      'high',
      0,
      9,
      'DataError HIGH_BELOW_LOW: AAPL 2024-03-11T13:30:00Z: open 10, high 9, low 9.5, close 10.25; expected low <= open and close <= high (row 2 of aapl.csv)',
    ],
    [
      'a close above the high',
      'close',
      2,
      12.75,
      'DataError HIGH_BELOW_LOW: AAPL 2024-03-11T13:32:00Z: open 12, high 12.5, low 11.5, close 12.75; expected low <= open and close <= high (row 4 of aapl.csv)',
    ],
    [
      'an open below the low',
      'open',
      1,
      10,
      'DataError HIGH_BELOW_LOW: AAPL 2024-03-11T13:31:00Z: open 10, high 11.5, low 10.5, close 11.25; expected low <= open and close <= high (row 3 of aapl.csv)',
    ],
    [
      'a negative volume',
      'volume',
      1,
      -1,
      'DataError VOLUME_INVALID: AAPL 2024-03-11T13:31:00Z: volume is -1; expected a number from 0 (row 3 of aapl.csv)',
    ],
    [
      'a volume of NaN',
      'volume',
      0,
      Number.NaN,
      'DataError VOLUME_INVALID: AAPL 2024-03-11T13:30:00Z: volume is NaN; expected a number from 0 (row 2 of aapl.csv)',
    ],
    [
      'an average below the low',
      'vwap',
      0,
      9.49,
      'DataError VWAP_INVALID: AAPL 2024-03-11T13:30:00Z: vwap is 9.49, low 9.5, high 10.5; expected low <= vwap <= high (row 2 of aapl.csv)',
    ],
    [
      'an average of NaN',
      'vwap',
      2,
      Number.NaN,
      'DataError VWAP_INVALID: AAPL 2024-03-11T13:32:00Z: vwap is NaN, low 11.5, high 12.5; expected low <= vwap <= high (row 4 of aapl.csv)',
    ],
  ])('names %s', (_, field, row, value, expected) => {
    expect(problem(bars(field, row, value))).toBe(expected)
  })

  it('names the first bad bar, with its place in its details', () => {
    const columns = bars('close', 1, -1)
    columns.low[2] = -1
    expect(() => {
      checkColumns(columns, { symbol: 'AAPL', source: 'aapl.csv', firstRow: 2 })
    }).toThrow(
      expect.objectContaining({
        code: 'PRICE_INVALID',
        details: { symbol: 'AAPL', time: OPEN + MINUTE, row: 3, source: 'aapl.csv' },
      }),
    )
  })
})
