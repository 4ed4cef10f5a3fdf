import { strategyRandom } from '../kernel/random.js'
import type { Ambient } from './ambient-watch.js'
import { compareRuns, FOREVER, type Difference } from './compare.js'
import { Findings, type ProofCheck } from './finding.js'
import { throwFindings, type ProofReport } from './proof-report.js'
import { recordRun, type RunRecord } from './record-run.js'
import { RunBars } from './shown-data.js'
import { readSubject, type ProofSubject } from './subject.js'

export interface DeterminismReport extends ProofReport {
  /** The hash of the first run. */
  readonly hash: string
  /** What strategies asked of the program's clock and dice, such as 'Math.random', each with the function that did: also where nothing came of it. */
  readonly asked: readonly string[]
}

/** Two clocks that differ in every part of a date and of a time, and in the day of the week. */
const CLOCK = Date.UTC(2030, 0, 2, 3, 4, 5, 678)
const OTHER_CLOCK = Date.UTC(2031, 7, 21, 17, 53, 20, 13)

/**
 * Looks whether a backtest comes to the same again. It runs three times, each with new instances of the strategies: twice alike, which finds state that
 * instances share, and once while `Math.random`, `Date` and `performance.now` say something else inside the strategies' functions, which finds
 * decisions that hang on them. Rejects with what the first run rejects with.
 */
export async function verifyDeterminism(subject: ProofSubject): Promise<DeterminismReport> {
  const read = await readSubject(subject)
  const findings = new Findings()
  let comparisons = 0
  const run = async (seed: number, clock: number): Promise<RunRecord> => {
    const config = read.configOn()
    return recordRun(config, { data: new RunBars(config.data).shown(), ambient: ambientOf(seed, clock) })
  }
  const first = await run(1, CLOCK)
  if (first.error) throw first.error
  const compare = (check: ProofCheck, other: RunRecord): void => {
    const { differences, comparisons: count } = compareRuns(first, other, FOREVER)
    comparisons += count
    for (const difference of differences)
      findings.add(check, difference, check === 'ambient' ? askedBy(first, difference) : '')
    if (differences.length === 0 && other.hash !== first.hash) findings.add(check, hashDiffers(first, other))
  }
  compare('repeat', await run(1, CLOCK))
  // Of what does not repeat itself, nobody could say what another clock does.
  const repeats = findings.list().length === 0
  if (repeats) compare('ambient', await run(2, OTHER_CLOCK))
  const list = findings.list()
  return {
    ok: list.length === 0,
    findings: list,
    runs: repeats ? 3 : 2,
    comparisons,
    hash: first.hash!,
    asked: [...new Set(first.reads.map(({ strategy, callback, source }) => `${source} by ${strategy}.${callback}`))],
    notLookedAt: [
      ...(repeats ? [] : ['clocks and dice, since the backtest does not even come to the same with equal ones']),
      'what depends on the host: environment variables, files, the network, other sources of random numbers',
      'clocks and dice that are asked in constructors and fields of a strategy, or outside of it',
    ],
  }
}

/** The same, and throws NOT_DETERMINISTIC with all findings where there are any. */
export async function assertDeterminism(subject: ProofSubject): Promise<DeterminismReport> {
  const report = await verifyDeterminism(subject)
  throwFindings('NOT_DETERMINISTIC', 'the backtest does not come to the same again', report)
  return report
}

/** Dice from a seed, and a clock that goes on by a millisecond each time it is asked. */
function ambientOf(seed: number, begin: number): Ambient {
  let now = begin
  return { random: strategyRandom(seed, 'ambient'), now: () => now++ }
}

/** What the strategy had asked by then, as the end of a sentence. */
function askedBy({ reads }: RunRecord, { strategy, time }: Difference): string {
  const asked = reads.filter((read) => read.strategy === strategy && !(read.time > time))
  const sources = [...new Set(asked.map(({ source, callback }) => `${source} in ${callback}`))]
  return sources.length === 0 ? '' : `; it asked ${sources.join(', ')}`
}

function hashDiffers(first: RunRecord, other: RunRecord): Difference {
  const where = 'hash'
  const [came, expected] = [first, other].map(({ hash }) => String(hash))
  return {
    strategy: 'the run',
    symbol: undefined,
    time: Number.NaN,
    where,
    kind: 'hash',
    came: came!,
    expected: expected!,
  }
}
