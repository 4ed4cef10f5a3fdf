import { isTradewrightError } from '../domain/errors.js'
import { checkBars, checkDataQuality } from './check-quality.js'
import { checkedBars, type CheckedBars } from './checked-bars.js'
import { Findings, type QualityFinding } from './finding.js'
import type { QualityCode } from './quality-code.js'
import { qualitySettings, type QualityOptions, type QualitySettings } from './quality-options.js'
import type { QualityReport } from './quality-report.js'
import type { QualitySeries } from './quality-series.js'
import { checkRepairs, whyNotRepaired, type Repairs } from './repairs.js'
import { RepairState, type QualityChange } from './repair-state.js'
import {
  adjustForKnown,
  adjustForSplit,
  carryThrough,
  dropDuplicates,
  dropFound,
  mendRows,
  removeSpikes,
  shiftZone,
  sortRows,
} from './repair-steps.js'
import { checkRows } from './row-checks.js'
import { walkSessions } from './session-walk.js'
import { wrongZone } from './zone-check.js'

/** A series that was repaired. */
export interface RepairedSeries {
  /** A new one; that which was given is as it was. */
  readonly series: QualitySeries
  /** What was changed, in the order in which it was. */
  readonly changes: readonly QualityChange[]
  /** What is still wrong with it. */
  readonly report: QualityReport
  /** Errors and warnings of that report, and why they are still there. */
  readonly notRepaired: readonly { readonly code: QualityCode; readonly count: number; readonly why: string }[]
}

/** What was removed may let something else show; more often than so it is not looked for again. */
const ROUNDS_MAX = 10

/**
 * Makes a new series in which what is named is repaired, and nothing else. Repairs are done in one order (zone, impossible bars, order, duplicates, sessions, splits, spikes, missing
 * intervals) and again until nothing is left to do, so that repairing a repaired series changes nothing. Throws QUALITY_INVALID for repairs or options that cannot be.
 */
export function repairSeries(series: QualitySeries, repairs: Repairs, options: QualityOptions = {}): RepairedSeries {
  checkRepairs(repairs)
  const settings = { ...qualitySettings(options), listedMax: Number.MAX_SAFE_INTEGER }
  const state = new RepairState(series)
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const done = state.changes.length
    repairOnce(state, repairs, settings)
    if (state.changes.length === done) break
  }
  const report = checkDataQuality(state.series, options)
  const bad = report.findings.filter(({ severity }) => severity !== 'info')
  const codes = [...new Set([...bad.map(({ code }) => code), ...state.failed.keys()])]
  return {
    series: state.series,
    changes: state.changes,
    report,
    notRepaired: codes.map((code) => ({
      code,
      count: report.count(code),
      why: state.failed.get(code) ?? whyNotRepaired(code, repairs),
    })),
  }
}

function repairOnce(state: RepairState, repairs: Repairs, settings: QualitySettings): void {
  mendRows(state, repairs)
  if (repairs.BAR_OUT_OF_ORDER) sortRows(state)
  if (repairs.ZONE_WRONG) repairZone(state, settings)
  if (repairs.BAR_DUPLICATE) dropDuplicates(state, repairs.BAR_DUPLICATE)
  for (const code of ['BAR_OUTSIDE_SESSION', 'EXTENDED_HOURS'] as const) {
    if (repairs[code]) dropFound(state, found(state, code, settings), 'the calendar has no session there')
  }
  if (repairs.SPLIT_UNADJUSTED) repairSplits(state, repairs.SPLIT_UNADJUSTED, settings)
  if (repairs.PRICE_SPIKE) removeSpikes(state, found(state, 'PRICE_SPIKE', settings))
  if (repairs.INTERVAL_MISSING) fillIntervals(state, settings)
}

/** The bars of a series as it is now, and what is found in them. */
function barsNow(
  { series }: RepairState,
  settings: QualitySettings,
): { readonly bars: CheckedBars; readonly isInOrder: boolean } {
  const findings = new Findings(settings.listedMax)
  const usable = checkRows(series.columns, findings)
  return { bars: checkedBars(series, usable, { settings, findings }), isInOrder: usable === undefined }
}

function found(state: RepairState, code: QualityCode, settings: QualitySettings): readonly QualityFinding[] {
  const { bars } = barsNow(state, settings)
  if (bars.columns.length === 0) return []
  checkBars(bars)
  return bars.findings.sorted().filter((each) => each.code === code)
}

function repairZone(state: RepairState, settings: QualitySettings): void {
  const { calendar } = state.series
  const { bars } = barsNow(state, settings)
  if (calendar === undefined || !bars.isIntraday || bars.columns.length === 0) return
  const wrong = withinRange(state, 'ZONE_WRONG', () => wrongZone(bars, calendar))
  if (wrong) shiftZone(state, wrong, calendar.zone)
}

function repairSplits(
  state: RepairState,
  splits: NonNullable<Repairs['SPLIT_UNADJUSTED']>,
  settings: QualitySettings,
): void {
  const { isInOrder } = barsNow(state, settings)
  if (!isInOrder) {
    state.failed.set('SPLIT_UNADJUSTED', 'bars are not in order, so that nothing lies before a split')
  } else if (splits === 'guess') {
    // From the last one on: each divides all that lies before it.
    const guesses = [...found(state, 'SPLIT_UNADJUSTED', settings)].reverse()
    for (const { rows, numbers } of guesses) {
      adjustForSplit(state, rows[0]!, { numerator: numbers.numerator!, denominator: numbers.denominator! })
    }
  } else for (const split of splits) adjustForKnown(state, split)
}

function fillIntervals(state: RepairState, settings: QualitySettings): void {
  const { bars, isInOrder } = barsNow(state, settings)
  const { calendar } = state.series
  if (bars.columns.length === 0 || !bars.isIntraday) return
  if (calendar === undefined || !isInOrder) {
    const why = calendar === undefined ? 'there is no calendar' : 'bars are not in order'
    state.failed.set('INTERVAL_MISSING', `${why}, so that nothing says where bars are missing`)
    return
  }
  const walk = withinRange(state, 'INTERVAL_MISSING', () => walkSessions(bars, calendar))
  if (walk === undefined) return
  const had = new Set(walk.sessions.filter(({ seen }) => seen > 0).map(({ session }) => session))
  carryThrough(
    state,
    walk.holes.filter(({ session }) => had.has(session)),
    bars.lengthMs,
  )
}

/** Undefined where the calendar doesn't reach. */
function withinRange<T>(state: RepairState, code: QualityCode, ask: () => T): T | undefined {
  try {
    return ask()
  } catch (error) {
    if (!isTradewrightError(error) || error.code !== 'CALENDAR_RANGE') throw error
    state.failed.set(code, error.message)
    return undefined
  }
}
