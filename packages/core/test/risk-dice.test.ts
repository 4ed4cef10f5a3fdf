import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BacktestEngine,
  latencyBars,
  MemoryDataGateway,
  percent,
  type AccountEvent,
  type BacktestConfig,
  type BacktestResult,
  type Bar,
  type BarInput,
  type RiskConfig,
  type ScopeRisk,
} from '../src/index.js'
import { playBefore } from './account-witness.js'
import { DiceTrader, walk } from './dice-trader.js'
import { day } from './engine-setup.js'
import { RiskWitness } from './risk-witness.js'

const HOUR = 3_600_000
const COUNT = 60
const CAPITAL = 100_000
const RUNS = 60
const SYMBOLS = ['X', 'Y', 'Z']

/** Throws dice for brackets, orders that only reduce and replaces as well. */
class RiskDice extends DiceTrader {
  override onBar(bar: Bar): void {
    super.onBar(bar)
    const { symbol, close } = bar
    const throwOf = this.random()
    const quantity = 1 + Math.floor(this.random() * 20)
    const cents = (value: number): number => Math.round(value * 100) / 100
    if (throwOf < 0.1) this.buy(symbol, { quantity, stopLoss: cents(close - 2), takeProfit: cents(close + 2) })
    else if (throwOf < 0.2) this.sell(symbol, { quantity, stopLoss: cents(close + 2), takeProfit: cents(close - 2) })
    else if (throwOf < 0.3) this.sell(symbol, { quantity, reduceOnly: true })
    else if (throwOf < 0.4) this.sell(symbol, { quantity, type: 'limit', limitPrice: cents(close + 1) })
    else if (throwOf < 0.45)
      this.sell(symbol, { quantity, type: 'stop', stopPrice: cents(close - 1), reduceOnly: true })
    else if (throwOf < 0.5) this.sell(symbol, { quantity: 5, type: 'limit', limitPrice: cents(close + 0.3) })
    else if (throwOf < 0.6) {
      const limit = this.openOrders(symbol).find(({ type }) => type === 'limit')
      if (limit) this.replace(limit, { limitPrice: cents(close + this.random() - 0.5), quantity })
    }
  }
}

const some = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined, freq: 2 })
const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
const policy = {
  state: fc.constantFrom('REDUCING' as const, 'HALTED' as const),
  flatten: fc.boolean(),
}
/** Limits of one order of magnitude with what is traded, and none that another one keeps from being reached. */
const orderLimits = {
  orderValue: some(fc.oneof(fc.record({ amount: between(500, 3000) }), fc.record({ fraction: between(0.005, 0.03) }))),
  priceCollar: some(between(0.001, 0.02)),
  maxPriceAge: some(fc.constantFrom(HOUR / 2, 2 * HOUR)),
  positionSize: some(fc.integer({ min: 5, max: 40 })),
}
const scope = fc.record({
  ...orderLimits,
  ordersPerMinute: some(fc.integer({ min: 2, max: 4 })),
  ordersPerMinutePerSymbol: some(fc.integer({ min: 1, max: 2 })),
  positionValue: some(
    fc.oneof(fc.record({ amount: between(500, 4000) }), fc.record({ fraction: between(0.005, 0.04) })),
  ),
  totalExposure: some(
    fc.oneof(fc.record({ amount: between(4000, 8000) }), fc.record({ fraction: between(0.04, 0.08) })),
  ),
  leverage: some(between(0.08, 0.12)),
  concentration: some(fc.record({ symbol: between(0.01, 0.03), group: between(0.03, 0.04) })),
  allowShort: some(fc.constant(false)),
  dailyLoss: some(fc.record({ fraction: between(0.0002, 0.001), ...policy })),
  maxDrawdown: some(fc.record({ fraction: between(0.001, 0.004), ...policy })),
  lossStreak: some(
    fc.record({ trades: fc.integer({ min: 1, max: 4 }), coolDown: fc.constantFrom('2h', '9h'), ...policy }),
  ),
})
const exits = fc.record({
  by: fc.constantFrom('marks' as const, 'restingOrders' as const),
  stopLoss: fc.record({ fraction: between(0.005, 0.03) }),
  takeProfit: some(fc.record({ fraction: between(0.005, 0.03) })),
  timeExit: some(fc.record({ bars: fc.integer({ min: 2, max: 20 }) })),
})
const riskConfig: fc.Arbitrary<RiskConfig> = fc
  .record({
    account: some(scope),
    eachStrategy: some(scope),
    symbols: some(fc.record({ X: fc.record({ ...orderLimits, ordersPerMinute: some(fc.constant(2)) }) })),
    groups: fc.constant({ pair: ['X', 'Y'] }),
    exits: some(exits),
  })
  .map((risk) => pruned(risk) as RiskConfig)

/** The same without what is undefined. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).flatMap(([key, each]): [string, unknown][] =>
    each === undefined ? [] : [[key, pruned(each)]],
  )
  return Object.fromEntries(entries)
}

const at = fc.integer({ min: 1, max: COUNT }).map((hours) => day(1) + hours * HOUR)
const target = fc.constantFrom({}, { strategy: 'a' }, { strategy: 'b' }, { symbol: 'X' }, { symbol: 'Z' })
const event: fc.Arbitrary<AccountEvent> = fc.oneof(
  fc
    .tuple(fc.record({ kind: fc.constant('halt' as const), at, ...policy }), target)
    .map(([halt, of]) => ({ ...halt, ...of })),
  fc
    .tuple(fc.record({ kind: fc.constant('resume' as const), at, killSwitch: fc.boolean() }), target)
    .map(([on, of]) => ({ ...on, ...of })),
  fc.record({ kind: fc.constant('killSwitch' as const), at }),
)
const world = fc.record({
  seed: fc.nat({ max: 1e6 }),
  gaps: fc.boolean(),
  risk: riskConfig,
  ownCapital: some(fc.integer({ min: 20_000, max: 80_000 })),
  late: fc.boolean(),
  /** For all that may hold anybody back. */
  cancelEntries: fc.boolean(),
  events: fc.array(event, { maxLength: 5 }),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never
type SymbolBars = Readonly<Record<string, readonly BarInput[]>>

const barsOf = ({ seed, gaps }: World): SymbolBars =>
  Object.fromEntries(SYMBOLS.map((symbol, i) => [symbol, walk({ seed: seed + i, count: COUNT, gaps })]))

function configOf({ ownCapital, late, seed, ...own }: World, bars: SymbolBars): BacktestConfig {
  return {
    data: new MemoryDataGateway(SYMBOLS.map((symbol) => ({ symbol, timeframe: '1h', bars: bars[symbol]! }))),
    instruments: SYMBOLS.map((symbol) => ({ symbol })),
    series: SYMBOLS.map((symbol) => ({ symbol, timeframe: '1h' })),
    account: { capital: CAPITAL, leverage: 1000 },
    strategies: [
      { strategy: RiskDice, name: 'a' },
      { strategy: RiskDice, name: 'b', ...(ownCapital === undefined ? {} : { capital: { amount: ownCapital } }) },
    ],
    ...{ risk: riskOf(own), seed },
    events: own.events.map((one) => (one.kind === 'halt' ? { ...one, cancelEntries: own.cancelEntries } : one)),
    costs: { commission: percent('0.0002'), latency: latencyBars(late ? 1 : 0) },
  }
}

/** The configuration with one policy for the orders of all who breach a limit. */
function riskOf({ risk, cancelEntries }: Pick<World, 'risk' | 'cancelEntries'>): RiskConfig {
  const of = (limits: ScopeRisk): ScopeRisk => {
    const breakers = (['dailyLoss', 'maxDrawdown', 'lossStreak'] as const).filter((name) => limits[name] !== undefined)
    return { ...limits, ...Object.fromEntries(breakers.map((name) => [name, { ...limits[name], cancelEntries }])) }
  }
  const { account, eachStrategy } = risk
  return { ...risk, ...(account && { account: of(account) }), ...(eachStrategy && { eachStrategy: of(eachStrategy) }) }
}

/** The last of a symbol's bars to have closed. */
function lastOf(bars: SymbolBars, symbol: string, time: number): { readonly price: number; readonly time: number } {
  const closed = bars[symbol]!.filter(({ closeTime }) => Number(closeTime) <= time).at(-1)
  return closed ? { price: closed.close, time: Number(closed.closeTime) } : { price: Number.NaN, time: Number.NaN }
}

describe('random trading under random limits, halts and kill switches', () => {
  it('sends nothing beyond a limit, nothing of who is halted but what flattens, and changes nothing by what it denies', async () => {
    const seen = { checked: 0, halted: 0, denied: 0, sealed: 0 }
    await fc.assert(
      fc.asyncProperty(world, async (own) => {
        const bars = barsOf(own)
        const witness = new RiskWitness({
          ...{ risk: own.risk, symbols: SYMBOLS, capital: CAPITAL, ownCapital: { a: undefined, b: own.ownCapital } },
          cancelsAtOnce: own.cancelEntries && !own.late,
          last: (symbol, time) => lastOf(bars, symbol, time),
        })
        const kernel = await playBefore(configOf(own, bars), {
          instant: (_, time) => {
            witness.closed(time)
          },
          filled: ({ outside }, fill) => {
            witness.filled(fill, outside.risk.states.changes)
          },
          ordered: ({ now, outside }, order) => {
            witness.ordered(order, now, outside.risk.states.changes)
          },
        })
        expect([kernel.staleReports, kernel.overfills]).toEqual([0, 0])
        for (const what of ['checked', 'halted', 'denied', 'sealed'] as const) seen[what] += witness[what]
      }),
      { numRuns: RUNS },
    )
    expect(seen.checked).toBeGreaterThan(1000)
    expect(Math.min(seen.halted, seen.denied, seen.sealed)).toBeGreaterThan(20)
  }, 120_000)

  it('is the same twice', async () => {
    const run = async (own: World): Promise<string> => (await new BacktestEngine(configOf(own, barsOf(own))).run()).hash
    await fc.assert(
      fc.asyncProperty(world, async (own) => {
        expect(await run(own)).toBe(await run(own))
      }),
      { numRuns: RUNS / 4 },
    )
  }, 120_000)

  it('is what it is without a configuration where that limits nothing', async () => {
    const most = { amount: 1e9 }
    const wide: ScopeRisk = {
      ...{ orderValue: most, positionValue: most, totalExposure: most, leverage: 1e6, positionSize: 1e9 },
      ...{
        ordersPerMinute: 1e4,
        ordersPerMinutePerSymbol: 1e4,
        priceCollar: 0.999,
        maxPriceAge: '52w',
        allowShort: true,
      },
      ...{
        dailyLoss: { fraction: 0.98 },
        maxDrawdown: { fraction: 0.99 },
        lossStreak: { trades: 1e4, coolDown: '1s' },
      },
    }
    await fc.assert(
      fc.asyncProperty(world, async (own) => {
        const bars = barsOf(own)
        const { risk: _, ...free } = configOf({ ...own, events: [] }, bars)
        const plain = await new BacktestEngine(free).run()
        const limited = await new BacktestEngine({ ...free, risk: { account: wide, eachStrategy: wide } }).run()
        expect(traded(limited)).toEqual(traded(plain))
        expect(limited.fills.length).toBeGreaterThan(0)
      }),
      { numRuns: RUNS / 4 },
    )
  }, 120_000)
})

/** Orders and fills without what they were checked against. */
function traded({ orders, fills }: BacktestResult): object {
  return {
    orders: orders.map(({ side, type, status, filledQuantity, closedAt, outcome }) => [
      ...[side, type, status, filledQuantity.toFixed(), closedAt, outcome?.code],
    ]),
    fills: fills.map(({ order, price, quantity, occurredAt }) => [order, price, quantity.toFixed(), occurredAt]),
  }
}
