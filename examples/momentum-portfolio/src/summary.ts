import { Decimal, type BacktestResult } from '@tradewright/core'
import { assumptions } from './backtest.js'
import { rotationsOf, type Rotation } from './rotations.js'
import { market } from './shares.js'
import { date, decimal, integer, percentage, section, values } from './text.js'

const ROTATIONS_SHOWN = 5

/** A result as a person would like to read it. */
export function summarize(result: BacktestResult): string {
  const rotations = rotationsOf(result)
  const last = rotations.slice(-ROTATIONS_SHOWN)
  const doubts = result.doubts.map(({ code, message }) => `${code}: ${message}`)
  return [
    section('Momentum rotation in a cash account, on generated prices', settings(result)),
    section('Performance', performance(result)),
    section('Cash', cash(result)),
    section('Split and delisted', endings(result)),
    section(`Last ${integer(last.length)} of ${integer(rotations.length)} rotations`, table(last)),
    section('Doubts', doubts.length > 0 ? doubts : ['none']),
  ].join('\n\n')
}

function settings({ bars }: BacktestResult): string[] {
  const { capital, commissionPerShare, commissionMinimum, slippagePoints } = assumptions
  const { seed, bars: series } = market
  const rows = {
    Data: `${integer(bars)} daily bars of ${integer(series.size)} shares, generated from seed ${String(seed)}; they are no market's`,
    Rule: 'at the last close of a month: the best three of six months, without the last one, in equal parts',
    Fills: 'market orders, at the next open; sells first',
    Costs: `commission ${String(commissionPerShare)} USD a share, at least ${String(commissionMinimum)}; slippage ${String(slippagePoints)} basis points`,
    Account: 'cash; a buy that it does not pay for is rejected; 2 % of the equity are not allocated',
    Capital: `${decimal(capital)} USD`,
  }
  return Object.entries(rows).map(([name, text]) => name.padEnd(9) + text)
}

function performance({ metrics, finalEquity, orders }: BacktestResult): string[] {
  const ended = (status: string): string => integer(orders.filter((order) => order.status === status).length)
  return values({
    'Final equity': `${decimal(finalEquity)} USD`,
    'Total return': percentage(metrics.totalReturn),
    CAGR: percentage(metrics.cagr),
    'Volatility, a year': percentage(metrics.volatility),
    'Sharpe ratio': decimal(metrics.sharpe),
    'Maximum drawdown': percentage(metrics.maxDrawdown),
    'Orders filled': ended('FILLED'),
    'Orders rejected': ended('REJECTED'),
    'Round trips': integer(metrics.trades),
  })
}

/** What the entries of the ledger add up to, and the least cash that any of them left. */
function cash({ ledger, fills }: BacktestResult): string[] {
  const sums = new Map<string, Decimal>()
  let balance = new Decimal(0)
  let least = new Decimal(Number.POSITIVE_INFINITY)
  for (const { kind, amount, fill } of ledger) {
    const traded = fills[fill]
    const what = kind !== 'fill' ? kind : traded!.internal ? 'paid out' : traded!.side
    sums.set(what, (sums.get(what) ?? new Decimal(0)).plus(amount.toDecimal()))
    balance = balance.plus(amount.toDecimal())
    least = Decimal.min(least, balance)
  }
  const usd = (amount: Decimal | undefined): string => `${decimal(amount?.toNumber() ?? 0)} USD`
  return values({
    Deposited: usd(sums.get('deposit')),
    'Shares bought': usd(sums.get('buy')),
    'Shares sold': usd(sums.get('sell')),
    'Paid for delisted': usd(sums.get('paid out')),
    Commissions: usd(sums.get('commission')),
    Dividends: usd(sums.get('dividend')),
    'Parts of a share': usd(sums.get('adjustment')),
    'Left at the end': usd(balance),
    'Least at any time': usd(least),
  })
}

function endings({ events }: BacktestResult): string[] {
  return events
    .filter(({ event }) => event.kind === 'split' || event.kind === 'delisting')
    .map(({ time, event, message }) => `${date(time)}  ${event.kind}: ${message}`)
}

function table(rotations: readonly Rotation[]): string[] {
  const rows = rotations.map(({ time, sold, bought, commission, cashAfter, trades }) => [
    date(time),
    ...[sold, bought, commission, cashAfter].map((amount) => decimal(amount.toNumber())),
    `  ${trades.join(', ')}`,
  ])
  const header = ['at open of', 'sold', 'bought', 'commission', 'cash after', '  shares']
  const widths = [10, 12, 12, 12, 12, 0]
  return [header, ...rows].map((row) => row.map((cell, column) => cell.padStart(widths[column]!)).join(''))
}
