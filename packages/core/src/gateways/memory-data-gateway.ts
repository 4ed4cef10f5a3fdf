import { checkRange } from '../data/check-range.js'
import { throwIfAborted } from '../domain/abort.js'
import { firstRowAtOrAfter, sliceColumns, type BarColumns } from '../domain/bar-columns.js'
import { formatTime, TradewrightError, type ErrorDetails } from '../domain/errors.js'
import { createInstrument, type InstrumentSpec } from '../domain/instrument.js'
import { parseIsoTime } from '../domain/iso-time.js'
import type { TradeTick } from '../domain/quote.js'
import { timeframeMs, type Timeframe } from '../domain/timeframe.js'
import type { BarRequest, BarSeries, DataGateway, GatewayCapabilities, TickRequest } from '../ports/data-gateway.js'
import { bySymbol, findInstruments } from './find-instruments.js'

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

/** What a `MemoryDataGateway` has beside bars. */
export interface MemoryDataOptions {
  /** Trades by symbol, in order of time. */
  readonly ticks?: Readonly<Record<string, readonly TradeTick[]>>
  /** What `instruments` finds, and whose calendars `calendar` gives. */
  readonly instruments?: readonly InstrumentSpec[]
}

/** Bars that are in memory already: computed, generated, or loaded by other means. With options it has trades and instruments, too. */
export class MemoryDataGateway implements DataGateway {
  readonly name = 'memory'
  readonly capabilities: GatewayCapabilities
  readonly fetchTicks?: NonNullable<DataGateway['fetchTicks']>
  readonly instruments?: NonNullable<DataGateway['instruments']>
  readonly calendar?: NonNullable<DataGateway['calendar']>
  readonly #series: readonly StoredSeries[]

  /** Throws TIME_INVALID for a text that is not such a time and for trades out of order, TIMEFRAME_INVALID and INSTRUMENT_INVALID. */
  constructor(
    series: readonly {
      readonly symbol: string
      readonly timeframe: Timeframe
      readonly bars: BarColumns | readonly BarInput[]
    }[],
    { ticks, instruments }: MemoryDataOptions = {},
  ) {
    this.#series = series.map(({ symbol, timeframe, bars }) => ({
      symbol,
      timeframe,
      columns: 'openTime' in bars ? bars : columnsOf(symbol, bars, timeframeMs(timeframe)),
    }))
    this.capabilities = {
      ...(ticks && { ticks: true }),
      ...(instruments && { instruments: true, calendar: true }),
    }
    if (ticks) {
      const known = new Map(Object.entries(ticks).map(([symbol, list]) => [symbol, inOrder(symbol, list)]))
      this.fetchTicks = (request) => ticksOf(known, request)
    }
    if (instruments) {
      const known = instruments.map(createInstrument).sort(bySymbol)
      this.instruments = (query) => Promise.resolve(findInstruments(known, query))
      this.calendar = ({ symbol }) => Promise.resolve(known.find((one) => one.symbol === symbol)?.calendar)
    }
  }

  /** Throws UNKNOWN_SYMBOL for a symbol and timeframe that it was not given, RANGE_INVALID and RUN_ABORTED. */
  async fetchBars(request: BarRequest): Promise<BarSeries> {
    const { instrument, timeframe, from, to, barsBefore = 0, signal } = request
    const what = `${instrument.symbol} ${timeframe}`
    throwIfAborted(signal)
    checkRange(what, request)
    const { columns } = this.#seriesOf(instrument.symbol, timeframe)
    const first = from === undefined ? 0 : firstRowAtOrAfter(columns.openTime, columns.length, from)
    const end = to === undefined ? columns.length : firstRowAtOrAfter(columns.openTime, columns.length, to)
    const start = Math.max(0, first - barsBefore)
    // Whoever waits for bars is not called before he has gone on, as with any other gateway.
    await Promise.resolve()
    return { columns: sliceColumns(columns, start, Math.max(start, end)), source: `${what} in memory`, firstRow: start }
  }

  #seriesOf(symbol: string, timeframe: Timeframe): StoredSeries {
    const stored = this.#series.find((series) => series.symbol === symbol && series.timeframe === timeframe)
    if (stored) return stored
    const known = this.#series.map((series) => `${series.symbol} ${series.timeframe}`)
    throw unknown(`${symbol} ${timeframe}`, { symbol, timeframe, known })
  }
}

function unknown(came: string, details: { readonly known: readonly string[] } & ErrorDetails): TradewrightError {
  const { known } = details
  const expected = known.length === 0 ? 'none' : `one of ${known.join(', ')}`
  return new TradewrightError('UNKNOWN_SYMBOL', `${came} came; expected ${expected}`, { details })
}

/** Throws TIME_INVALID for a trade that is earlier than the one before it. */
function inOrder(symbol: string, ticks: readonly TradeTick[]): readonly TradeTick[] {
  for (const [i, { occurredAt }] of ticks.entries()) {
    const before = ticks[i - 1]?.occurredAt ?? occurredAt
    if (occurredAt >= before) continue
    const message = `${symbol}: trade ${String(i)} at ${formatTime(occurredAt)} came after one at ${formatTime(before)}; expected rising times`
    throw new TradewrightError('TIME_INVALID', message, { details: { symbol, row: i, time: occurredAt } })
  }
  return ticks
}

async function* ticksOf(
  known: ReadonlyMap<string, readonly TradeTick[]>,
  { instrument: { symbol }, from, to, signal }: TickRequest,
): AsyncGenerator<TradeTick> {
  throwIfAborted(signal)
  checkRange(`${symbol} ticks`, { from, to })
  const ticks = known.get(symbol)
  if (ticks === undefined) throw unknown(`'${symbol}'`, { symbol, known: [...known.keys()] })
  for (const tick of ticks) {
    throwIfAborted(signal)
    if (tick.occurredAt < (from ?? tick.occurredAt)) continue
    if (tick.occurredAt >= (to ?? Number.POSITIVE_INFINITY)) return
    yield tick
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
