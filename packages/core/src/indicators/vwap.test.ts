import { describe, expect, it } from 'vitest'
import { xnys } from '../calendar/xnys.js'
import { VWAP } from './vwap.js'

/** A bar at one price. */
const at = (time: string, price: number, volume: number) => ({
  openTime: Date.parse(time),
  high: price,
  low: price,
  close: price,
  volume,
})

const after = (vwap: VWAP, ...bars: readonly ReturnType<typeof at>[]): number[] =>
  bars.map((bar) => {
    vwap.update(bar)
    return vwap.value
  })

describe('a VWAP', () => {
  it('weighs typical prices with volumes since midnight UTC, and begins afresh the next day', () => {
    const vwap = new VWAP()
    const bars = [
      at('2024-03-11T22:00Z', 10, 1),
      at('2024-03-11T23:00Z', 20, 3),
      at('2024-03-12T00:00Z', 30, 5),
      at('2024-03-12T01:00Z', 50, 15),
    ]
    expect(after(vwap, ...bars)).toEqual([10, 17.5, 30, 45])
  })

  it('follows the sessions of a calendar: what comes after the close belongs to the next one', () => {
    const vwap = new VWAP({ calendar: xnys() })
    const bars = [
      at('2024-03-08T20:59Z', 10, 1),
      at('2024-03-08T21:00Z', 20, 1),
      at('2024-03-11T13:30Z', 40, 1),
      at('2024-03-11T19:59Z', 60, 2),
      at('2024-03-12T13:30Z', 7, 1),
    ]
    expect(after(vwap, ...bars)).toEqual([10, 20, 30, 45, 7])
  })

  it('is the typical price until something has traded in the session', () => {
    const vwap = new VWAP()
    expect(after(vwap, at('2024-03-11T22:00Z', 10, 0), at('2024-03-11T23:00Z', 20, 3))).toEqual([10, 20])
  })

  it('is never ready on a series without volume', () => {
    const vwap = new VWAP()
    expect(after(vwap, at('2024-03-11T22:00Z', 10, Number.NaN))).toEqual([Number.NaN])
    expect(vwap.ready).toBe(false)
  })
})
