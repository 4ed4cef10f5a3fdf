import { BarCursor, type Bar } from '../domain/bar.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { BarColumns } from '../domain/bar-columns.js'

/** The last bars of a series up to now, oldest first, without copying; a view that must not be kept beyond the callback. */
export interface BarHistory {
  readonly length: number
  /** The bar at an index from 0, or from the end where negative: `at(-1)` is the latest. */
  at(index: number): Bar | undefined
  readonly openTimes: Column
  readonly closeTimes: Column
  readonly opens: Column
  readonly highs: Column
  readonly lows: Column
  readonly closes: Column
  /** Empty where the series has no volume. */
  readonly volumes: Column
}

/** A column of numbers that can be read and not written. */
export interface Column extends Iterable<number> {
  readonly length: number
  readonly [index: number]: number
  at(index: number): number | undefined
}

/** Rows [from, to) of a series as a history. */
export class ColumnHistory implements BarHistory {
  readonly #symbol: string
  readonly #timeframe: Timeframe
  readonly #columns: BarColumns
  readonly #from: number
  readonly #to: number

  constructor(options: {
    readonly symbol: string
    readonly timeframe: Timeframe
    readonly columns: BarColumns
    readonly from: number
    readonly to: number
  }) {
    this.#symbol = options.symbol
    this.#timeframe = options.timeframe
    this.#columns = options.columns
    this.#from = options.from
    this.#to = options.to
  }

  get length(): number {
    return this.#to - this.#from
  }

  at(index: number): Bar | undefined {
    const row = index < 0 ? this.#to + index : this.#from + index
    return row >= this.#from && row < this.#to
      ? new BarCursor(this.#symbol, this.#timeframe, this.#columns, row).copy()
      : undefined
  }

  get openTimes(): Column {
    return this.#column(this.#columns.openTime)
  }
  get closeTimes(): Column {
    return this.#column(this.#columns.closeTime)
  }
  get opens(): Column {
    return this.#column(this.#columns.open)
  }
  get highs(): Column {
    return this.#column(this.#columns.high)
  }
  get lows(): Column {
    return this.#column(this.#columns.low)
  }
  get closes(): Column {
    return this.#column(this.#columns.close)
  }
  get volumes(): Column {
    return this.#columns.volume ? this.#column(this.#columns.volume) : []
  }

  #column(column: Float64Array): Column {
    return column.subarray(this.#from, this.#to)
  }
}
