import type { BarInput, Calendar } from '@tradewright/core'

const MINUTE_MS = 60_000
const THROWS_PER_MINUTE = 12
const THROWS_OVERNIGHT = 200
/** The faces of the die, in cents. No face is 0, so that the price never stands still. */
const FACES = [-3, -2, -1, 1, 2, 3]

/** A market whose every step was thrown with a die: what it shows as one-minute bars and as bars of fifteen minutes. */
export interface DiceMarket {
  readonly seed: number
  readonly minutes: readonly BarInput[]
  readonly quarters: readonly BarInput[]
}

/** Throws all sessions of a calendar from one ISO date to another, in whole cents, from a price of 100. The same seed gives the same market on every machine. */
export function throwMarket(options: {
  readonly calendar: Calendar
  readonly from: string
  readonly to: string
  readonly seed: number
}): DiceMarket {
  const { calendar, from, to, seed } = options
  const random = mulberry32(seed)
  const step = (): number => FACES[Math.floor(random() * FACES.length)]!
  const minutes: BarInput[] = []
  let cents = 10_000
  for (const { open, close } of calendar.sessions(from, to)) {
    for (let i = 0; i < THROWS_OVERNIGHT; i++) cents += step()
    for (let openTime = open; openTime < close; openTime += MINUTE_MS) {
      const prices = Array.from({ length: THROWS_PER_MINUTE }, () => (cents += step()) / 100)
      const volume = 1000 + Math.floor(random() * 4000)
      minutes.push({ openTime, ...barOf(prices), volume })
    }
  }
  return { seed, minutes, quarters: quartersOf(minutes) }
}

function barOf(prices: readonly number[]): Pick<BarInput, 'open' | 'high' | 'low' | 'close'> {
  return { open: prices[0]!, high: Math.max(...prices), low: Math.min(...prices), close: prices.at(-1)! }
}

/** Sessions last a multiple of fifteen minutes. */
function quartersOf(minutes: readonly BarInput[]): readonly BarInput[] {
  return Array.from({ length: minutes.length / 15 }, (_, i) => {
    const part = minutes.slice(15 * i, 15 * (i + 1))
    return {
      openTime: part[0]!.openTime,
      open: part[0]!.open,
      high: Math.max(...part.map(({ high }) => high)),
      low: Math.min(...part.map(({ low }) => low)),
      close: part.at(-1)!.close,
      volume: part.reduce((sum, { volume = 0 }) => sum + volume, 0),
    }
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
