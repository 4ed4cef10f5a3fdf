import { BacktestEngine, basisPoints, percent, PercentSizer, xnys, type ParamsOf } from '@tradewright/core'
import { CsvDataGateway } from '@tradewright/data-files'
import { SmaCross } from './sma-cross.js'

/** Twenty years of daily S&P 500 bars, read from the package that has them. */
const bars = new URL('../data/sp500-2000.csv', import.meta.resolve('vega-datasets'))

/** What the run assumes; fractions are of 1. */
export const assumptions = { capital: 100_000, equityFraction: 0.95, commissionFraction: 0.0005, slippagePoints: 1 }

/** The example's backtest, ready to run. */
export function createBacktest(
  params: ParamsOf<typeof SmaCross>,
  options: { readonly freshBars?: boolean } = {},
): BacktestEngine {
  const { capital, equityFraction, commissionFraction, slippagePoints } = assumptions
  return new BacktestEngine({
    data: new CsvDataGateway({ files: { SPX: bars } }),
    instruments: [{ symbol: 'SPX', assetClass: 'index', calendar: xnys() }],
    strategies: [{ strategy: SmaCross, params, sizer: new PercentSizer({ fraction: equityFraction }) }],
    account: { capital },
    costs: { commission: percent(commissionFraction), slippage: basisPoints(slippagePoints) },
    ...options,
  })
}
