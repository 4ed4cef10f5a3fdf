import { firstRowAtOrAfter, sliceColumns, type BarColumns } from '../domain/bar-columns.js'
import { TradewrightError } from '../domain/errors.js'
import { parseIsoTime } from '../domain/iso-time.js'
import { timeframeMs, type Timeframe } from '../domain/timeframe.js'
import type { BarRequest, BarSeries, DataGateway } from '../ports/data-gateway.js'

/**
 * A bar as a user writes one down. `closeTime` defaults to when the timeframe's length is over, or to the next bar's `openTime` if that is sooner; for
 * bars longer than a day to the next `openTime`, and for the last of them to the length of the one before.
 */
export interface BarInput {
  /** UTC epoch milliseconds, or an ISO 8601 text with an offset; a date alone is its midnight in UTC. */
  readonly openTime: number | string
  readonly closeTime?: number | string
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  /** Of all bars of a series or of none. */
  readonly volume?: number
  /** Volume-weighted average price, within low and high; of all bars of a series or of none. */
  readonly vwap?: number
}

interface StoredSeries {
  readonly symbol: string
  readonly timeframe: Timeframe
  readonly columns: BarColumns
}

/** Bars that are in memory already: computed, generated, or loaded by other means. */
export class MemoryDataGateway implements DataGateway {
  readonly name = 'memory'
  readonly #series: readonly StoredSeries[]

  /** Throws TIME_INVALID for a text that is not such a time, and TIMEFRAME_INVALID. */
  constructor(
    series: readonly {
      readonly symbol: string
      readonly timeframe: Timeframe
      readonly bars: BarColumns | readonly BarInput[]
    }[],
  ) {
    this.#series = series.map(({ symbol, timeframe, bars }) => ({
      symbol,
      timeframe,
      columns: 'openTime' in bars ? bars : columnsOf(symbol, bars, timeframeMs(timeframe)),
    }))
  }

  /** Throws UNKNOWN_SYMBOL for a symbol and timeframe that it was not given. */
  fetchBars(request: BarRequest): Promise<BarSeries> {
    const { instrument, timeframe, from, to, barsBefore = 0 } = request
    const stored = this.#series.find((series) => series.symbol === instrument.symbol && series.timeframe === timeframe)
    if (!stored) {
      const known = this.#series.map((series) => `${series.symbol} ${series.timeframe}`)
      return Promise.reject(
        new TradewrightError(
          'UNKNOWN_SYMBOL',
          `${instrument.symbol} ${timeframe} came; expected one of ${known.join(', ')}`,
          {
            details: { symbol: instrument.symbol, timeframe, known },
          },
        ),
      )
    }
    const { columns } = stored
    const first = from === undefined ? 0 : firstRowAtOrAfter(columns.openTime, columns.length, from)
    const end = to === undefined ? columns.length : firstRowAtOrAfter(columns.openTime, columns.length, to)
    const start = Math.max(0, first - barsBefore)
    const source = `${instrument.symbol} ${timeframe} in memory`
    return Promise.resolve({ columns: sliceColumns(columns, start, Math.max(start, end)), source, firstRow: start })
  }
}

function columnsOf(symbol: string, bars: readonly BarInput[], lengthMs: number): BarColumns {
  const column = (value: (bar: BarInput, row: number) => number): Float64Array => Float64Array.from(bars, value)
  const openTime = column(({ openTime }, row) => timeOf(symbol, row, openTime))
  const hasVolume = bars.some(({ volume }) => volume !== undefined)
  const columns: BarColumns = {
    length: bars.length,
    openTime,
    closeTime: Float64Array.from(bars, ({ closeTime }, row) =>
      closeTime === undefined ? closeAfter(openTime, row, lengthMs) : timeOf(symbol, row, closeTime),
    ),
    open: column(({ open }) => open),
    high: column(({ high }) => high),
    low: column(({ low }) => low),
    close: column(({ close }) => close),
  }
  if (bars.some(({ vwap }) => vwap !== undefined)) columns.vwap = column(({ vwap }) => vwap ?? Number.NaN)
  if (hasVolume) columns.volume = column(({ volume }) => volume ?? Number.NaN)
  return columns
}

function timeOf(symbol: string, row: number, time: number | string): number {
  if (typeof time === 'number') return time
  const parsed = parseIsoTime(time)
  if (!Number.isNaN(parsed)) return parsed
  throw new TradewrightError(
    'TIME_INVALID',
    `${symbol}: '${time}' came; expected epoch milliseconds or an ISO 8601 time with an offset (row ${String(row)} in memory)`,
    { details: { symbol, row, time } },
  )
}

const DAY_MS = 86_400_000

function closeAfter(openTime: Float64Array, row: number, lengthMs: number): number {
  const opens = openTime[row]!
  // Where the next bar doesn't open later the least length, so that the checks name that bar and not this one.
  const next = row + 1 < openTime.length ? Math.max(openTime[row + 1]!, opens + 1) : Number.POSITIVE_INFINITY
  // Bars of up to a day end when their length is over, be the next one a weekend away; of longer ones only the next open is sure.
  if (lengthMs <= DAY_MS) return Math.min(next, opens + lengthMs)
  if (next !== Number.POSITIVE_INFINITY) return next
  return row > 0 ? opens + (opens - openTime[row - 1]!) : opens + lengthMs
}
