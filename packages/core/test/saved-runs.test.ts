import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BacktestEngine,
  cagr,
  maxDrawdown,
  MemoryStore,
  roundTripsOf,
  saveRun,
  sessionEnds,
  sharpeRatio,
  simpleReturns,
  totalReturn,
  tradeMetrics,
  TradewrightError,
  zoneDays,
  type BacktestConfig,
  type RunWarning,
} from '../src/index.js'
import { verifyDeterminism } from '../src/testing/index.js'
import { busyAccount } from './busy-account.js'
import { DiceTrader, walk } from './dice-trader.js'
import { config, daily, day, engineOf, errorOf, Idle } from './engine-setup.js'

const dice = (extra: object = {}): BacktestConfig =>
  config(DiceTrader, { 'X 1h': walk({ seed: 3, count: 200 }) }, extra)

describe('a run with a store', () => {
  it('is saved once it is over, and the result knows its number', async () => {
    const store = new MemoryStore()
    const engine = new BacktestEngine(dice({ runs: store }))
    const first = await engine.run({ name: 'dice', tags: ['hourly', 'try'] })
    const second = await engine.run()
    expect([first.runId, second.runId]).toEqual([1, 2])
    const [unnamed, named] = await store.runs()
    expect(named).toMatchObject({
      ...{ id: 1, name: 'dice', tags: ['hourly', 'try'], hash: first.hash, version: '0.0.0' },
      ...{ strategies: ['DiceTrader'], symbols: ['X'], bars: 200, currency: 'USD' },
      ...{ startedAt: first.startedAt, endedAt: first.endedAt, finalEquity: first.finalEquity },
    })
    expect(unnamed).toMatchObject({ id: 2, name: '', tags: [] })
    expect(named!.initialCapital.toFixed()).toBe('100000')
  })

  it('is loaded again whole: settings, result and equity', async () => {
    const store = new MemoryStore()
    const result = await new BacktestEngine(dice({ runs: store })).run()
    const loaded = await store.loadRun(result.runId!)
    const { equityCurve, ...json } = result.toJSON()
    expect(loaded.settings).toEqual(result.settings)
    expect(loaded.result).toEqual(json)
    expect(loaded.equityCurve).toEqual(result.equityCurve)
    expect(equityCurve).toEqual({ times: [...loaded.equityCurve.times], equity: [...loaded.equityCurve.equity] })
  })

  it('has every metric that is a single number, those of a direction by its name, and null for what is none', async () => {
    const store = new MemoryStore()
    const { metrics } = await engineOf(Idle, { X: daily(100, 101) }, { runs: store }).run()
    const saved = (await store.runs())[0]!.metrics
    const { long, short, deepestDrawdown: _, ...single } = metrics
    expect(Object.keys(saved)).toEqual([
      ...Object.keys(single),
      ...Object.keys(long).map((name) => `long.${name}`),
      ...Object.keys(short).map((name) => `short.${name}`),
    ])
    expect(saved).toMatchObject({ totalReturn: 0, sharpe: null, trades: 0, 'long.winRate': null })
  })

  it('has the hash that it has without one', async () => {
    const [saved, plain] = [new BacktestEngine(dice({ runs: new MemoryStore() })), new BacktestEngine(dice())]
    const [one, other] = [await saved.run({ name: 'dice' }), await plain.run()]
    expect(one.hash).toBe(other.hash)
    expect([one.warnings, other.runId]).toEqual([other.warnings, undefined])
  })

  it('is not lost when the store fails: it is a result with a warning, which can be saved later', async () => {
    const full = new TradewrightError('STORE_FULL', 'no room is left')
    const engine = new BacktestEngine(dice({ runs: { saveRun: () => Promise.reject(full) } }))
    const told: RunWarning[] = []
    engine.on('warning', (warning) => told.push(warning))
    const result = await engine.run()
    const warning = {
      code: 'RUN_NOT_SAVED',
      message: 'the run was not saved: STORE_FULL: no room is left; saveRun(store, result) tries again',
      count: 1,
    }
    expect([result.runId, result.warnings.at(-1), told.at(-1)]).toEqual([undefined, warning, warning])
    expect(result.hash).toBe((await new BacktestEngine(dice()).run()).hash)
    const store = new MemoryStore()
    expect(await saveRun(store, result, { name: 'late', savedAt: day(9) })).toBe(1)
    expect(await store.runs()).toMatchObject([{ name: 'late', savedAt: day(9) }])
  })

  it('is not saved by a proof, which tries many', async () => {
    const store = new MemoryStore()
    await verifyDeterminism(dice({ runs: store }))
    expect(await store.runs()).toEqual([])
  })

  it('of a sweep is one of many, found by its tag', async () => {
    const store = new MemoryStore()
    for (const seed of [1, 2, 3]) await new BacktestEngine(dice({ runs: store, seed })).run({ tags: [`seed ${seed}`] })
    expect(new Set((await store.runs()).map(({ hash }) => hash)).size).toBe(3)
    const [found] = await store.runs({ tag: 'seed 2' })
    expect((await store.loadRun(found!.id)).settings).toMatchObject({ seed: 2 })
  })
})

describe('what a saved run is called', () => {
  const failure = async (run: () => unknown): Promise<string> => (await errorOf(run)).message

  it('is looked at before the run', async () => {
    const engine = new BacktestEngine(dice({ runs: new MemoryStore() }))
    expect(await failure(() => engine.run({ tags: 'try' as never }))).toBe(
      'CONFIG_INVALID: the options of a run cannot be used: tags: Invalid input: expected array, received string, "try" came',
    )
    expect((await engine.run()).runId).toBe(1)
  })

  it('is refused where no run is saved', async () => {
    expect(await failure(() => new BacktestEngine(dice()).run({ name: 'dice' }))).toBe(
      'CONFIG_INVALID: the options of a run cannot be used: name is for a run that is saved; expected a store as runs in the configuration',
    )
  })

  it('needs a store that is one', async () => {
    expect(await failure(() => new BacktestEngine(dice({ runs: {} })))).toBe(
      'CONFIG_INVALID: the configuration cannot be used: runs: expected an object with saveRun()',
    )
  })
})

describe('a result as a store keeps it', () => {
  it('is plain data with finite numbers, whatever the dice did, and its round trips come back exactly', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.boolean(), async (seed, closeAtEnd) => {
        const store = new MemoryStore()
        const result = await new BacktestEngine(busyAccount(seed, { closeAtEnd, runs: store })).run()
        expect(result.warnings.filter(({ code }) => code === 'RUN_NOT_SAVED')).toEqual([])
        const loaded = await store.loadRun(result.runId!)
        expect(JSON.parse(JSON.stringify(loaded.result))).toEqual(loaded.result)
        expect(roundTripsOf(loaded)).toEqual(result.roundTrips.map((trip, row) => ({ number: row + 1, ...trip })))
      }),
      { numRuns: 12 },
    )
  })

  it('tells a model whose spec holds what JSON does not from another', async () => {
    const sizer = (most: number) => ({ spec: { most }, size: () => 1 })
    const [store, strategies] = [new MemoryStore(), (most: number) => [{ strategy: Idle, sizer: sizer(most) }]]
    for (const most of [Infinity, Number.NaN])
      await engineOf(Idle, undefined, { strategies: strategies(most), runs: store }).run()
    const [second, first] = await store.runs()
    expect(first!.hash).not.toBe(second!.hash)
    expect((await store.loadRun(first!.id)).settings).toMatchObject({ strategies: [{ sizer: { most: 'Infinity' } }] })
  })

  it('has no round trips where it is the result of something else', async () => {
    expect((await errorOf(() => roundTripsOf({ id: 4, result: {} }))).message).toBe(
      'RECORD_INVALID: run 4 has a result without a list roundTrips; expected one as BacktestResult.toJSON gives it',
    )
    const wrong = { id: 4, result: { roundTrips: [{ strategy: 'S', entryTime: 'yesterday', pnl: 'much' }] } }
    expect((await errorOf(() => roundTripsOf(wrong))).message).toMatch(
      /entryTime is NaN; expected whole milliseconds from 1970 to 2199;.* pnl is "much"; expected a Decimal/,
    )
  })
})

describe('metrics of a run that was loaded', () => {
  it('are computed anew from its equity and its round trips, and are those of its result', async () => {
    const store = new MemoryStore()
    const { metrics, runId } = await new BacktestEngine(dice({ runs: store })).run()
    const run = await store.loadRun(runId!)
    const { times, equity } = run.equityCurve
    const capital = run.initialCapital.toNumber()
    const closes = sessionEnds(times, zoneDays('UTC')).map((row) => equity[row]!)
    const returns = simpleReturns(Float64Array.of(capital, ...closes))
    expect(totalReturn(capital, run.finalEquity)).toBe(metrics.totalReturn)
    expect(cagr(capital, run.finalEquity, run.endedAt - run.startedAt)).toBe(metrics.cagr)
    expect(maxDrawdown(Float64Array.of(capital, ...equity))).toBe(metrics.maxDrawdown)
    expect(sharpeRatio(returns, { periodsPerYear: 252 })).toBe(metrics.sharpe)
    const trips = roundTripsOf(run)
    expect(tradeMetrics(trips)).toMatchObject({ trades: metrics.trades, profitFactor: metrics.profitFactor })
    expect(tradeMetrics(trips.filter(({ direction }) => direction === 'long'))).toEqual(metrics.long)
  })
})
