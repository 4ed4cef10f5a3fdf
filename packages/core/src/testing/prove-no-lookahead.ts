import { strategyRandom } from '../kernel/random.js'
import { checkConfig, type BacktestConfig } from '../engine/config.js'
import { TradewrightError } from '../domain/errors.js'
import { compareRuns, FOREVER } from './compare.js'
import { cutAt, reverseAfter, type DataEdit, type Forming } from './data-edit.js'
import { Findings, type ProofCheck } from './finding.js'
import type { Horizon } from './horizon.js'
import { horizonsOf, sampleHorizons, type Horizons } from './horizons.js'
import { throwFindings, type ProofReport } from './proof-report.js'
import { recordRun, type RunRecord } from './record-run.js'
import { RunBars } from './shown-data.js'
import { readSubject, type ProofSubject, type ReadSubject } from './subject.js'

export interface LookaheadOptions {
  /**
   * At how many decisions and closes to cut the data, or 'all'; default 100. Of more, a sample is drawn: three of four where something was decided. Each is
   * two runs.
   */
  readonly cuts?: number | 'all'
  /** Seeds the sample and the other futures; default 1. */
  readonly seed?: number
}

export interface LookaheadReport extends ProofReport {
  /** How many times the data was cut. */
  readonly cuts: number
  /** How many times it could have been: at each instant with a decision or a close. */
  readonly cutsPossible: number
  readonly seed: number
}

/**
 * Looks for decisions and indicator values that depend on what was not known when they came. Runs the backtest on all bars, then for each cut once on
 * the bars up to it and once with other bars after it, and once with `freshBars`; whatever came up to the cut must be the same to the last bit.
 * What is computed from the bars outside of the strategy is seen through only where the subject is made from bars: see `PreparedBacktest`.
 * Rejects with what the run on all bars rejects with, and CONFIG_INVALID.
 */
export async function proveNoLookahead(
  subject: ProofSubject,
  options: LookaheadOptions = {},
): Promise<LookaheadReport> {
  const { cuts = 100, seed = 1 } = options
  checkOptions(cuts, seed)
  const proof = new LookaheadProof(await readSubject(subject), seed)
  const whole = await proof.runWhole()
  const possible = horizonsOf(whole, proof.bars, proof.from)
  const horizons = sampleHorizons(possible, cuts, seed)
  for (const horizon of horizons) await proof.checkAt(horizon)
  await proof.checkFreshBars()
  await proof.noteOutsiders(possible)
  if (whole.lookahead) proof.noteFills()
  const cutsPossible = possible.decided.length + possible.quiet.length
  if (horizons.length < cutsPossible)
    proof.notes.push(
      `${String(cutsPossible - horizons.length)} of ${String(cutsPossible)} decisions and closes, of which a sample was drawn`,
    )
  if (possible.tooEarly > 0)
    proof.notes.push(`${String(possible.tooEarly)} decisions that came before every series had a bar`)
  return { ...proof.report(), cuts: horizons.length, cutsPossible, seed }
}

/** The same, and throws LOOKAHEAD_FOUND with all findings where there are any. */
export async function assertNoLookahead(
  subject: ProofSubject,
  options: LookaheadOptions = {},
): Promise<LookaheadReport> {
  const report = await proveNoLookahead(subject, options)
  throwFindings('LOOKAHEAD_FOUND', 'decisions depend on what was not known', report)
  return report
}

class LookaheadProof {
  readonly bars: RunBars
  readonly from: number | undefined
  readonly notes: string[] = []
  readonly #subject: ReadSubject
  readonly #config: BacktestConfig
  readonly #findings = new Findings()
  readonly #random: () => number
  readonly #forming: Forming
  /** Why runs could not be made. */
  readonly #unable: string[] = []
  #whole: RunRecord | undefined
  #runs = 0
  #comparisons = 0

  constructor(subject: ReadSubject, seed: number) {
    this.#subject = subject
    this.#config = subject.configOn()
    this.from = checkConfig(this.#config).from
    this.bars = new RunBars(this.#config.data)
    this.#random = strategyRandom(seed, 'other futures')
    this.#forming = fillsLookInside(this.#config) ? 'whole' : 'open'
  }

  async runWhole(): Promise<RunRecord> {
    const whole = await this.#run(this.#config)
    if (whole.error) throw whole.error
    this.#whole = whole
    return whole
  }

  async checkAt(horizon: Horizon): Promise<void> {
    await this.#check('cut', horizon, (forming) => cutAt(horizon, forming))
    const anchor = (symbol: string): number => this.bars.priceAt(symbol, horizon.time)
    const reversal = { anchor, factor: 0.98 + 0.04 * this.#random(), volumeFactor: 0.5 + this.#random() }
    await this.#check('reversal', horizon, (forming) => reverseAfter(horizon, forming, reversal))
  }

  async checkFreshBars(): Promise<void> {
    const fresh = await this.#run(this.#subject.configOn(), undefined, true)
    this.#compare('freshBars', fresh, FOREVER)
  }

  /** A strategy that decides the same on other bars decides by something else than what it is shown. */
  async noteOutsiders({ decided }: Horizons): Promise<void> {
    const [first] = decided
    if (this.#subject.isPrepared || first === undefined) return
    const begin: Horizon = { time: first.time - 1, phase: 'closes' }
    const anchor = (symbol: string): number => this.bars.priceAt(symbol, begin.time)
    const other = await this.#run(this.#config, reverseAfter(begin, 'whole', { anchor, factor: 1, volumeFactor: 1 }))
    const { differences } = compareRuns(this.#whole!, other, FOREVER)
    const ofStrategies = differences.filter(({ where }) => where !== 'engine').map(({ strategy }) => strategy)
    for (const name of new Set(this.#whole!.decisions.map(({ strategy }) => strategy))) {
      if (ofStrategies.includes(name)) continue
      this.notes.push(
        `what ${name} decides by: on other bars its decisions were the same, so it is not the prices it was shown`,
      )
    }
  }

  noteFills(): void {
    const { strategies, fills } = this.#config
    const came = `'${fills?.fillAt ?? ''}'`
    for (const { name, strategy } of strategies) {
      const where = 'fills.fillAt'
      this.#findings.add('fillAt', {
        ...{ strategy: name ?? strategy.name, symbol: undefined, time: Number.NaN, kind: 'setting', where, came },
        expected: "'nextOpen', since market orders traded at prices that their decisions knew",
      })
    }
  }

  report(): ProofReport {
    const findings = this.#findings.list()
    const notLookedAt = [...this.notes, ...this.#limits()]
    return { ok: findings.length === 0, findings, runs: this.#runs, comparisons: this.#comparisons, notLookedAt }
  }

  async #check(check: ProofCheck, horizon: Horizon, edit: (forming: Forming) => DataEdit): Promise<void> {
    let config: BacktestConfig
    try {
      // What is outside of the engine's view has no fills to work out.
      config = this.#subject.configOn(edit('open'))
    } catch (cause) {
      this.#unable.push(String(cause))
      return
    }
    const record = await this.#run(config, edit(this.#forming))
    if (record.error && !('callback' in record.error.details)) this.#unable.push(record.error.message)
    else this.#compare(check, record, horizon)
  }

  #compare(check: ProofCheck, checked: RunRecord, horizon: Horizon): void {
    const { differences, comparisons } = compareRuns(this.#whole!, checked, horizon)
    this.#comparisons += comparisons
    this.#findings.addAll(check, differences)
  }

  #run(config: BacktestConfig, edit?: DataEdit, freshBars = this.#config.freshBars === true): Promise<RunRecord> {
    this.#runs++
    return recordRun(config, { data: this.bars.shown(edit), freshBars })
  }

  #limits(): readonly string[] {
    const outside =
      'values that were computed from the bars outside of the strategies: the subject is a configuration, not made from bars'
    const [why] = this.#unable
    return [
      ...(why === undefined ? [] : [`${String(this.#unable.length)} runs that could not be made: ${why}`]),
      ...(this.#subject.isPrepared ? [] : [outside]),
      ...(this.#forming === 'whole'
        ? ['bars under way at a cut, which the engine kept whole since fills depend on them']
        : []),
      'the volume of bars under way at a cut, which limits fills at their opens',
      'times at which bars are said to close, and data that was revised later',
      'values that reach neither a decision nor a declared indicator',
    ]
  }
}

/** Whether a fill at an open may depend on the rest of its bar, as slippage by range does. */
function fillsLookInside({ costs, fills }: BacktestConfig): boolean {
  return costs?.slippage !== undefined || costs?.spread !== undefined || (fills?.fillAt ?? 'nextOpen') !== 'nextOpen'
}

function checkOptions(cuts: number | 'all', seed: number): void {
  if (cuts !== 'all' && !(Number.isInteger(cuts) && cuts > 0))
    throw new TradewrightError('CONFIG_INVALID', `cuts: ${String(cuts)} came; expected 'all' or a whole number from 1`)
  if (!Number.isInteger(seed))
    throw new TradewrightError('CONFIG_INVALID', `seed: ${String(seed)} came; expected a whole number`)
}
