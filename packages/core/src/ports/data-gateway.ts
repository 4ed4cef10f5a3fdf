import type { AssetClass, Instrument } from '../domain/instrument.js'
import type { BarColumns } from '../domain/bar-columns.js'
import type { BarEvent } from '../domain/bar-event.js'
import type { Calendar } from '../domain/calendar.js'
import type { Quote, TradeTick } from '../domain/quote.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { WarningCode } from '../domain/warning.js'

/**
 * Where market data comes from: bars in history, and whatever else its `capabilities` declare.
 *
 * Ranges are half-open, [from, to), and history is sorted and unique, however many pages its source has. A failed read rejects with a typed error and is never
 * empty; what is not there is empty and never an error. Every wait ends with RUN_ABORTED when the request's signal is given. What a gateway does
 * not declare it has no method for. `dataGatewayCases` in `@tradewright/core/testing` holds a gateway to all of it.
 */
export interface DataGateway {
  /** Shown in messages and reports. */
  readonly name: string
  /** What it gives beside bars in history; left out, nothing. */
  readonly capabilities?: GatewayCapabilities
  /**
   * The bars of one series, sorted and unique, those with `from <= openTime < to`, and up to `barsBefore` bars before `from` for warm-up.
   * An empty range is an empty series, not an error. Throws a DataError for what cannot be read, UNKNOWN_SYMBOL for a series that it does not have,
   * RANGE_INVALID, RUN_ABORTED; never repairs.
   */
  fetchBars(request: BarRequest): Promise<BarSeries>
  /** The trades with `from <= occurredAt < to`, in order of time. Pages are read as they are needed. Throws what `fetchBars` does. */
  fetchTicks?(request: TickRequest): AsyncIterable<TradeTick>
  /**
   * Bars as they happen, in order: each `closed` one final, and before it its `opened` where `capabilities.barOpens` says so. None is lost on a slow reader. Ends when
   * the loop over it does; throws RUN_ABORTED, and what the source fails with.
   */
  streamBars?(request: BarStreamRequest): AsyncIterable<BarEvent>
  /** Quotes as they happen. To a slow reader only the latest matters, so those in between may be left out. Ends and throws as `streamBars` does. */
  streamQuotes?(request: StreamRequest): AsyncIterable<Quote>
  /** Trades as they happen, in order, none lost on a slow reader. Ends and throws as `streamBars` does. */
  streamTrades?(request: StreamRequest): AsyncIterable<TradeTick>
  /** When an instrument's venue is open; undefined where the source does not say. */
  calendar?(instrument: Instrument): Promise<Calendar | undefined>
  /** The instruments that a query finds, in order of their symbols; all without one. */
  instruments?(query?: InstrumentQuery): Promise<readonly Instrument[]>
}

/** What a gateway gives beside bars in history. */
export interface GatewayCapabilities {
  /** `fetchTicks`. */
  readonly ticks?: boolean
  /** `streamBars`, `streamQuotes` and `streamTrades`. */
  readonly streams?: readonly StreamKind[]
  /** Whether `streamBars` tells of a bar's open when it happens, and not of its close alone. */
  readonly barOpens?: boolean
  readonly calendar?: boolean
  readonly instruments?: boolean
}

export type StreamKind = 'bars' | 'quotes' | 'trades'

export interface BarRequest {
  readonly instrument: Instrument
  readonly timeframe: Timeframe
  /** UTC epoch milliseconds, inclusive; undefined for all there is. */
  readonly from?: number | undefined
  /** UTC epoch milliseconds, exclusive; undefined for all there is. */
  readonly to?: number | undefined
  /** How many bars before `from` to give as well, where there are so many; default 0. */
  readonly barsBefore?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface TickRequest {
  readonly instrument: Instrument
  /** UTC epoch milliseconds, inclusive; undefined for all there is. */
  readonly from?: number | undefined
  /** UTC epoch milliseconds, exclusive; undefined for all there is. */
  readonly to?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export interface StreamRequest {
  readonly instrument: Instrument
  readonly signal?: AbortSignal | undefined
}

export interface BarStreamRequest extends StreamRequest {
  readonly timeframe: Timeframe
}

/** Which instruments: those that everything given here is true of. */
export interface InstrumentQuery {
  /** A part of the symbol, in capitals or not. */
  readonly text?: string
  readonly assetClass?: AssetClass
  readonly currency?: string
  /** The most to give. */
  readonly limit?: number
  readonly signal?: AbortSignal
}

export interface BarSeries {
  readonly columns: BarColumns
  /** What a row is called in messages, e.g. `goog-daily.csv`; row numbers are added to it. */
  readonly source: string
  /** The number, as its source counts, of the first row of `columns`: 2 for a file whose first line is a header. */
  readonly firstRow?: number | undefined
  /** What a careful reader of the result should know about this series. */
  readonly warnings?: readonly SeriesWarning[] | undefined
}

export interface SeriesWarning {
  readonly code: WarningCode
  readonly message: string
  /** How often it happened; default 1. */
  readonly count?: number | undefined
}
