import { digits, type Stamp, type StampShape } from './stamps.js'
import { dateWall } from './wall-dates.js'

const SPACE = 32
const UPPER_T = 84
const UPPER_Z = 90
const COLON = 58
const POINT = 46
const DASH = 45
const PLUS = 43
const ZERO = 48

/** How each shape is written, for messages. */
const EXAMPLES: Readonly<Record<StampShape, string>> = {
  date: 'a date such as 2024-03-11',
  local: 'a time such as 2024-03-11 09:30:00',
  instant: 'a time with Z or an offset, such as 2024-03-11T13:30:00Z or 2024-03-11T09:30:00-04:00',
}

/** Reads ISO 8601 dates and times, the separator `T` or a blank. All rows of a file have the first one's shape. */
export class IsoStamp implements Stamp {
  shape: StampShape = 'date'
  wall = 0
  time = 0
  #dateKey = 0
  #dateWall = 0

  expected(shape: StampShape | undefined): string {
    if (shape !== undefined) return `${EXAMPLES[shape]}, like the rows before it`
    const { date, local, instant } = EXAMPLES
    return `${date}, ${local}, or ${instant}; the option time says how others are written`
  }

  read(bytes: Buffer, start: number, end: number): boolean {
    if (!this.#readDate(bytes, start, end)) return false
    this.wall = this.#dateWall
    if (end - start === 10) {
      this.shape = 'date'
      return true
    }
    const separator = bytes[start + 10]
    if ((separator !== UPPER_T && separator !== SPACE) || bytes[start + 13] !== COLON) return false
    const hours = digits(bytes, start + 11, 2)
    const minutes = digits(bytes, start + 14, 2)
    if (!(hours < 24 && minutes < 60) || end - start < 16) return false
    let at = start + 16
    let seconds = 0
    if (at < end && bytes[at] === COLON) {
      seconds = digits(bytes, at + 1, 2)
      at += 3
      if (!(seconds < 60) || at > end) return false
    }
    this.wall += (hours * 60 + minutes) * 60_000 + seconds * 1_000
    if (at < end && bytes[at] === POINT) at = this.#readFraction(bytes, at + 1, end)
    this.shape = at === end ? 'local' : 'instant'
    return at === end || this.#readOffset(bytes, at, end)
  }

  #readDate(bytes: Buffer, start: number, end: number): boolean {
    if (end - start < 10 || bytes[start + 4] !== DASH || bytes[start + 7] !== DASH) return false
    const year = digits(bytes, start, 4)
    const month = digits(bytes, start + 5, 2)
    const day = digits(bytes, start + 8, 2)
    const key = (year * 100 + month) * 100 + day
    if (key === this.#dateKey) return true
    const wall = dateWall(year, month, day)
    if (Number.isNaN(wall)) return false
    this.#dateKey = key
    this.#dateWall = wall
    return true
  }

  /** Adds the milliseconds; gives where they end, or NaN where they are not digits or finer than a millisecond. */
  #readFraction(bytes: Buffer, from: number, end: number): number {
    let at = from
    let scale = 100
    for (; at < end; at++) {
      const digit = bytes[at]! - ZERO
      if (digit < 0 || digit > 9) break
      if (scale < 1 && digit !== 0) return Number.NaN
      this.wall += Math.floor(digit * scale)
      scale /= 10
    }
    return at === from ? Number.NaN : at
  }

  /** Reads `Z`, `+hh:mm`, `+hhmm` or `+hh` up to the end. */
  #readOffset(bytes: Buffer, at: number, end: number): boolean {
    if (bytes[at] === UPPER_Z) {
      this.time = this.wall
      return at + 1 === end
    }
    const sign = bytes[at] === PLUS ? 1 : bytes[at] === DASH ? -1 : Number.NaN
    const length = end - at
    const hours = digits(bytes, at + 1, 2)
    const minutes =
      length === 6 && bytes[at + 3] === COLON ? digits(bytes, at + 4, 2) : length === 5 ? digits(bytes, at + 3, 2) : 0
    this.time = this.wall - sign * (hours * 60 + minutes) * 60_000
    return (
      (length === 3 || length === 5 || (length === 6 && bytes[at + 3] === COLON)) &&
      hours < 24 &&
      minutes < 60 &&
      !Number.isNaN(sign)
    )
  }
}
