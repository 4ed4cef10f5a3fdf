import type { Stamp } from './stamps.js'
import { dateWall } from './wall-dates.js'

const DAY_MS = 86_400_000
const ZERO = 48
const MINUS = 45
const POINT = 46

/** What a count may be in: how many digits of it stand behind its milliseconds, negative where it has to be filled up to them. */
export const EPOCH_UNITS = {
  s: { name: 'seconds', perMs: 0.001, digitsBelowMs: -3 },
  ms: { name: 'milliseconds', perMs: 1, digitsBelowMs: 0 },
  us: { name: 'microseconds', perMs: 1_000, digitsBelowMs: 3 },
  ns: { name: 'nanoseconds', perMs: 1_000_000, digitsBelowMs: 6 },
} as const
const EXAMPLES = { s: '1710163800', ms: '1710163800000', us: '1710163800000000', ns: '1710163800000000000' } as const

/** No file has bars from before 1970 or after 2200: a time outside is counted in another unit than was stated. */
const FIRST_MS = dateWall(1970, 1, 1)
const LAST_MS = dateWall(2200, 1, 1)

export type EpochUnit = keyof typeof EPOCH_UNITS

/** Reads counts of a unit since 1970-01-01T00:00:00Z, to the millisecond and exactly. */
export class EpochStamp implements Stamp {
  readonly shape = 'instant'
  time = 0
  readonly #unit: EpochUnit

  constructor(unit: EpochUnit) {
    this.#unit = unit
  }

  get wall(): number {
    return this.time
  }

  read(bytes: Buffer, start: number, end: number): boolean {
    this.time = readMilliseconds(bytes, start, end, EPOCH_UNITS[this.#unit].digitsBelowMs)
    return this.time >= FIRST_MS && this.time < LAST_MS
  }

  expected(): string {
    const unit = this.#unit
    return `${EPOCH_UNITS[unit].name} since 1970 such as ${EXAMPLES[unit]}, to the millisecond, between the years 1970 and 2200`
  }
}

/** Reads milliseconds after midnight, as a clock on the wall shows them, of a date that the file's name gives. */
export class MsOfDayStamp implements Stamp {
  readonly shape = 'local'
  readonly time = 0
  wall = 0
  readonly #date: number

  /** `date` is the wall time of its midnight. */
  constructor(date: number) {
    this.#date = date
  }

  read(bytes: Buffer, start: number, end: number): boolean {
    const ms = readMilliseconds(bytes, start, end, 0)
    this.wall = this.#date + ms
    return ms >= 0 && ms <= DAY_MS
  }

  expected(): string {
    return `milliseconds after midnight such as 34200000, at most ${DAY_MS}`
  }
}

/** A count as milliseconds; NaN for what is no plain number or finer than a millisecond. */
function readMilliseconds(bytes: Buffer, start: number, end: number, digitsBelow: number): number {
  const isNegative = bytes[start] === MINUS
  const from = isNegative ? start + 1 : start
  let point = from
  while (point < end && bytes[point] !== POINT) point++
  /** How many of the digits still to come are the milliseconds'. */
  let kept = point - from - digitsBelow
  let ms = 0
  for (let at = from; at < end; at++) {
    if (at === point) continue
    const digit = bytes[at]! - ZERO
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    if (kept > 0) ms = ms * 10 + digit
    else if (digit !== 0) return Number.NaN
    kept--
  }
  for (; kept > 0; kept--) ms *= 10
  const hasDigits = point > from && point !== end - 1
  return hasDigits ? (isNegative ? -ms : ms) : Number.NaN
}
