/** A date; a date and time of day in a zone that the file does not name; or an instant, such as one with `Z` or an offset. */
export type StampShape = 'date' | 'local' | 'instant'

/** Reads the times of one file; one cell at a time, into its own fields. */
export interface Stamp {
  readonly shape: StampShape
  /** What a clock on the wall showed, as if it were UTC, in milliseconds. */
  readonly wall: number
  /** The instant; only for the shape `instant`. */
  readonly time: number
  /** Whether bytes [start, end) are a time of this kind. */
  read(bytes: Buffer, start: number, end: number): boolean
  /** What a cell should have been, for messages; `shape` is that of the rows before. */
  expected(shape: StampShape | undefined): string
}

/** The number written with `count` digits at `at`; NaN where one of them is not a digit. */
export function digits(bytes: Buffer, at: number, count: number): number {
  let value = 0
  for (let index = at; index < at + count; index++) {
    const digit = bytes[index]! - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}
