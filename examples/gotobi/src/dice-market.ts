import { dailyCut, type BarInput } from '@tradewright/core'
import { paymentDays, tokyoTime } from './tokyo-days.js'

const BAR_MS = 300_000
const THROWS_PER_BAR = 10
const THROWS_PER_CLOSED_DAY = 100
const TICKS_PER_YEN = 1000
const START = 145 * TICKS_PER_YEN
/** The faces of the die, in ticks. No face is 0, so that the price never stands still. */
const FACES = [-23, -14, -5, 5, 14, 23]
const FRIDAY = 5
const SATURDAY = 6

/**
 * Throws the bids of USDJPY in bars of five minutes for a year, from 17:00 in New York on Sundays to 17:00 on Fridays, in whole ticks. The same seed gives the
 * same bars on every machine.
 *
 * `effect`, in yen, is what payment days are supposed to do: the price rises by so much evenly from 02:00 to 09:55 in Tokyo, and falls back until 12:00. The
 * throws are the same whatever it is; with 0 they know nothing of payment days.
 */
export function throwMarket(options: {
  readonly year: number
  readonly seed: number
  readonly effect: number
}): readonly BarInput[] {
  const { year, seed, effect } = options
  const random = mulberry32(seed)
  const step = (): number => FACES[Math.floor(random() * FACES.length)]!
  const shifts = shiftsOf(year, Math.round(effect * TICKS_PER_YEN))
  const cut = dailyCut()
  const bars: BarInput[] = []
  let ticks = START
  let open = cut.next(Date.UTC(year, 0, 1))
  for (const end = Date.UTC(year, 11, 31); open < end; open = cut.next(open)) {
    if ([FRIDAY, SATURDAY].includes(cut.weekdayOf(open))) {
      for (let i = 0; i < THROWS_PER_CLOSED_DAY; i++) ticks += step()
      continue
    }
    for (let openTime = open; openTime < cut.next(open); openTime += BAR_MS) {
      const shift = shifts.get(openTime) ?? 0
      const prices = Array.from({ length: THROWS_PER_BAR }, () => ((ticks += step()) + shift) / TICKS_PER_YEN)
      bars.push({ openTime, ...barOf(prices) })
    }
  }
  return bars
}

/** By the open of a bar: by how many ticks the effect moves it. */
function shiftsOf(year: number, ticks: number): ReadonlyMap<number, number> {
  const shifts = new Map<number, number>()
  for (const day of paymentDays(year)) {
    const [rise, fix, end] = [tokyoTime(day, '02:00'), tokyoTime(day, '09:55'), tokyoTime(day, '12:00')]
    for (let time = rise; time < end; time += BAR_MS) {
      const part = time < fix ? (time - rise) / (fix - rise) : (end - time) / (end - fix)
      shifts.set(time, Math.round(ticks * part))
    }
  }
  return shifts
}

function barOf(prices: readonly number[]): Pick<BarInput, 'open' | 'high' | 'low' | 'close'> {
  return { open: prices[0]!, high: Math.max(...prices), low: Math.min(...prices), close: prices.at(-1)! }
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
