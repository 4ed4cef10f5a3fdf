/**
 * The plain case with every limit of the account, of each strategy and of its symbol, with breakers and exits by marks, at levels that nothing reaches:
 * the same orders and fills, checked against everything. The two are run in turns. Prints one line of JSON.
 */
import { measureInTurns } from './measure.mjs'
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

const [plain, limited] = await measureInTurns([plainCase(), plainCase({ risk })].map((engine) => () => engine.run()))
const [expected, came] = [plain, limited].map(({ last }) => `${last.finalEquity} in ${last.fills.length} fills`)
if (came !== expected) throw new Error(`the limits changed the run: ${came} instead of ${expected}`)
const { breaches, states, exits: closed, denied } = limited.last.risk
if ([breaches, states, closed, denied].some(({ length }) => length > 0)) throw new Error('a limit was reached')
const checks = limited.last.orders[0].checks.length
console.log(JSON.stringify({ plainMs: plain.medianMs, limitedMs: limited.medianMs, checks }))
