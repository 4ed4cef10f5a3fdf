import { zoneDays } from '../calendar/zone-days.js'
import { BarBuilder } from '../data/bar-builder.js'
import { sliceColumns, type BarColumns } from '../domain/bar-columns.js'
import type { Calendar } from '../domain/calendar.js'
import { parseTimeframe, timeframeMs, type Timeframe } from '../domain/timeframe.js'
import type { SeriesWarning } from '../ports/data-gateway.js'
import {
  firstRowOf,
  checkAndHash,
  withWarmup,
  type LoadedSeries,
  type SeriesRange,
  type WantedBars,
} from './series-loader.js'

/** A series that is put together from a loaded one of the same symbol. */
export interface WantedBuilt extends WantedBars {
  readonly builtFrom: Timeframe
}

/** What was loaded, as if nothing were built from it, and what was built. */
export interface LoadedAndBuilt {
  readonly small: LoadedSeries
  /** Side by side with what was wanted. */
  readonly built: readonly LoadedSeries[]
}

/** Loads a series and builds others from it, with as much in front of the run as gives each of them its own warm-up bars, where there is so much. */
export async function loadAndBuild(
  load: (warmupBars: number) => Promise<LoadedSeries>,
  wanted: readonly WantedBuilt[],
  range: SeriesRange & { readonly smallWarmupBars: number },
): Promise<LoadedAndBuilt> {
  const { warmupBars, smallWarmupBars } = range
  let asked = Math.max(smallWarmupBars, ...wanted.map((each) => smallBarsFor(warmupBars, each)))
  for (;;) {
    const small = await load(asked)
    const built: LoadedSeries[] = []
    for (const each of wanted) built.push(await buildSeries(small, each, range))
    const isEnough = range.from === undefined || built.every(({ firstRow }) => firstRow >= warmupBars)
    if (isEnough || small.firstRow < asked) return { small: await withWarmup(small, smallWarmupBars), built }
    asked *= 2
  }
}

/**
 * Builds a series in advance, as its bars become known when they close. A bar is left out where its small bars may not be all there: at the start of
 * the data, unless one opens with it, and at the end, unless one closes with it. Throws BAR_STRADDLES, NO_DATA.
 */
async function buildSeries(small: LoadedSeries, wanted: WantedBuilt, range: SeriesRange): Promise<LoadedSeries> {
  const { bars, outsideSessions } = build(small.columns, wanted)
  const source = `built of ${wanted.builtFrom}, ${small.source}`
  const opensIn = firstRowOf(bars, { ...wanted, source }, range)
  const columns = sliceColumns(bars, Math.max(0, opensIn - range.warmupBars), bars.length)
  const { hash } = await checkAndHash(columns, { symbol: wanted.instrument.symbol, source, firstRow: 0 })
  return {
    columns,
    firstRow: Math.min(opensIn, range.warmupBars),
    source,
    warnings: outsideSessions > 0 ? [outside(outsideSessions, wanted)] : undefined,
    hash,
  }
}

/** What was built of columns before, so that a series that is run again costs nothing. */
interface Built {
  readonly timeframe: Timeframe
  readonly calendar: Calendar | undefined
  readonly zone: string
  readonly smallBars: number
  readonly bars: BarColumns
  readonly outsideSessions: number
}
const known = new WeakMap<BarColumns, Built[]>()

function build(small: BarColumns, { instrument, timeframe }: WantedBuilt): Built {
  const { symbol, calendar, zone } = instrument
  const before = known.get(small) ?? []
  const same = before.find(
    (one) =>
      one.timeframe === timeframe && one.calendar === calendar && one.zone === zone && one.smallBars === small.length,
  )
  if (same) return same
  const builder = new BarBuilder({ symbol, bars: { by: 'time', timeframe }, calendar: calendar ?? zoneDays(zone) })
  builder.addBars(small)
  const bars = wholeBars(builder.columns, small)
  const { outsideSessions } = builder
  const built = { timeframe, calendar, zone, smallBars: small.length, bars, outsideSessions }
  known.set(small, [...before, built])
  return built
}

/** How many small bars may be needed for so many large ones, and one that is cut: more only where some lie outside sessions. */
function smallBarsFor(bars: number, { timeframe, builtFrom }: WantedBuilt): number {
  return bars === 0 ? 0 : (bars + 1) * Math.ceil(longestMs(timeframe) / timeframeMs(builtFrom))
}

function wholeBars(built: BarColumns, small: BarColumns): BarColumns {
  const isCut = built.length > 0 && small.openTime[0]! > built.openTime[0]!
  return sliceColumns(built, isCut ? 1 : 0, built.length)
}

/** Months of 31 days, and an hour more where clocks are set back. */
function longestMs(timeframe: Timeframe): number {
  const { count, unit } = parseTimeframe(timeframe)
  const days = { d: 1, w: 7, M: 31 }
  if (unit === 's' || unit === 'm' || unit === 'h') return timeframeMs(timeframe)
  return count * days[unit] * 86_400_000 + 3_600_000
}

function outside(count: number, { instrument, timeframe, builtFrom }: WantedBuilt): SeriesWarning {
  const message = `${String(count)} bars of ${instrument.symbol} ${builtFrom} lie outside the sessions of its calendar, and are in no bar of ${timeframe}`
  return { code: 'BARS_OUTSIDE_SESSIONS', message, count }
}
