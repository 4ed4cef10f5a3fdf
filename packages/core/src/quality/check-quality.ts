import { isTradewrightError } from '../domain/errors.js'
import { timeframeMs } from '../domain/timeframe.js'
import type { BarColumns } from '../domain/bar-columns.js'
import { checkedBars, isCarried, type CheckedBars } from './checked-bars.js'
import { NOTHING_EXPECTED, type QualityCoverage, type SessionCounts } from './coverage.js'
import { Findings } from './finding.js'
import { checkGaps } from './gap-check.js'
import { checkLongBars } from './long-bars-check.js'
import { checkMoves } from './move-checks.js'
import { MoveScale } from './move-scale.js'
import { checkOpens } from './open-check.js'
import { checkPriceGrid } from './price-grid.js'
import { qualitySettings, type QualityOptions } from './quality-options.js'
import { QualityReport } from './quality-report.js'
import type { QualitySeries } from './quality-series.js'
import { checkRows } from './row-checks.js'
import { checkSessions } from './session-checks.js'
import { checkStale } from './stale-check.js'
import { checkTimeframe } from './timeframe-check.js'
import { checkVolume } from './volume-checks.js'
import { checkWicks } from './wick-checks.js'
import { checkZone } from './zone-check.js'

/**
 * Looks for what is wrong with a series: impossible bars, bars that are missing or lie where none should be, prices that nobody traded at, splits that it is not adjusted
 * for, times of another zone. Changes nothing. All that it goes by is an option with a default; on random walks with the fat tails of markets it finds no error and no
 * warning. Throws TIMEFRAME_INVALID, and QUALITY_INVALID for options that cannot be.
 */
export function checkDataQuality(series: QualitySeries, options: QualityOptions = {}): QualityReport {
  const settings = qualitySettings(options)
  timeframeMs(series.timeframe)
  const findings = new Findings(settings.listedMax)
  const usable = checkRows(series.columns, findings)
  const bars = checkedBars(series, usable, { settings, findings })
  const counts = bars.columns.length === 0 ? noBars(bars) : checkBars(bars)
  return new QualityReport(
    {
      title: titleOf(series),
      symbol: series.symbol,
      timeframe: series.timeframe,
      calendarName: series.calendar?.name,
      firstRow: series.firstRow ?? 0,
      coverage: { ...coverageOf(series.columns, bars.columns), ...counts },
      notChecked: bars.notChecked,
    },
    findings,
  )
}

export function titleOf({ symbol, timeframe, source }: QualitySeries): string {
  return source === undefined ? `${symbol} ${timeframe}` : `${symbol} ${timeframe} (${source})`
}

function coverageOf(all: BarColumns, usable: BarColumns): Omit<QualityCoverage, keyof SessionCounts> {
  const { length, openTime, closeTime } = usable
  let barsFilled = 0
  for (let bar = 0; bar < length; bar++) if (isCarried(usable, bar)) barsFilled++
  return { bars: all.length, from: openTime[0] ?? Number.NaN, to: closeTime[length - 1] ?? Number.NaN, barsFilled }
}

function noBars({ findings, series }: CheckedBars): SessionCounts {
  const message = series.columns.length === 0 ? 'the series has no bar' : 'no bar of the series can be used'
  findings.add('NO_BARS', { rows: [], from: Number.NaN, to: Number.NaN, count: 1, message })
  return NOTHING_EXPECTED
}

/** Everything but what is impossible in a single bar or wrong in their order. */
export function checkBars(bars: CheckedBars): SessionCounts {
  const scale = new MoveScale(bars)
  const isRight = checkTimeframe(bars)
  checkMoves(bars, scale)
  checkWicks(bars, scale)
  checkPriceGrid(bars, scale)
  checkStale(bars)
  checkOpens(bars, scale)
  checkVolume(bars)
  if (isRight) return checkTimes(bars)
  bars.notChecked.push(`sessions, since bars are not of ${bars.series.timeframe}`)
  return NOTHING_EXPECTED
}

function checkTimes(bars: CheckedBars): SessionCounts {
  const { series, notChecked, isIntraday } = bars
  const { calendar } = series
  if (calendar === undefined) {
    notChecked.push('sessions, without a calendar')
    checkGaps(bars)
    return NOTHING_EXPECTED
  }
  try {
    if (!isIntraday) return checkLongBars(bars, calendar)
    if (!checkZone(bars, calendar)) return checkSessions(bars, calendar)
    notChecked.push('sessions, until the zone is right')
  } catch (error) {
    if (!isTradewrightError(error) || (error.code !== 'CALENDAR_RANGE' && error.code !== 'TIMEFRAME_UNALIGNED'))
      throw error
    notChecked.push(`sessions: ${error.message}`)
  }
  return NOTHING_EXPECTED
}
