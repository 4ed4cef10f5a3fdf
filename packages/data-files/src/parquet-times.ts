import { formatTime } from '@tradewright/core'
import { PageError, viewOf } from './parquet-encodings.js'
import { kindOf, type ColumnKind, type ParquetColumn, type TimestampUnit } from './parquet-schema.js'
import type { PageValues, RawValues } from './parquet-values.js'
import type { Stamp, StampShape } from './stamps.js'
import { dateWall } from './wall-dates.js'
import { EPOCH_UNITS, type EpochUnit } from './epoch-times.js'
import type { FileTime } from './file-format.js'

const DAY_MS = 86_400_000
const NS_PER_MS = 1_000_000
/** By how much a count of seconds in a float64 misses its millisecond. */
const FLOAT_DUST_MS = 0.0005
/** Midnight of 1970-01-01 as INT96 counts days. */
const JULIAN_1970 = 2_440_588

/** Bars before 1970 or after 2199 are taken for times in another unit than was stated. */
const FIRST_MS = 0
const LAST_MS = dateWall(2200, 1, 1)
/** A time of up to 2200, read as if it were counted in a unit a thousand times finer, lies before this. */
const FIRST_COUNT_MS = dateWall(1970, 4, 1)

const UNITS_PER_MS = { MILLIS: 1, MICROS: 1_000, NANOS: NS_PER_MS } as const satisfies Record<TimestampUnit, number>

/** Reads the times of a column. */
export interface TimeColumn {
  readonly stamp: Stamp
  /** Makes of a page's values what `read` takes. */
  convert(raw: RawValues): PageValues
  /** Sets the stamp to a row's time; false for what is none. */
  read(values: PageValues, row: number): boolean
  /** What a row holds, for messages. */
  text(values: PageValues, row: number): string
  expected(): string
  /** About when a value of the statistics is, in milliseconds; NaN where that is not to be told. */
  about(raw: RawValues): number
}

/** A stamp that is set from numbers. */
class NumberStamp implements Stamp {
  wall = 0
  time = 0

  constructor(readonly shape: StampShape) {}

  read(): boolean {
    return false
  }

  expected(): string {
    return ''
  }
}

/** Times that are numbers: milliseconds since 1970, NaN for what is not whole milliseconds. */
class NumberTimes implements TimeColumn {
  readonly stamp: NumberStamp
  readonly #convert: (raw: RawValues) => Float64Array
  readonly #expected: string
  readonly #first: number
  readonly #last: number
  readonly #date: number

  constructor(
    shape: StampShape,
    convert: (raw: RawValues) => Float64Array,
    { expected, first = FIRST_MS, last = LAST_MS, date = 0 }: NumberTimesOptions,
  ) {
    this.stamp = new NumberStamp(shape)
    this.#convert = convert
    this.#expected = expected
    this.#first = first
    this.#last = last
    this.#date = date
  }

  convert(raw: RawValues): Float64Array {
    return this.#convert(raw)
  }

  read(values: PageValues, row: number): boolean {
    const ms = (values as Float64Array)[row]!
    this.stamp.wall = this.stamp.time = ms + this.#date
    return ms >= this.#first && ms < this.#last && Number.isInteger(ms)
  }

  text(values: PageValues, row: number): string {
    const ms = (values as Float64Array)[row]!
    if (Number.isNaN(ms)) return 'empty'
    return Math.abs(ms) <= 8.64e15 ? `'${formatTime(ms)}'` : `${ms} milliseconds since 1970`
  }

  expected(): string {
    return this.#expected
  }

  about(raw: RawValues): number {
    return this.#convert(raw)[0]! + this.#date
  }
}

interface NumberTimesOptions {
  readonly expected: string
  readonly first?: number
  readonly last?: number
  /** What is added to each time. */
  readonly date?: number
}

/** Times that are texts. */
class TextTimes implements TimeColumn {
  readonly stamp: Stamp
  #shape: StampShape | undefined

  constructor(stamp: Stamp) {
    this.stamp = stamp
  }

  convert(raw: RawValues): readonly Uint8Array[] {
    if (Array.isArray(raw)) return raw as readonly Uint8Array[]
    throw new PageError('numbers came for texts')
  }

  read(values: PageValues, row: number): boolean {
    const bytes = values[row] as Uint8Array | undefined
    const { stamp } = this
    if (bytes === undefined || !stamp.read(bufferOf(bytes), 0, bytes.length)) return false
    if (this.#shape !== undefined && stamp.shape !== this.#shape) return false
    this.#shape = stamp.shape
    return stamp.wall >= FIRST_MS && stamp.wall < LAST_MS
  }

  text(values: PageValues, row: number): string {
    const bytes = values[row] as Uint8Array | undefined
    return bytes === undefined ? 'empty' : `'${bufferOf(bytes).toString('utf8', 0, 100)}'`
  }

  expected(): string {
    return `${this.stamp.expected(this.#shape)}, from 1970 to 2199`
  }

  about(raw: RawValues): number {
    const bytes = raw[0] as Uint8Array
    const isTime = this.stamp.read(bufferOf(bytes), 0, bytes.length)
    return isTime ? (this.stamp.shape === 'instant' ? this.stamp.time : this.stamp.wall) : Number.NaN
  }
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

/** How the options say that times are read where the schema doesn't. */
export interface TimeReading {
  readonly time: FileTime | undefined
  /** Reads texts as the options say. */
  readonly stamp: () => Stamp
  /** The date that the file's name has, as the wall time of its midnight. Throws TIME_INVALID. */
  readonly date: () => number
}

/** A reader of a column's times; what is wrong with the column, as the end of a sentence, where it holds none. */
export function timeColumnOf(column: ParquetColumn, reading: TimeReading): TimeColumn | string {
  const kind = kindOf(column)
  const { time } = reading
  if (kind.is === 'number') return countsOf(reading)
  if (kind.is === 'text') {
    const isWritten = time === undefined || time === 'iso' || typeof time === 'object'
    return isWritten ? new TextTimes(reading.stamp()) : `numbers for time: '${time}'`
  }
  const typed = typedTimes(kind)
  return typed ?? 'times: timestamps, dates, texts, or numbers with the option time'
}

function typedTimes(kind: ColumnKind): TimeColumn | undefined {
  const expected = 'a time in whole milliseconds, from 1970 to 2199'
  if (kind.is === 'timestamp') {
    const convert = (raw: RawValues): Float64Array => countsAsMs(raw, UNITS_PER_MS[kind.unit])
    return new NumberTimes(kind.isUtc ? 'instant' : 'local', convert, { expected })
  }
  if (kind.is === 'int96') return new NumberTimes('instant', julianAsMs, { expected })
  if (kind.is !== 'date') return undefined
  const convert = (raw: RawValues): Float64Array => Float64Array.from(raw as Int32Array, (days) => days * DAY_MS)
  return new NumberTimes('date', convert, { expected: 'a date from 1970 to 2199' })
}

function countsOf({ time, date }: TimeReading): TimeColumn | string {
  if (time === 'ms-of-day') {
    const expected = `milliseconds after midnight, at most ${DAY_MS}`
    return new NumberTimes('local', (raw) => countsAsMs(raw, 1), { expected, first: 0, last: DAY_MS + 1, date: date() })
  }
  if (typeof time !== 'string' || time === 'iso') {
    return "a type of times, or the option time, such as 'epoch-ms', to say what its numbers count"
  }
  const unit = time.slice('epoch-'.length) as EpochUnit
  const { perMs, name } = EPOCH_UNITS[unit]
  const expected = `${name} since 1970, to the millisecond, from April 1970 to 2199: what lies before is usually a count in another unit`
  return new NumberTimes('instant', (raw) => countsAsMs(raw, perMs), { expected, first: FIRST_COUNT_MS })
}

/** Counts as milliseconds, with a fraction where they are finer. */
function countsAsMs(raw: RawValues, perMs: number): Float64Array {
  if (raw instanceof BigInt64Array) return longsAsMs(raw, perMs)
  if (Array.isArray(raw)) throw new PageError('bytes came for numbers')
  return Float64Array.from(raw as Float64Array, (count) => {
    const ms = perMs < 1 ? count * Math.round(1 / perMs) : count / perMs
    const whole = Math.round(ms)
    return Math.abs(ms - whole) < FLOAT_DUST_MS ? whole : ms
  })
}

/**
 * The same for numbers of 64 bits, without a bigint for each: the high and the low 32 bits are divided one after the other. What is finer than a
 * millisecond leaves a half.
 */
function longsAsMs(raw: BigInt64Array, perMs: number): Float64Array {
  const times = new Float64Array(raw.length)
  const words = new Int32Array(raw.buffer, raw.byteOffset, 2 * raw.length)
  const factor = perMs < 1 ? Math.round(1 / perMs) : 1
  const divisor = Math.max(1, perMs)
  const perHigh = Math.floor(2 ** 32 / divisor)
  const rest = 2 ** 32 % divisor
  for (let row = 0; row < times.length; row++) {
    const low = words[2 * row]! >>> 0
    const high = words[2 * row + 1]!
    const below = high * rest + low
    const whole = Math.floor(below / divisor)
    times[row] = (high * perHigh + whole) * factor + (below === whole * divisor ? 0 : 0.5)
  }
  return times
}

/** INT96: nanoseconds of the day in the first eight bytes, the Julian day in the last four. */
function julianAsMs(raw: RawValues): Float64Array {
  return Float64Array.from(raw as readonly Uint8Array[], (bytes) => {
    const view = viewOf(bytes)
    const ns = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true)
    const whole = Math.floor(ns / NS_PER_MS)
    return (view.getInt32(8, true) - JULIAN_1970) * DAY_MS + whole + (ns === whole * NS_PER_MS ? 0 : 0.5)
  })
}
