import type { BarRequest, BarSeries, SeriesWarning } from '@tradewright/core'
import { BarCollector } from './bar-collector.js'
import { BarSpans } from './bar-spans.js'
import { CSV_FIELDS, findColumns, type CsvColumns, type CsvColumnsOptions } from './csv-columns.js'
import type { CsvRow, CsvSink } from './csv-parser.js'
import type { CsvSource } from './csv-source.js'
import type { ZoneClock } from './zone-clock.js'

const CLOSE = CSV_FIELDS.indexOf('close')
const ADJCLOSE = CSV_FIELDS.indexOf('adjclose')
const SCALED = (['open', 'high', 'low', 'close'] as const).map((field) => CSV_FIELDS.indexOf(field))

export interface CsvBarReaderOptions extends CsvColumnsOptions {
  readonly stamps: 'open' | 'close'
  readonly timeZone: ZoneClock
  readonly dayZone: ZoneClock
}

/** Makes the bars of one request from the rows of one file. */
export class CsvBarReader implements CsvSink {
  readonly #request: BarRequest
  readonly #options: CsvBarReaderOptions
  readonly #source: CsvSource
  readonly #spans: BarSpans
  readonly #warnings: SeriesWarning[] = []
  #bars: BarCollector | undefined

  constructor(request: BarRequest, options: CsvBarReaderOptions, source: CsvSource) {
    this.#request = request
    this.#options = options
    this.#source = source
    const { timeframe, instrument } = request
    this.#spans = new BarSpans({ ...options, timeframe, calendar: instrument.calendar }, source)
  }

  onHeader(names: readonly string[]): CsvColumns {
    const columns = findColumns(names, this.#options, this.#source)
    const { instrument, from, to, barsBefore } = this.#request
    this.#bars = new BarCollector(
      {
        symbol: instrument.symbol,
        from: from ?? Number.NEGATIVE_INFINITY,
        to: to ?? Number.POSITIVE_INFINITY,
        barsBefore: Math.max(0, barsBefore ?? 0),
        stamps: this.#options.stamps,
        hasVolume: columns.hasVolume,
      },
      this.#source,
    )
    if (columns.adjustedUnused !== undefined) {
      this.#warnings.push({
        code: 'ADJUSTED_COLUMN_UNUSED',
        message:
          `${this.#source.file} has an adjusted close, '${columns.adjustedUnused}', which is not used: ` +
          `where it differs from the close, splits and dividends show as price moves; adjust: 'adjclose' scales by it`,
      })
    }
    return columns
  }

  onRow(row: CsvRow): void {
    const bars = this.#bars!
    this.#spans.find(row.stamp, bars.previous)
    if (this.#options.adjust === 'adjclose') scale(row.values)
    bars.add(this.#spans.openTime, this.#spans.closeTime, row.values)
  }

  series(): BarSeries {
    if (!this.#bars)
      throw this.#source.fileError('COLUMN_MISSING', 'is empty; expected a header with the names of its columns')
    return { ...this.#bars.finish(), source: this.#source.file, warnings: this.#warnings }
  }
}

/** Scales prices by adjusted close / close; what equals the close becomes the adjusted close itself, not within a rounding of it. */
function scale(values: Float64Array): void {
  const close = values[CLOSE]!
  const adjusted = values[ADJCLOSE]!
  const factor = adjusted / close
  for (const field of SCALED) values[field] = values[field] === close ? adjusted : values[field]! * factor
}
