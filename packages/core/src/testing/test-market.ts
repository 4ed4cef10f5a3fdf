import type { BarInput } from '../gateways/memory-data-gateway.js'
import { strategyRandom } from '../kernel/random.js'

const HOUR_MS = 3_600_000

/** Hourly bars from 2024-01-01 on, thrown from a seed: prices in cents around 100, moves of up to 50 cents, one bar right after the other. */
export function throwHours(count: number, seed = 1): readonly BarInput[] {
  const random = strategyRandom(seed, 'test market')
  const cents = (most: number): number => Math.round((random() * 2 - 1) * most)
  const begin = Date.UTC(2024, 0, 1)
  let price = 10_000
  return Array.from({ length: count }, (_, hour) => {
    const open = price + cents(10)
    const close = open + cents(50)
    const high = Math.max(open, close) + Math.abs(cents(20))
    const low = Math.min(open, close) - Math.abs(cents(20))
    price = close
    const openTime = begin + hour * HOUR_MS
    return { openTime, open: open / 100, high: high / 100, low: low / 100, close: close / 100 }
  })
}

/** The days of such hours, 24 to a day; what is over of the last day is left out. */
export function daysOf(hours: readonly BarInput[]): readonly BarInput[] {
  const days = Array.from({ length: Math.floor(hours.length / 24) }, (_, day) => hours.slice(day * 24, day * 24 + 24))
  return days.map((day) => ({
    openTime: day[0]!.openTime,
    open: day[0]!.open,
    high: Math.max(...day.map(({ high }) => high)),
    low: Math.min(...day.map(({ low }) => low)),
    close: day.at(-1)!.close,
  }))
}
