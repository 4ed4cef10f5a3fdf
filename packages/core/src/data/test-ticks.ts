import fc from 'fast-check'
import type { BarColumns } from '../domain/bar-columns.js'

/** A trade as [time, price, size]. */
export type Tick = readonly [number, number, number]

/** A bar as its numbers; times as ISO 8601. */
export interface PlainBar {
  readonly open: string
  readonly close: string
  readonly prices: readonly number[]
  readonly volume?: number
  readonly ticks?: number
}

const iso = (time: number): string => new Date(time).toISOString().replace(':00.000Z', 'Z')

export function barsOf(columns: BarColumns & { readonly ticks?: Float64Array }): PlainBar[] {
  return Array.from({ length: columns.length }, (_, row) => ({
    open: iso(columns.openTime[row]!),
    close: iso(columns.closeTime[row]!),
    prices: [columns.open[row]!, columns.high[row]!, columns.low[row]!, columns.close[row]!],
    ...(columns.volume ? { volume: columns.volume[row]! } : {}),
    ...(columns.ticks ? { ticks: columns.ticks[row]! } : {}),
  }))
}

/** Trades from `start` on, mostly in order, now and then hours apart; prices in quarters and whole sizes, whose sums are exact. */
export function ticksFrom(start: number, stepMsMax: number): fc.Arbitrary<Tick[]> {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.nat({ max: stepMsMax }) },
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 2, arbitrary: fc.integer({ min: -stepMsMax * 2, max: -1 }) },
    { weight: 1, arbitrary: fc.nat({ max: 40 * stepMsMax }) },
  )
  return fc
    .array(fc.tuple(step, fc.integer({ min: 380, max: 420 }), fc.integer({ min: 1, max: 50 })), { maxLength: 120 })
    .map((drawn) => {
      let time = start
      return drawn.map(([ms, quarters, size]): Tick => {
        time = Math.max(start, time + ms)
        return [time, quarters / 4, size]
      })
    })
}
