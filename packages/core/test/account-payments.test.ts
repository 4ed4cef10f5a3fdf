import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BacktestEngine,
  MemoryDataGateway,
  percent,
  Strategy,
  sum,
  perShare,
  type BacktestResult,
  type BarInput,
  type Payment,
} from '../src/index.js'
import { DiceTrader, walk } from './dice-trader.js'
import { Exact } from './naive-books.js'

type Act = (strategy: Strategy) => unknown

/** Bars from 14:30 to 21:00 UTC, an hour before the cut of 17:00 in New York: 'open close', from Tuesday, January 2nd 2024 on. */
function sessions(...days: readonly string[]): BarInput[] {
  const dates = [2, 3, 4, 5, 8, 9, 10, 11, 12]
  return days.map((prices, i) => {
    const [open = 0, close = 0] = prices.split(' ').map(Number)
    const day = `2024-01-${String(dates[i]).padStart(2, '0')}`
    const times = { openTime: `${day}T14:30Z`, closeTime: `${day}T21:00Z` }
    return { ...times, open, close, high: Math.max(open, close), low: Math.min(open, close) }
  })
}

/** Does what a diary says at the close of the day that it names; that fills at the open of the next session. */
function run(diary: Readonly<Record<number, Act>>, bars: Readonly<Record<string, BarInput[]>>, config: object) {
  class Writer extends Strategy {
    override onSlice(): void {
      diary[new Date(this.now).getUTCDate()]?.(this)
    }
  }
  return new BacktestEngine({
    data: new MemoryDataGateway(
      Object.entries(bars).map(([symbol, list]) => ({ symbol, timeframe: '1d', bars: list })),
    ),
    instruments: Object.keys(bars).map((symbol) => ({ symbol })),
    strategies: [{ strategy: Writer }],
    account: { leverage: 100 },
    ...config,
  }).run()
}
const entries = ({ ledger }: BacktestResult): string[] =>
  ledger
    .slice(1)
    .map(({ time, kind, amount, currency }) =>
      [new Date(time).toISOString().slice(8, 16), kind, amount.toString(), currency].join(' '),
    )
const trips = ({ roundTrips }: BacktestResult): string[] => roundTrips.map(({ pnl }) => pnl.toFixed())

describe('a future', () => {
  const instruments = [{ symbol: 'F', assetClass: 'future', multiplier: 50 }]

  it('pays nothing when it is bought or sold, and at each cut what it has gained or lost since the last', async () => {
    const bars = sessions('99 100', '100 103', '103 101', '102 105', '104 108', '108 108')
    const diary: Record<number, Act> = {
      2: (s) => s.buy('F', { quantity: 2 }),
      4: (s) => s.buy('F', { quantity: 1 }),
      5: (s) => s.close('F'),
    }
    const result = await run(diary, { F: bars }, { instruments })
    expect(entries(result)).toEqual([
      // 2 x 50 x (103 - 100), then x (101 - 103).
      ...['03T22:00 variation 300 USD', '04T22:00 variation -200 USD'],
      // 2 x 50 x (105 - 101) + 50 x (105 - 102); nothing over the weekend.
      '05T22:00 variation 550 USD',
      // Sold at 104: 3 x 50 x (104 - 105).
      '08T22:00 variation -150 USD',
    ])
    expect([trips(result), result.cash.USD!.toFixed()]).toEqual([['400', '100'], '100500'])
    expect(Array.from(result.equityCurve.equity)).toEqual([100_000, 100_300, 100_100, 100_650, 100_500, 100_500])
  })

  it('that is short, and turns round, pays the same way; commission is paid at once', async () => {
    const bars = sessions('100 100', '100 98', '97 99', '99 99')
    const diary: Record<number, Act> = { 2: (s) => s.sell('F', { quantity: 1 }), 3: (s) => s.buy('F', { quantity: 3 }) }
    const costs = { commission: perShare(2) }
    const result = await run(diary, { F: bars }, { instruments, costs })
    expect(entries(result)).toEqual([
      ...['03T14:30 commission -2 USD', '03T22:00 variation 100 USD', '04T14:30 commission -6 USD'],
      // 50 x (98 - 97) of the short, 2 x 50 x (99 - 97) of the long.
      '04T22:00 variation 250 USD',
    ])
    expect(trips(result)).toEqual(['146'])
  })

  it('in another currency is converted at the rate of the cut, and at the end of a run is paid what is left', async () => {
    const bars = { F: sessions('100 100', '100 110', '110 110'), EURUSD: sessions('1.1 1.1', '1.1 1.2', '1.2 1.3') }
    const config = {
      instruments: [
        { ...instruments[0], currency: 'EUR' },
        { symbol: 'EURUSD', assetClass: 'fx' },
      ],
      account: { settlement: 'convert', dailyCut: { zone: 'Europe/Berlin', time: '23:30' } },
    }
    const result = await run({ 2: (s) => s.buy('F', { quantity: 1 }) }, bars, config)
    // 23:30 in Berlin is 22:30 UTC; the last bar ends the run at 21:00, before its cut.
    expect(entries(result)).toEqual([
      ...['03T22:30 variation 500 EUR', '03T22:30 conversion -500 EUR', '03T22:30 conversion 600 USD'],
    ])
    const later = await run(
      { 2: (s) => s.buy('F', { quantity: 1 }) },
      { ...bars, F: sessions('100 100', '100 110', '110 104') },
      config,
    )
    expect(entries(later).slice(3)).toEqual([
      ...['04T21:00 variation -300 EUR', '04T21:00 conversion 300 EUR', '04T21:00 conversion -390 USD'],
    ])
  })
})

describe('a currency pair', () => {
  const fx = (symbol: string, multiplier = 10_000) => ({ symbol, assetClass: 'fx', multiplier })

  it('pays what closing it brings, the oldest lot first, and nothing before', async () => {
    const bars = sessions('1.1 1.1', '1.1 1.2', '1.2 1.3', '1.3 1.4', '1.4 1.5', '1.5 1.5')
    const diary: Record<number, Act> = {
      2: (s) => s.buy('EURUSD', { quantity: 2 }),
      3: (s) => s.buy('EURUSD', { quantity: 1 }),
      4: (s) => s.sell('EURUSD', { quantity: 1 }),
      // Closes two, and is short of two.
      5: (s) => s.sell('EURUSD', { quantity: 4 }),
    }
    const result = await run(diary, { EURUSD: bars }, { instruments: [fx('EURUSD')] })
    expect(entries(result)).toEqual([
      '05T14:30 fill 2000 USD',
      // (1.4 - 1.1) x 10,000 and (1.4 - 1.2) x 10,000
      '08T14:30 fill 5000 USD',
    ])
    expect(trips(result)).toEqual(['2000', '3000', '2000'])
    // Held at 1.2: 2 x 1,000. At 1.3: 4,000 + 1,000. At 1.4: 5,000 + 3,000, of which 2,000 are paid. At 1.5 the two short lose 2,000.
    expect(Array.from(result.equityCurve.equity).map((equity) => Math.round(equity * 1e6) / 1e6)).toEqual([
      ...[100_000, 102_000, 105_000, 107_000, 105_000, 105_000],
    ])
  })

  it.each([
    ['hold', ['04T14:30 fill 30000 JPY'], 100_000 + 30_000 / 155],
    [
      'convert',
      ['04T14:30 fill 30000 JPY', '04T14:30 conversion -30000 JPY', '04T14:30 conversion 197.36842105 USD'],
      100_197.36842105,
    ],
  ])(
    'whose profit is in another currency is converted at the last rate before it closed, or held: %s',
    async (settlement, ledger, equity) => {
      const bars = sessions('150 150', '150 152', '153 155')
      const diary: Record<number, Act> = { 2: (s) => s.buy('USDJPY', { quantity: 1 }), 3: (s) => s.close('USDJPY') }
      const result = await run(
        diary,
        { USDJPY: bars },
        { instruments: [fx('USDJPY')], account: { settlement, leverage: 30 } },
      )
      expect(entries(result)).toEqual(ledger)
      expect(result.finalEquity).toBeCloseTo(equity, 8)
    },
  )

  it('needs no cash but what leverage asks for', async () => {
    const bars = { EURUSD: sessions('1 1', '1 1', '1 1') }
    const order = (lots: number) => ({ 2: (s: Strategy) => s.buy('EURUSD', { quantity: lots }) })
    const config = { instruments: [fx('EURUSD')], account: { capital: 1000, leverage: 30 } }
    expect((await run(order(3), bars, config)).orders[0]!.status).toBe('FILLED')
    expect((await run(order(4), bars, config)).orders[0]!.outcome!.code).toBe('INSUFFICIENT_CAPITAL')
  })
})

describe('however positions are paid', () => {
  it('equity is the same at every instant, and so is cash once all is closed: the sum of the round trips, exactly', async () => {
    const world = fc.record({
      seed: fc.nat({ max: 1e6 }),
      multiplier: fc.constantFrom('1', '12.5', '0.01'),
      lots: fc.constantFrom('fifo', 'average'),
      step: fc.constantFrom('1', '0.001'),
    })
    await fc.assert(
      fc.asyncProperty(world, async ({ seed, multiplier, lots, step }) => {
        const play = (payment: Payment) =>
          new BacktestEngine({
            data: new MemoryDataGateway(
              ['X', 'Y'].map((symbol, i) => ({ symbol, timeframe: '1h', bars: walk({ seed: seed + i, count: 150 }) })),
            ),
            instruments: ['X', 'Y'].map((symbol) => ({ symbol, multiplier, quantityStep: step, payment })),
            series: ['X', 'Y'].map((symbol) => ({ symbol, timeframe: '1h' })),
            strategies: ['a', 'b'].map((name) => ({ strategy: DiceTrader, name })),
            account: { capital: 1e7, leverage: 50, lots: lots },
            costs: { commission: sum(perShare('0.0035'), percent('0.0001')) },
            closeAtEnd: true,
            seed,
          }).run()
        const [full, ...others] = await Promise.all([play('full'), play('profit'), play('variation')])
        expect(full.roundTrips.length).toBeGreaterThan(10)
        const brought = full.roundTrips.reduce((total, { pnl }) => total.plus(pnl.toFixed()), new Exact(1e7))
        expect(full.cash.USD!.toFixed()).toBe(brought.toFixed())
        for (const other of others) {
          expect(trips(other)).toEqual(trips(full))
          expect(other.cash.USD!.toFixed()).toBe(full.cash.USD!.toFixed())
          const equity = Array.from(other.equityCurve.equity)
          for (const [i, value] of full.equityCurve.equity.entries())
            expect(Math.abs(equity[i]! / value - 1)).toBeLessThan(1e-12)
        }
      }),
      { numRuns: 20 },
    )
  })
})
