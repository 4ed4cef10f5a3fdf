import { BAR_FILLED, type BarColumns } from '../domain/bar-columns.js'
import { copyColumns, pickRows } from './bar-rows.js'
import type { BarColumn } from './finding.js'
import type { QualityCode } from './quality-code.js'
import type { QualitySeries } from './quality-series.js'

/** Something that a repair did. */
export interface QualityChange {
  /** What it was done for. */
  readonly code: QualityCode
  /** Bars were dropped, or put in another place; a value was set; a bar was added; times were shifted; prices were divided and volumes multiplied for a split. */
  readonly kind: 'dropped' | 'moved' | 'set' | 'added' | 'shifted' | 'scaled'
  /** The first row that it was done to, as the series that was given counts; undefined for a bar that was added. */
  readonly row: number | undefined
  /** To how many rows, from that one on, the same was done. */
  readonly count: number
  /** When that bar opened, before the change; UTC epoch milliseconds. */
  readonly time: number
  /** Undefined where it is about whole bars. */
  readonly column: BarColumn | undefined
  /** What was there and what is now, in the first row; NaN where it is about whole bars. */
  readonly before: number
  readonly after: number
  readonly why: string
}

/** What a change is made for, and why so. */
export interface RepairReason {
  readonly code: QualityCode
  readonly why: string
}

/** What every change of whole bars says of values. */
const WHOLE = { column: undefined, before: Number.NaN, after: Number.NaN } as const

/** A series that is being repaired: new columns, the rows that they came from, and what was changed. */
export class RepairState {
  series: QualitySeries
  readonly changes: QualityChange[] = []
  /** What could not be done, by code. */
  readonly failed = new Map<QualityCode, string>()
  /** The given series' row of each bar; -1 for one that was added. */
  #rows: number[]

  constructor(series: QualitySeries) {
    this.series = { ...series, columns: copyColumns(series.columns) }
    this.#rows = Array.from({ length: series.columns.length }, (_, row) => row)
  }

  /** The given series' row of a bar. */
  rowOf(bar: number): number | undefined {
    const row = this.#rows[bar]!
    return row < 0 ? undefined : row
  }

  record(change: Omit<QualityChange, 'row' | 'time'>, bar: number): void {
    this.changes.push({ ...change, row: this.rowOf(bar), time: this.series.columns.openTime[bar]! })
  }

  drop(dropped: ReadonlyMap<number, RepairReason>): void {
    if (dropped.size === 0) return
    for (const [bar, reason] of dropped) this.record({ ...reason, kind: 'dropped', count: 1, ...WHOLE }, bar)
    const { length } = this.series.columns
    this.#pick(Array.from({ length }, (_, bar) => bar).filter((bar) => !dropped.has(bar)))
  }

  /** Puts bars in an order; those that stand out of it have moved. */
  reorder(order: readonly number[], moved: readonly number[], reason: RepairReason): void {
    for (const bar of moved) this.record({ ...reason, kind: 'moved', count: 1, ...WHOLE }, bar)
    this.#pick(order)
  }

  set(bar: number, column: 'open' | 'high' | 'low', after: number, reason: RepairReason): void {
    const { columns } = this.series
    this.record({ ...reason, kind: 'set', count: 1, column, before: columns[column][bar]!, after }, bar)
    columns[column][bar] = after
  }

  /** Adds bars that carry the close in front of them, each before the bar that it names; in order. */
  carry(added: readonly CarriedBar[], why: string): void {
    if (added.length === 0) return
    const { columns } = this.series
    // Bars by their place, and those to be added as copies of the bar in front of them.
    const places: { readonly bar: number; readonly carried: CarriedBar | undefined }[] = []
    let next = 0
    for (let bar = 0; bar < columns.length; bar++) {
      for (; added[next]?.before === bar; next++) places.push({ bar: bar - 1, carried: added[next] })
      places.push({ bar, carried: undefined })
    }
    const filled = pickRows(
      columns,
      places.map(({ bar }) => bar),
    )
    filled.flags ??= new Uint8Array(filled.length)
    this.series = { ...this.series, columns: filled }
    this.#rows = places.map(({ bar, carried }) => (carried === undefined ? this.#rows[bar]! : -1))
    places.forEach(({ carried }, bar) => {
      if (carried === undefined) return
      fillBar(filled, bar, carried)
      const after = filled.close[bar]!
      this.record({ code: 'INTERVAL_MISSING', kind: 'added', count: 1, ...WHOLE, after, why }, bar)
    })
  }

  #pick(bars: readonly number[]): void {
    this.series = { ...this.series, columns: pickRows(this.series.columns, bars) }
    this.#rows = bars.map((bar) => this.#rows[bar]!)
  }
}

/** A bar to be added: its times, and the bar that it comes before. */
export interface CarriedBar {
  readonly open: number
  readonly close: number
  readonly before: number
}

/** Makes a copy of the bar in front one in which nothing traded. */
function fillBar(columns: BarColumns, bar: number, { open, close }: CarriedBar): void {
  const price = columns.close[bar]!
  for (const name of ['open', 'high', 'low'] as const) columns[name][bar] = price
  columns.openTime[bar] = open
  columns.closeTime[bar] = close
  if (columns.flags !== undefined) columns.flags[bar] = BAR_FILLED
  if (columns.volume !== undefined) columns.volume[bar] = 0
  if (columns.vwap !== undefined) columns.vwap[bar] = price
}
