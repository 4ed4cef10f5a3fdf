import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BacktestEngine,
  isTradewrightError,
  MemoryDataGateway,
  percent,
  Strategy,
  type Bar,
  type BacktestResult,
  type RiskConfig,
} from '../src/index.js'
import { walk } from './dice-trader.js'

const COUNT = 240
const CAPITAL = 10_000

/** Trades seldom, so that many bars pass between two orders. */
class SeldomTrader extends Strategy {
  override onBar({ symbol }: Bar): void {
    const throwOf = this.random()
    const quantity = 1 + Math.floor(this.random() * 80)
    if (throwOf < 0.04) this.buy(symbol, { quantity })
    else if (throwOf < 0.08) this.sell(symbol, { quantity })
    else if (throwOf < 0.1) this.close(symbol)
    else if (throwOf < 0.12) this.schedule.in('later', 90 * 60_000)
  }
}

const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 2 })
const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
const distance = fc.oneof(
  fc.record({ fraction: between(0.002, 0.05) }),
  fc.record({ amount: between(0.2, 5) }),
  fc.record({ atr: between(0.5, 4), period: fc.integer({ min: 2, max: 20 }) }),
)
const streakPolicy = { state: fc.constantFrom('REDUCING' as const, 'HALTED' as const), flatten: fc.boolean() }
const policy = { ...streakPolicy, reset: fc.constantFrom('nextSession' as const, 'manual' as const) }
const scope = fc.record({
  dailyLoss: some(fc.record({ fraction: between(0.001, 0.02), ...policy })),
  maxDrawdown: some(fc.record({ fraction: between(0.02, 0.1), ...policy })),
  lossStreak: some(
    fc.record({ trades: fc.integer({ min: 2, max: 4 }), coolDown: fc.constantFrom('5h', '30h'), ...streakPolicy }),
  ),
  volatilityTarget: some(fc.record({ annual: between(0.05, 1), days: fc.integer({ min: 2, max: 5 }) })),
})
const risk = fc.record(
  {
    account: scope,
    eachStrategy: scope,
    exits: fc.record(
      {
        by: fc.constantFrom('marks' as const, 'restingOrders' as const),
        stopLoss: distance,
        trailingStop: distance,
        breakEven: fc.record({ after: distance }),
        takeProfit: distance,
        timeExit: fc.oneof(
          fc.record({ bars: fc.integer({ min: 1, max: 40 }) }),
          fc.record({ duration: fc.constantFrom('3h', '26h') }),
        ),
      },
      { requiredKeys: ['by', 'stopLoss'] },
    ),
  },
  { requiredKeys: [] },
)

/** Without what is undefined. */
function cleaned(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, cleaned(each)]])),
  )
}

interface World {
  readonly seed: number
  readonly gaps: boolean
  readonly own: boolean
  readonly risk: RiskConfig
}

type Story = Pick<BacktestResult, 'hash'> &
  Pick<BacktestResult['risk'], 'breaches' | 'states' | 'exits'> & { readonly equity: Float64Array }

/** Who listens to equity is told it at every bar, and so every bar is judged. */
async function run({ seed, gaps, own, risk: limits }: World, isHeard: boolean): Promise<Story> {
  const bars = walk({ seed, count: COUNT, gaps })
  const engine = new BacktestEngine({
    data: new MemoryDataGateway([{ symbol: 'X', timeframe: '1h', bars }]),
    instruments: [{ symbol: 'X' }],
    series: [{ symbol: 'X', timeframe: '1h' }],
    account: { capital: CAPITAL, leverage: 10 },
    strategies: [{ strategy: SeldomTrader, name: 'seldom', ...(own && { capital: { amount: 6000 } }) }],
    costs: { commission: percent('0.0005') },
    risk: limits,
    seed,
  })
  if (isHeard) engine.on('equity', () => undefined)
  return story(await engine.run())
}

function story({ hash, risk: { breaches, states, exits }, equityCurve: { equity } }: BacktestResult): Story {
  return { hash, breaches, states, exits, equity }
}

/** Limits that were drawn may contradict each other. */
function refusedAsRisk(error: unknown): undefined {
  if (!isTradewrightError(error) || error.code !== 'RISK_INVALID') throw error
}

describe('bars at which nothing can be breached', () => {
  it('are passed over, and the run is the same as where each of them is judged', async () => {
    let exits = 0
    let breaches = 0
    await fc.assert(
      fc.asyncProperty(
        fc.record({ seed: fc.nat({ max: 1e6 }), gaps: fc.boolean(), own: fc.boolean(), risk }),
        async (drawn) => {
          const world = { ...drawn, risk: cleaned(drawn.risk) as RiskConfig }
          const passed = await run(world, false).catch(refusedAsRisk)
          fc.pre(passed !== undefined)
          expect(passed).toEqual(await run(world, true))
          exits += passed.exits.length
          breaches += passed.breaches.length
        },
      ),
      { numRuns: 150 },
    )
    expect(exits).toBeGreaterThan(100)
    expect(breaches).toBeGreaterThan(30)
  }, 120_000)
})
