import { describe, expect, it } from 'vitest'
import {
  leverageMargin,
  marginPerInstrument,
  regT,
  Strategy,
  type BacktestResult,
  type MarginModel,
} from '../src/index.js'
import { daily, day, engineOf, type Bars } from './engine-setup.js'

type Act = (strategy: Strategy) => unknown
type Diary = Readonly<Record<number, Act>>

/** What strategies a, b and c do at the ends of the days that they name. */
function run(diaries: readonly Diary[], bars: Bars, account: object, extra: object = {}): Promise<BacktestResult> {
  const strategies = diaries.map((diary, i) => ({
    strategy: class extends Strategy {
      override onSlice(): void {
        diary[new Date(this.now).getUTCDate()]?.(this)
      }
    },
    name: 'abc'[i]!,
  }))
  return engineOf(Strategy as never, bars, { strategies, account: { capital: 10_000, ...account }, ...extra }).run()
}
const buy =
  (symbol: string, quantity: number): Act =>
  (s) =>
    s.buy(symbol, { quantity })
const sell =
  (symbol: string, quantity: number): Act =>
  (s) =>
    s.sell(symbol, { quantity })
const ends = ({ orders }: BacktestResult): string[] =>
  orders.map(({ strategy, symbol, side, type, filledQuantity, quantity, status, reason, outcome }) =>
    [strategy, symbol, side, type, `${filledQuantity.toFixed()}/${quantity.toFixed()}`, status, reason, outcome?.code]
      .filter((word) => word)
      .join(' '),
  )
const calls = ({ marginCalls }: BacktestResult): (readonly number[])[] =>
  marginCalls.map(({ time, equity, maintenance, closed }) => [new Date(time).getUTCDate(), equity, maintenance, closed])
const held = ({ portfolio }: BacktestResult): string[] =>
  portfolio.children.flatMap(({ name, children }) =>
    children.flatMap(({ isCash, symbol, quantity }) => (isCash ? [] : [`${name} ${quantity.toFixed()} ${symbol}`])),
  )

describe('initial margin', () => {
  const flat: Bars = { X: daily(100, 100, 100, 100), Y: daily(20, 20, 20, 20), P: daily(4, 4, 4, 4) }
  const account = { margin: regT() }

  it.each([
    // Half of the value: 20,000 for 10,000.
    [
      'long',
      buy('X', 200),
      buy('X', 201),
      'positions would need an initial margin of 10050 with this order in X; the account',
    ],
    [
      'short',
      sell('X', 200),
      sell('X', 201),
      'positions would need an initial margin of 10050 with this order in X; the account',
    ],
    // Below five dollars a short needs 100 %, or 2.50 a share: 4 a share here.
    ['short in what costs little', sell('P', 2500), sell('P', 2501), 'an initial margin of 10004 with this order in P'],
    // Of a short at 20 its maintenance is less: half of 20 a share.
    ['short at 20', sell('Y', 1000), sell('Y', 1001), 'an initial margin of 10010 with this order in Y'],
  ])('by US rules is what equity must cover, %s', async (_, most, more, message) => {
    expect(ends(await run([{ 2: most }], flat, account))[0]).toMatch(/FILLED$/)
    const { orders } = await run([{ 2: more }], flat, account)
    expect(orders[0]!.outcome).toMatchObject({
      code: 'MARGIN_LIMIT',
      message: expect.stringContaining(message) as string,
    })
  })

  it('counts what works, over all books, at the net of each symbol; what only closes needs none', async () => {
    const limit: Act = (s) => s.buy('X', { quantity: 80, type: 'limit', limitPrice: 90 })
    const diaries: Diary[] = [
      { 2: (s) => [limit(s), buy('Y', 500)(s)] },
      // 80 X at the mark and 500 Y need 4,000 and 5,000: 1,000 are left.
      { 3: (s) => [buy('Y', 101)(s), buy('Y', 100)(s)], 5: buy('Y', 1000) },
      // Against the 600 of the others it makes the net smaller; its close then takes the net to 1,600, which need 16,000.
      { 4: sell('Y', 1100), 6: (s) => s.close('Y') },
    ]
    const result = await run(
      diaries,
      { X: daily(100, 100, 100, 100, 100), Y: daily(20, 20, 20, 20, 20, 20, 20) },
      account,
    )
    expect(ends(result)).toEqual([
      ...['a X buy limit 0/80 ACKED', 'a Y buy market 500/500 FILLED'],
      ...['b Y buy market 0/101 DENIED MARGIN_LIMIT', 'b Y buy market 100/100 FILLED'],
      ...['c Y sell market 1100/1100 FILLED', 'b Y buy market 1000/1000 FILLED', 'c Y buy market 1100/1100 FILLED'],
    ])
  })

  it('is by instrument, of amounts a contract and of rates, beside a leverage where both are set', async () => {
    const margin = marginPerInstrument({ F: { initial: 1200, maintenance: 1000 }, EURUSD: { rate: 0.02 } })
    const instruments = [
      { symbol: 'F', assetClass: 'future', multiplier: 50 },
      { symbol: 'EURUSD', assetClass: 'fx', multiplier: 10_000 },
    ]
    const bars = { F: daily(400, 400, 400), EURUSD: daily(1.25, 1.25, 1.25) }
    const both = (contracts: number, lots: number) =>
      run([{ 2: (s) => [buy('F', contracts)(s), buy('EURUSD', lots)(s)] }], bars, { margin }, { instruments })
    // 8 x 1,200 = 9,600, and a lot needs 2 % of 12,500, 250.
    expect(ends(await both(8, 1)).map((end) => end.split(' ')[5])).toEqual(['FILLED', 'FILLED'])
    expect(ends(await both(8, 2)).map((end) => end.split(' ')[5])).toEqual(['FILLED', 'DENIED'])
    const capped = await run([{ 2: buy('F', 2) }], bars, { margin, leverage: 3 }, { instruments })
    // Two contracts are worth 40,000.
    expect(ends(capped)).toEqual(['a F buy market 0/2 DENIED INSUFFICIENT_CAPITAL'])
  })
})

describe('a margin call', () => {
  const margin = leverageMargin({ leverage: 4, maintenance: 0.2 })
  // 10,000 buy 200 X and 200 Y and 100 Z: 20,000 + 10,000 + 5,000. On the third day they lose 3,000, 2,000 and 0.
  const bars: Bars = {
    X: daily(100, 100, 85, 80, 80, 80),
    Y: daily(50, 50, 40, 38, 38, 38),
    Z: daily(50, 50, 50, 50, 50, 50),
  }
  const all: Diary = { 2: (s) => [buy('X', 200)(s), buy('Y', 200)(s), buy('Z', 100)(s)] }

  it('is told of once while it lasts, where orders are denied and nothing is closed', async () => {
    const result = await run([{ ...all, 5: buy('Z', 1) }], bars, { margin })
    // The fourth day's close: 10,000 - 4,000 - 2,400 = 3,600 of 16,000 + 7,600 + 5,000, a fifth of which is 5,720.
    expect(calls(result)).toEqual([[4, 5000, 6000, 0]])
    expect(ends(result).at(-1)).toBe('a Z buy market 0/1 DENIED MARGIN_LIMIT')
    expect(held(result)).toEqual(['a 200 X', 'a 200 Y', 'a 100 Z'])
  })

  it('closes the worst first, until the rest is covered, at the next open', async () => {
    const result = await run([all], bars, { margin, marginCall: 'liquidateWorst' })
    // X lost 3,000: without its 17,000 the others need 2,600.
    expect(calls(result)).toEqual([[4, 5000, 6000, 1]])
    expect(ends(result).slice(3)).toEqual(['a X sell market 200/200 FILLED margin call'])
    expect(result.fills.at(-1)).toMatchObject({ occurredAt: day(4), price: 80 })
  })

  it('closes more where that was not enough, and is in the list for each step', async () => {
    const falling = { ...bars, X: daily(100, 100, 85, 50, 50, 50), Y: daily(50, 50, 40, 15, 15, 15) }
    const result = await run([all], falling, { margin, marginCall: 'liquidateWorst' })
    // X is sold at 50: 10,000 - 10,000 - 7,000 are left of Y and Z, worth 8,000.
    expect(calls(result)).toEqual([
      [4, 5000, 6000, 1],
      [5, -7000, 1600, 2],
    ])
    expect(ends(result).slice(3)).toEqual([
      ...[
        'a X sell market 200/200 FILLED margin call',
        'a Y sell market 200/200 FILLED margin call',
        'a Z sell market 100/100 FILLED margin call',
      ],
    ])
  })

  it('closes all, where that is the policy, of every book', async () => {
    const diaries = [
      { 2: (s: Strategy) => [buy('X', 200)(s), buy('Z', 100)(s)] },
      { 2: buy('Y', 200) },
      { 2: (s: Strategy) => sell('Z', 10)(s) },
    ]
    const result = await run(diaries, bars, { margin, marginCall: 'liquidateAll' })
    expect([calls(result).map(([, , , closed]) => closed), held(result)]).toEqual([[4], []])
  })

  it('cancels what would open, first; then what would close a second time, but no exits', async () => {
    const diary: Diary = {
      2: (s) => [buy('X', 100)(s), s.buy('X', { quantity: 100, stopLoss: 10 }), buy('Y', 200)(s), buy('Z', 100)(s)],
      3: (s) => [
        s.buy('Y', { quantity: 10, type: 'limit', limitPrice: 1 }),
        s.sell('Y', { quantity: 200, type: 'stop', stopPrice: 30 }),
        s.sell('X', { quantity: 100, type: 'stop', stopPrice: 82 }),
      ],
    }
    const result = await run([diary], bars, { margin, marginCall: 'liquidateWorst' })
    expect(ends(result).slice(2)).toEqual([
      'a X sell stop 0/100 CANCELED LINKED',
      ...['a Y buy market 200/200 FILLED', 'a Z buy market 100/100 FILLED'],
      ...['a Y buy limit 0/10 CANCELED CANCELED', 'a Y sell stop 0/200 ACKED', 'a X sell stop 0/100 CANCELED CANCELED'],
      'a X sell market 200/200 FILLED margin call',
    ])
    // The open of the fourth day is below the stop at 82: sold twice, X would be short.
    expect(held(result)).toEqual(['a 200 Y', 'a 100 Z'])
  })

  it('closes of a book no more than the account holds net: what another book holds against it needs no margin', async () => {
    // b and c are long and short the same 50 Z, and the account 200 X net of 300 and -100.
    const diaries: Diary[] = [
      { 2: (s) => [buy('X', 300)(s), buy('Y', 200)(s)] },
      { 2: sell('X', 100), 3: buy('Z', 50) },
      { 3: sell('Z', 50) },
    ]
    const result = await run(diaries, bars, {
      margin: leverageMargin({ leverage: 4, maintenance: 0.22 }),
      marginCall: 'liquidateWorst',
    })
    // 10,000 - 3,000 - 2,000 = 5,000; 17,000 and 8,000 need 5,500. Of a's 300 X, which lost most, 200 go.
    expect(calls(result)).toEqual([[4, 5000, 5500, 1]])
    expect(held(result)).toEqual(['a 100 X', 'a 200 Y', 'b -100 X', 'b 50 Z', 'c -50 Z'])
  })

  it('is judged once per instant: not between the bars of a hedged pair', async () => {
    const pair: Bars = { X: daily(100, 100, 40, 120, 20, 20), Y: daily(100, 100, 40, 120, 20, 20) }
    const diary: Diary = { 2: (s) => [buy('X', 190)(s), sell('Y', 190)(s)] }
    const result = await run([diary], pair, { margin, marginCall: 'liquidateAll' })
    expect([calls(result), held(result)]).toEqual([[], ['a 190 X', 'a -190 Y']])
  })

  it('asks a model of one own for what is held, with quantity, price, value and rate', async () => {
    const asked: string[] = []
    const own: MarginModel = {
      spec: 'own',
      initial: () => 0,
      maintenance: ({ instrument, quantity, price, value, fx }) => {
        asked.push([instrument.symbol, quantity, price, value, fx].join(' '))
        return 0
      },
    }
    const instruments = [
      { symbol: 'X', currency: 'EUR', multiplier: 5 },
      { symbol: 'EURUSD', assetClass: 'fx' },
    ]
    const rates = { X: daily(100, 100, 85), EURUSD: daily(1.5, 1.5, 2) }
    await run([{ 2: sell('X', 3) }], rates, { margin: own }, { instruments })
    expect(asked).toEqual(['X -3 100 2250 1.5', 'X -3 85 2550 2'])
  })
})
