import type { BarColumns } from '../domain/bar-columns.js'

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
