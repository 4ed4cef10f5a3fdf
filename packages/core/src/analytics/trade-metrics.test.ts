import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from '../domain/decimal.js'
import { tradeMetrics, type TradeOutcome } from './trade-metrics.js'

const HOUR = 3_600_000

/** Trades that brought these amounts, on 100 each, held for an hour more than the one before. */
const trips = (...amounts: (number | string)[]): TradeOutcome[] =>
  amounts.map((amount, i) => ({
    pnl: new Decimal(amount),
    returnFraction: new Decimal(amount).div(100).toNumber(),
    holdingMs: (i + 1) * HOUR,
  }))

describe('tradeMetrics', () => {
  it('are those that are reckoned by hand', () => {
    expect(tradeMetrics(trips(30, -10, 20, 0, -20))).toEqual({
      trades: 5,
      wins: 2,
      losses: 2,
      winRate: 0.4,
      profitFactor: 50 / 30,
      expectancy: 4,
      averageTrade: expect.closeTo(0.04, 12) as number,
      bestTrade: 0.3,
      worstTrade: -0.2,
      // Squares of the deviations from 4: 676 + 196 + 256 + 16 + 576 = 1720; over 4: 430.
      sqn: expect.closeTo((Math.sqrt(5) * 4) / Math.sqrt(430), 12) as number,
      averageHoldingMs: 3 * HOUR,
      longestWinningStreak: 1,
      longestLosingStreak: 1,
    })
  })

  it('of no trades have no meaning, but for counts', () => {
    const nothing = Number.NaN
    expect(tradeMetrics([])).toEqual({
      ...{ trades: 0, wins: 0, losses: 0, winRate: nothing, profitFactor: null, expectancy: nothing },
      ...{ averageTrade: nothing, bestTrade: nothing, worstTrade: nothing, sqn: nothing, averageHoldingMs: nothing },
      ...{ longestWinningStreak: 0, longestLosingStreak: 0 },
    })
  })

  it('count a trade that brought exactly nothing as neither won nor lost', () => {
    expect(tradeMetrics(trips('0.00000001', 0, '-0', '-0.00000001'))).toMatchObject({
      ...{ trades: 4, wins: 1, losses: 1, winRate: 0.25, profitFactor: 1, expectancy: 0 },
    })
  })

  it.each([
    ['null without losses', [10, 0, 5], null],
    ['null without anything but zeros', [0, 0], null],
    ['0 without wins', [-10, 0], 0],
    ['what was won over what was lost', [10, 20, -15, -45], 0.5],
  ])('have a profit factor that is %s', (_, amounts, expected) => {
    expect(tradeMetrics(trips(...amounts)).profitFactor).toBe(expected)
  })

  it('add money exactly', () => {
    // In float64, 0.1 + 0.2 - 0.3 is 5.6e-17, and 1e15 + 0.01 - 1e15 is 0.
    expect(tradeMetrics(trips('0.1', '0.2', '-0.3')).expectancy).toBe(0)
    expect(tradeMetrics(trips('0.1', '0.2', '-0.3')).profitFactor).toBe(1)
    expect(tradeMetrics(trips('1000000000000000', '0.01', '-1000000000000000', '-0.03')).expectancy).toBe(-0.005)
  })

  it.each([
    ['of one trade', [10], Number.NaN],
    ['of equal gains', ['0.1', '0.1', '0.1'], Number.POSITIVE_INFINITY],
    ['of equal losses', [-7, -7], Number.NEGATIVE_INFINITY],
    ['of nothing, twice', [0, 0], Number.NaN],
    ['of a gain and a loss alike', [5, -5], 0],
  ])('have a system quality number %s', (_, amounts, expected) => {
    expect(tradeMetrics(trips(...amounts)).sqn).toBe(expected)
  })

  it.each([
    [[1, 1, -1, 1, 1, 1, -1, -1], 3, 2],
    [[1, 1, 0, 1], 2, 0],
    [[-1, -1, 0, -1, -1, -1], 0, 3],
  ])('of %j have streaks of %d wins and %d losses', (amounts, wins, losses) => {
    const { longestWinningStreak, longestLosingStreak } = tradeMetrics(trips(...amounts))
    expect([longestWinningStreak, longestLosingStreak]).toEqual([wins, losses])
  })

  it('have streaks that a look at every run of trades finds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1, max: 1 }), { maxLength: 30 }), (signs) => {
        const letters = signs.map((sign) => 'LNW'[sign + 1]).join('')
        const longest = (pattern: RegExp) => Math.max(0, ...(letters.match(pattern) ?? []).map(({ length }) => length))
        expect(tradeMetrics(trips(...signs))).toMatchObject({
          longestWinningStreak: longest(/W+/g),
          longestLosingStreak: longest(/L+/g),
        })
      }),
    )
  })

  it('turn about when gains and losses are swapped', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 20 }), (amounts) => {
        const metrics = tradeMetrics(trips(...amounts))
        const turned = tradeMetrics(trips(...amounts.map((amount) => -amount)))
        expect([turned.wins, turned.losses, turned.longestWinningStreak]).toEqual([
          ...[metrics.losses, metrics.wins, metrics.longestLosingStreak],
        ])
        expect(turned.expectancy).toBeCloseTo(-metrics.expectancy, 12)
        expect(turned.bestTrade).toBeCloseTo(-metrics.worstTrade, 12)
        if (metrics.profitFactor !== null && turned.profitFactor !== null)
          expect(turned.profitFactor * metrics.profitFactor).toBeCloseTo(1, 12)
      }),
    )
  })
})
