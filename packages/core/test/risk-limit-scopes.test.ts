import { describe, expect, it } from 'vitest'
import { latencyBars, perShare, type RiskConfig } from '../src/index.js'
import { daily, type Bars } from './engine-setup.js'
import { all, buy, ends, fills, limit, play, refusals, sell, stop, type Act } from './diary.js'

const account = { capital: 100_000, leverage: 10 }
const still: Bars = { X: daily(100, 100, 100, 100, 100, 100) }
const close: Act = (strategy) => strategy.close('X')

describe('the limits of', () => {
  it('the account count all books, and those of a strategy its own alone', async () => {
    const risk: RiskConfig = { account: { positionSize: 25 }, eachStrategy: { positionSize: 20 } }
    const result = await play(
      [
        { 3: buy(20), 4: sell(10) },
        { 3: buy(5), 4: all(buy(15), buy(1)) },
      ],
      still,
      {
        ...{ account, risk },
      },
    )
    expect(refusals(result)).toEqual([
      "POSITION_SIZE_LIMIT: the account's position in X would be 40; risk.account.positionSize allows 25",
      "POSITION_SIZE_LIMIT: the account's position in X would be 26; risk.account.positionSize allows 25",
    ])
    // Until what a sells on the 4th is filled, it counts as held.
    const later = await play(
      [
        { 3: buy(20), 4: sell(10) },
        { 3: buy(5), 5: all(buy(10), buy(6)) },
      ],
      still,
      {
        ...{ account, risk },
      },
    )
    expect(refusals(later)).toEqual([
      "POSITION_SIZE_LIMIT: b's position in X would be 21; risk.strategies.b.positionSize allows 20",
    ])
  })

  it('the account take what its books hold against each other as nothing, and those of a book do not', async () => {
    const risk: RiskConfig = { account: { positionSize: 10 }, eachStrategy: { positionSize: 30 } }
    const result = await play([{ 3: buy(10), 5: buy(20) }, { 4: sell(20) }], still, { account, risk })
    expect([refusals(result), ends(result).length]).toEqual([[], 3])
  })

  it('a strategy are fractions of its own capital where it has some, and of what the pool has where not', async () => {
    const risk: RiskConfig = { eachStrategy: { positionValue: { fraction: 0.1 } } }
    const orders = { 3: all(buy(20), buy(60), buy(20)) }
    const result = await play([orders, orders], still, { account, risk }, [{ capital: { amount: 20_000 } }])
    expect(refusals(result)).toEqual([
      "POSITION_VALUE_LIMIT: a's position in X would be worth 8000; risk.strategies.a.positionValue allows 2000",
      "POSITION_VALUE_LIMIT: a's position in X would be worth 4000; risk.strategies.a.positionValue allows 2000",
      "POSITION_VALUE_LIMIT: b's position in X would be worth 10000; risk.strategies.b.positionValue allows 8000",
    ])
  })

  it('one strategy take the place of those of each, key by key', async () => {
    const risk: RiskConfig = {
      eachStrategy: { positionSize: 5, ordersPerMinute: 2 },
      strategies: { b: { positionSize: 7 } },
    }
    const orders = { 3: all(buy(6), buy(1), buy(1), buy(1)) }
    expect(ends(await play([orders, orders], still, { account, risk }))).toEqual([
      'a buy market 6 DENIED POSITION_SIZE_LIMIT',
      ...['a buy market 1 FILLED', 'a buy market 1 FILLED', 'a buy market 1 DENIED RATE_LIMIT_GLOBAL'],
      ...['b buy market 6 FILLED', 'b buy market 1 FILLED'],
      ...['b buy market 1 DENIED RATE_LIMIT_GLOBAL', 'b buy market 1 DENIED RATE_LIMIT_GLOBAL'],
    ])
  })

  it('amounts in another currency follow its rate', async () => {
    const bars: Bars = { ...still, Z: daily(1), EURUSD: daily(1.25, 1.25, 1.25, 1, 1, 1) }
    const instruments = [{ symbol: 'X' }, { symbol: 'Z', currency: 'EUR' }, { symbol: 'EURUSD', assetClass: 'fx' }]
    const risk: RiskConfig = { account: { orderValue: { amount: 800, currency: 'EUR' } } }
    const diary = { 3: all(buy(10), buy(11)), 5: all(buy(8), buy(9)) }
    const result = await play([diary], bars, { account, instruments, risk })
    expect(refusals(result)).toEqual([
      'NOTIONAL_LIMIT: order is worth 1100 in X; risk.account.orderValue allows 1000',
      'NOTIONAL_LIMIT: order is worth 900 in X; risk.account.orderValue allows 800',
    ])
  })

  it('orders that are still on their way', async () => {
    const result = await play([{ 3: buy(6), 4: all(buy(4), buy(1)) }], still, {
      ...{ account, costs: { latency: latencyBars(2) } },
      risk: { account: { positionSize: 10 } } satisfies RiskConfig,
    })
    expect(ends(result).at(-1)).toBe('a buy market 1 DENIED POSITION_SIZE_LIMIT')
  })

  it('a new position that moves like one that is held, and not one that moves against it', async () => {
    const up = [100, 102, 101, 105, 104, 108]
    const bars: Bars = { X: daily(...up), Y: daily(...up.map((price) => price / 2)) }
    const risk: RiskConfig = { account: { correlation: { max: 0.9, bars: 3 } } }
    const told =
      'CORRELATION_LIMIT: the account holds X, with which Y correlates by 1 over 3 bars; risk.account.correlation allows 0.9'
    expect(refusals(await play([{ 5: buy(1), 6: buy(1, {}, 'Y') }], bars, { account, risk }))).toEqual([told])
    expect(refusals(await play([{ 5: all(buy(1), buy(1, {}, 'Y')) }], bars, { account, risk }))).toEqual([told])
    expect(refusals(await play([{ 5: buy(1), 6: sell(1, {}, 'Y') }], bars, { account, risk }))).toEqual([])
    const unlike: RiskConfig = { account: { correlation: { max: 0.9, bars: 5 } } }
    // Four returns are too few to tell.
    expect(refusals(await play([{ 5: all(buy(1), buy(1, {}, 'Y')) }], bars, { account, risk: unlike }))).toEqual([])
  })
})

describe('an order that only closes', () => {
  const doubled: Bars = { X: daily(100, 100, 100, 200, 200, 200) }

  it.each<[string, RiskConfig]>([
    ['the value of orders', { account: { orderValue: { amount: 1000 } } }],
    ['the size of a position', { symbols: { X: { positionSize: 10 } } }],
    ['the value of a position', { account: { positionValue: { amount: 1000 } } }],
    ['all positions', { eachStrategy: { totalExposure: { amount: 1000 } } }],
    ['leverage', { account: { leverage: 0.01 } }],
    ['concentration', { account: { concentration: { symbol: 0.01, currency: 0.01 } } }],
    ['rates', { account: { ordersPerMinute: 1 }, symbols: { X: { ordersPerMinute: 1 } } }],
    ['prices', { account: { priceCollar: 0.01 } }],
  ])('passes all limits on %s, in parts as well', async (_, risk) => {
    const out = all(sell(1, limit(190)), sell(1, stop(150)), sell(2), sell(6))
    const result = await play([{ 3: buy(10), 5: out }], doubled, { account, risk })
    expect(refusals(result)).toEqual([])
    expect(fills(result)).toEqual(['3 buy 10 at 100', ...['2', '6', '1'].map((part) => `5 sell ${part} at 200`)])
  })

  it('is let through although its price is old', async () => {
    const paused: Bars = { X: [...still.X!.slice(0, 3), still.X![5]!], Y: still.X! }
    const result = await play([{ 3: buy(10), 5: all(close, buy(1)) }], paused, {
      ...{ account, risk: { account: { maxPriceAge: '12h' } } satisfies RiskConfig },
    })
    expect(ends(result)).toEqual([
      'a buy market 10 FILLED',
      'a sell market 10 FILLED',
      'a buy market 1 DENIED STALE_PRICE',
    ])
  })

  it('is one no more where others close the position already: what is closable is what they leave', async () => {
    const risk: RiskConfig = { account: { positionSize: 10 } }
    const result = await play(
      [{ 3: buy(10), 5: all(...Array.from({ length: 3 }, () => sell(10, limit(300)))) }],
      doubled,
      {
        ...{ account, risk },
      },
    )
    expect(refusals(result)).toEqual([
      "POSITION_SIZE_LIMIT: the account's position in X would be 20; risk.account.positionSize allows 10",
    ])
  })
})

describe('an order', () => {
  const risk: RiskConfig = {
    account: { leverage: 0.02, orderValue: { amount: 1500 } },
    strategies: { a: { positionValue: { fraction: 0.015 } } },
    symbols: { X: { positionSize: 12, priceCollar: 0.1 } },
  }
  const costs = { commission: perShare('0.01', { minimum: 1 }) }

  it('keeps every check up to the one that it was denied for, with value and limit', async () => {
    const result = await play([{ 3: all(buy(10), buy(3)), 5: close }], still, { account, risk, costs })
    const [bought, denied, closed] = result.orders.map(({ checks }) => checks)
    expect(bought).toEqual([
      {
        code: 'INSUFFICIENT_CAPITAL',
        scope: 'account',
        of: 'the account',
        rule: 'account.leverage',
        value: 1000,
        limit: 1_000_000,
      },
      {
        code: 'POSITION_SIZE_LIMIT',
        scope: 'symbol',
        of: 'X',
        rule: 'risk.symbols.X.positionSize',
        value: 10,
        limit: 12,
      },
      {
        code: 'POSITION_VALUE_LIMIT',
        scope: 'book',
        of: 'a',
        rule: 'risk.strategies.a.positionValue',
        value: 1000,
        limit: 1500,
      },
      {
        code: 'NOTIONAL_LIMIT',
        scope: 'order',
        of: 'the account',
        rule: 'risk.account.orderValue',
        value: 1000,
        limit: 1500,
      },
      {
        code: 'LEVERAGE_LIMIT',
        scope: 'account',
        of: 'the account',
        rule: 'risk.account.leverage',
        value: 0.01,
        limit: 0.02,
      },
    ])
    expect(denied?.map(({ rule, value, limit: most }) => [rule, value, most])).toEqual([
      ['account.leverage', 1300, 1_000_000],
      ['risk.symbols.X.positionSize', 13, 12],
    ])
    expect(closed).toEqual([])
  })

  it('that was denied is in the report, with what it would have cost, and has changed nothing', async () => {
    const result = await play([{ 3: all(buy(10), buy(300, limit(101))) }], still, { account, risk, costs })
    expect(result.risk.denied).toEqual([
      {
        ...{ order: 1, code: 'POSITION_SIZE_LIMIT', value: 30_300, commission: 3 },
        message: "the account's position in X would be 310; risk.symbols.X.positionSize allows 12",
      },
    ])
    expect(result.risk.denials).toEqual({ POSITION_SIZE_LIMIT: 1 })
    expect([fills(result), result.cash.USD!.toFixed()]).toEqual([['3 buy 10 at 100'], '98999'])
  })
})
