import { alpha, beta } from '../analytics/benchmark.js'
import { averageDrawdown, drawdownPeriods, maxDrawdown, type Drawdown } from '../analytics/drawdown.js'
import { exposure } from '../analytics/exposure.js'
import { cagr, periodReturn, simpleReturns, totalReturn } from '../analytics/returns.js'
import { omegaRatio, sharpeRatio, sortinoRatio } from '../analytics/risk-ratios.js'
import { valueAtRisk, volatility } from '../analytics/risk.js'
import { metricInvalid } from '../analytics/statistics.js'
import { sessionEnds } from '../analytics/session-ends.js'
import { tradeMetrics, type TradeMetrics } from '../analytics/trade-metrics.js'
import { zoneDays } from '../calendar/zone-days.js'
import type { Calendar } from '../domain/calendar.js'
import { formatTime } from '../domain/errors.js'
import { tradesEveryDay, type Instrument } from '../domain/instrument.js'
import type { RoundTrip } from '../domain/round-trip.js'
import type { Spec } from '../domain/spec.js'
import type { TradingKernel } from '../kernel/trading-kernel.js'
import { benchmarkValues, type MetricsOptions } from './benchmark.js'
import { withoutFlows } from './cash-flows.js'
import { positionChanges } from './position-changes.js'

/**
 * How a run performed; `docs/results-and-metrics.md` has every definition. Fractions are of 1: 0.25 is 25 %. NaN is a number that has no
 * meaning, such as a Sharpe ratio of one day, and null one for which something is missing, such as a beta without a benchmark. Trade figures count
 * all round trips, `long` and `short` those of one direction.
 */
export interface PerformanceMetrics extends TradeMetrics {
  /** Final equity / initial capital - 1; of a run with deposits or withdrawals the time-weighted return. */
  readonly totalReturn: number
  /** Compound annual growth rate, in years of 365.25 days. */
  readonly cagr: number
  /** Sample deviation of returns from session close to session close, a year. */
  readonly volatility: number
  /** Ratios of the same returns, a year, over the riskless rate. */
  readonly sharpe: number
  readonly sortino: number
  /** Not a year's. */
  readonly omega: number
  /** cagr / maxDrawdown. */
  readonly calmar: number
  /** The 5th percentile of the same returns; negative where it is a loss. */
  readonly valueAtRisk: number
  /** Jensen's alpha a year, and beta, of the same returns; null without a benchmark. */
  readonly alpha: number | null
  readonly beta: number | null
  /** The largest fall from a peak of equity, over all bars. */
  readonly maxDrawdown: number
  /** The mean depth of all falls. */
  readonly averageDrawdown: number
  /** The largest fall, with when it began, ended and recovered; null where equity never fell. */
  readonly deepestDrawdown: Drawdown | null
  /** The share of bars that close with a position. */
  readonly exposure: number
  readonly long: TradeMetrics
  readonly short: TradeMetrics
  /** What the ratios were computed with. */
  readonly periodsPerYear: number
  readonly riskFreeRate: number
}

/** What metrics are made of. */
export interface MeasuredRun {
  readonly kernel: TradingKernel
  readonly initial: number
  readonly startedAt: number
  readonly roundTrips: readonly RoundTrip[]
}

/** All metrics of a run. Throws METRIC_INVALID for impossible options, UNKNOWN_SYMBOL for a benchmark that is not part of the run. */
export function measure(run: MeasuredRun, options: MetricsOptions): PerformanceMetrics {
  const { kernel, initial, startedAt } = run
  const roundTrips = run.roundTrips.map((trip) => (trip.rate === 1 ? trip : { ...trip, pnl: trip.pnlInBase }))
  const { equityCurve } = kernel
  const curve = { times: prepend(startedAt, equityCurve.times), equity: prepend(initial, equityCurve.equity) }
  const { times, equity } = withoutFlows(kernel.account, curve, equityCurve.isAmended)
  const growth = cagr(initial, equity.at(-1)!, times.at(-1)! - startedAt)
  const largest = maxDrawdown(equity)
  const falls = drawdownPeriods(times, equity)
  return {
    totalReturn: totalReturn(initial, equity.at(-1)!),
    cagr: growth,
    ...ratios(run, options, { times, equity }),
    calmar: largest > 0 ? growth / largest : Number.NaN,
    maxDrawdown: largest,
    averageDrawdown: averageDrawdown(equity),
    deepestDrawdown: falls.find(({ depth }) => depth === largest) ?? null,
    exposure: exposure(positionChanges(kernel), kernel.equityCurve.times.length),
    ...tradeMetrics(roundTrips),
    long: tradeMetrics(roundTrips.filter(({ direction }) => direction === 'long')),
    short: tradeMetrics(roundTrips.filter(({ direction }) => direction === 'short')),
  }
}

/** Metrics as plain data: a number that is none is null, a time ISO 8601. */
export function metricsJson(metrics: PerformanceMetrics): Spec {
  return plain(metrics)
}

type Ratios = Pick<
  PerformanceMetrics,
  'volatility' | 'sharpe' | 'sortino' | 'omega' | 'valueAtRisk' | 'alpha' | 'beta' | 'periodsPerYear' | 'riskFreeRate'
>

/** What is computed from equity at each session's close. */
function ratios(
  run: MeasuredRun,
  options: MetricsOptions,
  curve: { readonly times: Float64Array; readonly equity: Float64Array },
): Ratios {
  const { instruments } = run.kernel.setup
  const { riskFreeRate = 0, periodsPerYear = instruments.every(tradesEveryDay) ? 365 : 252 } = options
  const ends = sessionEnds(curve.times.subarray(1), sessionsOf(instruments)).map((row) => row + 1)
  const rows = [0, ...ends]
  const returns = simpleReturns(Float64Array.from(rows, (row) => curve.equity[row]!))
  const riskFreeReturn = periodReturn(riskFreeRate, { periodsPerYear })
  if (!Number.isFinite(riskFreeReturn))
    throw metricInvalid(`riskFreeRate is ${riskFreeRate}; expected a yearly rate, such as 0.02`)
  const closes = benchmarkValues(
    run,
    options.benchmark,
    rows.map((row) => curve.times[row]!),
  )
  const market = closes && simpleReturns(closes)
  return {
    volatility: volatility(returns, { periodsPerYear }),
    sharpe: sharpeRatio(returns, { periodsPerYear, riskFreeReturn }),
    sortino: sortinoRatio(returns, { periodsPerYear, requiredReturn: riskFreeReturn }),
    omega: omegaRatio(returns, { requiredReturn: riskFreeReturn }),
    valueAtRisk: valueAtRisk(returns),
    alpha: market ? alpha(returns, market, { periodsPerYear, riskFreeReturn }) : null,
    beta: market ? beta(returns, market) : null,
    periodsPerYear,
    riskFreeRate,
  }
}

/** Sessions by which a run of several calendars is cut: those of the first instrument that does not trade every day, as 252 a year supposes. */
function sessionsOf(instruments: readonly Instrument[]): Calendar {
  const { calendar, zone } = instruments.find((instrument) => !tradesEveryDay(instrument)) ?? instruments[0]!
  return calendar ?? zoneDays(zone)
}

function prepend(first: number, rest: Float64Array): Float64Array {
  const all = new Float64Array(rest.length + 1)
  all[0] = first
  all.set(rest, 1)
  return all
}

function plain(value: object): { readonly [name: string]: Spec } {
  return Object.fromEntries(
    Object.entries(value).map(([name, part]: [string, unknown]): [string, Spec] => {
      if (typeof part === 'object' && part !== null) return [name, plain(part)]
      if (typeof part !== 'number' || !Number.isFinite(part)) return [name, null]
      return [name, name.endsWith('At') ? formatTime(part) : part]
    }),
  )
}
