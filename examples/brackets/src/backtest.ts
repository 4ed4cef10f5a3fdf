import {
  BacktestEngine,
  MemoryDataGateway,
  perShare,
  RiskBasedSizer,
  ticks,
  xnys,
  type FillRules,
} from '@tradewright/core'
import { throwMarket } from './dice-market.js'
import { OpeningRange } from './opening-range.js'

const SYMBOL = 'DICE'

const calendar = xnys()

export const market = throwMarket({ calendar, from: '2024-01-02', to: '2024-03-28', seed: 1 })

/** What the run assumes: fractions are of 1, amounts in USD. */
export const assumptions = {
  capital: 100_000,
  risk: 0.0025,
  commissionPerShare: 0.005,
  commissionMinimum: 1,
  slippageTicks: 1,
}

/** The rules that let one-minute bars decide what bars of fifteen minutes leave open. */
export const finer: FillRules = { policy: 'finer', finer: [{ symbol: SYMBOL, timeframe: '1m' }] }

/** The example's backtest, ready to run. */
export function createBacktest(
  options: { readonly fills?: FillRules; readonly freshBars?: boolean } = {},
): BacktestEngine {
  const { capital, risk, commissionPerShare, commissionMinimum, slippageTicks } = assumptions
  return new BacktestEngine({
    data: new MemoryDataGateway([
      { symbol: SYMBOL, timeframe: '15m', bars: market.quarters },
      { symbol: SYMBOL, timeframe: '1m', bars: market.minutes },
    ]),
    instruments: [{ symbol: SYMBOL, tickSize: 0.01, calendar }],
    series: [{ symbol: SYMBOL, timeframe: '15m' }],
    strategies: [{ strategy: OpeningRange, sizer: new RiskBasedSizer({ risk, capToBuyingPower: true }) }],
    account: { capital },
    costs: {
      commission: perShare(commissionPerShare, { minimum: commissionMinimum }),
      slippage: ticks(slippageTicks),
    },
    ...options,
  })
}
