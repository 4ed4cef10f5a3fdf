import { describe, expect, it } from 'vitest'
import {
  alwaysOpen,
  BacktestEngine,
  beta,
  MemoryDataGateway,
  simpleReturns,
  Strategy,
  tradeMetrics,
  weekdayCalendar,
  xnys,
  type Bar,
} from '../src/index.js'
import { DiceTrader, walk } from './dice-trader.js'
import { DAY_MS, daily, day, engineOf, errorOf, Idle, rising, type Bars } from './engine-setup.js'

/** Buys ten at the open of the second day and sells them at that of the fifth. */
class Holder extends Strategy {
  override onBar(): void {
    if (this.now === day(2)) this.buy('X', { quantity: 10 })
    if (this.now === day(5)) this.close('X')
  }
}

/** Twenty of what is asked for by day, long or short. */
class Turner extends Strategy {
  override onBar(): void {
    const targets: Record<number, number> = { [day(2)]: 20, [day(3)]: -20, [day(5)]: 20, [day(6)]: 0 }
    const target = targets[this.now]
    if (target !== undefined) this.target('X', target)
  }
}

const capital = { account: { capital: 1000 } }
const close = (value: number) => expect.closeTo(value, 9) as number

describe('the metrics of a run', () => {
  it('are those that are reckoned by hand', async () => {
    // Ten for 100 each, all there is: equity is ten times the close, from day 2 to the open of day 5.
    const bars = daily(100, 100, 110, 99, 121, 121)
    const { metrics } = await engineOf(Holder, { X: bars }, capital).run()
    expect(metrics).toMatchObject({
      totalReturn: close(0.21),
      maxDrawdown: close(0.1),
      averageDrawdown: close(0.1),
      deepestDrawdown: {
        ...{ depth: close(0.1), peakAt: day(4), troughAt: day(5), recoveredAt: day(6) },
        ...{ durationMs: day(6) - day(4), recoveryMs: day(6) - day(5) },
      },
      // It stands at the closes of days 2, 3 and 4, of six.
      exposure: 0.5,
      ...{ trades: 1, wins: 1, losses: 0, winRate: 1, profitFactor: null, expectancy: 210 },
      ...{ averageTrade: 0.21, bestTrade: 0.21, worstTrade: 0.21, averageHoldingMs: day(5) - day(2) },
      ...{ longestWinningStreak: 1, longestLosingStreak: 0, periodsPerYear: 252, riskFreeRate: 0 },
    })
    // Six days from the first open to the last close.
    expect(metrics.cagr).toBeCloseTo(1.21 ** (365.25 / 6) - 1, 6)
    expect(metrics.calmar).toBe(metrics.cagr / metrics.maxDrawdown)
    expect(metrics.sqn).toBeNaN()
  })

  it('have the deepest of several falls, and their average', async () => {
    const bars = daily(100, 100, 90, 110, 88, 99)
    const { metrics } = await engineOf(Holder, { X: bars }, { account: { capital: 1000 } }).run()
    expect(metrics).toMatchObject({
      ...{ maxDrawdown: close(0.2), averageDrawdown: close(0.15) },
      deepestDrawdown: { depth: close(0.2), peakAt: day(5), troughAt: day(6), recoveredAt: null, recoveryMs: null },
    })
  })

  it('of returns by session are those that are reckoned by hand', async () => {
    // Returns by day: 0, 0, 0.1, -0.1, 0.1, 0 after the round trip is done at 108.9.
    const bars = daily(100, 100, 110, 99, '108.9/108.9/108.9/108.9', 108.9)
    const { metrics } = await engineOf(Holder, { X: bars }, capital).run()
    const variance = (3 * 0.01 - 6 * (0.1 / 6) ** 2) / 5
    expect(metrics.volatility).toBeCloseTo(Math.sqrt(variance * 252), 12)
    expect(metrics.sharpe).toBeCloseTo((0.1 / 6 / Math.sqrt(variance)) * Math.sqrt(252), 12)
    expect(metrics.sortino).toBeCloseTo((0.1 / 6 / Math.sqrt(0.01 / 6)) * Math.sqrt(252), 12)
    expect(metrics.omega).toBeCloseTo(2, 12)
    // Sorted, -0.1 and 0: a quarter of the way.
    expect(metrics.valueAtRisk).toBeCloseTo(-0.075, 12)
  })

  it('count round trips of each direction by themselves', async () => {
    const bars = daily(100, 110, 105, 120, 130, 125)
    const result = await engineOf(Turner, { X: bars }, { account: { capital: 10_000 } }).run()
    const { metrics } = result
    // Long at 110, turned short at 105, long again at 130, and sold at 125.
    expect([metrics.long, metrics.short]).toMatchObject([
      { trades: 2, wins: 0, losses: 2, expectancy: -100, longestLosingStreak: 2, worstTrade: close(-5 / 110) },
      { trades: 1, wins: 0, losses: 1, expectancy: -500 },
    ])
    expect(metrics.trades).toBe(metrics.long.trades + metrics.short.trades)
    expect(metrics.long).toEqual(tradeMetrics(result.roundTrips.filter(({ direction }) => direction === 'long')))
    expect(metrics.short).toEqual(tradeMetrics(result.roundTrips.filter(({ direction }) => direction === 'short')))
  })

  it('have no meaning, or nothing to be made of, where nothing was traded', async () => {
    const { metrics } = await engineOf(Idle, { X: rising }).run()
    const nothing = Number.NaN
    const none = {
      ...{ trades: 0, wins: 0, losses: 0, winRate: nothing, profitFactor: null, expectancy: nothing, sqn: nothing },
      ...{ averageTrade: nothing, bestTrade: nothing, worstTrade: nothing, averageHoldingMs: nothing },
      ...{ longestWinningStreak: 0, longestLosingStreak: 0 },
    }
    expect(metrics).toEqual({
      ...{ totalReturn: 0, cagr: 0, volatility: 0, sharpe: nothing, sortino: nothing, omega: nothing, calmar: nothing },
      ...{ valueAtRisk: 0, maxDrawdown: 0, averageDrawdown: nothing, deepestDrawdown: null, exposure: 0 },
      ...{ alpha: 0, beta: 0, periodsPerYear: 252, riskFreeRate: 0 },
      ...none,
      long: none,
      short: none,
    })
  })

  it('are computed once, and leave the run as it was', async () => {
    const result = await engineOf(Holder).run()
    expect(result.metrics).toBe(result.metrics)
    expect(result.computeMetrics()).toEqual(result.metrics)
  })

  it('are plain data in JSON: times as ISO 8601, and null for what is no number', async () => {
    const result = await engineOf(Holder, { X: daily(100, 100, 110, 99, 121, 121) }, capital).run()
    const { metrics } = result.toJSON() as { readonly metrics: object }
    expect(Object.keys(metrics)).toEqual(Object.keys(result.metrics))
    expect(metrics).toMatchObject({
      deepestDrawdown: { peakAt: '2024-01-04T00:00:00Z', recoveredAt: '2024-01-06T00:00:00Z' },
      ...{ sqn: null, profitFactor: null, winRate: 1, long: { trades: 1, sqn: null }, short: { trades: 0 } },
    })
  })
})

describe('sessions and years', () => {
  const hours = walk({ seed: 5, count: 24 * 20 })
  const intraday = (spec: object) =>
    new BacktestEngine({
      data: new MemoryDataGateway([{ symbol: 'X', timeframe: '1h', bars: hours }]),
      instruments: [{ symbol: 'X', ...spec }],
      series: [{ symbol: 'X', timeframe: '1h' }],
      strategies: [{ strategy: DiceTrader }],
    })

  it.each([
    ['of a share without a calendar', {}, 252],
    ['of crypto', { assetClass: 'crypto' }, 365],
    ['of a calendar that never closes', { calendar: alwaysOpen() }, 365],
    ['of crypto with a calendar of its own', { assetClass: 'crypto', calendar: xnys() }, 252],
  ])('%s have this many a year', async (_, spec, expected) => {
    expect((await intraday(spec).run()).metrics.periodsPerYear).toBe(expected)
  })

  it('are days of the zone where there is no calendar', async () => {
    const [utc, tokyo] = await Promise.all([intraday({}).run(), intraday({ zone: 'Asia/Tokyo' }).run()])
    const closes = (result: typeof utc, hour: number) => {
      const { times, equity } = result.equityCurve
      const inside = [...equity].filter((_, i) => (times[i]! / 3_600_000) % 24 === hour)
      return simpleReturns(Float64Array.from([100_000, ...inside, ...(hour === 0 ? [] : [equity.at(-1)!])]))
    }
    for (const [result, hour] of [
      [utc, 0],
      [tokyo, 15],
    ] as const) {
      const returns = closes(result, hour)
      const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length
      const squares = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0)
      expect(result.metrics.volatility).toBeCloseTo(Math.sqrt((squares / (returns.length - 1)) * 252), 12)
    }
  })

  it('are those of the instrument that does not trade every day, where one does', async () => {
    class Both extends Strategy {
      override onBar({ symbol }: Bar): void {
        if (this.now === day(3)) this.buy(symbol, { quantity: 100 })
      }
    }
    const calendar = weekdayCalendar({ name: 'weekdays', zone: 'UTC', open: '00:00', close: '23:00', holidays: [] })
    const bars = walk({ seed: 7, count: 60, stepMs: DAY_MS })
    const weekdays = bars.filter(({ openTime }) => new Date(openTime).getUTCDay() % 6 !== 0)
    const run = async (symbols: readonly string[]) => {
      const engine = new BacktestEngine({
        data: new MemoryDataGateway([
          { symbol: 'C', timeframe: '1d', bars },
          { symbol: 'S', timeframe: '1d', bars: weekdays },
        ]),
        instruments: symbols.map((symbol) =>
          symbol === 'C' ? { symbol, assetClass: 'crypto' } : { symbol, calendar },
        ),
        strategies: [{ strategy: Both }],
      })
      const { periodsPerYear, volatility } = (await engine.run()).metrics
      return [periodsPerYear, volatility]
    }
    const [alone, before, after] = await Promise.all([run(['C']), run(['C', 'S']), run(['S', 'C'])])
    expect([alone[0], before[0], after[0]]).toEqual([365, 252, 252])
    expect(before[1]).toBeCloseTo(after[1]!, 12)
  })

  it('can be counted otherwise, and a riskless rate taken off', async () => {
    const result = await engineOf(Holder, { X: daily(100, 100, 110, 99, 121, 121) }, capital).run()
    const { metrics } = result
    const weekly = result.computeMetrics({ periodsPerYear: 52 })
    expect(weekly.sharpe).toBeCloseTo(metrics.sharpe * Math.sqrt(52 / 252), 12)
    expect(weekly.volatility).toBeCloseTo(metrics.volatility * Math.sqrt(52 / 252), 12)
    expect(weekly.cagr).toBe(metrics.cagr)
    const over = result.computeMetrics({ riskFreeRate: 0.05 })
    const aDay = 1.05 ** (1 / 252) - 1
    expect(over.sharpe).toBeCloseTo(metrics.sharpe - (aDay * 252) / metrics.volatility, 12)
    expect([over.sortino < metrics.sortino, over.omega < metrics.omega]).toEqual([true, true])
    expect([over.periodsPerYear, over.riskFreeRate, weekly.periodsPerYear]).toEqual([252, 0.05, 52])
  })

  it('are refused where they make no sense', async () => {
    const result = await engineOf(Idle).run()
    const messageOf = async (options: Parameters<typeof result.computeMetrics>[0]) =>
      (await errorOf(() => result.computeMetrics(options))).message
    expect(await messageOf({ periodsPerYear: 0 })).toBe(
      'METRIC_INVALID: periodsPerYear is 0; expected a positive number, such as 252',
    )
    expect(await messageOf({ riskFreeRate: -1 })).toBe(
      'METRIC_INVALID: riskFreeRate is -1; expected a yearly rate, such as 0.02',
    )
    expect(await messageOf({ benchmark: 'Y' })).toBe('UNKNOWN_SYMBOL: the benchmark is Y; expected one of X')
    expect(await messageOf({ benchmark: { times: Float64Array.of(1), values: Float64Array.of() } })).toBe(
      'METRIC_INVALID: times and values of the benchmark have 1 and 0 numbers; expected as many of each',
    )
  })
})

describe('alpha and beta of a run', () => {
  class Half extends Strategy {
    override onBar({ symbol }: Bar): void {
      if (this.now === day(2) && symbol === 'X') this.buy(symbol, { quantity: 500 })
    }
  }
  // Half of 100,000 is in X from the open of the second day, at 100.
  const bars: Bars = { X: daily('100/100/100/100', 100, 110, 99, 108.9), Y: daily(50, 55, 50, 45, 50) }

  it('compare with its only symbol, from its first open on', async () => {
    const { metrics, equityCurve } = await engineOf(Half, { X: bars['X']! }).run()
    const own = simpleReturns(Float64Array.from([100_000, ...equityCurve.equity]))
    expect(metrics.beta).toBe(beta(own, simpleReturns(Float64Array.of(100, 100, 100, 110, 99, 108.9))))
    expect(metrics.beta).toBeGreaterThan(0.4)
  })

  it('compare with the symbol or the values that are named, and with nothing where several could be meant', async () => {
    const result = await engineOf(Half, bars).run()
    expect([result.metrics.alpha, result.metrics.beta]).toEqual([null, null])
    const own = simpleReturns(Float64Array.from([100_000, ...result.equityCurve.equity]))
    const y = Float64Array.of(50, 50, 55, 50, 45, 50)
    expect(result.computeMetrics({ benchmark: 'Y' }).beta).toBe(beta(own, simpleReturns(y)))
    // The same values, dated an hour before each close: the last that is known counts.
    const times = Float64Array.from(y, (_, i) => day(1 + i) - 3_600_000)
    expect(result.computeMetrics({ benchmark: { times, values: y } }).beta).toBe(beta(own, simpleReturns(y)))
  })

  it('leave out the days for which the benchmark has no value yet', async () => {
    const result = await engineOf(Half, { X: bars['X']! }).run()
    const own = simpleReturns(Float64Array.from([100_000, ...result.equityCurve.equity]))
    const late = { times: Float64Array.of(day(3), day(4), day(5), day(6)), values: Float64Array.of(1, 2, 1, 2) }
    expect(result.computeMetrics({ benchmark: late }).beta).toBe(
      beta(own, Float64Array.of(Number.NaN, Number.NaN, 1, -0.5, 1)),
    )
  })
})

describe('exposure of a run', () => {
  let seen: { instants: number; exposed: number; at: number }

  /** Counts, when bars have closed and before it decides, whether anything is held. */
  class Watched extends DiceTrader {
    override onBar(bar: Bar): void {
      if (this.now !== seen.at) {
        seen.at = this.now
        seen.instants++
        if (this.symbols.some((symbol) => !this.position(symbol).isFlat)) seen.exposed++
      }
      super.onBar(bar)
    }
  }

  it.each(Array.from({ length: 12 }, (_, i) => i + 1))(
    'is what a strategy sees at the closes of bars, with orders of every kind, by dice %d',
    async (seed) => {
      seen = { instants: 0, exposed: 0, at: Number.NaN }
      const one = { symbol: 'A', timeframe: '1h' as const, bars: walk({ seed, count: 800, volume: seed % 2 === 0 }) }
      const other = { symbol: 'B', timeframe: '1h' as const, bars: walk({ seed: seed + 100, count: 800, gaps: true }) }
      const series = seed % 3 === 0 ? [one, other] : [one]
      const engine = new BacktestEngine({
        data: new MemoryDataGateway(series),
        instruments: series.map(({ symbol }) => ({ symbol })),
        series: series.map(({ symbol, timeframe }) => ({ symbol, timeframe })),
        strategies: [{ strategy: Watched }],
        seed,
      })
      const { metrics } = await engine.run()
      expect(metrics.exposure).toBe(seen.exposed / seen.instants)
      expect(metrics.trades).toBeGreaterThan(50)
    },
  )

  it.each([
    // Decided at the close of the second bar, at 100, where the third opens: it fills there.
    ['is placed at the close and met by an open at its level', 2, ['100/101/99/100', '101/102/99/100', 100, 101], 0.5],
    // The low of the third bar only touches 100, and the fourth opens there.
    ['is touched, and then met by an open at its level', 1, [101, 101, '101/102/100/101', 100, 101], 0.4],
    ['is gone through inside a bar', 1, [101, 101, '101/102/99/101', 101, 101], 0.6],
  ])('counts from the close after a limit %s', async (_, placed, bars, expected) => {
    class Limit extends Strategy {
      override onBar(): void {
        if (this.now === day(placed + 1)) this.buy('X', { quantity: 1, type: 'limit', limitPrice: 100 })
      }
    }
    expect((await engineOf(Limit, { X: daily(...bars) }).run()).metrics.exposure).toBe(expected)
  })

  it('does not count the bar at whose close a position is closed out', async () => {
    class Buyer extends Strategy {
      override onBar(): void {
        if (this.now === day(2)) this.buy('X', { quantity: 1 })
      }
    }
    const [open, closed] = await Promise.all(
      [false, true].map((closeAtEnd) => engineOf(Buyer, { X: rising }, { closeAtEnd }).run()),
    )
    expect([open!.metrics.exposure, closed!.metrics.exposure]).toEqual([0.8, 0.6])
  })
})
