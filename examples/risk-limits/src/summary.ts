import type { BacktestResult, RiskReport, RoundTrip } from '@tradewright/core'
import { assumptions, createMarket } from './backtest.js'
import { RUNS, type RunName } from './limits.js'
import { decimal, integer, minute, percentage, section, table } from './text.js'

const DAY_MS = 86_400_000

export type Results = Readonly<Record<RunName, BacktestResult>>

/** What a run of another seed came to. */
export interface Outcome {
  readonly finalEquity: number
  readonly maxDrawdown: number
}

/** The runs as a person would like to read them; `bySeed` has what they come to on other throws. */
export function summarize(results: Results, bySeed: ReadonlyMap<number, Readonly<Record<RunName, Outcome>>>): string {
  const { trips, lost } = worstStreak(results['no limits'].roundTrips)
  return [
    section('A strategy that doubles after each loss, with limits and without', settings()),
    section('What it came to', outcomes(results)),
    section('Orders denied', denials(results)),
    section('Limits breached, and what followed', breaches(results)),
    section(`Without limits: ${integer(trips.length)} losses in a row, ${decimal(lost)} USD`, streak(trips)),
    section("Under 'own, marks': the first day that lost too much", firstDay(results['own, marks'])),
    section('Of its denied orders the first, and what it was checked against', firstDenied(results['own, marks'])),
    section('Final equity, and the largest fall, by seed', seeds(bySeed)),
  ].join('\n\n')
}

function settings(): string[] {
  const { seed, capital, leverage, commissionPerShare, commissionMinimum } = assumptions
  const rows = {
    Data: `${integer(createMarket().length)} bars of 15 minutes of 2024, thrown from seed ${integer(seed)}; they are no market's`,
    Rule: 'with the last bar, for 8 bars; 200 shares, and twice as many after each loss; after a denial 200 again',
    Fills: 'market orders, at the next open',
    Costs: `commission ${String(commissionPerShare)} USD a share, at least ${String(commissionMinimum)}`,
    Account: `${decimal(capital)} USD; positions may be worth ${integer(leverage)} times the equity`,
  }
  return Object.entries(rows).map(([name, text]) => name.padEnd(9) + text)
}

function byRun(results: Results, rows: Readonly<Record<string, (result: BacktestResult) => string>>): string[] {
  const cells = Object.entries(rows).map(([name, cell]) => [name, ...RUNS.map((run) => cell(results[run]))])
  return table([['', ...RUNS], ...cells])
}

function outcomes(results: Results): string[] {
  return byRun(results, {
    'Final equity, USD': ({ finalEquity }) => decimal(finalEquity),
    'Maximum drawdown': ({ metrics }) => percentage(metrics.maxDrawdown),
    'Round trips': ({ metrics }) => integer(metrics.trades),
    'Most shares traded at once': ({ fills }) => integer(Math.max(...fills.map(({ quantity }) => quantity.toNumber()))),
    'Worst round trip, USD': ({ roundTrips }) => decimal(Math.min(...roundTrips.map(({ pnl }) => pnl.toNumber()))),
  })
}

function denials(results: Results): string[] {
  const codes = [...new Set(RUNS.flatMap((run) => codesOf(results[run].risk)))].sort()
  const counts = codes.map(
    (code) => [code, (result: BacktestResult) => integer(result.risk.denials[code] ?? 0)] as const,
  )
  const known = ({ denied }: RiskReport) => denied.filter(({ value }) => !Number.isNaN(value))
  return byRun(results, {
    ...Object.fromEntries(counts),
    'their value, USD': ({ risk }) => decimal(known(risk).reduce((sum, { value }) => sum + value, 0)),
    'their commissions, USD': ({ risk }) => decimal(known(risk).reduce((sum, { commission }) => sum + commission, 0)),
  })
}

function codesOf({ denials: counts }: RiskReport) {
  return Object.keys(counts) as (keyof typeof counts)[]
}

function breaches(results: Results): string[] {
  const count = (rule: string) => (result: BacktestResult) =>
    integer(result.risk.breaches.filter((breach) => breach.rule.endsWith(rule)).length)
  const stops = ({ orders }: BacktestResult) =>
    orders.filter(({ link, status }) => link?.role === 'stopLoss' && status === 'FILLED').length
  return byRun(results, {
    'Daily loss': count('.dailyLoss'),
    'Loss streak': count('.lossStreak'),
    'Days held back': ({ risk }) => decimal(heldBackMs(risk) / DAY_MS),
    'Closed by marks': ({ risk }) => integer(risk.exits.length),
    'Closed by a resting stop': (result) => integer(stops(result)),
  })
}

/** For how long the account or the strategy was not ACTIVE; what is never released counts until the last change. */
function heldBackMs({ states }: RiskReport): number {
  const held = new Set<string>()
  let since = 0
  let ms = 0
  for (const { time, of, to } of states) {
    if (held.size > 0) ms += time - since
    since = time
    if (to === 'ACTIVE') held.delete(of)
    else held.add(of)
  }
  return ms
}

/** The losing round trips in a row that lost most together. */
function worstStreak(all: readonly RoundTrip[]): { readonly trips: readonly RoundTrip[]; readonly lost: number } {
  let worst: { readonly trips: readonly RoundTrip[]; readonly lost: number } = { trips: [], lost: 0 }
  let row: readonly RoundTrip[] = []
  for (const trip of all) {
    row = trip.pnl.toNumber() >= 0 ? [] : [...row, trip]
    const lost = row.reduce((total, { pnl }) => total + pnl.toNumber(), 0)
    if (lost < worst.lost) worst = { trips: row, lost }
  }
  return worst
}

function streak(trips: readonly RoundTrip[]): string[] {
  const rows = trips.map(({ exitTime, direction, quantity, entryPrice, exitPrice, pnl }) => [
    minute(exitTime),
    `${direction} ${integer(quantity.toNumber())}`,
    ...[entryPrice, exitPrice, pnl.toNumber()].map(decimal),
  ])
  return table([['closed (UTC)', 'shares', 'in', 'out', 'P&L'], ...rows])
}

/** What the risk limits did on the day of the first daily loss. */
function firstDay({ risk }: BacktestResult): string[] {
  const breach = risk.breaches.find(({ rule }) => rule.endsWith('.dailyLoss'))!
  const first = risk.states.findIndex(({ time, of }) => time === breach.time && of === breach.of)
  return risk.states
    .slice(first, first + 2)
    .map(({ time, of, from, to, reason }) => `${minute(time)}  ${of}: ${from} -> ${to}, as ${reason}`)
}

function firstDenied({ risk, orders }: BacktestResult): string[] {
  const { order, message } = risk.denied[0]!
  const { createdAt, side, quantity, checks } = orders[order]!
  return [
    `${minute(createdAt)}  ${side} ${quantity.toFixed()}: ${message}`,
    ...checks.map(({ rule, value, limit }) => `  ${rule}: ${decimal(value)} of ${decimal(limit)}`),
  ]
}

function seeds(bySeed: ReadonlyMap<number, Readonly<Record<RunName, Outcome>>>): string[] {
  const rows = [...bySeed].map(([seed, runs]) => [
    integer(seed),
    ...RUNS.map((run) => `${integer(runs[run].finalEquity)} (${percentage(runs[run].maxDrawdown)})`),
  ])
  return table([['seed', ...RUNS], ...rows])
}
