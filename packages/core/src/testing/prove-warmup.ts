import { firstRowAtOrAfter } from '../domain/bar-columns.js'
import { formatTime, TradewrightError } from '../domain/errors.js'
import { checkConfig } from '../engine/config.js'
import { compareRuns, FOREVER, isSameDecision } from './compare.js'
import { Findings } from './finding.js'
import { throwFindings, type ProofReport } from './proof-report.js'
import { recordRun, type RunRecord } from './record-run.js'
import type { IndicatorTrace } from './recording.js'
import { RunBars } from './shown-data.js'
import { readSubject, type ProofSubject } from './subject.js'

export interface WarmupOptions {
  /** How many more bars to show in front of the run, one run each; default 1, 20 and 200. */
  readonly moreBars?: readonly number[]
  /** By how much of itself an indicator's value may differ: one that never forgets only comes near. Default 1e-6. */
  readonly tolerance?: number
}

/** When an indicator has come to the values that it would have with more bars in front of it. */
export interface SettledIndicator {
  readonly strategy: string
  readonly indicator: string
  readonly symbol: string
  /** The close of the first bar from which on all values agree, UTC epoch milliseconds; undefined where the last one does not. */
  readonly from: number | undefined
}

export interface WarmupReport extends ProofReport {
  /** Bars that the run as it is configured has in front of it. */
  readonly warmupBars: number
  readonly tolerance: number
  readonly settled: readonly SettledIndicator[]
  /** When the first decision was taken from which on all are the same; undefined where the last one is not, or there is none. */
  readonly decisionsSameFrom: number | undefined
}

/**
 * Looks whether the bars in front of `from` are enough: runs the backtest as it is, then with more of them, and compares all values of declared
 * indicators, within a tolerance, and all decisions, exactly. Rejects with CONFIG_INVALID for a configuration without `from`.
 */
export async function proveWarmup(subject: ProofSubject, options: WarmupOptions = {}): Promise<WarmupReport> {
  const { moreBars = [1, 20, 200], tolerance = 1e-6 } = options
  checkOptions(moreBars, tolerance)
  const read = await readSubject(subject)
  const config = read.configOn()
  const { from } = checkConfig(config)
  if (from === undefined)
    throw new TradewrightError(
      'CONFIG_INVALID',
      'from: none came; expected when the run begins, with bars in front of it',
    )
  const bars = new RunBars(config.data)
  const whole = await recordRun(config, { data: bars.shown() })
  if (whole.error) throw whole.error
  const warmupBars = bars.barsBefore
  const proof = new WarmupProof(whole, from, tolerance)
  const before = barsInFront(bars, from)
  for (const more of [...moreBars].sort((a, b) => a - b)) {
    const shown = new RunBars(config.data)
    const longer = await recordRun(read.configOn(), { data: shown.shown(), warmupBars: warmupBars + more })
    if (longer.error) throw longer.error
    const inFront = barsInFront(shown, from)
    // Of each series so many; one that the engine adds in front of a longer one is among them in both.
    if (inFront < before + more) proof.notes.push(`${String(more)} more bars: the data has fewer in front of the run`)
    if (inFront > before) proof.compare(longer)
  }
  return { ...proof.report(), warmupBars, tolerance }
}

/** The same, and throws WARMUP_TOO_SHORT with all findings where there are any. */
export async function assertWarmup(subject: ProofSubject, options: WarmupOptions = {}): Promise<WarmupReport> {
  const report = await proveWarmup(subject, options)
  throwFindings('WARMUP_TOO_SHORT', 'the bars in front of the run are too few', report)
  return report
}

class WarmupProof {
  readonly notes: string[] = []
  readonly #whole: RunRecord
  readonly #from: number
  readonly #tolerance: number
  readonly #findings = new Findings()
  readonly #settled: (number | undefined)[]
  #decisionsSameFrom: number | undefined
  #runs = 1
  #comparisons = 0

  constructor(whole: RunRecord, from: number, tolerance: number) {
    this.#whole = whole
    this.#from = from
    this.#tolerance = tolerance
    this.#settled = whole.indicators.map(({ times }) => times.find((time) => time > from))
    this.#decisionsSameFrom = sameFrom(whole, whole)
  }

  compare(longer: RunRecord): void {
    this.#runs++
    this.#whole.indicators.forEach((trace, i) => {
      const other = longer.indicators[i]
      if (other) this.#compareTraces(trace, other, i)
    })
    const decisions = { ...this.#whole, indicators: [] }
    const { differences, comparisons } = compareRuns(decisions, longer, FOREVER)
    this.#comparisons += comparisons
    this.#findings.addAll('warmup', differences)
    this.#decisionsSameFrom = sameFrom(this.#whole, longer)
  }

  report(): Omit<WarmupReport, 'warmupBars' | 'tolerance'> {
    const findings = this.#findings.list()
    const settled = this.#whole.indicators.map(({ strategy, name, symbol }, i) => ({
      ...{ strategy, indicator: name, symbol, from: this.#settled[i] },
    }))
    const notLookedAt = [...this.notes, 'values that reach neither a decision nor a declared indicator']
    const counts = { runs: this.#runs, comparisons: this.#comparisons }
    return {
      ok: findings.length === 0,
      findings,
      ...counts,
      notLookedAt,
      settled,
      decisionsSameFrom: this.#decisionsSameFrom,
    }
  }

  /** Both end at the same bar, and the longer one begins before the other. */
  #compareTraces(trace: IndicatorTrace, longer: IndicatorTrace, index: number): void {
    const { strategy, symbol, name: where, times, values } = trace
    const offset = longer.times.length - times.length
    const traded = [...times.keys()].filter((i) => times[i]! > this.#from)
    this.#comparisons += traded.length
    const differing = traded.filter((i) => !isNear(values[i]!, longer.values[i + offset]!, this.#tolerance))
    const [first] = differing
    if (first === undefined) return
    const [came, expected] = [String(values[first]), String(longer.values[first + offset])]
    const settled = times[differing.at(-1)! + 1]
    const because = settled === undefined ? ', and it never settles' : `, and it settles at ${formatTime(settled)}`
    this.#findings.add(
      'warmup',
      { strategy, symbol, where, kind: 'indicator', time: times[first]!, came, expected },
      because,
    )
    this.#settled[index] = settled
  }
}

function isNear(a: number, b: number, tolerance: number): boolean {
  return Object.is(a, b) || Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b))
}

/** When the first decision was taken of those that two runs end with alike. */
function sameFrom(a: RunRecord, b: RunRecord): number | undefined {
  const [ours, theirs] = [a, b].map(({ decisions }) => decisions.filter(({ callback }) => callback !== 'engine'))
  let same = 0
  while (same < ours!.length && isSameDecision(ours!.at(-1 - same), theirs!.at(-1 - same))) same++
  return same === 0 ? undefined : ours!.at(-same)!.time
}

function barsInFront({ series }: RunBars, from: number): number {
  return series.reduce((sum, { columns }) => sum + firstRowAtOrAfter(columns.openTime, columns.length, from), 0)
}

function checkOptions(moreBars: readonly number[], tolerance: number): void {
  const wrong = moreBars.find((more) => !(Number.isInteger(more) && more > 0))
  if (wrong !== undefined || moreBars.length === 0)
    throw new TradewrightError(
      'CONFIG_INVALID',
      `moreBars: ${String(wrong ?? '[]')} came; expected whole numbers from 1`,
    )
  if (!(tolerance >= 0 && tolerance < 1))
    throw new TradewrightError(
      'CONFIG_INVALID',
      `tolerance: ${String(tolerance)} came; expected a fraction from 0 to below 1`,
    )
}
