import type { BacktestResult, EquityRange, Fill } from '@tradewright/core'
import { assumptions, market } from './backtest.js'
import { decimal, integer, minute, percentage, section, table, values } from './text.js'

/** A result under the pessimistic policy, beside that of the same backtest with one-minute bars to decide, as a person would like to read them. */
export function summarize(result: BacktestResult, decided: BacktestResult, range: EquityRange): string {
  const { count, undecided } = result.ambiguity
  const doubts = result.doubts.map(({ code, message }) => `${code}: ${message}`)
  return [
    section('Opening ranges with brackets, on prices thrown with a die', settings()),
    section('Performance', performance(result)),
    section('How positions ended', exits(result)),
    section(`Ambiguous: ${integer(count)} of ${integer(result.fills.length)} fills`, ambiguous(result, decided)),
    section('Ambiguity', [
      ...values({
        'Ambiguous fills': integer(count),
        'Their round trips': `${decimal(result.ambiguity.pnl.toNumber())} USD`,
        'Share of profit': percentage(result.ambiguity.profitShare),
        'Left open, unfilled': integer(undecided),
      }),
    ]),
    section('Final equity under each policy', equities(range)),
    section('Doubts', doubts.length > 0 ? doubts : ['none']),
  ].join('\n\n')
}

function settings(): string[] {
  const { capital, risk, commissionPerShare, commissionMinimum, slippageTicks } = assumptions
  const { quarters, seed } = market
  const rows = {
    Data: `${integer(quarters.length)} bars of 15 minutes, thrown from seed ${String(seed)}; they are no market's`,
    Entry: 'buy stop a cent above the range of the first two bars of each session',
    Exits: 'stop-loss three quarters down the range; half at 1 and half at 2 times the risk; the rest at the close',
    Size: `${percentage(risk)} of equity at risk, no more than the account can pay`,
    Costs: `commission ${String(commissionPerShare)} USD a share, at least ${String(commissionMinimum)}; slippage ${String(slippageTicks)} cent`,
    Fills: 'pessimistic: of what a bar leaves open, the worst',
    Capital: `${decimal(capital)} USD`,
  }
  return Object.entries(rows).map(([name, text]) => name.padEnd(9) + text)
}

function performance({ metrics, finalEquity, positionCycles }: BacktestResult): string[] {
  return values({
    'Final equity': `${decimal(finalEquity)} USD`,
    'Total return': percentage(metrics.totalReturn),
    'Maximum drawdown': percentage(metrics.maxDrawdown),
    Positions: integer(positionCycles.length),
    'Round trips': integer(metrics.trades),
    'Win rate': percentage(metrics.winRate),
  })
}

/** How many fills each kind of order had that closes a position. */
function exits({ orders }: BacktestResult): string[] {
  const filled = (text: string): string =>
    integer(orders.filter(({ type, side, status }) => `${side} ${type} ${status}` === `sell ${text} FILLED`).length)
  return values({
    'By stop-loss': filled('stop'),
    'By targets': filled('limit'),
    'At the close': filled('marketOnClose'),
  })
}

/** Each ambiguous fill, what its position came to, and what it comes to where one-minute bars decide. */
function ambiguous(result: BacktestResult, decided: BacktestResult): string[] {
  const rows = result.ambiguity.fills.map((fill) => [
    minute(fill.occurredAt),
    fill.side,
    fill.quantity.toFixed(),
    decimal(fill.price),
    pnlAround(result, fill),
    pnlAround(decided, fill),
  ])
  return table([16, 6, 7, 9, 13, 13], [['bar ends (UTC)', 'side', 'shares', 'at', 'P&L', 'by minutes'], ...rows])
}

/** Net P&L of the position that was held when a bar ended, or was closed in it. */
function pnlAround({ positionCycles }: BacktestResult, { occurredAt }: Fill): string {
  const cycle = positionCycles.find(({ openedAt, closedAt }) => openedAt <= occurredAt && occurredAt <= closedAt)
  return cycle ? decimal(cycle.pnl.toNumber()) : 'none'
}

function equities({ byPolicy }: EquityRange): string[] {
  return values(
    Object.fromEntries(Object.entries(byPolicy).map(([policy, equity]) => [policy, `${decimal(equity)} USD`])),
  )
}
