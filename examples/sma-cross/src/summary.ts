import { formatTime, type BacktestResult, type RoundTrip } from '@tradewright/core'
import type { z } from 'zod'
import { assumptions } from './backtest.js'
import type { SmaCross } from './sma-cross.js'

const TRIPS_SHOWN = 5

/** A result as a person would like to read it. */
export function summarize(result: BacktestResult, params: z.output<typeof SmaCross.params>): string {
  const trips = result.roundTrips
  return [
    section('SMA cross on the S&P 500', settings(result, params)),
    section('Performance', performance(result)),
    section(
      `Last ${integer(Math.min(TRIPS_SHOWN, trips.length))} of ${integer(trips.length)} round trips`,
      last(trips),
    ),
    section(
      'Warnings',
      result.warnings.map(({ code, message }) => `${code}: ${message}`),
    ),
  ].join('\n\n')
}

function settings(result: BacktestResult, { fast, slow }: z.output<typeof SmaCross.params>): string[] {
  const { capital, equityFraction, commissionFraction, slippagePoints } = assumptions
  const rows = {
    Data: `${integer(result.bars)} daily bars, ${day(result.startedAt)} to ${day(result.endedAt)}`,
    Strategy: `long while the ${integer(fast)}-day average is above the ${integer(slow)}-day one, else flat`,
    Size: `${percentage(equityFraction)} of equity, whole units`,
    Fills: 'market orders, at the open of the next day',
    Costs: `commission ${percentage(commissionFraction)} of a fill's value, slippage ${integer(slippagePoints)} basis point`,
    Capital: `${decimal(capital)} USD`,
  }
  return Object.entries(rows).map(([name, text]) => name.padEnd(10) + text)
}

function performance({ metrics, finalEquity }: BacktestResult): string[] {
  const rows = {
    'Final equity': `${decimal(finalEquity)} USD`,
    'Total return': percentage(metrics.totalReturn),
    CAGR: percentage(metrics.cagr),
    'Volatility, a year': percentage(metrics.volatility),
    'Sharpe ratio': decimal(metrics.sharpe),
    'Maximum drawdown': percentage(metrics.maxDrawdown),
    Trades: integer(metrics.trades),
    'Win rate': percentage(metrics.winRate),
  }
  return Object.entries(rows).map(([name, text]) => name.padEnd(20) + text.padStart(14))
}

function last(trips: readonly RoundTrip[]): string[] {
  const rows = trips
    .slice(-TRIPS_SHOWN)
    .map((trip) => [
      day(trip.entryTime),
      day(trip.exitTime),
      trip.quantity.toFixed(),
      decimal(trip.entryPrice),
      decimal(trip.exitPrice),
      decimal(trip.pnl.toNumber()),
      percentage(trip.returnFraction),
    ])
  const header = ['in', 'out', 'units', 'bought at', 'sold at', 'P&L', 'return']
  const widths = [10, 12, 7, 11, 11, 12, 10]
  return [header, ...rows].map((row) => row.map((cell, column) => cell.padStart(widths[column]!)).join(''))
}

function section(title: string, lines: readonly string[]): string {
  return [title, ...lines.map((line) => `  ${line}`)].join('\n')
}

function day(time: number): string {
  return formatTime(time).slice(0, 10)
}

function integer(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 })
}

function decimal(value: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}

function percentage(fraction: number): string {
  return `${decimal(fraction * 100)} %`
}
