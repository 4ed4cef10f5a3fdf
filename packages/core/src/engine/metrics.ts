import { cagr, maxDrawdown, sharpeRatio, simpleReturns, totalReturn, volatility } from '../analytics/performance.js'
import { sessionEquity } from '../analytics/session-equity.js'
import { zoneDays } from '../calendar/zone-days.js'
import type { Instrument } from '../domain/instrument.js'
import { MoneyCell } from '../domain/money.js'
import { TRIP, type RoundTripLog } from '../portfolio/trade-tracker.js'

/** How a run performed. Fractions are of 1: 0.25 is 25 %. NaN where a number has no meaning, such as a Sharpe ratio of one day. */
export interface PerformanceMetrics {
  readonly totalReturn: number
  /** Compound annual growth rate, in years of 365.25 days. */
  readonly cagr: number
  /** Of returns from session close to session close, a year. */
  readonly volatility: number
  /** Over a riskless rate of 0, of the same returns, a year. */
  readonly sharpe: number
  /** The largest fall from a peak of equity, over all bars. */
  readonly maxDrawdown: number
  /** Round trips. */
  readonly trades: number
  /** Fraction of round trips with a profit after costs; NaN without any. */
  readonly winRate: number
}

/** Ratios use equity at each session's close, 252 sessions a year, and 365 where every instrument trades each day of the week. */
export function measure(options: {
  readonly times: Float64Array
  readonly equity: Float64Array
  readonly initial: number
  readonly startedAt: number
  readonly trips: RoundTripLog
  readonly instruments: readonly Instrument[]
}): PerformanceMetrics {
  const { times, equity, initial, startedAt, trips, instruments } = options
  const calendars = instruments.map(({ calendar, zone }) => calendar ?? zoneDays(zone))
  const everyDay = instruments.every(({ calendar, assetClass }) =>
    calendar ? calendar.name === '24/7' : assetClass === 'crypto',
  )
  const returns = simpleReturns(sessionEquity(times, equity, initial, calendars[0]!))
  const final = equity.at(-1) ?? initial
  const periods = everyDay ? 365 : 252
  return {
    totalReturn: totalReturn(initial, final),
    cagr: cagr(initial, final, (times.at(-1) ?? startedAt) - startedAt),
    volatility: volatility(returns, periods),
    sharpe: sharpeRatio(returns, periods),
    maxDrawdown: maxDrawdown(initial, equity),
    trades: trips.length,
    winRate: countWins(trips) / trips.length,
  }
}

function countWins(trips: RoundTripLog): number {
  const pnl = new MoneyCell()
  let wins = 0
  for (let row = 0; row < trips.length; row++) {
    const { whole, fraction } = trips.readAmount(row, TRIP.pnl, pnl)
    if (whole > 0 || (whole === 0 && fraction > 0)) wins++
  }
  return wins
}
