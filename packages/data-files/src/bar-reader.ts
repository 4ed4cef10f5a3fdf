import { formatTime, timeframeMs, type BarRequest, type BarSeries, type SeriesWarning } from '@tradewright/core'
import { barError, isAverage, isBar } from './bar-check.js'
import { BarCollector } from './bar-collector.js'
import { BarSpacing } from './bar-spacing.js'
import { BarSpans } from './bar-spans.js'
import { BAR_FIELDS, type FileColumns } from './file-columns.js'
import type { FileFormat } from './file-format.js'
import type { FileSource } from './file-source.js'
import { importResultOf, RowCounter, type ImportResult } from './import-result.js'
import { priceRules, type PriceRule } from './price-rules.js'
import type { Stamp } from './stamps.js'
import type { ZoneClock } from './zone-clock.js'

/** Bars open from 1970 to 2199, wherever: what lies outside is a time in another unit, or a date that was misread. */
const FIRST_MS = -86_400_000
const LAST_MS = Date.UTC(2200, 0, 2)
const CLOSE_TIME = BAR_FIELDS.indexOf('closeTime')

export interface Clocks {
  /** Of times of day without an offset. */
  readonly timeZone: ZoneClock
  /** Of the days that dates stand for where there is no calendar. */
  readonly dayZone: ZoneClock
}

/** One row's values, in one object that is used again for every row. */
export interface FileRow {
  readonly stamp: Stamp
  /** Its numbers, each at its field's place in BAR_FIELDS. */
  readonly values: Float64Array
}

type Extras = Pick<FileColumns, 'hasVolume' | 'hasVwap' | 'hasCloseTime'>

/** Makes the bars of one request from the rows of one file, or of several that follow each other. */
export class BarReader {
  readonly #counter: RowCounter
  readonly #request: BarRequest
  readonly #format: FileFormat
  readonly #source: FileSource
  readonly #spans: BarSpans
  readonly #rules: readonly PriceRule[]
  readonly #spacing = new BarSpacing()
  readonly #warnings: SeriesWarning[] = []
  /** What the first file has beside prices. */
  #extras: Extras | undefined
  #bars: BarCollector

  constructor(request: BarRequest, format: FileFormat, clocks: Clocks, source: FileSource) {
    this.#request = request
    this.#format = format
    this.#source = source
    this.#counter = new RowCounter(format.onBadRow, source)
    this.#rules = priceRules(format)
    const { timeframe, instrument } = request
    const { calendar } = instrument
    this.#spans = new BarSpans({ ...clocks, stamps: format.timestamp, timeframe, calendar }, source)
    this.#bars = this.#newBars({ hasVolume: false, hasVwap: false, hasCloseTime: false }, 0)
  }

  /** Takes what a file's columns hold, and answers it; `rows` is how many rows are expected of it, if that is known. */
  begin(columns: FileColumns, rows = 0): FileColumns {
    if (this.#extras === undefined) this.#bars = this.#newBars(columns, rows)
    else {
      this.#expectSame('volume', columns.hasVolume, this.#extras.hasVolume)
      this.#expectSame('vwap', columns.hasVwap, this.#extras.hasVwap)
      this.#expectSame('closeTime', columns.hasCloseTime, this.#extras.hasCloseTime)
    }
    this.#extras = columns
    if (columns.adjustedUnused !== undefined && this.#warnings.length === 0) {
      this.#warnings.push({
        code: 'ADJUSTED_COLUMN_UNUSED',
        message:
          `${this.#source.file} has an adjusted close, '${columns.adjustedUnused}', which is not used: ` +
          `where it differs from the close, splits and dividends show as price moves; adjust: 'adjclose' scales by it`,
      })
    }
    return columns
  }

  onRow({ stamp, values }: FileRow): void {
    const bars = this.#bars
    const spans = this.#spans
    if (this.#extras?.hasCloseTime === true) spans.take(stamp, values[CLOSE_TIME]!)
    else spans.find(stamp, bars.previous)
    if (!(spans.openTime > FIRST_MS && spans.openTime < LAST_MS)) throw this.#timeError(spans.openTime)
    this.#check(values)
    if (this.#rules.length > 0) this.#applyRules(values)
    bars.add(spans.openTime, spans.closeTime, values)
    this.#counter.good++
  }

  onBadRow(error: unknown): void {
    this.#counter.refuse(error)
  }

  /** How many bars lie in the range, with those asked for before it. */
  get barCount(): number {
    return this.#bars.finish().columns.length
  }

  /** How many of them open before the range. */
  get barsBefore(): number {
    return this.#bars.barsBefore
  }

  /** Whether a bar opened at or after the end of the range: bars behind it are not asked for, and change none that are. */
  get isPastRange(): boolean {
    return this.#bars.isPastRange
  }

  /** `label` is what messages call the file or files. Throws what is wrong with the first row where no row is a bar. */
  finish(label: string): { series: BarSeries; result: ImportResult } {
    this.#counter.finish()
    this.#spacing.check(this.#request.timeframe, this.#source)
    const warnings = [...this.#warnings, ...this.#counter.warnings(label)]
    const series = { ...this.#bars.finish(), source: label, warnings }
    return { series, result: importResultOf(series, this.#counter, this.#request) }
  }

  #timeError(time: number): Error {
    const { symbol } = this.#request.instrument
    const what = `${symbol}: a bar opens at ${formatTime(time)}; expected a time from 1970 to 2199`
    return this.#source.rowError('TIME_INVALID', what, { symbol, time })
  }

  #newBars({ hasVolume, hasVwap, hasCloseTime }: Extras, rows: number): BarCollector {
    const { instrument, timeframe, from, to, barsBefore } = this.#request
    return new BarCollector(
      {
        symbol: instrument.symbol,
        from: from ?? Number.NEGATIVE_INFINITY,
        to: to ?? Number.POSITIVE_INFINITY,
        barsBefore: Math.max(0, barsBefore ?? 0),
        stamps: this.#format.timestamp,
        hasVolume,
        hasVwap,
        usualMs: hasCloseTime ? timeframeMs(timeframe) : undefined,
        rows,
        spacing: this.#spacing,
      },
      this.#source,
    )
  }

  #applyRules(values: Float64Array): void {
    for (const rule of this.#rules) rule(values)
    this.#check(values)
  }

  #check(values: Float64Array): void {
    if (!isBar(values) || (this.#extras?.hasVwap === true && !isAverage(values))) throw this.#notABar(values)
  }

  #expectSame(name: string, came: boolean, expected: boolean): void {
    if (came === expected) return
    const what = came ? `a ${name} came; expected none` : `no ${name} came; expected one`
    throw this.#source.rowError('COLUMN_MISSING', `${what}, as in the files before`)
  }

  #notABar(values: Float64Array): Error {
    return barError(values, {
      symbol: this.#request.instrument.symbol,
      time: this.#spans.openTime,
      source: this.#source,
    })
  }
}
