const DAY_MS = 86_400_000
const SPACE = 32
const UPPER_T = 84
const UPPER_Z = 90
const COLON = 58
const POINT = 46
const DASH = 45
const PLUS = 43
const ZERO = 48

/** A date; a date and time of day in a zone that the file does not name; or an instant, with `Z` or an offset. */
export type StampShape = 'date' | 'local' | 'instant'

/** How each shape is written, for messages. */
export const STAMP_EXAMPLES: Readonly<Record<StampShape, string>> = {
  date: 'a date such as 2024-03-11',
  local: 'a time such as 2024-03-11 09:30:00',
  instant: 'a time with Z or an offset, such as 2024-03-11T13:30:00Z or 2024-03-11T09:30:00-04:00',
}

/** Reads ISO 8601 dates and times, the separator `T` or a blank; one cell at a time, into its own fields. */
export class StampReader {
  shape: StampShape = 'date'
  /** What a clock on the wall showed, as if it were UTC, in milliseconds. */
  wall = 0
  /** The instant; only for the shape `instant`. */
  time = 0
  #dateKey = 0
  #dateWall = 0

  /** Whether bytes [start, end) are a date or time. */
  read(bytes: Buffer, start: number, end: number): boolean {
    if (!this.#readDate(bytes, start, end)) return false
    this.wall = this.#dateWall
    if (end - start === 10) {
      this.shape = 'date'
      return true
    }
    const separator = bytes[start + 10]
    if ((separator !== UPPER_T && separator !== SPACE) || bytes[start + 13] !== COLON) return false
    const hours = number(bytes, start + 11, 2)
    const minutes = number(bytes, start + 14, 2)
    if (!(hours < 24 && minutes < 60) || end - start < 16) return false
    let at = start + 16
    let seconds = 0
    if (at < end && bytes[at] === COLON) {
      seconds = number(bytes, at + 1, 2)
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
    const year = number(bytes, start, 4)
    const month = number(bytes, start + 5, 2)
    const day = number(bytes, start + 8, 2)
    const key = (year * 100 + month) * 100 + day
    if (key === this.#dateKey) return true
    // Date.UTC takes years below 100 as of the twentieth century.
    if (!(year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return false
    this.#dateKey = key
    this.#dateWall = Date.UTC(year, month - 1, day)
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
    const hours = number(bytes, at + 1, 2)
    const minutes =
      length === 6 && bytes[at + 3] === COLON ? number(bytes, at + 4, 2) : length === 5 ? number(bytes, at + 3, 2) : 0
    this.time = this.wall - sign * (hours * 60 + minutes) * 60_000
    return (
      (length === 3 || length === 5 || (length === 6 && bytes[at + 3] === COLON)) &&
      hours < 24 &&
      minutes < 60 &&
      !Number.isNaN(sign)
    )
  }
}

/** The ISO date of a wall time. */
export function isoDate(wall: number): string {
  return new Date(wall).toISOString().slice(0, 10)
}

/** A wall time some days later. */
export function addDays(wall: number, days: number): number {
  return wall + days * DAY_MS
}

/** The same time of day some months later; a day that the month lacks becomes its last. */
export function addMonths(wall: number, months: number): number {
  const date = new Date(wall)
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth() + months
  const year = Math.floor(month / 12)
  const day = Math.min(date.getUTCDate(), daysInMonth(year, (month % 12) + 1))
  return Date.UTC(year, month % 12, day) + (wall - Math.floor(wall / DAY_MS) * DAY_MS)
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** The number written with `count` digits at `at`; NaN where one of them is not a digit. */
function number(bytes: Buffer, at: number, count: number): number {
  let value = 0
  for (let index = at; index < at + count; index++) {
    const digit = bytes[index]! - ZERO
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}
