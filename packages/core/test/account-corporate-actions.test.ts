import { describe, expect, it } from 'vitest'
import { percent, Strategy, type AccountEvent, type BacktestResult } from '../src/index.js'
import { daily, engineOf, errorOf, type Bars } from './engine-setup.js'

type Act = (strategy: Strategy) => unknown
type Diary = Readonly<Record<number, Act>>

/** What each strategy, a, b and c, does at the ends of the days that it names. */
function run(diaries: readonly Diary[], bars: Bars, extra: object): Promise<BacktestResult> {
  const strategies = diaries.map((diary, i) => ({
    strategy: class extends Strategy {
      override onSlice(): void {
        diary[new Date(this.now).getUTCDate()]?.(this)
      }
    },
    name: 'abc'[i]!,
  }))
  return engineOf(Strategy as never, bars, { strategies, ...extra }).run()
}
const source = 'by hand'
const target =
  (symbol: string, quantity: number): Act =>
  (s) =>
    s.target(symbol, quantity)
const ledger = ({ ledger: entries }: BacktestResult, ...kinds: string[]): string[] =>
  entries
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ time, strategy, kind, amount, currency, symbol }) =>
      [new Date(time).getUTCDate(), strategy, kind, amount.toString(), currency, symbol].join(' '),
    )
const held = ({ portfolio }: BacktestResult): string[] =>
  portfolio.children.flatMap(({ name, children }) =>
    children.flatMap(({ isCash, symbol, quantity }) => (isCash ? [] : [`${name} ${quantity.toFixed()} ${symbol}`])),
  )
const outcomes = ({ orders }: BacktestResult): string[] =>
  orders.map(({ symbol, side, type, status, reason, outcome }) =>
    [symbol, side, type, reason, status, outcome?.code].filter((word) => word).join(' '),
  )

describe('a dividend', () => {
  const dividend: AccountEvent = { kind: 'dividend', at: '2024-01-04', symbol: 'X', amount: '0.35', source }
  const flat: Bars = { X: daily(100, 100, 100, 100, 100) }

  it('is paid to who holds the share at the ex-date, and by who is short', async () => {
    const diaries = [{ 2: target('X', 10) }, { 2: target('X', -4) }, { 4: target('X', 7) }]
    const result = await run(diaries, flat, { events: [dividend] })
    expect(ledger(result, 'dividend')).toEqual(['4 a dividend 3.5 USD X', '4 b dividend -1.4 USD X'])
    expect(result.ledger.find(({ kind }) => kind === 'dividend')).toMatchObject({ event: 0, fill: -1 })
    expect(result.events[0]!.message).toBe('0.35 a share of X: 2.1 in all')
  })

  it('is paid in the currency of the share, and converted where cash is', async () => {
    const extra = {
      instruments: [
        { symbol: 'X', currency: 'EUR' },
        { symbol: 'EURUSD', assetClass: 'fx' },
      ],
      events: [dividend],
    }
    const bars = { ...flat, EURUSD: daily(1.1, 1.1, 1.2, 1.3, 1.3) }
    const diary = { 2: target('X', 10) }
    expect(ledger(await run([diary], bars, extra), 'dividend', 'conversion')).toEqual(['4 a dividend 3.5 EUR X'])
    const converted = await run([diary], bars, { ...extra, account: { settlement: 'convert' } })
    // The bar of the 3rd has closed at 1.2.
    expect(ledger(converted, 'dividend', 'conversion').slice(2)).toEqual([
      ...['4 a dividend 3.5 EUR X', '4 a conversion -3.5 EUR X', '4 a conversion 4.2 USD X'],
    ])
  })

  it.each([
    ['raw', '3.5'],
    // Splits of four for one and of 3:2 are still to come.
    ['split', '0.58333333'],
  ])('is per share as it was then, whatever later splits have made of it: on %s prices', async (adjustment, paid) => {
    const splits: AccountEvent[] = [
      { kind: 'split', at: '2024-01-02', symbol: 'X', ratio: 7, source },
      { kind: 'split', at: '2024-01-05', symbol: 'X', ratio: 4, source },
      { kind: 'split', at: '2030-01-05', symbol: 'X', ratio: '3:2', source },
    ]
    const series = [{ symbol: 'X', timeframe: '1d', adjustment }]
    const result = await run([{ 3: target('X', 10) }], flat, {
      series,
      events: [...splits, dividend],
    })
    expect(ledger(result, 'dividend')).toEqual([`4 a dividend ${paid} USD X`])
    const applied = result.events.map(({ event }) => event.kind)
    expect(applied).toEqual(adjustment === 'raw' ? ['split', 'dividend', 'split'] : ['dividend'])
  })

  it('is refused where the prices have it already', async () => {
    const extra = { series: [{ symbol: 'X', timeframe: '1d', adjustment: 'total' }], events: [dividend] }
    const { code, message } = await errorOf(() => run([{}], flat, extra))
    expect(code).toBe('EVENT_INVALID')
    expect(message).toContain('X has total-return prices, in which dividends are paid already')
  })
})

describe('a symbol that goes on under another name', () => {
  const change: AccountEvent = { kind: 'symbolChange', at: '2024-01-04', symbol: 'OLD', to: 'NEW', source }
  const bars: Bars = { OLD: daily(100, 100, 110), NEW: daily(0, 0, 0, 110, 120, 120).slice(3) }

  it('takes positions and their entries along, and leaves orders behind', async () => {
    const diaries: Diary[] = [
      {
        2: target('OLD', 10),
        3: (s) => s.sell('OLD', { quantity: 10, type: 'limit', limitPrice: 130 }),
        5: target('NEW', 0),
      },
      { 2: target('OLD', -3), 5: target('OLD', 0) },
    ]
    const result = await run(diaries, bars, { events: [change] })
    expect(held(result)).toEqual(['b -3 NEW'])
    expect(outcomes(result)).toEqual([
      ...[
        'OLD buy market FILLED',
        'OLD sell market FILLED',
        'OLD sell limit CANCELED INVALID_SYMBOL',
        'NEW sell market FILLED',
      ],
    ])
    const [trip] = result.roundTrips
    expect([trip!.symbol, trip!.entryPrice, trip!.exitPrice, trip!.pnl.toFixed()]).toEqual(['NEW', 100, 120, '200'])
    expect(Array.from(result.equityCurve.equity)).toEqual([100_000, 100_000, 100_070, 100_070, 100_140, 100_140])
  })

  it('is not traded any more by its old one', async () => {
    const result = await run([{ 5: (s) => [s.buy('OLD', { quantity: 5 }), s.buy('NEW', { quantity: 5 })] }], bars, {
      events: [change],
    })
    expect(outcomes(result)).toEqual(['OLD buy market DENIED NOT_TRADED', 'NEW buy market FILLED'])
    expect(result.orders[0]!.outcome!.message).toBe('OLD is now NEW')
  })

  it('of a future takes along what has not been paid yet', async () => {
    const instruments = ['OLD', 'NEW'].map((symbol) => ({ symbol, assetClass: 'future', multiplier: 10 }))
    const result = await run([{ 2: target('OLD', 2), 5: target('NEW', 0) }], bars, { events: [change], instruments })
    const paid = result.ledger.filter(({ kind }) => kind === 'variation')
    expect(paid.reduce((sum, { amount }) => sum + amount.toNumber(), 0)).toBe(2 * 10 * 20)
    expect([result.cash.USD!.toFixed(), result.roundTrips[0]!.pnl.toFixed()]).toEqual(['100400', '400'])
  })

  it('stays as it is where a book holds both on opposite sides, and the list says why', async () => {
    const both: Bars = { OLD: daily(100, 100, 100, 100, 100), NEW: daily(100, 100, 100, 100, 100) }
    const result = await run([{ 2: (s) => [s.buy('OLD', { quantity: 5 }), s.sell('NEW', { quantity: 2 })] }], both, {
      events: [change],
    })
    expect(held(result)).toEqual(['a 5 OLD', 'a -2 NEW'])
    expect(result.events.map(({ status, message }) => `${status}: ${message}`)).toEqual([
      'refused: a is long in one of OLD and NEW, and short in the other; expected one side',
    ])
  })
})

describe('a symbol that ends', () => {
  const bars: Bars = { X: daily(100, 100, 104, 104, 104), Y: daily(1, 1, 1, 1, 1) }
  const diaries: Diary[] = [
    { 2: target('X', 10), 3: (s) => s.sell('X', { quantity: 4, type: 'limit', limitPrice: 130 }), 5: target('X', 1) },
    { 2: target('X', -3) },
  ]

  it.each<[string, object, number]>([
    ['merger', { price: 107.5 }, 107.5],
    ['delisting', {}, 104],
    ['delisting', { price: 0 }, 0],
  ])(
    'by a %s %j pays every book out, without costs, ends its orders and is not traded any more',
    async (kind, price, paid) => {
      const event = { kind, at: '2024-01-04', symbol: 'X', source, ...price } as AccountEvent
      const result = await run(diaries, bars, { events: [event], costs: { commission: percent('0.01') } })
      expect(outcomes(result)).toEqual([
        ...['X buy market FILLED', 'X sell market FILLED', 'X sell limit CANCELED INVALID_SYMBOL'],
        ...[`X sell market ${kind} FILLED`, `X buy market ${kind} FILLED`, 'X buy market DENIED NOT_TRADED'],
      ])
      const fills = result.fills
        .slice(2)
        .map((fill) => [fill.strategy, fill.price, fill.internal, fill.commission.toFixed()])
      expect(fills).toEqual([
        ['a', paid, true, '0'],
        ['b', paid, true, '0'],
      ])
      expect(result.roundTrips.map(({ exitPrice, exitReason }) => [exitPrice, exitReason])).toEqual([
        [paid, kind],
        [paid, kind],
      ])
      // 13 shares were traded at 100, at a commission of 1 each; 7 net are paid out.
      expect([held(result), result.cash.USD!.toNumber()]).toEqual([[], 100_000 - 13 + 7 * (paid - 100)])
    },
  )
})

describe('a future that is rolled', () => {
  const roll: AccountEvent = { kind: 'roll', at: '2024-01-04', symbol: 'H', to: 'M', source }
  const instruments = ['H', 'M'].map((symbol) => ({ symbol, assetClass: 'future', multiplier: 10 }))
  const bars: Bars = { H: daily(100, 100, 104, 105, 105), M: daily(110, 110, 112, 114, 115) }

  it('is closed in every book and opened in the next contract at the next open, by market orders that cost', async () => {
    const diaries: Diary[] = [
      { 2: target('H', 2), 3: (s) => s.sell('H', { quantity: 2, type: 'limit', limitPrice: 120 }) },
      { 2: target('H', -1) },
    ]
    const costs = { commission: percent('0.001') }
    const result = await run(diaries, bars, { events: [roll], instruments, costs })
    expect(held(result)).toEqual(['a 2 M', 'b -1 M'])
    expect(outcomes(result).slice(2)).toEqual([
      ...['H sell limit CANCELED CANCELED', 'H sell market roll FILLED', 'M buy market roll FILLED'],
      ...['H buy market roll FILLED', 'M sell market roll FILLED'],
    ])
    const fills = result.fills
      .slice(2)
      .map(({ symbol, price, commission }) => `${symbol} ${String(price)} ${commission.toFixed()}`)
    expect(fills.sort()).toEqual(['H 105 1.05', 'H 105 2.1', 'M 114 1.14', 'M 114 2.28'])
    // Net one contract: 5 in the first, 1 in the next, and commissions of 3 + 3.15 + 3.42.
    expect(result.finalEquity).toBeCloseTo(100_000 + 10 * (5 + 1) - 9.57, 8)
  })
})
