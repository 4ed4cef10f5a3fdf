import { describe, expect, it } from 'vitest'
import { checkRisk } from './risk-schema.js'
import { mistakesIn, NAMES } from './test-risk.js'

describe('limits of one scope', () => {
  it.each<[limits: object, mistake: string]>([
    [
      { dailyLoss: { fraction: 0.1 }, maxDrawdown: { fraction: 0.05 } },
      'dailyLoss.fraction: expected at most the 0.05 of account.maxDrawdown.fraction, 0.1 came',
    ],
    [
      { positionValue: { fraction: 0.9 }, totalExposure: { fraction: 0.5 } },
      'positionValue.fraction: expected at most the 0.5 of account.totalExposure.fraction, 0.9 came',
    ],
    [
      { positionValue: { amount: '200.5' }, totalExposure: { amount: 100, currency: 'USD' } },
      'positionValue.amount: expected at most the 100 of account.totalExposure.amount, 200.5 came',
    ],
    [
      { positionValue: { fraction: 3 }, leverage: 2 },
      'positionValue.fraction: expected at most the 2 of account.leverage, 3 came',
    ],
    [
      { totalExposure: { fraction: 3 }, leverage: 2 },
      'totalExposure.fraction: expected at most the 2 of account.leverage, 3 came',
    ],
    [
      { concentration: { symbol: 0.4, group: 0.3 } },
      'concentration.symbol: expected at most the 0.3 of account.concentration.group, 0.4 came',
    ],
    [
      { concentration: { symbol: 0.4, currency: 0.3 } },
      'concentration.symbol: expected at most the 0.3 of account.concentration.currency, 0.4 came',
    ],
    [
      { concentration: { currency: 0.8 }, totalExposure: { fraction: 0.5 } },
      'concentration.currency: expected at most the 0.5 of account.totalExposure.fraction, 0.8 came',
    ],
    [
      { ordersPerMinutePerSymbol: 20, ordersPerMinute: 10 },
      'ordersPerMinutePerSymbol: expected at most the 10 of account.ordersPerMinute, 20 came',
    ],
  ])('are refused where one is never reached: %j', (account, mistake) => {
    expect(mistakesIn({ account, groups: { TECH: ['AAPL'] } })).toEqual([`risk.account.${mistake}`])
  })

  it('may be equal, and are not compared where their kinds or currencies differ', () => {
    const account = {
      dailyLoss: { amount: 90_000 },
      maxDrawdown: { fraction: 0.05 },
      positionValue: { amount: 200, currency: 'EUR' },
      totalExposure: { amount: 100 },
      ordersPerMinute: 5,
      ordersPerMinutePerSymbol: 5,
    }
    expect(() => checkRisk({ account }, NAMES)).not.toThrow()
  })

  it('of a strategy may be wider than those of the account, which several share', () => {
    const config = { account: { dailyLoss: { fraction: 0.02 } }, eachStrategy: { dailyLoss: { fraction: 0.1 } } }
    expect(() => checkRisk(config, NAMES)).not.toThrow()
  })
})

describe('limits that come together', () => {
  it('for every strategy and for one are judged as what holds for that one', () => {
    const config = {
      eachStrategy: { dailyLoss: { fraction: 0.05 } },
      strategies: { Breakout: { maxDrawdown: { fraction: 0.03 } }, Reversal: { maxDrawdown: { fraction: 0.05 } } },
    }
    expect(mistakesIn(config)).toEqual([
      'risk.eachStrategy.dailyLoss.fraction: expected at most the 0.03 of strategies.Breakout.maxDrawdown.fraction, 0.05 came',
    ])
  })

  it('are told of once where they are for every strategy', () => {
    const config = {
      eachStrategy: { dailyLoss: { fraction: 0.5 }, maxDrawdown: { fraction: 0.1 } },
      strategies: { Breakout: {}, Reversal: {} },
    }
    expect(mistakesIn(config)).toEqual([
      'risk.eachStrategy.dailyLoss.fraction: expected at most the 0.1 of eachStrategy.maxDrawdown.fraction, 0.5 came',
    ])
  })

  it('from a profile and beside it are told at the one that is beside it', () => {
    const account = { maxDrawdown: { fraction: 0.01 }, totalExposure: { fraction: 2.5 } }
    expect(mistakesIn({ profile: 'standard', account })).toEqual([
      "risk.account.maxDrawdown.fraction: expected at least the 0.04 of the profile's dailyLoss.fraction, 0.01 came",
      "risk.account.totalExposure.fraction: expected at most the 2 of the profile's leverage, 2.5 came",
    ])
  })

  it('are judged against a profile whichever of the two has the concentration', () => {
    expect(mistakesIn({ profile: 'standard', account: { leverage: 0.2 } })).toEqual([
      "risk.account.leverage: expected at least the 0.25 of the profile's concentration.symbol, 0.2 came",
    ])
  })
})

describe('exits', () => {
  it('are refused where there are none', () => {
    expect(mistakesIn({ exits: { by: 'marks' } })).toEqual([
      'risk.exits: expected at least one of stopLoss, trailingStop, breakEven, takeProfit, timeExit; none came',
    ])
  })

  it.each([
    ['fraction', { fraction: 0.02 }, { fraction: 0.03 }],
    ['amount', { amount: 2 }, { amount: 3 }],
    ['atr', { atr: 2 }, { atr: 3, period: 14 }],
  ])('are refused where the stop would be set beyond the price that sets it, by %s', (kind, after, offset) => {
    const [value, bound] = kind === 'fraction' ? [0.03, 0.02] : [3, 2]
    expect(mistakesIn({ symbols: { SPY: { exits: { by: 'marks', breakEven: { after, offset } } } } })).toEqual([
      `risk.symbols.SPY.exits.breakEven.offset.${kind}: expected less than the ${bound} of symbols.SPY.exits.breakEven.after.${kind}, ${value} came`,
    ])
  })

  it('are refused where the break-even stop comes after the profit is taken', () => {
    const exits = { by: 'restingOrders', breakEven: { after: { fraction: 0.1 } }, takeProfit: { fraction: 0.1 } }
    expect(mistakesIn({ strategies: { Breakout: { exits } } })).toEqual([
      'risk.strategies.Breakout.exits.breakEven.after.fraction: expected less than the 0.1 of strategies.Breakout.exits.takeProfit.fraction, 0.1 came',
    ])
  })

  it('are not compared where their distances are of different kinds, or ranges of different periods', () => {
    const breakEven = { after: { atr: 1 }, offset: { fraction: 0.9 } }
    const exits = { by: 'marks', breakEven, takeProfit: { atr: 0.5, period: 20 } }
    expect(() => checkRisk({ exits }, NAMES)).not.toThrow()
  })
})
