import { BacktestEngine, basisPoints, MemoryDataGateway, perShare } from '@tradewright/core'
import { MomentumRotation } from './momentum-rotation.js'
import { calendar, market } from './shares.js'

/** What the run assumes, in USD. */
export const assumptions = { capital: 100_000, commissionPerShare: 0.005, commissionMinimum: 1, slippagePoints: 5 }

/** The bars are as they were traded, so that the strategy has to know of splits. */
const splits = market.events.flatMap((event) =>
  event.kind === 'split' ? [{ symbol: event.symbol, at: String(event.at), ratio: Number(event.ratio) }] : [],
)

/** The example's backtest, ready to run. */
export function createBacktest(
  options: {
    readonly strategy?: typeof MomentumRotation
    readonly buffer?: number
    readonly isFree?: boolean
    readonly freshBars?: boolean
  } = {},
): BacktestEngine {
  const { strategy = MomentumRotation, buffer, isFree = false, freshBars = false } = options
  const { capital, commissionPerShare, commissionMinimum, slippagePoints } = assumptions
  const costs = {
    commission: perShare(commissionPerShare, { minimum: commissionMinimum }),
    slippage: basisPoints(slippagePoints),
  }
  return new BacktestEngine({
    data: new MemoryDataGateway([...market.bars].map(([symbol, bars]) => ({ symbol, timeframe: '1d', bars }))),
    instruments: [...market.bars.keys()].map((symbol) => ({ symbol, tickSize: 0.01, calendar })),
    strategies: [{ strategy, params: { splits, ...(buffer === undefined ? {} : { buffer }) } }],
    account: { capital, type: 'cash', insufficientFunds: 'reject' },
    events: market.events,
    costs: isFree ? {} : costs,
    freshBars,
  })
}
