import { DAY_MS } from '../calendar/civil-date.js'
import { BarBuilder } from '../data/bar-builder.js'
import { formatTime } from '../domain/errors.js'
import { timeframeMs } from '../domain/timeframe.js'
import { pickRows } from './bar-rows.js'
import { compareSettings, type CompareOptions, type CompareSettings } from './compare-options.js'
import { NOTHING_EXPECTED } from './coverage.js'
import { titleOf } from './check-quality.js'
import { factorSteps, type FactorStep } from './factor-steps.js'
import { Findings } from './finding.js'
import { findShift, pairBars, type PairedSide, type Pairing } from './pairing.js'
import { QualityReport } from './quality-report.js'
import type { QualitySeries } from './quality-series.js'
import { medianInPlace } from './robust.js'
import { checkRows } from './row-checks.js'
import { counted, figure, percent } from './words.js'

const HOUR_MS = 3_600_000
const PRICES = ['open', 'high', 'low', 'close'] as const

/** Two series, bar by bar. */
interface Comparison {
  readonly first: PairedSide
  readonly second: PairedSide
  readonly pairing: Pairing
  readonly settings: CompareSettings
  readonly findings: Findings
  readonly tickSize: number | undefined
}

/**
 * Compares two series of the same thing bar by bar: bars that only one has, times that are shifted, prices that differ by a factor, throughout or from a date on,
 * and prices and volumes that differ otherwise. Rows are those of the first series, or of the second where only that has them. Of two timeframes the shorter bars are built into
 * the longer ones. Throws QUALITY_INVALID, TIMEFRAME_INVALID, and what a `BarBuilder` throws.
 */
export function compareSeries(
  first: QualitySeries,
  second: QualitySeries,
  options: CompareOptions = {},
): QualityReport {
  const settings = compareSettings(options)
  const findings = new Findings(Math.max(1, settings.listedMax))
  const longer = timeframeMs(first.timeframe) >= timeframeMs(second.timeframe) ? first : second
  const sides = [sideOf(first, longer), sideOf(second, longer)] as const
  const isDaily = timeframeMs(longer.timeframe) >= DAY_MS
  const step = isDaily ? 1 : Math.min(timeframeMs(longer.timeframe), HOUR_MS / 2)
  const shift = findShift(...sides, { step, most: isDaily ? settings.shiftMax : settings.shiftMax * HOUR_MS })
  const pairing = pairBars(...sides, shift)
  const comparison = { first: sides[0], second: sides[1], pairing, settings, findings, tickSize: first.tickSize }
  if (shift !== 0) addShift(comparison, isDaily ? shift * DAY_MS : shift)
  addOnly(comparison)
  comparePrices(comparison)
  compareVolumes(comparison)
  return reportOf(first, second, comparison)
}

/** The good bars of a series, built into those of the longer one if need be. */
function sideOf(series: QualitySeries, longer: QualitySeries): PairedSide {
  const usable = checkRows(series.columns, new Findings(1))
  const good = usable === undefined ? series.columns : pickRows(series.columns, usable)
  const calendar = series.calendar ?? longer.calendar
  if (series.timeframe === longer.timeframe)
    return { columns: good, keys: keysOf(good, longer, calendar), rowOf: (bar) => usable?.[bar] ?? bar }
  const { symbol } = series
  const { timeframe } = longer
  const builder = new BarBuilder({
    symbol,
    bars: { by: 'time', timeframe },
    ...(calendar === undefined ? {} : { calendar }),
  })
  builder.addBars(good)
  builder.flush()
  const { columns } = builder
  return { columns, keys: keysOf(columns, longer, calendar), rowOf: (bar) => bar }
}

/** Opens; of days and longer the number of the day, since one source says midnight where another says when the session opens. */
function keysOf(
  { openTime, length }: PairedSide['columns'],
  { timeframe }: QualitySeries,
  calendar: QualitySeries['calendar'],
): Float64Array {
  const times = openTime.subarray(0, length)
  if (timeframeMs(timeframe) < DAY_MS) return times
  const day = (time: number): number => {
    const session = calendar?.sessionAt(time)
    return session === undefined ? Math.floor(time / DAY_MS) : Date.parse(session.date) / DAY_MS
  }
  return times.map(day)
}

function addShift({ first, second, findings }: Comparison, shift: number): void {
  const { openTime, closeTime, length } = first.columns
  const hours = Math.abs(shift) >= DAY_MS ? `${String(shift / DAY_MS)} days` : `${String(shift / HOUR_MS)} h`
  findings.add('TIME_SHIFTED', {
    rows: [first.rowOf(0)],
    from: openTime[0]!,
    to: closeTime[length - 1]!,
    count: second.columns.length,
    numbers: { shiftMs: shift },
    message: `bars of the second series are those of the first when moved by ${shift > 0 ? '+' : ''}${hours}; they are compared so`,
  })
}

function addOnly({ first, second, pairing, findings }: Comparison): void {
  const { onlyFirst, onlySecond } = pairing
  const message = (bars: readonly number[], which: string): string =>
    `${counted(bars.length, 'bar')} of the ${which} series only`
  findings.addRows('BAR_ONLY_IN_FIRST', onlyFirst, first.columns, {
    rows: onlyFirst.map((bar) => first.rowOf(bar)),
    message: message(onlyFirst, 'first'),
  })
  findings.addRows('BAR_ONLY_IN_SECOND', onlySecond, second.columns, {
    rows: onlySecond.map((bar) => second.rowOf(bar)),
    message: message(onlySecond, 'second'),
  })
}

function comparePrices(comparison: Comparison): void {
  const { first, second, pairing, settings } = comparison
  const ratios = Float64Array.from(
    pairing.first,
    (bar, i) => second.columns.close[pairing.second[i]!]! / first.columns.close[bar]!,
  )
  if (ratios.length === 0) return
  const steps = factorSteps(ratios, settings.factor)
  addFactors(comparison, steps)
  for (const column of PRICES) addDifferences(comparison, steps, column)
}

function addFactors({ first, pairing, findings, settings }: Comparison, steps: readonly FactorStep[]): void {
  const { openTime, closeTime } = first.columns
  const time = (pair: number): number => openTime[pairing.first[pair]!]!
  const [only] = steps
  if (only !== undefined && steps.length === 1) {
    const { factor, to } = only
    if (Math.abs(Math.log(factor)) <= settings.factor) return
    const last = closeTime[pairing.first[to - 1]!]!
    const message = `prices of the second series are ${figure(factor)} times those of the first, from beginning to end; they are compared so`
    findings.add('PRICE_FACTOR', {
      rows: [first.rowOf(pairing.first[0]!)],
      from: time(0),
      to: last,
      count: to,
      numbers: { factor },
      message,
    })
    return
  }
  for (let i = 1; i < steps.length; i++) {
    const [before, after] = [steps[i - 1]!.factor, steps[i]!.factor]
    const bar = pairing.first[steps[i]!.from]!
    findings.add('ADJUSTMENT_MIXED', {
      rows: [first.rowOf(bar)],
      from: openTime[bar]!,
      to: closeTime[bar]!,
      numbers: { before, after },
      message: `up to here prices of the second series are ${figure(before)} times those of the first, and from here on ${figure(after)} times: one of them is adjusted for what happened at ${formatTime(openTime[bar]!)}`,
    })
  }
}

function addDifferences(comparison: Comparison, steps: readonly FactorStep[], column: (typeof PRICES)[number]): void {
  const { first, second, pairing, settings, findings, tickSize = 0 } = comparison
  const rows: number[] = []
  let worst = { bar: -1, one: 0, other: 0, by: 0 }
  for (const { from, to, factor } of steps) {
    for (let pair = from; pair < to; pair++) {
      const bar = pairing.first[pair]!
      const one = first.columns[column][bar]!
      const other = second.columns[column][pairing.second[pair]!]! / factorIf(factor, settings.factor)
      const by = Math.abs(other - one)
      if (by <= Math.max(settings.relative * one, settings.ticks * tickSize)) continue
      rows.push(bar)
      if (by / one > worst.by) worst = { bar, one, other, by: by / one }
    }
  }
  if (rows.length === 0) return
  findings.addRows('PRICE_DIFFERS', rows, first.columns, {
    rows: rows.map((bar) => first.rowOf(bar)),
    column,
    numbers: { first: worst.one, second: worst.other, row: first.rowOf(worst.bar) },
    message: `${column} differs in ${counted(rows.length, 'bar')}; most in row ${String(first.rowOf(worst.bar))}: ${figure(worst.one)} and ${figure(worst.other)}, by ${percent(worst.by)}`,
  })
}

/** A factor that is none but for rounding is 1, so that small differences are seen as such. */
function factorIf(factor: number, least: number): number {
  return Math.abs(Math.log(factor)) <= least ? 1 : factor
}

function compareVolumes({ first, second, pairing, settings, findings }: Comparison): void {
  const [one, other] = [first.columns.volume, second.columns.volume]
  if (one === undefined || other === undefined) return
  const ratios = Float64Array.from(pairing.first, (bar, i) => other[pairing.second[i]!]! / one[bar]!).filter(
    (ratio) => ratio > 0 && ratio < Number.POSITIVE_INFINITY,
  )
  const factor = ratios.length === 0 ? 1 : medianInPlace(ratios)
  const bars = pairing.first.filter(
    (bar, i) => Math.abs(other[pairing.second[i]!]! - one[bar]!) > settings.volume * one[bar]!,
  )
  findings.addRows('VOLUME_DIFFERS', bars, first.columns, {
    rows: bars.map((bar) => first.rowOf(bar)),
    column: 'volume',
    numbers: { factor },
    message: `volume differs in ${counted(bars.length, 'bar')}; in the middle the second series has ${figure(factor)} times that of the first`,
  })
}

function reportOf(
  first: QualitySeries,
  second: QualitySeries,
  { pairing, findings, first: side }: Comparison,
): QualityReport {
  const { openTime, closeTime, length } = side.columns
  const notChecked = [first, second].some(({ columns }) => columns.volume === undefined)
    ? ['volume, which one of them does not have']
    : []
  const coverage = {
    ...NOTHING_EXPECTED,
    bars: pairing.first.length,
    from: length === 0 ? Number.NaN : openTime[0]!,
    to: length === 0 ? Number.NaN : closeTime[length - 1]!,
    barsFilled: 0,
  }
  const { symbol, timeframe, firstRow = 0 } = first
  const title = `${titleOf(first)} against ${titleOf(second)}`
  return new QualityReport(
    { title, symbol, timeframe, calendarName: undefined, firstRow, coverage, notChecked },
    findings,
  )
}
