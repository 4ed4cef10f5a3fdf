import { describe, expect, it } from 'vitest'
import { weekdayCalendar, type RiskConfig } from '../src/index.js'
import { daily, day, type Bars } from './engine-setup.js'
import { all, buy, ends, limit, play, refusals, sell, stop, type Act } from './diary.js'

const account = { capital: 100_000, leverage: 10 }
/** Of X and Y, whose prices stand still. */
const still: Bars = { X: daily(100, 100, 100, 100, 100), Y: daily(50, 50, 50, 50, 50) }
const GROUPS = { groups: { tech: ['X', 'Y'] } }

/** A limit, what comes up to it at one instant, an order beyond it, and what that is told. */
type Case = readonly [risk: RiskConfig, passes: Act, denied: Act, message: string]

async function expectDenied([risk, passes, denied, message]: Case): Promise<void> {
  const result = await play([{ 3: all(passes, denied) }], still, { account, risk })
  expect(refusals(result)).toEqual([message])
  expect(result.orders.at(-1)!.status).toBe('DENIED')
}

describe('a limit on single orders lets through what meets it, and denies what is more', () => {
  it.each<Case>([
    [
      { account: { orderValue: { amount: '1000' } } },
      buy(10),
      buy(11),
      'NOTIONAL_LIMIT: order is worth 1100 in X; risk.account.orderValue allows 1000',
    ],
    [
      { account: { orderValue: { fraction: 0.01 } } },
      sell(10),
      sell(11),
      'NOTIONAL_LIMIT: order is worth 1100 in X; risk.account.orderValue allows 1000',
    ],
    [
      { eachStrategy: { orderValue: { amount: 1000 } } },
      buy(20, limit(50)),
      buy(20, limit(50.01)),
      'NOTIONAL_LIMIT: order is worth 1000.2 in X; risk.strategies.a.orderValue allows 1000',
    ],
    [
      { symbols: { X: { orderValue: { amount: 1000 } } } },
      all(buy(10), buy(100, {}, 'Y')),
      buy(11),
      'NOTIONAL_LIMIT: order is worth 1100 in X; risk.symbols.X.orderValue allows 1000',
    ],
    [
      { account: { priceCollar: 0.1 } },
      all(buy(1, limit(110)), sell(1, stop(90)), buy(1)),
      buy(1, limit(110.01)),
      "PRICE_COLLAR: price is 10.01 % away from X's last price of 100; risk.account.priceCollar allows 10 %",
    ],
    [
      { strategies: { a: { priceCollar: 0.1 } } },
      buy(1, { type: 'stopLimit', stopPrice: 105, limitPrice: 110 }),
      buy(1, { type: 'stopLimit', stopPrice: 105, limitPrice: 115 }),
      "PRICE_COLLAR: price is 15 % away from X's last price of 100; risk.strategies.a.priceCollar allows 10 %",
    ],
    [
      { symbols: { X: { priceCollar: 0.1 } } },
      buy(1, { type: 'trailingStop', trailAmount: 1, activationPrice: 90 }),
      buy(1, { type: 'trailingStop', trailAmount: 1, activationPrice: 89 }),
      "PRICE_COLLAR: price is 11 % away from X's last price of 100; risk.symbols.X.priceCollar allows 10 %",
    ],
    [
      { account: { ordersPerMinute: 2 } },
      all(buy(1), buy(1, {}, 'Y')),
      buy(1),
      'RATE_LIMIT_GLOBAL: order 3 of the account in 60 s; risk.account.ordersPerMinute allows 2',
    ],
    [
      { eachStrategy: { ordersPerMinute: 2 } },
      all(buy(1), sell(1)),
      buy(1),
      'RATE_LIMIT_GLOBAL: order 3 of a in 60 s; risk.strategies.a.ordersPerMinute allows 2',
    ],
    [
      { eachStrategy: { ordersPerMinutePerSymbol: 2 } },
      all(buy(1), buy(1), buy(1, {}, 'Y'), buy(1, {}, 'Y')),
      buy(1),
      'RATE_LIMIT_SYMBOL: order 3 of a in X in 60 s; risk.strategies.a.ordersPerMinutePerSymbol allows 2',
    ],
    [
      { symbols: { X: { ordersPerMinute: 2 } } },
      all(buy(1), buy(1), buy(1, {}, 'Y')),
      buy(1),
      'RATE_LIMIT_SYMBOL: order 3 in X in 60 s; risk.symbols.X.ordersPerMinute allows 2',
    ],
  ])('%j', async (...limited) => {
    await expectDenied(limited)
  })

  it.each<[string, RiskConfig, string[]]>([
    ['as the account allows', { account: { maxPriceAge: '1d' } }, []],
    ...[
      ['account', { account: { maxPriceAge: '23h' } }] as const,
      ['strategies.a', { eachStrategy: { maxPriceAge: 82_800_000 } }] as const,
      ['symbols.X', { symbols: { X: { maxPriceAge: '1380m' } } }] as const,
    ].map(([whose, risk]): [string, RiskConfig, string[]] => [
      ...([`an hour more than ${whose} allows`, risk] as const),
      [`STALE_PRICE: X's last price is 86400 s old; risk.${whose}.maxPriceAge allows 82800 s`],
    ]),
  ])('of the age of a price that was a day ago: %s', async (_, risk, told) => {
    const paused: Bars = { ...still, X: still.X!.filter(({ openTime }) => openTime !== day(3)) }
    expect(refusals(await play([{ 4: all(buy(1), buy(1, {}, 'Y')) }], paused, { account, risk }))).toEqual(told)
  })
})

describe('a limit on positions counts what works, and lets through what meets it', () => {
  it.each<Case>([
    [
      { account: { positionSize: 10 } },
      buy(10),
      buy(1),
      "POSITION_SIZE_LIMIT: the account's position in X would be 11; risk.account.positionSize allows 10",
    ],
    [
      { strategies: { a: { positionSize: '10' } } },
      sell(10, limit(105)),
      sell(1, stop(90)),
      "POSITION_SIZE_LIMIT: a's position in X would be 11; risk.strategies.a.positionSize allows 10",
    ],
    [
      { symbols: { X: { positionSize: 10 } } },
      all(buy(10), buy(11, {}, 'Y')),
      buy(1),
      "POSITION_SIZE_LIMIT: the account's position in X would be 11; risk.symbols.X.positionSize allows 10",
    ],
    [
      { account: { positionValue: { amount: 1000 } } },
      all(buy(10), buy(20, {}, 'Y')),
      buy(1),
      "POSITION_VALUE_LIMIT: the account's position in X would be worth 1100; risk.account.positionValue allows 1000",
    ],
    [
      { eachStrategy: { positionValue: { fraction: 0.01 } } },
      buy(20, limit(50)),
      buy(1, limit(50)),
      "POSITION_VALUE_LIMIT: a's position in X would be worth 1050; risk.strategies.a.positionValue allows 1000",
    ],
    [
      { symbols: { Y: { positionValue: { amount: 1000 } } } },
      sell(20, {}, 'Y'),
      sell(1, {}, 'Y'),
      "POSITION_VALUE_LIMIT: the account's position in Y would be worth 1050; risk.symbols.Y.positionValue allows 1000",
    ],
    [
      { account: { totalExposure: { amount: 1000 } } },
      all(buy(5), sell(10, {}, 'Y')),
      buy(1),
      "TOTAL_EXPOSURE_LIMIT: the account's positions, with this order in X, would be worth 1100; risk.account.totalExposure allows 1000",
    ],
    [
      { eachStrategy: { totalExposure: { fraction: 0.01 } } },
      all(buy(5), sell(10, {}, 'Y')),
      sell(1, {}, 'Y'),
      "TOTAL_EXPOSURE_LIMIT: a's positions, with this order in Y, would be worth 1050; risk.strategies.a.totalExposure allows 1000",
    ],
    [
      { account: { leverage: 1 } },
      all(buy(500), sell(1000, {}, 'Y')),
      buy(1),
      "LEVERAGE_LIMIT: the account's positions, with this order in X, would be worth 1.001 times its equity of 100000; risk.account.leverage allows 1",
    ],
    [
      { account: { concentration: { symbol: 0.01 } } },
      all(buy(10), buy(20, {}, 'Y')),
      buy(1),
      "CONCENTRATION_LIMIT: the account's position in X, with this order in X, would be worth 0.011 times its equity of 100000; risk.account.concentration.symbol allows 0.01",
    ],
    [
      { account: { concentration: { group: 0.01 } }, ...GROUPS },
      all(buy(5), sell(10, {}, 'Y')),
      buy(1),
      "CONCENTRATION_LIMIT: the account's positions in group tech, with this order in X, would be worth 0.011 times its equity of 100000; risk.account.concentration.group allows 0.01",
    ],
    [
      { eachStrategy: { concentration: { currency: 0.01 } } },
      all(buy(5), sell(10, {}, 'Y')),
      buy(1),
      "CONCENTRATION_LIMIT: a's positions in USD, with this order in X, would be worth 0.011 times its equity of 100000; risk.strategies.a.concentration.currency allows 0.01",
    ],
    [
      { account: { allowShort: false } },
      all(buy(10), buy(5, limit(90))),
      sell(1),
      'SHORT_NOT_ALLOWED: 1 of X would open a short position; the account allows none',
    ],
    [
      { strategies: { a: { allowShort: false } } },
      buy(10),
      sell(1),
      'SHORT_NOT_ALLOWED: 1 of X would open a short position; the strategy allows none',
    ],
  ])('%j', async (...limited) => {
    await expectDenied(limited)
  })

  it('of one group alone, and of one currency alone', async () => {
    const bars = { ...still, Z: daily(10, 10, 10, 10, 10), EURUSD: daily(1.25, 1.25, 1.25, 1.25, 1.25) }
    const instruments = [
      ...[{ symbol: 'X' }, { symbol: 'Y' }, { symbol: 'Z', currency: 'EUR' }],
      { symbol: 'EURUSD', assetClass: 'fx' },
    ]
    const extra = { account, instruments }
    const others = all(buy(10), buy(800, {}, 'Z'), buy(1, {}, 'Z'))
    const grouped = { account: { concentration: { group: 0.01 } }, ...GROUPS }
    expect(refusals(await play([{ 3: others }], bars, { ...extra, risk: grouped }))).toEqual([])
    const byCurrency = { account: { concentration: { currency: 0.1 } } }
    expect(refusals(await play([{ 3: others }], bars, { ...extra, risk: byCurrency }))).toEqual([
      "CONCENTRATION_LIMIT: the account's positions in EUR, with this order in Z, would be worth 0.100125 times its equity of 100000; risk.account.concentration.currency allows 0.1",
    ])
  })
})

describe('where none may be short', () => {
  const long = { X: daily(100, 100, 100, 100, 100) }
  const sells = (first: Act, second: Act): Promise<string[]> =>
    play([{ 2: buy(10), 3: all(first, second) }], long, { account: { ...account, allowShort: false } }).then(refusals)
  const market = sell(6, { reduceOnly: true })

  it('denies a market order that only reduces beside what rests, as both would sell more than is held', async () => {
    expect(await sells(sell(5, limit(110)), market)).toEqual([
      'SHORT_NOT_ALLOWED: 1 of X beside 5 that working orders sell would open a short position; the account allows none',
    ])
    expect(await sells(market, sell(5, limit(110)))).toEqual([
      'SHORT_NOT_ALLOWED: 1 of X beside 6 that working orders sell would open a short position; the account allows none',
    ])
  })

  it('lets one through that leaves enough for what rests, and one that rests itself', async () => {
    expect(await sells(sell(4, limit(110)), market)).toEqual([])
    expect(await sells(sell(10, limit(110)), sell(10, { ...stop(90), reduceOnly: true }))).toEqual([])
  })

  it('lets one through that asks for more than is held, of which the rest is cut off', async () => {
    expect(await sells(market, sell(30, { reduceOnly: true }))).toEqual([])
  })
})

describe('a market that is closed', () => {
  /** Opens at 9, an hour after which the bars of a day close. */
  const calendar = weekdayCalendar({ name: 'mornings', zone: 'UTC', open: '09:00', close: '10:00', holidays: [] })
  const bars = { X: daily(100, 100, 100, 100, 100) }
  const extra = { account, instruments: [{ symbol: 'X', calendar }] }

  it.each(['IOC', 'FOK'] as const)('denies %s, which cannot wait, and lets the others rest', async (timeInForce) => {
    const result = await play(
      [{ 3: all(buy(1, { timeInForce }), buy(2), buy(3, { timeInForce: 'DAY' })) }],
      bars,
      extra,
    )
    expect(refusals(result)).toEqual([
      "MARKET_CLOSED: X's market is closed until 2024-01-03T09:00:00Z; expected an order that can wait",
    ])
    expect(ends(result).slice(1)).toEqual(['a buy market 2 FILLED', 'a buy market 3 FILLED'])
  })
})
