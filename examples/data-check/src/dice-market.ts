import { type Calendar } from '@tradewright/core'

/** A bar as a row of a file; times are UTC epoch milliseconds, prices in cents. */
export interface ThrownBar {
  time: number
  open: number
  high: number
  low: number
  close: number
  volume: number
}

/** The faces of the die, in hundredths of a percent. */
const FACES = [-9, -6, -4, -2, -1, 1, 2, 4, 6, 9]

export interface Throw {
  readonly calendar: Calendar
  /** ISO dates. */
  readonly from: string
  readonly to: string
  /** How many bars a session has. */
  readonly bars: number
  readonly seed: number
}

/** Throws the bars of each session of a calendar. The same seed gives the same bars on every machine. */
export function throwBars({ calendar, from, to, bars, seed }: Throw): ThrownBar[] {
  const random = mulberry32(seed)
  const step = (): number => FACES[Math.floor(random() * FACES.length)]!
  let price = 10_000
  const move = (): number => (price = Math.max(100, Math.round(price * (1 + step() / 1_000))))
  return calendar.sessions(from, to).flatMap(({ open, close }) => {
    move()
    return Array.from({ length: bars }, (_, bar) => {
      const prices = Array.from({ length: 5 }, move)
      return {
        time: open + (bar * (close - open)) / bars,
        open: prices[0]!,
        high: Math.max(...prices),
        low: Math.min(...prices),
        close: prices.at(-1)!,
        volume: 1_000 + Math.floor(9_000 * random()),
      }
    })
  })
}

/** Tommy Ettinger's generator of 32 bits: integers alone, and so alike everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
