import type { Decimal } from './decimal.js'
import type { EquityCurve } from './equity-curve.js'
import type { Spec } from './spec.js'

/** What a list of saved runs shows of each. */
export interface RunSummary {
  /** The store's number for it; never given twice. */
  readonly id: number
  /** UTC epoch milliseconds. */
  readonly savedAt: number
  /** What its user called it; '' without a name. */
  readonly name: string
  readonly tags: readonly string[]
  /** The fingerprint of the run: two with one hash are the same run. */
  readonly hash: string
  /** The version of this library that ran it. */
  readonly version: string
  readonly strategies: readonly string[]
  readonly symbols: readonly string[]
  /** First and last instant of the run, UTC epoch milliseconds. */
  readonly startedAt: number
  readonly endedAt: number
  readonly bars: number
  readonly currency: string
  readonly initialCapital: Decimal
  /** Marked to market. */
  readonly finalEquity: number
  /** All metrics that are single numbers, by name; null where one has no meaning. */
  readonly metrics: Readonly<Record<string, number | null>>
}

/** A whole run: its settings, its result as `BacktestResult.toJSON` gives it, and its equity. */
export interface RunRecord extends RunSummary {
  /** The configuration that decisions depend on, defaults filled in. */
  readonly settings: Spec
  /** As `BacktestResult.toJSON` gives it, without the equity curve. */
  readonly result: Spec
  /** One point per instant at which a bar closed: UTC epoch milliseconds, and base currency. */
  readonly equityCurve: EquityCurve
}

/** A run to be saved: the store gives it its number. */
export type NewRun = Omit<RunRecord, 'id'>
