import type { BarRequest, BarSeries, SeriesWarning } from '@tradewright/core'
import { barError, isAverage, isBar } from './bar-check.js'
import { BarCollector } from './bar-collector.js'
import { BarSpacing } from './bar-spacing.js'
import { BarSpans } from './bar-spans.js'
import { findColumns, orderedColumns, type CsvColumns } from './csv-columns.js'
import type { CsvFormat } from './csv-format.js'
import type { CsvRow, CsvSink } from './csv-parser.js'
import type { CsvSource } from './csv-source.js'
import { RowCounter } from './import-result.js'
import { priceRules, type PriceRule } from './price-rules.js'
import type { ZoneClock } from './zone-clock.js'

export interface Clocks {
  /** Of times of day without an offset. */
  readonly timeZone: ZoneClock
  /** Of the days that dates stand for where there is no calendar. */
  readonly dayZone: ZoneClock
}

type Extras = Pick<CsvColumns, 'hasVolume' | 'hasVwap'>

/** Makes the bars of one request from the rows of one file, or of several that follow each other. */
export class CsvBarReader implements CsvSink {
  readonly counter: RowCounter
  readonly #request: BarRequest
  readonly #format: CsvFormat
  readonly #source: CsvSource
  readonly #spans: BarSpans
  readonly #rules: readonly PriceRule[]
  readonly #spacing = new BarSpacing()
  readonly #warnings: SeriesWarning[] = []
  /** What the first file has beside prices. */
  #extras: Extras | undefined
  #bars: BarCollector

  constructor(request: BarRequest, format: CsvFormat, clocks: Clocks, source: CsvSource) {
    this.#request = request
    this.#format = format
    this.#source = source
    this.counter = new RowCounter(format.onBadRow, source)
    this.#rules = priceRules(format)
    const { timeframe, instrument } = request
    const { calendar } = instrument
    this.#spans = new BarSpans({ ...clocks, stamps: format.timestamp, timeframe, calendar }, source)
    this.#bars = this.#newBars({ hasVolume: false, hasVwap: false })
  }

  onFirstRow(cells: readonly string[]): CsvColumns {
    const columns = this.#format.hasHeader
      ? findColumns(cells, this.#format, this.#source)
      : orderedColumns(cells.length, this.#format, this.#source)
    if (this.#extras === undefined) this.#bars = this.#newBars(columns)
    else {
      this.#expectSame('volume', columns.hasVolume, this.#extras.hasVolume)
      this.#expectSame('vwap', columns.hasVwap, this.#extras.hasVwap)
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

  onRow({ stamp, values }: CsvRow): void {
    const bars = this.#bars
    const spans = this.#spans
    spans.find(stamp, bars.previous)
    this.#check(values)
    if (this.#rules.length > 0) this.#applyRules(values)
    bars.add(spans.openTime, spans.closeTime, values)
    this.counter.rows++
  }

  onBadRow(error: unknown): void {
    this.counter.refuse(error)
  }

  /** How many bars lie in the range, with those asked for before it. */
  get barCount(): number {
    return this.#bars.finish().columns.length
  }

  /** `label` is what messages call the file or files. Throws what is wrong with the first row where no row is a bar. */
  series(label: string): BarSeries {
    this.counter.finish()
    this.#spacing.check(this.#request.timeframe, this.#source)
    const warnings = [...this.#warnings, ...this.counter.warnings(label)]
    return { ...this.#bars.finish(), source: label, warnings }
  }

  #newBars({ hasVolume, hasVwap }: Extras): BarCollector {
    const { instrument, from, to, barsBefore } = this.#request
    return new BarCollector(
      {
        symbol: instrument.symbol,
        from: from ?? Number.NEGATIVE_INFINITY,
        to: to ?? Number.POSITIVE_INFINITY,
        barsBefore: Math.max(0, barsBefore ?? 0),
        stamps: this.#format.timestamp,
        hasVolume,
        hasVwap,
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
