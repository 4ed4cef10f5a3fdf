/**
 * The plain case with every limit of the account, of each strategy and of its symbol, with breakers and exits by marks, at levels that nothing reaches:
 * the same orders and fills, each checked against everything. Prints one line of JSON.
 */
import { measure } from './measure.mjs'
import { plainCase } from './plain-case.mjs'

const orders = { orderValue: { fraction: 1 }, priceCollar: 0.9, maxPriceAge: '1d' }
const position = { positionSize: 1e9, positionValue: { fraction: 1 } }
const scope = {
  ...orders,
  ...position,
  ordersPerMinute: 100,
  ordersPerMinutePerSymbol: 100,
  totalExposure: { fraction: 1 },
  leverage: 1,
  concentration: { symbol: 1, group: 1, currency: 1 },
  correlation: { max: 0.99, bars: 100 },
  allowShort: true,
  dailyLoss: { fraction: 0.99 },
  maxDrawdown: { fraction: 0.9999 },
  lossStreak: { trades: 1_000_000, coolDown: '1d' },
  volatilityTarget: { annual: 1000 },
}
const exits = {
  by: 'marks',
  stopLoss: { fraction: 0.99 },
  trailingStop: { fraction: 0.99 },
  breakEven: { after: { fraction: 99 } },
  takeProfit: { fraction: 100 },
  timeExit: { bars: 1_000_000 },
}
const risk = {
  account: scope,
  eachStrategy: { ...scope, exits },
  symbols: { SYN: { ...orders, ...position, ordersPerMinute: 100 } },
  groups: { all: ['SYN'] },
}

const engine = plainCase({ risk })
const { medianMs, last } = await measure(() => engine.run())
const { breaches, states, exits: closed, denied } = last.risk
if ([breaches, states, closed, denied].some(({ length }) => length > 0)) throw new Error('a limit was reached')
const checks = Math.max(...last.orders.map((order) => order.checks.length))
console.log(JSON.stringify({ medianMs, checks, fills: last.fills.length, equity: last.finalEquity }))
