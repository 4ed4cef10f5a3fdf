import { checkColumns } from '../data/check-columns.js'
import { firstRowAtOrAfter, sliceColumns, type BarColumns } from '../domain/bar-columns.js'
import { formatTime, TradewrightError } from '../domain/errors.js'
import type { Instrument } from '../domain/instrument.js'
import type { Timeframe } from '../domain/timeframe.js'
import type { BarRequest, BarSeries, DataGateway } from '../ports/data-gateway.js'
import { throwIfAborted } from '../domain/abort.js'
import { sha256OfParts } from './digest.js'

/** A checked series, ready to run. */
export interface LoadedSeries {
  readonly columns: BarColumns
  /** The first row that the run trades on; rows before it are warm-up. */
  readonly firstRow: number
  readonly source: string
  readonly warnings: BarSeries['warnings']
  readonly hash: string
}

export interface SeriesRange {
  readonly from: number | undefined
  readonly to: number | undefined
  readonly warmupBars: number
}

/** A series that is asked for. */
export interface WantedBars {
  readonly instrument: Instrument
  readonly timeframe: Timeframe
}

/** Columns that were checked and hashed before, so that a series that is run again costs nothing. */
const known = new WeakMap<BarColumns, SeriesFacts>()

/** What is found out about columns once; whoever handed them over must not change them afterwards. */
interface SeriesFacts {
  readonly length: number
  readonly hash: string
}

/** Fetches, checks and hashes one series. Throws a DataError for bad bars, NO_DATA for none in the range, RUN_ABORTED. */
export async function loadSeries(
  gateway: DataGateway,
  wanted: WantedBars,
  range: SeriesRange,
  signal: AbortSignal | undefined,
): Promise<LoadedSeries> {
  const { from, to, warmupBars } = range
  throwIfAborted(signal)
  const series = await fetch(gateway, { ...wanted, from, to, barsBefore: warmupBars, signal })
  const { symbol } = wanted.instrument
  const fetched = series.columns
  // What a gateway gives beyond the range must neither trade nor count in the hash.
  const end = to === undefined ? fetched.length : firstRowAtOrAfter(fetched.openTime, fetched.length, to)
  const columns = sliceColumns(fetched, 0, end)
  const { hash } = await checkAndHash(columns, {
    symbol,
    source: series.source,
    firstRow: series.firstRow ?? 0,
  })
  const { source, warnings } = series
  return { columns, firstRow: firstRowOf(columns, { ...wanted, source }, range), source, warnings, hash }
}

/** The first row that a run trades on. Throws NO_DATA where there is none. */
export function firstRowOf(
  columns: BarColumns,
  { instrument: { symbol }, timeframe, source }: WantedBars & { readonly source: string },
  { from, to }: SeriesRange,
): number {
  const firstRow = from === undefined ? 0 : firstRowAtOrAfter(columns.openTime, columns.length, from)
  if (firstRow < columns.length) return firstRow
  const bound = (time: number | undefined): string => (time === undefined ? 'any' : formatTime(time))
  throw new TradewrightError(
    'NO_DATA',
    `${symbol} ${timeframe}: no bar opens in [${bound(from)}, ${bound(to)}) (${source}); expected at least one`,
    { details: { symbol, timeframe, from, to, source } },
  )
}

/** The same series with no more than so many bars in front of the run. */
export async function withWarmup(series: LoadedSeries, warmupBars: number): Promise<LoadedSeries> {
  const beyond = series.firstRow - warmupBars
  if (beyond <= 0) return series
  const columns = sliceColumns(series.columns, beyond, series.columns.length)
  return { ...series, columns, firstRow: warmupBars, hash: await hashColumns(columns) }
}

async function fetch(gateway: DataGateway, request: BarRequest): Promise<BarSeries> {
  try {
    return await gateway.fetchBars(request)
  } catch (cause) {
    // A gateway that heeds the signal fails in its own way.
    throwIfAborted(request.signal)
    throw cause
  }
}

/** Throws a DataError for bad bars. */
export async function checkAndHash(
  columns: BarColumns,
  origin: { symbol: string; source: string; firstRow: number },
): Promise<SeriesFacts> {
  const before = known.get(columns)
  if (before?.length === columns.length) return before
  checkColumns(columns, origin)
  const { length } = columns
  const facts = { length, hash: await hashColumns(columns) }
  known.set(columns, facts)
  return facts
}

async function hashColumns(columns: BarColumns): Promise<string> {
  const filled = (column: Float64Array): Float64Array => column.subarray(0, columns.length)
  return sha256OfParts({
    openTime: filled(columns.openTime),
    closeTime: filled(columns.closeTime),
    open: filled(columns.open),
    high: filled(columns.high),
    low: filled(columns.low),
    close: filled(columns.close),
    volume: columns.volume ? filled(columns.volume) : 'none',
    // Left out where there is none, so that a series without it keeps its hash.
    ...(columns.vwap ? { vwap: filled(columns.vwap) } : {}),
    flags: columns.flags ? columns.flags.subarray(0, columns.length) : 'none',
  })
}
