import { describe, expect, it } from 'vitest'
import { Decimal } from '../domain/decimal.js'
import type { RiskConfig } from './risk-config.js'
import { riskProfile } from './risk-profiles.js'
import { checkRisk } from './risk-schema.js'
import { NAMES } from './test-risk.js'

const resolve = (config: RiskConfig) => checkRisk(config, NAMES)

const NO_ORDER_LIMITS = { orderValue: undefined, priceCollar: undefined, maxPriceAgeMs: undefined }
const UNLIMITED = {
  ...NO_ORDER_LIMITS,
  ordersPerMinute: undefined,
  ordersPerMinutePerSymbol: undefined,
  positionSize: undefined,
  positionValue: undefined,
  totalExposure: undefined,
  leverage: undefined,
  concentration: { symbol: undefined, group: undefined, currency: undefined },
  correlation: undefined,
  allowShort: true,
  dailyLoss: undefined,
  maxDrawdown: undefined,
  lossStreak: undefined,
  volatilityTarget: undefined,
}

describe('what a run is made with', () => {
  it('limits nothing where nothing is named', () => {
    const symbol = { ...NO_ORDER_LIMITS, ordersPerMinute: undefined, positionSize: undefined, positionValue: undefined }
    expect(resolve({})).toEqual({
      account: UNLIMITED,
      strategies: [UNLIMITED, UNLIMITED],
      symbols: [symbol, symbol, symbol],
      groups: [],
      exits: [
        [undefined, undefined, undefined],
        [undefined, undefined, undefined],
      ],
    })
  })

  it('has every limit as a number, and amounts in the currency of the account where none is named', () => {
    const { account } = resolve({
      account: {
        orderValue: { amount: new Decimal('2500.5') },
        priceCollar: 0.1,
        maxPriceAge: '15m',
        ordersPerMinute: 60,
        ordersPerMinutePerSymbol: 10,
        positionSize: '1000',
        positionValue: { amount: 5000, currency: 'EUR' },
        totalExposure: { fraction: 1.5 },
        leverage: 2,
        concentration: { symbol: 0.2, currency: 0.5 },
        correlation: { max: 0.8, bars: 60 },
        allowShort: false,
      },
    })
    expect(account).toEqual({
      ...UNLIMITED,
      orderValue: { kind: 'amount', amount: 2500.5, currency: 'USD' },
      priceCollar: 0.1,
      maxPriceAgeMs: 900_000,
      ordersPerMinute: 60,
      ordersPerMinutePerSymbol: 10,
      positionSize: 1000,
      positionValue: { kind: 'amount', amount: 5000, currency: 'EUR' },
      totalExposure: { kind: 'fraction', fraction: 1.5 },
      leverage: 2,
      concentration: { symbol: 0.2, group: undefined, currency: 0.5 },
      correlation: { max: 0.8, bars: 60 },
      allowShort: false,
    })
  })

  it('halts at a breach, cancels entries and closes nothing, unless it is told otherwise', () => {
    const halted = { state: 'HALTED', cancelEntries: true, flatten: false }
    const { account } = resolve({
      account: {
        dailyLoss: { fraction: 0.02 },
        maxDrawdown: { fraction: 0.1 },
        lossStreak: { trades: 3, coolDown: '4h' },
        volatilityTarget: { annual: 0.15 },
      },
    })
    expect(account.dailyLoss).toEqual({ ...halted, reset: 'nextSession', limit: { kind: 'fraction', fraction: 0.02 } })
    expect(account.maxDrawdown).toEqual({ ...halted, reset: 'manual', fraction: 0.1 })
    expect(account.lossStreak).toEqual({ ...halted, reset: 'manual', trades: 3, coolDownMs: 14_400_000 })
    expect(account.volatilityTarget).toEqual({ annual: 0.15, days: 20, max: 1 })
  })

  it('does at a breach what it is told', () => {
    const policy = { state: 'REDUCING', cancelEntries: false, flatten: true } as const
    const { account } = resolve({
      account: {
        dailyLoss: { amount: 500, currency: 'EUR', ...policy, reset: 'manual' },
        maxDrawdown: { fraction: 0.1, ...policy, reset: 'nextSession' },
        lossStreak: { trades: 3, coolDown: 1000, ...policy },
        volatilityTarget: { annual: 0.15, days: 60, max: 2 },
      },
    })
    const limit = { kind: 'amount', amount: 500, currency: 'EUR' }
    expect(account.dailyLoss).toEqual({ ...policy, reset: 'manual', limit })
    expect(account.maxDrawdown).toEqual({ ...policy, reset: 'nextSession', fraction: 0.1 })
    expect(account.lossStreak).toEqual({ ...policy, reset: 'manual', trades: 3, coolDownMs: 1000 })
    expect(account.volatilityTarget).toEqual({ annual: 0.15, days: 60, max: 2 })
  })

  it('knows strategies, symbols and the members of groups by their number in the run', () => {
    const { strategies, symbols, groups } = resolve({
      strategies: { Reversal: { leverage: 3 } },
      symbols: { SPY: { positionSize: 5, ordersPerMinute: 2, positionValue: { fraction: 0.5 }, priceCollar: 0.2 } },
      groups: { TECH: ['MSFT', 'AAPL'], INDEX: ['SPY'] },
    })
    expect(strategies.map(({ leverage }) => leverage)).toEqual([undefined, 3])
    expect(symbols[1]?.positionSize).toBeUndefined()
    expect(symbols[2]).toEqual({
      ...NO_ORDER_LIMITS,
      priceCollar: 0.2,
      positionSize: 5,
      ordersPerMinute: 2,
      positionValue: { kind: 'fraction', fraction: 0.5 },
    })
    expect(groups).toEqual([
      { name: 'TECH', instruments: [1, 0] },
      { name: 'INDEX', instruments: [2] },
    ])
  })

  it('does not depend on keys that are there without a value', () => {
    const written: unknown = { account: { leverage: undefined, dailyLoss: { fraction: 0.1, amount: undefined } } }
    expect(checkRisk(written, NAMES)).toEqual(resolve({ account: { dailyLoss: { fraction: 0.1 } } }))
  })
})

describe('a strategy', () => {
  it('has the limits of every one, its own coming first, key by key and each as a whole', () => {
    const { strategies } = resolve({
      eachStrategy: {
        leverage: 2,
        allowShort: false,
        dailyLoss: { fraction: 0.02, flatten: true },
        concentration: { symbol: 0.1, currency: 0.5 },
      },
      strategies: { Reversal: { allowShort: true, dailyLoss: { fraction: 0.01 }, concentration: { symbol: 0.2 } } },
    })
    expect(strategies[0]).toMatchObject({ leverage: 2, allowShort: false, dailyLoss: { flatten: true } })
    expect(strategies[1]).toMatchObject({
      leverage: 2,
      allowShort: true,
      dailyLoss: { flatten: false, limit: { fraction: 0.01 } },
      concentration: { symbol: 0.2, currency: undefined },
    })
  })
})

describe('a profile', () => {
  it('fills in what is not named, key by key', () => {
    const { account, strategies } = resolve({
      profile: 'standard',
      account: { dailyLoss: { fraction: 0.01 } },
      eachStrategy: { lossStreak: { trades: 2, coolDown: '1h' } },
    })
    const standard = riskProfile('standard')
    expect(account.dailyLoss).toMatchObject({ state: 'HALTED', limit: { fraction: 0.01 } })
    expect(account.maxDrawdown?.fraction).toBe(standard.account?.maxDrawdown?.fraction)
    expect(account.leverage).toBe(standard.account?.leverage)
    expect(strategies.map(({ lossStreak }) => lossStreak?.trades)).toEqual([2, 2])
  })
})

describe('the exits of a position', () => {
  const exits = (fraction: number) => ({ by: 'marks', stopLoss: { fraction } }) as const
  const stops = (config: RiskConfig) => resolve(config).exits.map((row) => row.map((each) => each?.stopLoss?.value))

  it("are its symbol's, else its strategy's own, else those of every strategy, else those of every position", () => {
    const all: RiskConfig = {
      exits: exits(0.1),
      eachStrategy: { exits: exits(0.2) },
      strategies: { Reversal: { exits: exits(0.3) } },
      symbols: { SPY: { exits: exits(0.4) } },
    }
    const { eachStrategy: _, ...withoutEach } = all
    const { exits: __, ...withoutAny } = withoutEach
    expect(stops(all)).toEqual([
      [0.2, 0.2, 0.4],
      [0.3, 0.3, 0.4],
    ])
    expect(stops(withoutEach)).toEqual([
      [0.1, 0.1, 0.4],
      [0.3, 0.3, 0.4],
    ])
    expect(stops(withoutAny)).toEqual([
      [undefined, undefined, 0.4],
      [0.3, 0.3, 0.4],
    ])
  })

  it('have distances of each kind, and a period of 14 where none is named', () => {
    const [[resolved] = []] = resolve({
      exits: {
        by: 'restingOrders',
        stopLoss: { atr: 2 },
        trailingStop: { atr: 3, period: 20 },
        breakEven: { after: { fraction: 0.02 }, offset: { amount: 0.5 } },
        takeProfit: { amount: 12 },
        timeExit: { after: '2w' },
      },
    }).exits
    expect(resolved).toEqual({
      by: 'restingOrders',
      stopLoss: { kind: 'atr', value: 2, period: 14 },
      trailingStop: { kind: 'atr', value: 3, period: 20 },
      breakEven: {
        after: { kind: 'fraction', value: 0.02, period: 14 },
        offset: { kind: 'amount', value: 0.5, period: 14 },
      },
      takeProfit: { kind: 'amount', value: 12, period: 14 },
      timeExit: { ms: 1_209_600_000 },
    })
  })

  it('may end with a count of bars', () => {
    expect(resolve({ exits: { by: 'marks', timeExit: { bars: 5 } } }).exits[0]?.[0]).toMatchObject({
      stopLoss: undefined,
      breakEven: undefined,
      timeExit: { bars: 5 },
    })
  })
})
