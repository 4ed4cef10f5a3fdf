import { readFileSync } from 'node:fs'
import {
  BacktestEngine,
  financing,
  instrumentsFrom,
  marginPerInstrument,
  MemoryDataGateway,
  percent,
  PercentSizer,
  spreadTicks,
  type ParamsOf,
} from '@tradewright/core'
import { throwMarket } from './dice-market.js'
import { Gotobi } from './gotobi.js'

const SYMBOL = 'USDJPY'

const contracts: unknown = JSON.parse(readFileSync(new URL('../contracts.json', import.meta.url), 'utf8'))

/** What the run assumes: fractions are of 1, amounts in USD, points and ticks 0.001 yen. */
export const assumptions = {
  year: 2024,
  seed: 1,
  capital: 20_000,
  /** Positions may be 25 times the equity at most; the sizer asks for 5 times. */
  marginFraction: 0.04,
  maintenanceFraction: 0.02,
  equityFraction: 5,
  commissionFraction: '0.00002',
  spreadTicks: 4,
  longPoints: 18,
  shortPoints: -24,
}

/** The market of the run, for an effect of payment days in yen. */
export function createMarket(effect = 0) {
  const { year, seed } = assumptions
  return throwMarket({ year, seed, effect })
}

/** The example's backtest, ready to run. */
export function createBacktest(
  options: {
    /** In yen; default 0. */
    readonly effect?: number
    readonly params?: ParamsOf<typeof Gotobi>
    /** Default: the end of the year, UTC epoch milliseconds. */
    readonly to?: number
    readonly freshBars?: boolean
  } = {},
): BacktestEngine {
  const { effect, params = {}, ...rest } = options
  const { capital, marginFraction, maintenanceFraction, equityFraction } = assumptions
  const { commissionFraction, longPoints, shortPoints } = assumptions
  return new BacktestEngine({
    data: new MemoryDataGateway([{ symbol: SYMBOL, timeframe: '5m', bars: createMarket(effect) }]),
    instruments: instrumentsFrom(contracts, [SYMBOL]),
    series: [{ symbol: SYMBOL, timeframe: '5m', side: 'bid' }],
    strategies: [{ strategy: Gotobi, params, sizer: new PercentSizer({ fraction: equityFraction }) }],
    account: {
      capital,
      currency: 'USD',
      settlement: 'convert',
      margin: marginPerInstrument({ [SYMBOL]: { rate: marginFraction, maintenanceRate: maintenanceFraction } }),
      marginCall: 'liquidateAll',
      financing: financing({ swap: { [SYMBOL]: { longPoints, shortPoints, pointSize: 0.001 } } }),
    },
    costs: { commission: percent(commissionFraction), spread: spreadTicks(assumptions.spreadTicks) },
    ...rest,
  })
}
