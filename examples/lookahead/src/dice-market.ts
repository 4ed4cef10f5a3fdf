const DAY_MS = 86_400_000
const THROWS_PER_DAY = 40
/** The faces of the die, in cents. No face is 0, so that the price never stands still. */
const FACES = [-9, -5, -2, 2, 5, 9]
/** The part of the way back to where it belongs that the price goes each day; and of that place, how far a day's throw moves it. */
const PULL = 0.015
const WANDER = 0.05

/** A day's bar in numbers; times are UTC epoch milliseconds. */
export interface ThrownDay {
  readonly openTime: number
  readonly closeTime: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
}

/**
 * Throws daily bars in whole cents, one for each day of the week. The price is pulled back to a level, and the level itself wanders: it is
 * worth buying below it, but nobody knows where it is. The same seed gives the same bars on every machine.
 */
export function throwMarket(days: number, seed: number): readonly ThrownDay[] {
  const random = mulberry32(seed)
  const step = (): number => FACES[Math.floor(random() * FACES.length)]!
  const begin = Date.UTC(2016, 0, 1)
  let level = 10_000
  let cents = level
  return Array.from({ length: days }, (_, day) => {
    for (let i = 0; i < THROWS_PER_DAY; i++) level += WANDER * step()
    level = Math.max(4_000, level)
    cents += Math.round(PULL * (level - cents))
    const prices = Array.from({ length: THROWS_PER_DAY }, () => (cents += step()) / 100)
    const [high, low] = [Math.max(...prices), Math.min(...prices)]
    const openTime = begin + day * DAY_MS
    return { openTime, closeTime: openTime + DAY_MS, open: prices[0]!, high, low, close: prices.at(-1)! }
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
