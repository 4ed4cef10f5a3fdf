import { formatTime, type BarColumns } from '@tradewright/core'
import type { BarSpacing } from './bar-spacing.js'
import { BAR_FIELDS } from './file-columns.js'
import type { FileSource } from './file-source.js'

const CAPACITY = 1_024

export interface BarCollectorOptions {
  readonly symbol: string
  readonly from: number
  readonly to: number
  readonly barsBefore: number
  /** Which of a bar's times the file stamps: that one is kept and must rise, the other is clipped where bars would overlap. */
  readonly stamps: 'open' | 'close'
  readonly hasVolume: boolean
  readonly hasVwap: boolean
  /** How long a bar is by its timeframe, where the file says itself when its bars close. */
  readonly usualMs: number | undefined
  /** How many bars are expected, so that columns need not grow; 0 where nobody knows. */
  readonly rows: number
  readonly spacing: BarSpacing
}

const OPEN = BAR_FIELDS.indexOf('open')
const HIGH = BAR_FIELDS.indexOf('high')
const LOW = BAR_FIELDS.indexOf('low')
const CLOSE = BAR_FIELDS.indexOf('close')
const VOLUME = BAR_FIELDS.indexOf('volume')
const VWAP = BAR_FIELDS.indexOf('vwap')

type Column = 'openTime' | 'closeTime' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'vwap'

/** Collects the bars of a range and those before it into growing columns, and holds them to be in order and unique. */
export class BarCollector {
  /** The instant that the bar before was stamped with. */
  previous = Number.NEGATIVE_INFINITY
  readonly #options: BarCollectorOptions
  readonly #source: FileSource
  readonly #columns: Record<Column, Float64Array>
  #length = 0
  #firstRow = 0
  /** How many of the bars kept open before `from`. */
  #before = 0
  #previousClose = Number.NEGATIVE_INFINITY
  #isPastRange = false

  constructor(options: BarCollectorOptions, source: FileSource) {
    this.#options = options
    this.#source = source
    const column = (): Float64Array => new Float64Array(Math.max(CAPACITY, options.rows))
    this.#columns = {
      openTime: column(),
      closeTime: column(),
      open: column(),
      high: column(),
      low: column(),
      close: column(),
      volume: options.hasVolume ? column() : new Float64Array(0),
      vwap: options.hasVwap ? column() : new Float64Array(0),
    }
  }

  /** `values` has each field at its place in BAR_FIELDS. */
  add(openTime: number, closeTime: number, values: Float64Array): void {
    const { stamps, from, to, barsBefore, hasVolume, hasVwap } = this.#options
    const stamped = stamps === 'open' ? openTime : closeTime
    if (stamped <= this.previous) throw this.#misplaced(stamped)
    if (this.previous !== Number.NEGATIVE_INFINITY)
      this.#options.spacing.take(stamped - this.previous, this.#wouldOverlap(openTime, stamped - this.previous))
    this.previous = stamped
    const columns = this.#columns
    const last = this.#length - 1
    if (stamps === 'open' && last >= 0 && columns.closeTime[last]! > openTime) columns.closeTime[last] = openTime
    const opens = stamps === 'close' && this.#previousClose > openTime ? this.#previousClose : openTime
    this.#previousClose = closeTime
    if (opens >= to) this.#isPastRange = true
    if (opens >= to || (opens < from && barsBefore === 0)) return
    if (this.#length === columns.open.length) this.#makeRoom()
    const row = this.#length++
    if (row === 0) this.#firstRow = this.#source.row
    if (opens < from) this.#before++
    columns.openTime[row] = opens
    columns.closeTime[row] = closeTime
    columns.open[row] = values[OPEN]!
    columns.high[row] = values[HIGH]!
    columns.low[row] = values[LOW]!
    columns.close[row] = values[CLOSE]!
    if (hasVolume) columns.volume[row] = values[VOLUME]!
    if (hasVwap) columns.vwap[row] = values[VWAP]!
  }

  /** How many of the bars open before the range. */
  get barsBefore(): number {
    return Math.min(this.#before, this.#options.barsBefore)
  }

  /** Whether a bar came that opens at or after the end of the range. */
  get isPastRange(): boolean {
    return this.#isPastRange
  }

  /** The columns, and the row of the file that the first of their bars was read from. */
  finish(): { columns: BarColumns; firstRow: number | undefined } {
    this.#dropEarly()
    const length = this.#length
    const column = (name: Column): Float64Array => this.#columns[name].subarray(0, length)
    return {
      columns: {
        length,
        openTime: column('openTime'),
        closeTime: column('closeTime'),
        open: column('open'),
        high: column('high'),
        low: column('low'),
        close: column('close'),
        volume: this.#options.hasVolume ? column('volume') : undefined,
        ...(this.#options.hasVwap ? { vwap: column('vwap') } : {}),
      },
      firstRow: length === 0 ? undefined : this.#firstRow,
    }
  }

  /** Closes of the file's own touch nothing, whatever timeframe it is read as: then distances that are far too short tell. */
  #wouldOverlap(openTime: number, apart: number): boolean {
    const { usualMs } = this.#options
    return usualMs === undefined ? openTime < this.#previousClose : apart * 1.5 < usualMs
  }

  #makeRoom(): void {
    this.#dropEarly()
    if (this.#length * 2 <= this.#columns.open.length) return
    for (const name of Object.keys(this.#columns) as Column[]) {
      const grown = new Float64Array(this.#columns[name].length * 2)
      grown.set(this.#columns[name])
      this.#columns[name] = grown
    }
  }

  /** Drops the bars that lie further before `from` than asked for. */
  #dropEarly(): void {
    const surplus = this.#before - this.#options.barsBefore
    if (surplus <= 0) return
    for (const column of Object.values(this.#columns)) column.copyWithin(0, surplus, this.#length)
    this.#length -= surplus
    this.#before -= surplus
    this.#firstRow += surplus
  }

  #misplaced(stamped: number): Error {
    const { symbol, stamps } = this.#options
    const details = { symbol, time: stamped, previous: this.previous }
    if (stamped === this.previous) {
      const message = `${symbol} has two bars that ${stamps} at ${formatTime(stamped)}; expected one`
      return this.#source.rowError('BAR_DUPLICATE', message, details)
    }
    const message = `${symbol} ${formatTime(stamped)} came after ${formatTime(this.previous)}; expected times that rise`
    return this.#source.rowError('BAR_OUT_OF_ORDER', message, details)
  }
}
