import { BacktestEngine, MemoryDataGateway, perShare, xnys, type BarInput } from '@tradewright/core'
import { throwMarket } from './dice-market.js'
import { Doubler } from './doubler.js'
import { limits, type RunName } from './limits.js'

const SYMBOL = 'DICE'

const calendar = xnys()

/** What the run assumes, in USD. */
export const assumptions = {
  seed: 4,
  capital: 100_000,
  /** Positions may be worth 20 times the equity, as a broker of CFDs has it: what lets the doubling go on for long. */
  leverage: 20,
  commissionPerShare: 0.005,
  commissionMinimum: 1,
}

/** The bars that a seed throws. */
export function createMarket(seed = assumptions.seed): readonly BarInput[] {
  return throwMarket({ calendar, from: '2024-01-02', to: '2024-12-31', seed })
}

/** One of the example's runs, ready to start. */
export function createBacktest(
  name: RunName,
  options: { readonly seed?: number; readonly freshBars?: boolean } = {},
): BacktestEngine {
  const { capital, leverage, commissionPerShare, commissionMinimum } = assumptions
  const { seed, freshBars = false } = options
  const risk = limits[name]
  return new BacktestEngine({
    data: new MemoryDataGateway([{ symbol: SYMBOL, timeframe: '15m', bars: createMarket(seed) }]),
    instruments: [{ symbol: SYMBOL, tickSize: 0.01, calendar }],
    series: [{ symbol: SYMBOL, timeframe: '15m' }],
    strategies: [{ strategy: Doubler }],
    account: { capital, leverage },
    costs: { commission: perShare(commissionPerShare, { minimum: commissionMinimum }) },
    ...(risk && { risk }),
    freshBars,
  })
}
