import { describe, expect, it } from 'vitest'
import { Strategy, type AccountEvent, type BacktestResult } from '../src/index.js'
import { daily, day, engineOf, type Bars } from './engine-setup.js'

const source = 'test'

/** Spends nearly all on A, which ends on the third day, and what A was paid on so many B. */
const switching = (quantity: number) =>
  class Switch extends Strategy {
    override onSlice(): void {
      if (this.now === day(2)) this.buy('A', { quantity: 99 })
      if (this.now === day(4)) this.buy('B', { quantity })
    }
  }

const bars: Bars = { A: daily(100, 100), B: daily(40, 40, 40, 40, 40) }
const delisting = (price: number): AccountEvent => ({ kind: 'delisting', at: day(3), symbol: 'A', price, source })

const run = (quantity: number, event: AccountEvent, prices = bars, extra: object = {}): Promise<BacktestResult> =>
  engineOf(switching(quantity), prices, {
    ...{ account: { type: 'cash', capital: 10_000 }, events: [event] },
    ...extra,
  }).run()
const ends = ({ orders }: BacktestResult): string[] =>
  orders.map(({ symbol, side, quantity, status }) => `${symbol} ${side} ${quantity.toFixed()} ${status}`)

describe('in a cash account, what a symbol that ends is paid', () => {
  it.each([delisting(90), { kind: 'merger', at: day(3), symbol: 'A', price: 90, source } as const])(
    'by a $kind buys others from then on',
    async (event) => {
      const result = await run(200, event)
      expect(ends(result)).toEqual(['A buy 99 FILLED', 'A sell 99 FILLED', 'B buy 200 FILLED'])
      // 10,000 - 99 x 100 + 99 x 90 - 200 x 40
      expect(result.cash.USD!.toFixed()).toBe('1010')
    },
  )

  it('buys no more than that', async () => {
    // 100 + 99 x 70 are 7,030: enough for 175 at 40, and not at 41.
    const gapped = { ...bars, B: daily(40, 40, 40, 41, 41) }
    expect(ends(await run(175, delisting(70))).at(-1)).toBe('B buy 175 FILLED')
    const short = await run(175, delisting(70), gapped)
    expect(ends(short).at(-1)).toBe('B buy 175 REJECTED')
    expect(short.cash.USD!.toFixed()).toBe('7030')
  })

  it('in another currency is there as it was converted', async () => {
    const result = await run(
      200,
      delisting(90),
      { ...bars, EURUSD: daily(1.25, 1.25, 1.25, 1.25, 1.25) },
      {
        account: { type: 'cash', capital: 12_500, settlement: 'convert' },
        instruments: [{ symbol: 'A', currency: 'EUR' }, { symbol: 'B' }, { symbol: 'EURUSD', assetClass: 'fx' }],
      },
    )
    expect(ends(result).at(-1)).toBe('B buy 200 FILLED')
    // 12,500 - 99 x 100 x 1.25 + 99 x 90 x 1.25 - 200 x 40
    expect(result.cash.USD!.toFixed()).toBe('3262.5')
  })
})
