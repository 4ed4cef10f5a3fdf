import { describe, expect, it } from 'vitest'
import { checkRisk } from './risk-schema.js'
import { mistakesIn, NAMES, refusal } from './test-risk.js'

const SCOPE =
  'orderValue, priceCollar, maxPriceAge, ordersPerMinute, ordersPerMinutePerSymbol, positionSize, positionValue, totalExposure, ' +
  'leverage, concentration, correlation, allowShort, dailyLoss, maxDrawdown, lossStreak, volatilityTarget'
const DURATION = "expected whole milliseconds, or a count and one of s, m, h, d, w, such as '15m'"

describe('a value of the wrong kind', () => {
  it.each<[config: unknown, mistake: string]>([
    [undefined, 'risk: expected an object, nothing came'],
    [null, 'risk: expected an object, null came'],
    [[], 'risk: expected an object, a list came'],
    [{ account: 5 }, 'risk.account: expected an object, 5 came'],
    [{ account: new Map([['leverage', 2]]) }, 'risk.account: expected an object, an instance of a class came'],
    [
      { account: Object.create({ leverage: -1 }) as object },
      'risk.account: expected an object, an instance of a class came',
    ],
    [{ strategies: [] }, 'risk.strategies: expected an object, a list came'],
    [{ groups: { TECH: 'AAPL' } }, 'risk.groups.TECH: expected a list of symbols, "AAPL" came'],
    [{ groups: { TECH: ['AAPL', 5] } }, 'risk.groups.TECH.1: expected a symbol, 5 came'],
    [{ account: { leverage: '2' } }, 'risk.account.leverage: expected a number above 0, "2" came'],
    [{ account: { leverage: Number.NaN } }, 'risk.account.leverage: expected a number above 0, NaN came'],
    [{ account: { allowShort: 'no' } }, 'risk.account.allowShort: expected true or false, "no" came'],
    [{ account: { maxPriceAge: '1M' } }, `risk.account.maxPriceAge: ${DURATION}, "1M" came`],
    [
      { account: { ordersPerMinute: 1.5 } },
      'risk.account.ordersPerMinute: expected a whole number from 1 on, 1.5 came',
    ],
    [
      { account: { correlation: { max: 0.8, bars: 2 } } },
      'risk.account.correlation.bars: expected a whole number from 3 on, 2 came',
    ],
    [{ account: { lossStreak: { trades: 3 } } }, `risk.account.lossStreak.coolDown: ${DURATION}, nothing came`],
    [{ exits: { stopLoss: { fraction: 0.1 } } }, 'risk.exits.by: nothing came; expected one of marks, restingOrders'],
    [
      { exits: { by: 'mark', stopLoss: { fraction: 0.1 } } },
      `risk.exits.by: "mark" came; expected one of marks, restingOrders; did you mean 'marks'?`,
    ],
    [
      { profile: 'standart' },
      `risk.profile: "standart" came; expected one of conservative, standard; did you mean 'standard'?`,
    ],
  ])('%j is refused', (config, mistake) => {
    expect(mistakesIn(config)).toEqual([mistake])
  })
})

describe('an unknown key', () => {
  it('is refused with the known ones of its place and the one that is nearest', () => {
    expect(mistakesIn({ account: { maxDrawDown: { fraction: 0.1 } } })).toEqual([
      `risk.account.maxDrawDown: unknown key; expected one of ${SCOPE}; did you mean 'maxDrawdown'?`,
    ])
    expect(mistakesIn({ profle: 'standard' })).toEqual([
      "risk.profle: unknown key; expected one of profile, account, eachStrategy, strategies, symbols, groups, exits; did you mean 'profile'?",
    ])
  })

  it('is refused beside others, and where nothing is near or it has no value', () => {
    const known = 'orderValue, priceCollar, maxPriceAge, ordersPerMinute, positionSize, positionValue, exits'
    expect(mistakesIn({ symbols: { SPY: { leverage: undefined, orderValu: 1 } } })).toEqual([
      `risk.symbols.SPY.leverage: unknown key; expected one of ${known}`,
      `risk.symbols.SPY.orderValu: unknown key; expected one of ${known}; did you mean 'orderValue'?`,
    ])
  })

  it('is all that is told of an object that lacks what it stands for', () => {
    expect(mistakesIn({ account: { orderValue: { amout: 5 } } })).toEqual([
      "risk.account.orderValue.amout: unknown key; expected one of amount, currency, fraction; did you mean 'amount'?",
    ])
  })
})

describe('a fraction, amount or worth', () => {
  it.each([0, 1, 1.5, -0.1])('is refused as %d where nothing can lose more than all', (fraction) => {
    const config = {
      account: { dailyLoss: { fraction }, maxDrawdown: { fraction }, priceCollar: fraction },
      exits: { by: 'marks', stopLoss: { fraction }, trailingStop: { fraction } },
    }
    const expected = `expected a fraction above 0 and below 1, ${fraction} came`
    expect(mistakesIn(config)).toEqual([
      `risk.account.priceCollar: ${expected}`,
      `risk.account.dailyLoss.fraction: ${expected}`,
      `risk.account.maxDrawdown.fraction: ${expected}`,
      `risk.exits.stopLoss.fraction: ${expected}`,
      `risk.exits.trailingStop.fraction: ${expected}`,
    ])
  })

  it('may be above 1 where credit or a price that more than doubles makes it possible', () => {
    const account = { orderValue: { fraction: 2 }, positionValue: { fraction: 1.5 }, totalExposure: { fraction: 3 } }
    expect(() => checkRisk({ account, exits: { by: 'marks', takeProfit: { fraction: 2 } } }, NAMES)).not.toThrow()
  })

  it('of a concentration may be above 1 only where leverage or exposure may be as high', () => {
    const concentration = { symbol: 25 }
    expect(mistakesIn({ account: { concentration } })).toEqual([
      'risk.account.concentration.symbol: expected at most 1 where neither leverage nor a fraction of totalExposure is named, 25 came',
    ])
    expect(mistakesIn({ account: { concentration, leverage: 20 } })).toEqual([
      'risk.account.concentration.symbol: expected at most the 20 of account.leverage, 25 came',
    ])
    expect(() => checkRisk({ account: { concentration, leverage: 30 } }, NAMES)).not.toThrow()
  })

  it.each([0, -5, Number.NaN, '1e400', '', 'much', null, true, {}, []])('is refused as an amount of %j', (amount) => {
    const [first, second] = mistakesIn({ account: { orderValue: { amount }, positionSize: amount } })
    expect(first).toMatch(/^risk\.account\.orderValue\.amount: expected an amount above 0, .+ came$/)
    expect(second).toMatch(/^risk\.account\.positionSize: expected an amount above 0, .+ came$/)
  })

  it.each([
    [{}, 'risk.account.orderValue: expected one of amount, fraction; none came'],
    [{ amount: 1, fraction: 1 }, 'risk.account.orderValue: expected one of amount, fraction; amount and fraction came'],
    [{ fraction: 1, currency: 'USD' }, 'risk.account.orderValue.currency: expected none but beside amount, "USD" came'],
    [
      { amount: 1, currency: 'usd' },
      'risk.account.orderValue.currency: expected a code in capitals, such as USD, "usd" came',
    ],
  ])('is refused where it is not one worth: %j', (orderValue, mistake) => {
    expect(mistakesIn({ account: { orderValue } })).toEqual([mistake])
  })

  it.each([
    [{}, 'risk.exits.stopLoss: expected one of fraction, amount, atr; none came'],
    [{ fraction: 0.1, atr: 2 }, 'risk.exits.stopLoss: expected one of fraction, amount, atr; fraction and atr came'],
    [{ fraction: 0.1, period: 5 }, 'risk.exits.stopLoss.period: expected none but beside atr, 5 came'],
  ])('is refused where it is not one distance: %j', (stopLoss, mistake) => {
    expect(mistakesIn({ exits: { by: 'marks', stopLoss } })).toEqual([mistake])
  })
})

describe('a name', () => {
  it('of a strategy that the run does not have is refused', () => {
    expect(mistakesIn({ strategies: { Breakot: {} } })).toEqual([
      "risk.strategies.Breakot: 'Breakot' came; expected one of Breakout, Reversal; did you mean 'Breakout'?",
    ])
  })

  it('of a symbol that the run does not have is refused, in groups too', () => {
    expect(mistakesIn({ symbols: { APPL: {} }, groups: { TECH: ['AAPL', 'MFST'] } })).toEqual([
      "risk.symbols.APPL: 'APPL' came; expected one of AAPL, MSFT, SPY; did you mean 'AAPL'?",
      "risk.groups.TECH: 'MFST' came; expected one of AAPL, MSFT, SPY; did you mean 'MSFT'?",
    ])
  })

  it('of a symbol is refused a second time, in one group or in two', () => {
    expect(mistakesIn({ groups: { TECH: ['AAPL', 'MSFT', 'AAPL'], US: ['SPY', 'MSFT'] } })).toEqual([
      "risk.groups.TECH: 'AAPL' came twice; expected each symbol once, in one group",
      "risk.groups.US: 'MSFT' came in groups.TECH too; expected each symbol once, in one group",
    ])
  })

  it('of a currency without a rate is refused wherever a worth may be', () => {
    const worth = { amount: 1, currency: 'JPY' }
    const expected = 'expected a currency with a rate, one of USD, EUR; "JPY" came'
    expect(
      mistakesIn({
        account: { dailyLoss: worth },
        eachStrategy: { totalExposure: worth },
        strategies: { Breakout: { positionValue: worth } },
        symbols: { SPY: { orderValue: worth } },
      }),
    ).toEqual([
      `risk.account.dailyLoss.currency: ${expected}`,
      `risk.eachStrategy.totalExposure.currency: ${expected}`,
      `risk.strategies.Breakout.positionValue.currency: ${expected}`,
      `risk.symbols.SPY.orderValue.currency: ${expected}`,
    ])
  })

  it('that every object has is no strategy or symbol of a run', () => {
    const config = JSON.parse('{ "strategies": { "constructor": {}, "__proto__": {} } }') as unknown
    expect(mistakesIn(config)).toEqual([
      "risk.strategies.constructor: 'constructor' came; expected one of Breakout, Reversal",
      "risk.strategies.__proto__: '__proto__' came; expected one of Breakout, Reversal",
    ])
  })
})

describe('groups', () => {
  it('are refused where they are empty', () => {
    expect(mistakesIn({ groups: { TECH: [] } })).toEqual(['risk.groups.TECH: expected at least one symbol, none came'])
  })

  it('are needed where they are limited', () => {
    const mistake = 'risk.account.concentration.group: expected groups to limit, none came'
    expect(mistakesIn({ account: { concentration: { group: 0.3 } } })).toEqual([mistake])
    expect(mistakesIn({ account: { concentration: { group: 0.3 } }, groups: {} })).toEqual([mistake])
  })

  it('that cannot be read are not said to be missing', () => {
    expect(mistakesIn({ account: { concentration: { group: 0.3 } }, groups: 5 })).toEqual([
      'risk.groups: expected an object, 5 came',
    ])
  })
})

describe('several mistakes', () => {
  const config = {
    profile: 'careful',
    account: { maxDrawDown: {}, dailyLoss: { fraction: 0.1 }, maxDrawdown: { fraction: 0.05, reset: 'never' } },
    strategies: { Breakot: { leverage: 0 } },
    symbols: { SPY: { orderValue: { amount: 5, currency: 'CHF' } } },
  }
  const mistakes = [
    'risk.profile: "careful" came; expected one of conservative, standard',
    'risk.account.maxDrawdown.reset: "never" came; expected one of nextSession, manual',
    `risk.account.maxDrawDown: unknown key; expected one of ${SCOPE}; did you mean 'maxDrawdown'?`,
    'risk.strategies.Breakot.leverage: expected a number above 0, 0 came',
    'risk.symbols.SPY.orderValue.currency: expected a currency with a rate, one of USD, EUR; "CHF" came',
    'risk.account.dailyLoss.fraction: expected at most the 0.05 of account.maxDrawdown.fraction, 0.1 came',
  ]

  it('are told at once: shapes, names and contradictions', () => {
    expect(mistakesIn(config)).toEqual(mistakes)
  })

  it('are in the details as a list', () => {
    const { details } = refusal(config)
    const issues = details.issues as readonly { readonly path: string; readonly message: string }[]
    expect(issues.map(({ path, message }) => `${path}: ${message}`)).toEqual(mistakes)
  })
})
