import type { BarColumns } from '@tradewright/core'
import { bytesOf, copyFloat64s } from './blobs.js'

/** A month of bars as its row has it. */
export interface MonthRow {
  readonly bars: number
  readonly open_time: Buffer
  /** How long each bar lasts, in milliseconds; null where they differ. */
  readonly bar_ms: number | null
  /** Null where `bar_ms` says it. */
  readonly close_time: Buffer | null
  readonly open: Buffer
  readonly high: Buffer
  readonly low: Buffer
  readonly close: Buffer
  readonly volume: Buffer | null
  readonly vwap: Buffer | null
  readonly flags: Buffer | null
}

/** The bars of a month, which may have come in parts. A part without volume has NaN for it, so that another's is kept. */
export function packedMonth(parts: readonly BarColumns[]): MonthRow {
  const [only] = parts
  const { length, openTime, closeTime, open, high, low, close, volume, vwap, flags } =
    parts.length === 1 ? only! : joined(parts)
  const bytes = (column: Float64Array): Buffer => bytesOf(column.subarray(0, length))
  const lasts = lengthOfAll(openTime, closeTime, length)
  return {
    ...{
      bars: length,
      open_time: bytes(openTime),
      bar_ms: lasts,
      close_time: lasts === null ? bytes(closeTime) : null,
    },
    ...{ open: bytes(open), high: bytes(high), low: bytes(low), close: bytes(close) },
    volume: volume === undefined ? null : bytes(volume),
    vwap: vwap === undefined ? null : bytes(vwap),
    flags: flags === undefined ? null : Buffer.from(flags.subarray(0, length)),
  }
}

function joined(parts: readonly BarColumns[]): BarColumns {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const column = (of: (part: BarColumns) => Float64Array | undefined): Float64Array => {
    const values = new Float64Array(length).fill(Number.NaN)
    let row = 0
    for (const part of parts) {
      const some = of(part)
      if (some !== undefined) values.set(some.subarray(0, part.length), row)
      row += part.length
    }
    return values
  }
  const has = (name: 'volume' | 'vwap'): boolean => parts.some((part) => part[name] !== undefined)
  return {
    ...{ length, openTime: column((part) => part.openTime), closeTime: column((part) => part.closeTime) },
    ...{ open: column((part) => part.open), high: column((part) => part.high) },
    ...{ low: column((part) => part.low), close: column((part) => part.close) },
    volume: has('volume') ? column((part) => part.volume) : undefined,
    vwap: has('vwap') ? column((part) => part.vwap) : undefined,
    flags: joinedFlags(parts, length),
  }
}

function joinedFlags(parts: readonly BarColumns[], length: number): Uint8Array | undefined {
  if (parts.every(({ flags }) => flags === undefined)) return undefined
  const values = new Uint8Array(length)
  let row = 0
  for (const { flags, length: bars } of parts) {
    if (flags !== undefined) values.set(flags.subarray(0, bars), row)
    row += bars
  }
  return values
}

/** How long every bar of a month lasts; null where not all last as long. */
function lengthOfAll(openTime: Float64Array, closeTime: Float64Array, length: number): number | null {
  const lasts = closeTime[0]! - openTime[0]!
  for (let row = 0; row < length; row++) if (openTime[row]! + lasts !== closeTime[row]!) return null
  return lasts
}

/** Columns that months are read into, one after the other. */
export class UnpackedBars {
  readonly #capacity: number
  readonly #columns: BarColumns
  #volume: Float64Array | undefined
  #vwap: Float64Array | undefined
  #flags: Uint8Array | undefined

  constructor(capacity: number) {
    const column = (): Float64Array => new Float64Array(capacity)
    this.#capacity = capacity
    this.#columns = {
      ...{ length: 0, openTime: column(), closeTime: column() },
      ...{ open: column(), high: column(), low: column(), close: column() },
    }
  }

  add(month: MonthRow): void {
    const columns = this.#columns
    const row = columns.length
    copyFloat64s(month.open_time, columns.openTime, row)
    copyFloat64s(month.open, columns.open, row)
    copyFloat64s(month.high, columns.high, row)
    copyFloat64s(month.low, columns.low, row)
    copyFloat64s(month.close, columns.close, row)
    this.#addCloseTimes(month, row)
    this.#volume = this.#addValues(this.#volume, month.volume, row)
    this.#vwap = this.#addValues(this.#vwap, month.vwap, row)
    if (month.flags !== null) (this.#flags ??= new Uint8Array(this.#capacity)).set(month.flags, row)
    columns.length += month.bars
  }

  /** All that was added. Volume and vwap that some bars have are NaN for the others. */
  get bars(): BarColumns {
    return { ...this.#columns, volume: this.#volume, vwap: this.#vwap, flags: this.#flags }
  }

  #addCloseTimes({ bars, bar_ms: lasts, close_time: closeTimes }: MonthRow, row: number): void {
    const { openTime, closeTime } = this.#columns
    if (closeTimes !== null) copyFloat64s(closeTimes, closeTime, row)
    else for (let bar = row; bar < row + bars; bar++) closeTime[bar] = openTime[bar]! + (lasts ?? 0)
  }

  #addValues(column: Float64Array | undefined, blob: Buffer | null, row: number): Float64Array | undefined {
    if (blob === null) return column?.fill(Number.NaN, row)
    const values = column ?? new Float64Array(this.#capacity).fill(Number.NaN, 0, row)
    copyFloat64s(blob, values, row)
    return values
  }
}

/** The same without columns of which a row is missing, and without flags where no bar has any. */
export function withoutGaps({ volume, vwap, flags, ...columns }: BarColumns): BarColumns {
  return {
    ...columns,
    ...(isWhole(volume, columns.length) ? { volume: volume ?? new Float64Array(0) } : {}),
    ...(isWhole(vwap, columns.length) ? { vwap: vwap ?? new Float64Array(0) } : {}),
    ...(flags?.some((flag) => flag !== 0) ? { flags } : {}),
  }
}

/** A column of no bars lacks none. */
function isWhole(column: Float64Array | undefined, length: number): boolean {
  if (column === undefined) return length === 0
  for (let row = 0; row < length; row++) if (Number.isNaN(column[row])) return false
  return true
}
