import { isTradewrightError, TradewrightError } from '../domain/errors.js'
import { loadAndBuild } from './built-series.js'
import type { Composition } from './compose.js'
import { isWholeNumberOf } from './compose-series.js'
import type { BacktestConfig, CheckedConfig } from './config.js'
import { loadSeries, type LoadedSeries } from './series-loader.js'

/** Bars of a pair in front of a run: the last may be under way when it begins, and then the one before it has the last rate that is known. */
const RATES_BEFORE = 2

/** All data of a run: it is loaded once, and a run over it may be repeated. */
export interface RunData {
  /** Side by side with the composition's series. */
  readonly series: readonly LoadedSeries[]
  /** Side by side with its finer series. */
  readonly finer: readonly LoadedSeries[]
  /** Side by side with its rates. */
  readonly rates: readonly LoadedSeries[]
}

export interface RunDataRequest {
  readonly config: BacktestConfig
  readonly checked: CheckedConfig
  readonly parts: Composition
  readonly warmupBars: number
  readonly signal: AbortSignal | undefined
}

/** Loads what a run needs. Throws a DataError for bad bars, NO_DATA, COLUMN_MISSING, RUN_ABORTED. */
export async function loadRunData({ config, checked, parts, warmupBars, signal }: RunDataRequest): Promise<RunData> {
  const { instruments } = parts
  const series = await loadTraded({ config, checked, parts, warmupBars, signal })
  if (config.fills?.fillAt === 'vwap') requireVwap(parts, series)
  const finer: LoadedSeries[] = []
  for (const { instrument, timeframe } of parts.finer) {
    const index = parts.series.findIndex((each) => each.execution && each.instrument === instrument)
    const { columns, firstRow } = series[index]!
    // To the end of the last bar that is traded on, which `to` may lie inside.
    const range = { from: columns.openTime[firstRow], to: columns.closeTime[columns.length - 1], warmupBars: 0 }
    finer.push(await loadSeries(config.data, { instrument: instruments[instrument]!, timeframe }, range, signal))
  }
  return { series, finer, rates: await loadRates({ config, parts, signal }, series) }
}

async function loadTraded(request: RunDataRequest): Promise<readonly LoadedSeries[]> {
  const { config, checked, parts, warmupBars, signal } = request
  const series: LoadedSeries[] = []
  for (const [index, { instrument, timeframe, execution, builtFrom }] of parts.series.entries()) {
    if (builtFrom !== undefined) continue
    const wanted = { instrument: parts.instruments[instrument]!, timeframe }
    const isRate = execution && parts.pairs[instrument] !== undefined
    const smallWarmupBars = isRate ? Math.max(warmupBars, RATES_BEFORE) : warmupBars
    const places = parts.series.flatMap((each, place) => (each.builtFrom === index ? [place] : []))
    const { small, built } = await loadAndBuild(
      (bars) =>
        loadSeries(config.data, wanted, { ...checked, warmupBars: bars }, signal).catch((cause: unknown) => {
          throw orBuilt(cause, index, parts)
        }),
      places.map((place) => ({ ...wanted, timeframe: parts.series[place]!.timeframe, builtFrom: timeframe })),
      { ...checked, warmupBars, smallWarmupBars },
    )
    series[index] = small
    for (const [i, place] of places.entries()) series[place] = built[i]!
  }
  return series
}

/** Of a series that the gateway does not have, the error says if the run could build it of another one. */
function orBuilt(cause: unknown, index: number, { series }: Composition): unknown {
  if (!isTradewrightError(cause) || cause.code !== 'UNKNOWN_SYMBOL') return cause
  const { instrument, timeframe } = series[index]!
  const finer = series.find(
    (each) =>
      each.instrument === instrument && each.builtFrom === undefined && isWholeNumberOf(timeframe, each.timeframe),
  )
  if (finer === undefined) return cause
  const message = `${cause.message.slice(cause.code.length + 2)}; or to build it, series with builtFrom: '${finer.timeframe}'`
  return new TradewrightError(cause.code, message, { details: { ...cause.details, builtFrom: finer.timeframe }, cause })
}

/** Rates for the time that is traded, and the last in front of it. Throws FX_RATE_MISSING for a pair without any. */
async function loadRates(
  { config, parts, signal }: Pick<RunDataRequest, 'config' | 'parts' | 'signal'>,
  series: readonly LoadedSeries[],
): Promise<readonly LoadedSeries[]> {
  const from = startOf(series)
  const to = Math.max(...series.map(({ columns }) => columns.closeTime[columns.length - 1]!))
  const loaded: LoadedSeries[] = []
  for (const wanted of parts.rates)
    loaded.push(await loadSeries(config.data, wanted, { from, to, warmupBars: RATES_BEFORE }, signal))
  return loaded
}

/** When the first bar opens that is traded on. */
export function startOf(series: readonly LoadedSeries[]): number {
  return Math.min(...series.map(({ columns, firstRow }) => columns.openTime[firstRow]!))
}

function requireVwap({ instruments, series }: Composition, loaded: readonly LoadedSeries[]): void {
  series.forEach(({ instrument, timeframe, execution }, i) => {
    const { columns, source } = loaded[i]!
    if (!execution || columns.vwap !== undefined) return
    const { symbol } = instruments[instrument]!
    const message = `${symbol} ${timeframe} has no vwap (${source}); expected one for each bar, as fills.fillAt is 'vwap'`
    throw new TradewrightError('COLUMN_MISSING', message, { details: { symbol, timeframe, column: 'vwap', source } })
  })
}
