import type { BarInput, Calendar } from '@tradewright/core'

const BAR_MS = 900_000
const THROWS_PER_BAR = 45
const THROWS_OVERNIGHT = 400
/** The faces of the die, in cents. No face is 0, so that the price never stands still. */
const FACES = [-7, -4, -1, 1, 4, 7]

/** Throws bars of fifteen minutes for all sessions of a calendar, in whole cents, from a price of 100. The same seed gives the same bars on every machine. */
export function throwMarket(options: {
  readonly calendar: Calendar
  readonly from: string
  readonly to: string
  readonly seed: number
}): readonly BarInput[] {
  const { calendar, from, to, seed } = options
  const random = mulberry32(seed)
  const step = (): number => FACES[Math.floor(random() * FACES.length)]!
  const bars: BarInput[] = []
  let cents = 10_000
  for (const { open, close } of calendar.sessions(from, to)) {
    for (let i = 0; i < THROWS_OVERNIGHT; i++) cents += step()
    for (let openTime = open; openTime < close; openTime += BAR_MS) {
      const prices = Array.from({ length: THROWS_PER_BAR }, () => (cents += step()) / 100)
      const [high, low] = [Math.max(...prices), Math.min(...prices)]
      bars.push({ openTime, open: prices[0]!, high, low, close: prices.at(-1)! })
    }
  }
  return bars
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
