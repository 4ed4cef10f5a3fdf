import { describe, expect, it } from 'vitest'
import {
  BacktestEngine,
  financing,
  formatTime,
  MemoryDataGateway,
  Strategy,
  type AccountEvent,
  type BacktestResult,
  type BarInput,
} from '../src/index.js'
import { daily, day, engineOf } from './engine-setup.js'

type Act = (strategy: Strategy) => unknown
type Diary = Readonly<Record<string, Act>>

/** Daily bars at one price from a date on, midnight to midnight UTC. */
function flat(from: string, price: number, days: number): BarInput[] {
  return Array.from({ length: days }, (_, i) => {
    const openTime = Date.parse(`${from}T00:00Z`) + i * 86_400_000
    return { openTime, open: price, high: price, low: price, close: price }
  })
}
/** Each strategy, a, b and c, follows its diary: what it does as a date begins. */
function run(
  diaries: readonly Diary[],
  bars: Readonly<Record<string, BarInput[]>>,
  config: object,
): Promise<BacktestResult> {
  return new BacktestEngine({
    data: new MemoryDataGateway(
      Object.entries(bars).map(([symbol, list]) => ({ symbol, timeframe: '1d', bars: list })),
    ),
    instruments: Object.keys(bars).map((symbol) => ({ symbol })),
    strategies: diaries.map((diary, i) => ({
      strategy: class extends Strategy {
        override onSlice(): void {
          diary[formatTime(this.now).slice(0, 10)]?.(this)
        }
      },
      name: 'abc'[i]!,
    })),
    ...config,
  }).run()
}
/** What time has cost: day and clock, strategy, kind, amount, currency. */
const costs = ({ ledger }: BacktestResult): string[] =>
  ledger
    .filter(({ kind }) => ['interest', 'financing', 'borrow'].includes(kind))
    .map(({ time, strategy, kind, amount, currency, symbol }) =>
      [formatTime(time).slice(5, 16), strategy ?? '-', kind, amount.toString(), currency, symbol ?? '']
        .join(' ')
        .trim(),
    )

describe('interest', () => {
  const of = (interest: object) => financing({ interest })

  it('is booked each calendar day at the cut, weekends too, on what is there with what was booked before', async () => {
    // January 5th 2024 is a Friday.
    const result = await run(
      [{}],
      { X: flat('2024-01-05', 100, 4) },
      { account: { capital: 360_000, financing: of({ credit: 0.05 }) } },
    )
    // 360,000 x 0.05 / 360 = 50; 360,050 x 0.05 / 360 = 50.0069444…; and so on.
    expect(costs(result)).toEqual([
      ...['01-05T22:00 - interest 50 USD', '01-06T22:00 - interest 50.00694444 USD'],
      ...['01-07T22:00 - interest 50.01388985 USD', '01-08T22:00 - interest 50.02083623 USD'],
    ])
  })

  it('is paid on what is borrowed; the proceeds of what was sold short earn nothing', async () => {
    const model = of({ credit: 0.036, debit: 0.072 })
    const account = { capital: 10_000, leverage: 3, financing: model }
    const buys = await run(
      [{ '2024-01-02': (s) => s.buy('X', { quantity: 200 }) }],
      { X: flat('2024-01-01', 100, 2) },
      { account },
    )
    // 10,000 x 0.036 / 360; then 10,001 - 20,000 = -9,999 at 0.072.
    expect(costs(buys)).toEqual(['01-01T22:00 - interest 1 USD', '01-02T22:00 - financing -1.9998 USD'])
    const sells = await run(
      [{ '2024-01-02': (s) => s.sell('X', { quantity: 200 }) }],
      { X: flat('2024-01-01', 100, 2) },
      { account },
    )
    // 30,001 in cash, of which 20,000 secure the loan of the shares.
    expect(costs(sells)).toEqual(['01-01T22:00 - interest 1 USD', '01-02T22:00 - interest 1.0001 USD'])
  })

  it('has rates of its own for each currency, and is converted where cash is', async () => {
    const model = of({ credit: 0.036, byCurrency: { EUR: { credit: 0.018, dayCount: 360 }, JPY: { credit: -0.0036 } } })
    const instruments = ['EURUSD', 'USDJPY'].map((symbol) => ({ symbol, assetClass: 'fx' }))
    const events: AccountEvent[] = [
      { kind: 'deposit', at: '2024-01-01', amount: 2000, currency: 'EUR' },
      { kind: 'deposit', at: '2024-01-01', amount: 1_000_000, currency: 'JPY' },
    ]
    const bars = { EURUSD: flat('2024-01-01', 1.25, 1), USDJPY: flat('2024-01-01', 160, 1) }
    const account = { capital: 10_000, financing: model }
    expect(costs(await run([{}], bars, { account, instruments, events }))).toEqual([
      ...['01-01T22:00 - interest 1 USD', '01-01T22:00 - interest -10 JPY', '01-01T22:00 - interest 0.1 EUR'],
    ])
    // 10,000 + 2,500 + 6,250.
    const converted = await run([{}], bars, { account: { ...account, settlement: 'convert' }, instruments, events })
    expect(costs(converted)).toEqual(['01-01T22:00 - interest 1.875 USD'])
  })

  it('is that of each book with capital of its own, and of the pool of all others together', async () => {
    const account = { capital: 36_000, leverage: 3, financing: of({ credit: 0.01, debit: 0.1 }) }
    const strategies = ['own', 'pooled', 'pooled too'].map((name) => ({
      strategy: class extends Strategy {
        override onBar(): void {
          if (this.now === day(2)) this.buy('X', { quantity: 180 })
        }
      },
      name,
      ...(name === 'own' ? { capital: { amount: 10_800 } } : {}),
    }))
    const result = await engineOf(Strategy as never, { X: daily(100, 100) }, { strategies, account }).run()
    expect(costs(result)).toEqual([
      ...['01-01T22:00 - interest 0.7 USD', '01-01T22:00 own interest 0.3 USD'],
      // 25,200.7 - 36,000 = -10,799.3 of the pool; 10,800.3 - 18,000 = -7,199.7 of the other.
      ...['01-02T22:00 - financing -2.99980556 USD', '01-02T22:00 own financing -1.99991667 USD'],
    ])
  })

  it('takes no cash account below zero: what its books owe each other is not borrowed', async () => {
    const account = { type: 'cash', capital: 10_000, cashBuffer: 0, financing: of({ debit: 0.36 }) }
    class Buyer extends Strategy {
      override onBar(): void {
        if (this.now === day(2)) this.buy('X', { quantity: 50 })
      }
    }
    const strategies = [{ strategy: Buyer, name: 'own', capital: { amount: 5000 } }]
    // The open of 110 takes 5,500 of the book's 5,000; what the account then has is withdrawn.
    const events: AccountEvent[] = [{ kind: 'withdrawal', at: '2024-01-02T06:00Z', amount: 4500 }]
    const result = await engineOf(Buyer, { X: daily(100, 110, 110, 110) }, { strategies, account, events }).run()
    expect([result.events[0]!.status, costs(result), result.cash.USD!.toFixed()]).toEqual(['applied', [], '0'])
  })
})

describe('a borrow fee', () => {
  it('is charged each calendar day for what is short, at the last price, by the book that is short', async () => {
    const model = financing({ borrow: { rate: 0.036, bySymbol: { Y: '0.1825' }, dayCount: 365 } })
    const bars = { X: flat('2024-01-04', 100, 4), Y: flat('2024-01-04', 20, 4) }
    bars.X[2] = { ...bars.X[2]!, close: 150, high: 150 }
    const diaries: Diary[] = [
      { '2024-01-05': (s) => s.sell('X', { quantity: 73 }), '2024-01-07': (s) => s.close('X') },
      { '2024-01-05': (s) => [s.sell('Y', { quantity: 50 }), s.buy('X', { quantity: 10 })] },
    ]
    expect(costs(await run(diaries, bars, { account: { financing: model } }))).toEqual([
      // 7,300 x 0.036 / 365 and 1,000 x 0.1825 / 365, on Friday and on Saturday; the mark of Saturday's cut is Friday's.
      ...['01-05T22:00 a borrow -0.72 USD X', '01-05T22:00 b borrow -0.5 USD Y'],
      ...['01-06T22:00 a borrow -0.72 USD X', '01-06T22:00 b borrow -0.5 USD Y'],
      '01-07T22:00 b borrow -0.5 USD Y',
    ])
  })
})

describe('the night in a currency pair', () => {
  const instruments = [{ symbol: 'EURUSD', assetClass: 'fx', multiplier: 100_000 }]
  const points = { EURUSD: { longPoints: -5, shortPoints: '2.5', pointSize: '0.00001' } }

  it('counts three on Wednesday and none on weekends, at 17:00 in New York: across the change of clocks', async () => {
    // New York changes its clocks on Sunday, March 10th 2024. 2 x 100,000 x 5 x 0.00001 = 10 a night.
    const diary = {
      '2024-03-05': (s: Strategy) => s.buy('EURUSD', { quantity: 2 }),
      '2024-03-14': (s: Strategy) => s.close('EURUSD'),
    }
    const account = { leverage: 10, financing: financing({ swap: points }) }
    const result = await run([diary], { EURUSD: flat('2024-03-04', 1.1, 13) }, { instruments, account })
    expect(costs(result)).toEqual([
      ...['03-05T22:00 a financing -10 USD EURUSD', '03-06T22:00 a financing -30 USD EURUSD'],
      ...['03-07T22:00 a financing -10 USD EURUSD', '03-08T22:00 a financing -10 USD EURUSD'],
      ...['03-11T21:00 a financing -10 USD EURUSD', '03-12T21:00 a financing -10 USD EURUSD'],
      '03-13T21:00 a financing -30 USD EURUSD',
    ])
    expect(result.cash.USD!.toFixed()).toBe('99890')
  })

  it('brings what is short its own points, in the currency of its prices', async () => {
    const yen = [{ symbol: 'USDJPY', assetClass: 'fx', multiplier: 100_000 }]
    const model = financing({ swap: { USDJPY: { longPoints: 8, shortPoints: -12, pointSize: 0.001 } } })
    const diary = { '2024-01-02': (s: Strategy) => s.sell('USDJPY', { quantity: '1' }) }
    const bars = { USDJPY: flat('2024-01-01', 150, 2) }
    const account = { leverage: 10, financing: model, settlement: 'convert' }
    const result = await run([diary], bars, { instruments: yen, account })
    expect(costs(result)).toEqual(['01-02T22:00 a financing -1200 JPY USDJPY'])
    expect(result.ledger.at(-1)!.amount.toString()).toBe('-8')
  })

  it('may be a rate of the value instead, for every calendar day', async () => {
    const model = financing({ swap: { EURUSD: { longRate: '-0.036', shortRate: '0.018' } } })
    const account = { leverage: 10, financing: model, dailyCut: { zone: 'UTC', time: '12:00' } }
    const diary = { '2024-01-05': (s: Strategy) => s.buy('EURUSD', { quantity: 1 }) }
    const result = await run([diary], { EURUSD: flat('2024-01-04', 1.2, 4) }, { instruments, account })
    // 120,000 x 0.036 / 360
    expect(costs(result)).toEqual(['05', '06', '07'].map((date) => `01-${date}T12:00 a financing -12 USD EURUSD`))
  })
})
