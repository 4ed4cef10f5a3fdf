import { requireDayDivisor, TimeGrid } from '../data/time-grid.js'
import { zoneDays } from '../calendar/zone-days.js'
import type { Adjustment } from '../domain/adjustment.js'
import type { PriceSide } from '../domain/bar-columns.js'
import { TradewrightError } from '../domain/errors.js'
import type { Instrument } from '../domain/instrument.js'
import { parseTimeframe, timeframeMs, type Timeframe } from '../domain/timeframe.js'
import type { BacktestConfig, SeriesEntry } from './config.js'

/** A series that a run wants, before it is loaded. */
export interface WantedSeries {
  readonly instrument: number
  readonly timeframe: Timeframe
  readonly side: PriceSide
  readonly adjustment: Adjustment
  readonly execution: boolean
  /** The run's series that it is built from, by its place; undefined for one that is loaded. */
  readonly builtFrom: number | undefined
}

/** A series that only decides ambiguous bars. */
export interface WantedFiner {
  readonly instrument: number
  readonly timeframe: Timeframe
}

export function wantedSeries(config: BacktestConfig, instruments: readonly Instrument[]): readonly WantedSeries[] {
  const asked: readonly SeriesEntry[] = config.series ?? instruments.map(({ symbol }) => ({ symbol, timeframe: '1d' }))
  const lengths = asked.map(({ timeframe }) => timeframeMs(timeframe))
  const indices = asked.map(({ symbol }) => indexOf(symbol, instruments, 'series'))
  asked.forEach(({ symbol, timeframe }, i) => {
    if (asked.findIndex((other) => other.symbol === symbol && other.timeframe === timeframe) === i) return
    throw new TradewrightError(
      'CONFIG_INVALID',
      `series: ${symbol} ${timeframe} came twice; expected each series once`,
      {
        details: { symbol, timeframe },
      },
    )
  })
  asked.forEach(({ symbol, timeframe }, i) => {
    const same = lengths.findIndex((length, other) => length === lengths[i] && indices[other] === indices[i])
    if (same === i) return
    const message = `series: ${symbol} ${timeframe} is as long as ${asked[same]!.timeframe}; expected each length once`
    throw new TradewrightError('CONFIG_INVALID', message, { details: { symbol, timeframe } })
  })
  instruments.forEach(({ symbol }, index) => {
    if (indices.includes(index)) return
    throw new TradewrightError(
      'CONFIG_INVALID',
      `series: ${symbol} has none; expected at least one series for each instrument`,
      {
        details: { symbol },
      },
    )
  })
  return asked.map((entry, i) => ({
    instrument: indices[i]!,
    timeframe: entry.timeframe,
    builtFrom: sourceOf(entry, asked, instruments[indices[i]!]!),
    ...pricesOf(entry.builtFrom === undefined ? entry : sourceEntry(entry, asked)!),
    execution: lengths[i] === Math.min(...lengths.filter((_, other) => indices[other] === indices[i])),
  }))
}

export function finerSeries(
  config: BacktestConfig,
  instruments: readonly Instrument[],
  series: readonly WantedSeries[],
): readonly WantedFiner[] {
  return (config.fills?.finer ?? []).map(({ symbol, timeframe }) => {
    const instrument = indexOf(symbol, instruments, 'fills.finer')
    const { timeframe: traded } = series.find((each) => each.execution && each.instrument === instrument)!
    if (timeframeMs(timeframe) < timeframeMs(traded)) return { instrument, timeframe }
    const message = `fills.finer: ${symbol} ${timeframe} came; expected shorter bars than ${traded}, on which its orders are filled`
    throw new TradewrightError('CONFIG_INVALID', message, { details: { symbol, timeframe, traded } })
  })
}

/** What its prices are; of a built series, those of what it is built from. */
function pricesOf({ side = 'trade', adjustment = 'raw' }: SeriesEntry): Pick<WantedSeries, 'side' | 'adjustment'> {
  return { side, adjustment }
}

function sourceEntry({ symbol, builtFrom }: SeriesEntry, asked: readonly SeriesEntry[]): SeriesEntry | undefined {
  return asked.find((other) => other.symbol === symbol && other.timeframe === builtFrom)
}

/** Throws CONFIG_INVALID for what it cannot be built from, TIMEFRAME_UNALIGNED where nothing says when its bars begin. */
function sourceOf(entry: SeriesEntry, asked: readonly SeriesEntry[], instrument: Instrument): number | undefined {
  const { symbol, timeframe, builtFrom } = entry
  if (builtFrom === undefined) return undefined
  const refuse = (came: string, expected: string): TradewrightError =>
    new TradewrightError('CONFIG_INVALID', `series: ${symbol} ${timeframe} ${came}; expected ${expected}`, {
      details: { symbol, timeframe, builtFrom },
    })
  const source = sourceEntry(entry, asked)
  if (source === undefined || source.builtFrom !== undefined)
    throw refuse(`is built from ${builtFrom}`, `a series of ${symbol} that is loaded, with that timeframe`)
  if (entry.side !== undefined || entry.adjustment !== undefined)
    throw refuse('has a side or an adjustment', `none, as it has those of ${symbol} ${builtFrom}`)
  if (!isWholeNumberOf(timeframe, builtFrom)) throw refuse(`is built from ${builtFrom}`, 'whole bars of it in each')
  new TimeGrid(timeframe, instrument.calendar ?? zoneDays(instrument.zone))
  if (instrument.calendar === undefined) requireDayDivisor(timeframe)
  return asked.indexOf(source)
}

/** Whether bars of one length are put together from whole ones of another; days and longer begin and end with sessions. */
export function isWholeNumberOf(long: Timeframe, short: Timeframe): boolean {
  const [longMs, shortMs] = [timeframeMs(long), timeframeMs(short)]
  if (longMs <= shortMs) return false
  if (['d', 'w', 'M'].includes(parseTimeframe(long).unit)) return !['w', 'M'].includes(parseTimeframe(short).unit)
  return longMs % shortMs === 0
}

export function indexOf(symbol: string, instruments: readonly Instrument[], where: string): number {
  const index = instruments.findIndex((instrument) => instrument.symbol === symbol)
  if (index >= 0) return index
  const known = instruments.map((instrument) => instrument.symbol)
  throw new TradewrightError('UNKNOWN_SYMBOL', `${where}: '${symbol}' came; expected one of ${known.join(', ')}`, {
    details: { symbol, known },
  })
}
