import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { basisPoints, Decimal, perShare, SMA, type BacktestResult } from '../src/index.js'
import { DiceTrader, walk, type WalkOptions } from './dice-trader.js'
import { engineOf, Idle } from './engine-setup.js'

class Averaging extends DiceTrader {
  readonly average = this.indicator(new SMA({ period: 4 }), { symbol: 'X' })
}

/** Everything of a run that a lone series decides, as plain data. */
function story(result: BacktestResult) {
  const { orders, fills, roundTrips, cash, finalEquity } = result.toJSON() as Record<string, unknown>
  return { orders, fills, roundTrips, cash, finalEquity }
}

/** None that looks at the clock between bars: another series brings more instants at which it is looked at. */
const LIMITS = {
  account: {
    dailyLoss: { fraction: 0.002, flatten: true },
    maxDrawdown: { fraction: 0.01, state: 'REDUCING' },
    lossStreak: { trades: 2, coolDown: '6h' },
    positionValue: { fraction: 0.5 },
    ordersPerMinute: 2,
  },
  exits: { by: 'marks', stopLoss: { fraction: 0.005 }, takeProfit: { atr: 2 }, timeExit: { bars: 5 } },
}

const runOf = fc.record({
  seed: fc.integer(),
  count: fc.integer({ min: 1, max: 60 }),
  gaps: fc.boolean(),
  volume: fc.boolean(),
  closeAtEnd: fc.boolean(),
  warm: fc.boolean(),
  leverage: fc.constantFrom(0.05, 1, 4),
  risk: fc.constantFrom(undefined, LIMITS, { exits: { by: 'restingOrders', trailingStop: { fraction: 0.01 } } }),
})
type Run = typeof runOf extends fc.Arbitrary<infer T> ? T : never

/** The traded series, and another beside it that ends no later: timers go on as long as there is data. */
function barsOf(run: Run, other: WalkOptions | undefined) {
  const X = walk(run)
  if (!other) return { X }
  const until = X.at(-1)!.closeTime as number
  return { X, Y: walk(other).filter(({ closeTime }, i) => i === 0 || (closeTime as number) <= until) }
}

function backtest(run: Run, other: WalkOptions | undefined, extra: object = {}): Promise<BacktestResult> {
  const traded = { strategy: run.warm ? Averaging : DiceTrader, name: 'dice', symbols: ['X'] }
  return engineOf(Idle, barsOf(run, other), {
    strategies: [traded],
    account: { leverage: run.leverage },
    costs: { commission: perShare('0.005', { minimum: 1 }), slippage: basisPoints(2) },
    seed: run.seed,
    closeAtEnd: run.closeAtEnd,
    ...(run.risk && { risk: run.risk }),
    ...extra,
  }).run()
}

describe('a series that is walked alone', () => {
  it('has the orders, fills, trips and cash that it has beside a series that nobody trades', async () => {
    await fc.assert(
      fc.asyncProperty(
        runOf,
        fc.record({
          seed: fc.integer(),
          count: fc.integer({ min: 1, max: 60 }),
          stepMs: fc.integer({ min: 600_000, max: 3_600_000 }),
        }),
        async (run, other) => {
          const alone = await backtest(run, undefined)
          const beside = await backtest(run, other)
          expect(story(beside)).toEqual(story(alone))
          const at = new Map(Array.from(beside.equityCurve.times, (time, i) => [time, beside.equityCurve.equity[i]!]))
          const { times, equity } = alone.equityCurve
          expect(Array.from(times, (time) => at.get(time))).toEqual([...equity])
        },
      ),
      { numRuns: 150 },
    )
  }, 120_000)

  it('has the same hash again, and with fresh bars', async () => {
    await fc.assert(
      fc.asyncProperty(runOf, async (run) => {
        const { hash } = await backtest(run, undefined)
        expect((await backtest(run, undefined)).hash).toBe(hash)
        expect((await backtest(run, undefined, { freshBars: true })).hash).toBe(hash)
      }),
      { numRuns: 40 },
    )
  }, 120_000)
})

describe('any run of dice', () => {
  it('of two strategies on two symbols books every fill within its order, and ends with cash and positions at their marks', async () => {
    await fc.assert(
      fc.asyncProperty(runOf, fc.integer(), async (run, otherSeed) => {
        const other = { ...run, seed: otherSeed }
        const strategies = ['one', 'two'].map((name) => ({ strategy: DiceTrader, name }))
        const result = await backtest(run, other, { strategies })
        const cash = result.ledger.reduce((sum, { amount }) => sum.plus(amount.toDecimal()), new Decimal(0))
        expect(cash.toFixed()).toBe(result.cash.USD!.toFixed())
        let equity = cash.toNumber()
        for (const [symbol, bars] of Object.entries(barsOf(run, other))) {
          const own = result.fills.filter((fill) => fill.symbol === symbol)
          const held = own.reduce((sum, { side, quantity }) => sum + (side === 'buy' ? 1 : -1) * quantity.toNumber(), 0)
          if (run.closeAtEnd) expect(held).toBe(0)
          else equity += held * bars.at(-1)!.close
        }
        expect(result.finalEquity).toBeCloseTo(equity, 6)
        for (const order of result.orders) expect(order.filledQuantity.lte(order.quantity)).toBe(true)
        const codes = new Set(result.warnings.map(({ code }) => code))
        expect([codes.has('STALE_REPORT'), codes.has('OVERFILL')]).toEqual([false, false])
      }),
      { numRuns: 100 },
    )
  })
})
