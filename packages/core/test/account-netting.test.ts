import { describe, expect, it } from 'vitest'
import {
  latencyBars,
  perOrder,
  perShare,
  Strategy,
  type AccountEvent,
  type BacktestResult,
  type Fill,
  type Order,
} from '../src/index.js'
import { daily, day, engineOf, type Bars } from './engine-setup.js'

type Act = (strategy: Strategy) => unknown
/** By day of January: what is done when it begins. */
type Diary = Readonly<Record<number, Act>>

function writing(diary: Diary) {
  return class Writer extends Strategy {
    override onSlice(): void {
      diary[new Date(this.now).getUTCDate()]?.(this)
    }
  }
}

const NET = { crossing: 'net' } as const
/** Runs strategies a, b and c, who each follow a diary. */
function run(diaries: readonly Diary[], bars: Bars, extra: object = {}): Promise<BacktestResult> {
  const strategies = diaries.map((diary, i) => ({ strategy: writing(diary), name: 'abc'[i]! }))
  return engineOf(writing({}), bars, { account: NET, strategies, ...extra }).run()
}
const buy =
  (quantity: number, options: object = {}): Act =>
  (s) =>
    s.buy('X', { quantity, ...options })
const sell =
  (quantity: number, options: object = {}): Act =>
  (s) =>
    s.sell('X', { quantity, ...options })

const fills = ({ fills: made }: BacktestResult): string[] =>
  made.map(({ strategy, side, quantity, price, commission, internal, occurredAt }) =>
    [
      `${String(new Date(occurredAt).getUTCDate())} ${strategy} ${side} ${quantity.toFixed()} at ${String(price)}`,
      ...(internal ? ['inside'] : [`for ${commission.toFixed()}`]),
    ].join(' '),
  )
const ends = ({ orders }: BacktestResult): string[] =>
  orders.map(({ strategy, side, type, quantity, filledQuantity, status }) =>
    [strategy, side, type, `${filledQuantity.toFixed()}/${quantity.toFixed()}`, status].join(' '),
  )
const codes = ({ warnings }: BacktestResult): string[] =>
  warnings.map(({ code }) => code).filter((code) => code !== 'OPEN_EQUALS_PREVIOUS_CLOSE')

describe('netting', () => {
  const gap: Bars = { X: daily(100, 104, 104, 104) }

  it('matches opposite market orders of one instant at the last price, without costs; only what is left goes out', async () => {
    const result = await run([{ 2: buy(10) }, { 2: sell(4) }], gap, { costs: { commission: perShare('0.5') } })
    expect(fills(result)).toEqual(['2 b sell 4 at 100 inside', '2 a buy 4 at 100 inside', '2 a buy 6 at 104 for 3'])
    expect(ends(result)).toEqual(['a buy market 10/10 FILLED', 'b sell market 4/4 FILLED'])
    expect(result.orders[0]!.averagePrice).toBeCloseTo((4 * 100 + 6 * 104) / 10, 12)
    expect(result.cash.USD!.toFixed()).toBe('99373')
    expect(codes(result)).toEqual(['OPEN_POSITION_AT_END'])
  })

  it('charges an order that goes out in part for that part alone, as an order of its own', async () => {
    const costs = { commission: perShare('0.5', { minimum: 4 }) }
    expect(fills(await run([{ 2: buy(10) }, { 2: sell(4) }], gap, { costs })).at(-1)).toBe('2 a buy 6 at 104 for 4')
    const flat = { commission: perOrder(7) }
    expect(fills(await run([{ 2: buy(10) }, { 2: sell(4) }], gap, { costs: flat })).at(-1)).toBe(
      '2 a buy 6 at 104 for 7',
    )
  })

  it('serves the first of each side first, whichever strategies they are of', async () => {
    const result = await run([{ 2: buy(5) }, { 2: sell(8) }, { 2: buy(6) }], gap)
    expect(fills(result)).toEqual([
      ...['2 b sell 5 at 100 inside', '2 a buy 5 at 100 inside'],
      ...['2 b sell 3 at 100 inside', '2 c buy 3 at 100 inside', '2 c buy 3 at 104 for 0'],
    ])
  })

  it.each<[string, object, string]>([
    ['for all or nothing', { timeInForce: 'FOK' }, 'a buy market 5/5 FILLED'],
    ['for the close of a session', { type: 'marketOnClose' }, 'a buy marketOnClose 5/5 FILLED'],
    ['for the open of a session', { type: 'marketOnOpen' }, 'a buy marketOnOpen 5/5 FILLED'],
    ['that are limits', { type: 'limit', limitPrice: 110 }, 'a buy limit 5/5 FILLED'],
    ['that only reduce', { reduceOnly: true }, 'a buy market 0/5 CANCELED'],
    ['with exits', { stopLoss: 90 }, 'a buy market 5/5 FILLED'],
  ])('leaves orders alone %s', async (_, options, end) => {
    const result = await run([{ 2: buy(5, options) }, { 2: sell(5) }], gap)
    expect(result.fills.filter(({ internal }) => internal)).toEqual([])
    expect(ends(result)[0]).toBe(end)
    expect(result.orders.at(-1)).toMatchObject({ strategy: 'b', status: 'FILLED' })
  })

  it('leaves the orders of one book alone among themselves', async () => {
    const result = await run([{ 2: (s) => [buy(3)(s), sell(5)(s)] }, {}], gap)
    expect(fills(result)).toEqual(['2 a buy 3 at 104 for 0', '2 a sell 5 at 104 for 0'])
  })

  it('does not reach beyond one instant or one symbol', async () => {
    const bars = { X: daily(100, 104, 104, 104), Y: daily(100, 104, 104, 104) }
    const later = await run([{ 2: buy(10) }, { 3: sell(4) }], bars)
    const other = await run([{ 2: buy(10) }, { 2: (s) => s.sell('Y', { quantity: 4 }) }], bars)
    for (const { fills: made } of [later, other]) expect(made.map(({ internal }) => internal)).toEqual([false, false])
  })

  it('moves cash between books and none of the account', async () => {
    const strategies = ['a', 'b'].map((name) => ({
      ...{ strategy: writing(name === 'a' ? { 2: buy(10) } : { 2: sell(10) }), name },
      capital: { amount: 20_000 },
    }))
    const account = { ...NET, settlement: 'convert' as const }
    const instruments = [
      { symbol: 'X', currency: 'EUR' },
      { symbol: 'EURUSD', assetClass: 'fx' },
    ]
    const bars = { X: daily(100, 104, 104), EURUSD: daily(1.25, 1.25, 1.25) }
    const result = await engineOf(writing({}), bars, { account, strategies, instruments }).run()
    const cash = result.portfolio.children.map(({ children }) => children[0]!.quantity.toFixed())
    expect(cash).toEqual(['18750', '21250', '60000'])
    expect(Array.from(result.equityCurve.equity)).toEqual([100_000, 100_000, 100_000])
  })
})

describe('an order that was netted in part', () => {
  const events: AccountEvent[] = [{ kind: 'split', at: day(3), symbol: 'X', ratio: 4, source: 'test' }]
  /** X does not open before the 4th. */
  const closed: Bars = { X: [daily(100)[0]!, ...daily(100, 100, 100, 25, 25).slice(3)], OTHER: daily(1, 1, 1, 1, 1) }

  it('is split as a whole while what is left of it is on its way', async () => {
    const once = { 2: buy(10) }
    const result = await run([once, { 2: sell(4) }], closed, { events })
    expect(fills(result)).toEqual(['2 b sell 4 at 100 inside', '2 a buy 4 at 100 inside', '4 a buy 24 at 25 for 0'])
    expect(ends(result)).toEqual(['a buy market 40/40 FILLED', 'b sell market 4/4 FILLED'])
    const [a, b] = result.portfolio.children.map(({ children }) => children[1]?.quantity.toFixed())
    expect([a, b]).toEqual(['40', '-16'])
  })

  it.each([
    [12, ['4 a buy 8 at 25 for 0'], 'a buy market 12/12 FILLED'],
    [5, ['4 a buy 1 at 25 for 0'], 'a buy market 5/5 FILLED'],
    [3, [], 'a buy market 4/10 CANCELED'],
  ])('is replaced as a whole: by %d', async (quantity, left, end) => {
    let order: Order
    const replaces: Diary = {
      2: (s) => (order = s.buy('X', { quantity: 10 })),
      3: (s) => s.replace(order, { quantity }),
    }
    const result = await run([replaces, { 2: sell(4) }], closed)
    expect(fills(result).slice(2)).toEqual(left)
    expect(ends(result)[0]).toBe(end)
    expect(codes(result)).toEqual(['OPEN_POSITION_AT_END'])
  })

  it('ends as canceled where the venue refuses the rest, and works no more', async () => {
    const account = { type: 'cash', capital: 2000, ...NET }
    const holds: Diary = { 2: buy(5), 3: sell(4) }
    const result = await run([holds, { 3: buy(14), 4: buy(1) }], { X: daily(100, 100, 160, 100, 100) }, { account })
    // 1,500 and the 400 that are netted are there for 1,400; the ten that are left cost 1,600.
    expect(ends(result)).toEqual([
      ...['a buy market 5/5 FILLED', 'a sell market 4/4 FILLED'],
      ...['b buy market 4/14 CANCELED', 'b buy market 1/1 FILLED'],
    ])
    expect(codes(result)).toEqual(['OPEN_POSITION_AT_END'])
  })

  it('may be cancelled for the rest, with latency too', async () => {
    let order: Order
    const cancels: Diary = { 2: (s) => (order = s.buy('X', { quantity: 10 })), 3: (s) => s.cancel(order) }
    const bars = { X: daily(100, 100, 100, 100, 100) }
    const result = await run([cancels, { 2: sell(4) }], bars, { costs: { latency: latencyBars(2) } })
    expect(ends(result)[0]).toBe('a buy market 10/10 FILLED')
    expect(ends(await run([cancels, { 2: sell(4) }], closed))[0]).toBe('a buy market 4/10 CANCELED')
  })
})

describe('the end of a run that closes its positions', () => {
  /** Answers each fill with an order that would open a position again. */
  class Answers extends Strategy {
    override onBar(): void {
      if (this.now === day(2)) this.target('X', this.name === 'a' ? 10 : -6)
    }
    override onFill({ occurredAt }: Fill): void {
      if (occurredAt === day(4)) this.buy('X', { quantity: this.name === 'a' ? 1 : 2 })
      if (occurredAt === day(4)) this.sell('X', { quantity: 1 })
    }
  }
  const strategies = ['a', 'b'].map((name) => ({ strategy: Answers, name }))

  it('nets them as any others, and fills nothing that is made of that: it comes too late', async () => {
    const extra = { account: NET, strategies, closeAtEnd: true, costs: { commission: perShare(1) } }
    const result = await engineOf(Answers, { X: daily(100, 101, 102) }, extra).run()
    expect(fills(result)).toEqual([
      ...['2 b sell 6 at 100 inside', '2 a buy 6 at 100 inside', '2 a buy 4 at 101 for 4'],
      ...['4 a sell 6 at 102 inside', '4 b buy 6 at 102 inside', '4 a sell 4 at 102 for 4'],
    ])
    expect(result.portfolio.children.map(({ children }) => children.length)).toEqual([1, 1, 1])
  })

  it('does so where orders are filled at the close that decides them, too', async () => {
    const extra = { strategies, closeAtEnd: true, fills: { fillAt: 'close' } }
    const result = await engineOf(Answers, { X: daily(100, 101, 102) }, extra).run()
    expect(fills(result)).toEqual([
      ...['2 a buy 10 at 100 for 0', '2 b sell 6 at 100 for 0', '4 a sell 10 at 102 for 0', '4 b buy 6 at 102 for 0'],
    ])
  })
})

describe('what a netted fill does to a position', () => {
  it('its exits lose: they end with what they protect, and do not wait for the next position', async () => {
    const bars = { X: daily(100, 100, 100, 100, '100/100/90/90', 90) }
    const holder: Diary = {
      2: buy(10, { stopLoss: 95, takeProfit: 120 }),
      3: sell(4),
      4: (s) => [s.close('X'), buy(3)(s)],
    }
    const result = await run([holder, { 3: buy(4), 4: buy(6) }], bars)
    const exits = result.orders.filter(({ link }) => link !== undefined)
    expect(
      exits.map(({ type, quantity, status, outcome }) => [type, quantity.toFixed(), status, outcome?.code]),
    ).toEqual([
      ['stop', '6', 'CANCELED', 'LINKED'],
      ['limit', '6', 'CANCELED', 'LINKED'],
    ])
    expect(result.portfolio.children[0]!.children[1]!.quantity.toFixed()).toBe('3')
  })

  it('is in the metrics from the next point of the curve on, on a single series as beside another', async () => {
    const bars = daily(100, 101, 102, 103, 104, 105)
    const diaries = [{ 5: buy(10) }, { 5: sell(10) }]
    const alone = await run(diaries, { X: bars })
    const beside = await run(diaries, { X: bars, OTHER: daily(1) })
    expect(alone.metrics.exposure).toBe(2 / 6)
    expect(beside.metrics.exposure).toBe(2 / 6)
    expect(alone.doubts).toEqual(beside.doubts)
  })
})
