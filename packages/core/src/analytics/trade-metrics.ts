import { Decimal } from '../domain/decimal.js'
import type { RoundTrip } from '../domain/round-trip.js'
import { mean, standardDeviation } from './statistics.js'

/** What trade metrics read of a round trip. */
export type TradeOutcome = Pick<RoundTrip, 'pnl' | 'returnFraction' | 'holdingMs'>

/**
 * Figures over round trips. A win has a net P&L above 0, a loss one below; one of exactly 0 is neither. Sums of money are exact, and rounded
 * once. Without any trade a figure is NaN, but for counts.
 */
export interface TradeMetrics {
  /** Round trips, and how many of them won and lost. */
  readonly trades: number
  readonly wins: number
  readonly losses: number
  /** wins / trades. */
  readonly winRate: number
  /** Sum of what was won over the sum of what was lost, in money; null without losses. */
  readonly profitFactor: number | null
  /** Mean net P&L in money; as a fraction of entry value it is `averageTrade`. */
  readonly expectancy: number
  /** Mean, highest and lowest net return on entry value. */
  readonly averageTrade: number
  readonly bestTrade: number
  readonly worstTrade: number
  /**
   * System quality number: sqrt(trades) x mean / standard deviation (ddof 1) of net P&L (Tharp 2008, The Definitive Guide to Position Sizing). NaN
   * with fewer than two trades; where all brought the same it is infinite with its sign, and NaN if that was 0.
   */
  readonly sqn: number
  /** Mean time from entry to exit. */
  readonly averageHoldingMs: number
  /** The most wins, and the most losses, without another trade between them, in the order in which they closed. */
  readonly longestWinningStreak: number
  readonly longestLosingStreak: number
}

/** Figures over round trips in the order in which they closed; any selection of a result's will do. */
export function tradeMetrics(trips: readonly TradeOutcome[]): TradeMetrics {
  const trades = trips.length
  const signs = trips.map(({ pnl }) => (pnl.isZero() ? 0 : pnl.isNegative() ? -1 : 1))
  const returns = Float64Array.from(trips, ({ returnFraction }) => returnFraction)
  const won = sumOf(trips.filter((_, i) => signs[i] === 1))
  const lost = sumOf(trips.filter((_, i) => signs[i] === -1))
  const wins = signs.filter((sign) => sign === 1).length
  const expectancy = trades === 0 ? Number.NaN : won.plus(lost).div(trades).toNumber()
  return {
    trades,
    wins,
    losses: signs.filter((sign) => sign === -1).length,
    winRate: wins / trades,
    profitFactor: lost.isZero() ? null : won.div(lost.abs()).toNumber(),
    expectancy,
    averageTrade: mean(returns),
    bestTrade: extreme(returns, Math.max),
    worstTrade: extreme(returns, Math.min),
    sqn: systemQuality(trips, expectancy),
    averageHoldingMs: mean(Float64Array.from(trips, ({ holdingMs }) => holdingMs)),
    longestWinningStreak: longestStreak(signs, 1),
    longestLosingStreak: longestStreak(signs, -1),
  }
}

function sumOf(trips: readonly TradeOutcome[]): Decimal {
  return trips.reduce((sum, { pnl }) => sum.plus(pnl), new Decimal(0))
}

function extreme(values: Float64Array, pick: (one: number, other: number) => number): number {
  return values.length === 0 ? Number.NaN : values.reduce((one, other) => pick(one, other))
}

function systemQuality(trips: readonly TradeOutcome[], expectancy: number): number {
  const [first] = trips
  if (first === undefined || trips.length < 2) return Number.NaN
  if (trips.every(({ pnl }) => pnl.equals(first.pnl))) return expectancy / 0
  const deviation = standardDeviation(Float64Array.from(trips, ({ pnl }) => pnl.toNumber()))
  return (Math.sqrt(trips.length) * expectancy) / deviation
}

function longestStreak(signs: readonly number[], wanted: number): number {
  let longest = 0
  let streak = 0
  for (const sign of signs) {
    streak = sign === wanted ? streak + 1 : 0
    longest = Math.max(longest, streak)
  }
  return longest
}
