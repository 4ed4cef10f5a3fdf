import type { BacktestResult } from '@tradewright/core'
import type { DeterminismReport, LookaheadReport, WarmupReport } from '@tradewright/core/testing'
import { assumptions, RUNS, type RunName } from './backtest.js'
import { decimal, integer, percentage, section, table } from './text.js'

/** One of the runs with all that was proven about it. */
export interface Proven {
  readonly result: BacktestResult
  readonly lookahead: LookaheadReport
  readonly warmup: WarmupReport
  readonly determinism: DeterminismReport
}

type ByRun<T> = Readonly<Record<RunName, T>>

/** The runs and their proofs as a person would like to read them; `bySeed` has the Sharpe ratios on other throws. */
export function summarize(runs: ByRun<Proven>, bySeed: ReadonlyMap<number, ByRun<number>>): string {
  return [
    section('Buying what is cheap, by a z-score that knew the future and by one that did not', settings()),
    section('What it came to', outcomes(runs)),
    section('What the proofs say', proofs(runs)),
    section("What was found of 'leaking'", [...runs.leaking.lookahead.findings.map(({ message }) => message)]),
    section('What was not looked at', [...runs.fixed.lookahead.notLookedAt]),
    section('Sharpe ratio by seed', seeds(bySeed)),
  ].join('\n\n')
}

function settings(): string[] {
  const { seed, days, from, rules, commissionPerShare, commissionMinimum } = assumptions
  const rows = {
    Data: `${integer(days)} daily bars from 2016 on, thrown from seed ${integer(seed)}; they are no market's. Traded from ${from}`,
    Rule: `${integer(rules.quantity)} shares against the close at ${integer(rules.entry)} deviation from the mean, until it is back there`,
    Leaking: 'mean and deviation of all closes of the file',
    Fixed: `mean and deviation of the last ${integer(rules.period)} closes`,
    Costs: `commission ${String(commissionPerShare)} USD a share, at least ${String(commissionMinimum)}`,
  }
  return Object.entries(rows).map(([name, text]) => name.padEnd(9) + text)
}

function outcomes(runs: ByRun<Proven>): string[] {
  const rows: Readonly<Record<string, (proven: Proven) => string>> = {
    'Sharpe ratio': ({ result }) => decimal(result.metrics.sharpe),
    'Final equity, USD': ({ result }) => decimal(result.finalEquity),
    'Maximum drawdown': ({ result }) => percentage(result.metrics.maxDrawdown),
    'Round trips': ({ result }) => integer(result.metrics.trades),
  }
  return byRun(runs, rows)
}

function proofs(runs: ByRun<Proven>): string[] {
  const verdict = ({ ok }: { readonly ok: boolean }): string => (ok ? 'nothing found' : 'found')
  return byRun(runs, {
    'No look-ahead': ({ lookahead }) => verdict(lookahead),
    'Warm-up': ({ warmup }) => verdict(warmup),
    'Same again': ({ determinism }) => verdict(determinism),
    'Cuts, of those possible': ({ lookahead: { cuts, cutsPossible } }) =>
      `${integer(cuts)} of ${integer(cutsPossible)}`,
    'Values compared': ({ lookahead, warmup, determinism }) =>
      integer(lookahead.comparisons + warmup.comparisons + determinism.comparisons),
  })
}

function byRun(runs: ByRun<Proven>, rows: Readonly<Record<string, (proven: Proven) => string>>): string[] {
  const cells = Object.entries(rows).map(([name, cell]) => [name, ...RUNS.map((run) => cell(runs[run]))])
  return table([['', ...RUNS], ...cells])
}

function seeds(bySeed: ReadonlyMap<number, ByRun<number>>): string[] {
  const rows = [...bySeed].map(([seed, sharpe]) => [integer(seed), ...RUNS.map((run) => decimal(sharpe[run]))])
  return table([['seed', ...RUNS], ...rows])
}
