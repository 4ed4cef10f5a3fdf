import { BAR_FILLED, type BarColumns } from '../domain/bar-columns.js'
import { timeframeMs } from '../domain/timeframe.js'
import { DAY_MS } from '../calendar/civil-date.js'
import { pickRows } from './bar-rows.js'
import type { Findings } from './finding.js'
import type { QualitySettings } from './quality-options.js'
import type { QualitySeries } from './quality-series.js'

/** The good bars of a series in the order of time, as all checks but the first see them. */
export interface CheckedBars {
  readonly series: QualitySeries
  readonly settings: QualitySettings
  readonly findings: Findings
  readonly columns: BarColumns
  readonly lengthMs: number
  /** Whether bars are shorter than a day. */
  readonly isIntraday: boolean
  /** What could not be looked at, one sentence each. */
  readonly notChecked: string[]
  /** The series' own row of a bar. */
  readonly rowOf: (bar: number) => number
}

/** `usable` are the rows to take; all, where it is undefined. */
export function checkedBars(
  series: QualitySeries,
  usable: readonly number[] | undefined,
  { settings, findings }: { readonly settings: QualitySettings; readonly findings: Findings },
): CheckedBars {
  const lengthMs = timeframeMs(series.timeframe)
  return {
    series,
    settings,
    findings,
    columns: usable === undefined ? series.columns : pickRows(series.columns, usable),
    lengthMs,
    isIntraday: lengthMs < DAY_MS,
    notChecked: [],
    rowOf: usable === undefined ? (bar) => bar : (bar) => usable[bar]!,
  }
}

/** Whether a bar says of itself that nothing traded in it. */
export function isCarried({ flags }: BarColumns, bar: number): boolean {
  return flags !== undefined && (flags[bar]! & BAR_FILLED) !== 0
}
