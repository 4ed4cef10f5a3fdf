import { BacktestEngine, MemoryDataGateway, perShare, type BacktestConfig, type BarColumns } from '@tradewright/core'
import type { PreparedBacktest, ShownSeries } from '@tradewright/core/testing'
import { throwMarket, type ThrownDay } from './dice-market.js'
import { fixedReversion } from './fixed.js'
import { leakingReversion } from './leaking.js'

export const RUNS = ['leaking', 'fixed'] as const
export type RunName = (typeof RUNS)[number]

const SYMBOL = 'DICE'

/** What the runs assume, in USD. */
export const assumptions = {
  seed: 5,
  days: 1500,
  from: '2016-09-07',
  capital: 100_000,
  commissionPerShare: 0.005,
  commissionMinimum: 1,
  rules: { period: 120, entry: 1, quantity: 300 },
}

/** One of the example's backtests as a function of its bars, so that a proof can show it fewer of them. */
export function prepare(name: RunName, seed = assumptions.seed): PreparedBacktest {
  const bars = inColumns(throwMarket(assumptions.days, seed))
  return { series: [{ symbol: SYMBOL, timeframe: '1d', bars }], config: (series) => configOf(name, series) }
}

/** The same on all of its bars, ready to start. */
export function createBacktest(name: RunName, seed = assumptions.seed): BacktestEngine {
  const bars = inColumns(throwMarket(assumptions.days, seed))
  return new BacktestEngine(configOf(name, [{ symbol: SYMBOL, timeframe: '1d', bars }]))
}

function configOf(name: RunName, series: readonly ShownSeries[]): BacktestConfig {
  const { rules, from, capital, commissionPerShare, commissionMinimum } = assumptions
  const strategy = name === 'leaking' ? leakingReversion(series[0]!.bars.close, rules) : fixedReversion(rules)
  return {
    data: new MemoryDataGateway(series),
    instruments: [{ symbol: SYMBOL, tickSize: 0.01 }],
    strategies: [{ strategy }],
    account: { capital },
    costs: { commission: perShare(commissionPerShare, { minimum: commissionMinimum }) },
    from,
  }
}

function inColumns(bars: readonly ThrownDay[]): BarColumns {
  const column = (field: keyof ThrownDay): Float64Array => Float64Array.from(bars, (bar) => bar[field])
  return {
    length: bars.length,
    openTime: column('openTime'),
    closeTime: column('closeTime'),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
  }
}
