import { describe, expect, it } from 'vitest'
import type { BarColumns } from '../domain/bar-columns.js'
import { cutAt, reverseAfter } from './data-edit.js'

const columns: BarColumns = {
  length: 4,
  openTime: Float64Array.of(0, 10, 20, 30),
  closeTime: Float64Array.of(10, 20, 30, 40),
  open: Float64Array.of(100, 102, 104, 100),
  high: Float64Array.of(103, 106, 105, 101),
  low: Float64Array.of(99, 101, 98, 96),
  close: Float64Array.of(102, 104, 100, 98),
}
const series = { symbol: 'ACME', timeframe: '10s' } as const
const rows = ({ length, open, high, low, close }: BarColumns): unknown =>
  Array.from({ length }, (_, row) => [open[row], high[row], low[row], close[row]])

describe('a cut', () => {
  it('at the closes of an instant leaves what has closed, in arrays that hold no more', () => {
    const cut = cutAt({ time: 20, phase: 'closes' }, 'open')(columns, series)
    expect(rows(cut)).toEqual([
      [100, 103, 99, 102],
      [102, 106, 101, 104],
    ])
    expect(cut.close.buffer.byteLength).toBe(16)
  })

  it('at the opens of an instant, or inside of a bar, leaves of the bar under way its open', () => {
    const expected = [
      [100, 103, 99, 102],
      [102, 106, 101, 104],
      [104, 104, 104, 104],
    ]
    expect(rows(cutAt({ time: 20, phase: 'opens' }, 'open')(columns, series))).toEqual(expected)
    expect(rows(cutAt({ time: 25, phase: 'closes' }, 'open')(columns, series))).toEqual(expected)
  })

  it('leaves what it was given as it was', () => {
    const before = rows(columns)
    cutAt({ time: 25, phase: 'closes' }, 'open')(columns, series)
    reverseAfter({ time: 25, phase: 'closes' }, 'open', { anchor: () => 104, factor: 1, volumeFactor: 1 })(
      columns,
      series,
    )
    expect(rows(columns)).toEqual(before)
  })
})

it('a reversal turns moves round and doubles them, from the last known price on', () => {
  const reversal = { anchor: () => 100, factor: 1, volumeFactor: 1 }
  const turned = reverseAfter({ time: 30, phase: 'closes' }, 'open', reversal)(columns, series)
  const [last] = (rows(turned) as number[][]).slice(-1)
  expect(last!.map((price) => price.toFixed(2))).toEqual(['100.00', '108.51', '98.03', '104.12'])
})
