import { describe, expect, it } from 'vitest'
import { MemoryDataGateway, SMA, Strategy, type BacktestResult, type Bar, type BarRequest } from '../src/index.js'
import { DiceTrader, walk } from './dice-trader.js'
import { daily, day, engineOf, Idle, rising } from './engine-setup.js'

class Holder extends Strategy {
  override onBar(): void {
    if (this.now === day(2)) this.buy('X', { quantity: 10 })
  }
}

describe('the warnings of a result', () => {
  const codes = ({ warnings }: BacktestResult) => warnings.map(({ code }) => code)

  it('are none for a run that gives no cause', async () => {
    expect((await engineOf(Idle).run()).warnings).toEqual([])
  })

  it('name what is open at the end, by symbol, in its own units', async () => {
    class Mixed extends Strategy {
      override onBar({ symbol }: Bar): void {
        if (this.now === day(2)) this.target(symbol, symbol === 'BTC' ? '0.125' : -3)
      }
    }
    const instruments = [{ symbol: 'X' }, { symbol: 'BTC', assetClass: 'crypto' }]
    const { warnings } = await engineOf(Mixed, { BTC: daily(5, 6, 7), X: rising }, { instruments }).run()
    expect(warnings).toEqual([
      { code: 'OPEN_POSITION_AT_END', message: '-3 X are open at the end, marked at 104', count: 1 },
      { code: 'OPEN_POSITION_AT_END', message: '0.125 BTC are open at the end, marked at 7', count: 1 },
    ])
  })

  it('name strategies whose indicators were never ready', async () => {
    class Slow extends Strategy {
      readonly average = this.indicator(new SMA({ period: 6 }))
    }
    const result = await engineOf(Slow, undefined, { strategies: [{ strategy: Slow }, { strategy: Idle }] }).run()
    expect(result.warnings).toEqual([
      {
        code: 'NO_BARS',
        message: 'Slow was never called: its indicators were not ready before the data ended',
        count: 1,
      },
    ])
  })

  it('tell of opens at the close before, from a fifth of the bars on', async () => {
    const one = daily(100, '100/101/99/101', 102, 103, 104)
    expect((await engineOf(Idle, { X: one }).run()).warnings).toEqual([
      {
        code: 'OPEN_EQUALS_PREVIOUS_CLOSE',
        message:
          '1 of 5 bars of X open exactly at the close before: fills at such opens are at the price that the decision saw, which may not have been to be had',
        count: 1,
      },
    ])
    expect(codes(await engineOf(Idle, { X: [...one, ...daily(1, 1, 1, 1, 1, 90).slice(5)] }).run())).toEqual([])
  })

  it('hold what a gateway says of a series, once for each source', async () => {
    const memory = new MemoryDataGateway(['X', 'Y'].map((symbol) => ({ symbol, timeframe: '1d', bars: rising })))
    const data = {
      name: 'files',
      fetchBars: async (request: BarRequest) => {
        const warning = { code: 'ADJUSTED_COLUMN_UNUSED', message: 'adjclose was not used' } as const
        return {
          ...(await memory.fetchBars(request)),
          source: `${request.instrument.symbol}.csv`,
          warnings: [warning, warning],
        }
      },
    }
    const { warnings } = await engineOf(Idle, { X: rising, Y: rising }, { data }).run()
    expect(warnings).toEqual(
      Array(2).fill({ code: 'ADJUSTED_COLUMN_UNUSED', message: 'adjclose was not used', count: 2 }),
    )
  })
})

describe('toJSON', () => {
  const numbersIn = (value: unknown): unknown[] =>
    typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : typeof value === 'number'
        ? [value]
        : []

  it.each([
    ['a run of dice', () => engineOf(DiceTrader, { X: walk({ seed: 5, count: 300, volume: true }) })],
    ['a run in which nothing happened', () => engineOf(Idle, { X: daily(1) })],
    [
      'an order without a price',
      () =>
        engineOf(
          class Early extends Strategy {
            override onStart(): void {
              this.buy('X')
            }
          },
        ),
    ],
  ])('of %s is plain data: it comes through JSON as it was, and has no number that is none', async (_, engine) => {
    const json = (await engine().run()).toJSON()
    expect(JSON.parse(JSON.stringify(json))).toEqual(json)
    expect(numbersIn(json).filter((number) => !Number.isFinite(number))).toEqual([])
  })

  it('has the whole result, times as ISO 8601 and exact numbers as text', async () => {
    const json = (await engineOf(Holder, { X: rising }, { closeAtEnd: true }).run()).toJSON() as Record<string, never[]>
    expect(Object.keys(json)).toEqual([
      ...['schemaVersion', 'library', 'hash', 'bars', 'startedAt', 'endedAt', 'settings', 'series', 'initialCapital'],
      ...['finalEquity', 'cash', 'metrics', 'warnings', 'lookahead', 'ambiguity', 'doubts'],
      ...['orders', 'fills', 'roundTrips', 'ledger', 'events', 'risk', 'marginCalls', 'equityCurve'],
    ])
    expect(json).toMatchObject({
      schemaVersion: 1,
      library: { name: '@tradewright/core' },
      bars: 5,
      startedAt: '2024-01-01T00:00:00Z',
      endedAt: '2024-01-06T00:00:00Z',
      initialCapital: '100000',
      finalEquity: 100_030,
      cash: { USD: '100030' },
      warnings: [],
      equityCurve: { equity: [100_000, 100_000, 100_010, 100_020, 100_030] },
    })
    expect(json.settings).toMatchObject({
      account: { capital: '100000', currency: 'USD', leverage: 1, allowShort: true },
      costs: { commission: 'none', slippage: 'none' },
      strategies: [
        { name: 'Holder', class: 'Holder', version: 1, params: {}, symbols: ['X'], sizer: { percent: 0.95 } },
      ],
      from: null,
      closeAtEnd: true,
      seed: 1,
    })
    expect(json.fills![0]).toMatchObject({
      side: 'buy',
      occurredAt: '2024-01-02T00:00:00Z',
      price: 101,
      quantity: '10',
      value: '1010',
      commission: '0',
    })
    expect(json.roundTrips![0]).toMatchObject({
      direction: 'long',
      quantity: '10',
      pnl: '30',
      costs: '0',
      entryPrice: 101,
      exitPrice: 104,
    })
  })
})

describe('the metrics', () => {
  it('of a tiny run are those that are reckoned by hand', async () => {
    // Ten are bought for 100 each, all there is: equity is ten times the close. Returns by day: 0, 0, 0.1, -0.1, 0.0555…
    const options = { account: { capital: 1000 }, closeAtEnd: true }
    const { metrics } = await engineOf(Holder, { X: daily(100, 100, 110, 99, 104.5) }, options).run()
    expect(metrics.totalReturn).toBeCloseTo(0.045, 12)
    expect(metrics.maxDrawdown).toBeCloseTo(0.1, 12)
    expect([metrics.trades, metrics.winRate]).toEqual([1, 1])
    // Mean 0.0111…, sample deviation 0.0749485…, both of the five returns.
    expect(metrics.volatility).toBeCloseTo(0.0749485 * Math.sqrt(252), 5)
    expect(metrics.sharpe).toBeCloseTo((0.0111111 / 0.0749485) * Math.sqrt(252), 4)
    // Five days from the first open to the last close: 1.045 to the power of 365.25 / 5.
    expect(metrics.cagr).toBeCloseTo(1.045 ** 73.05 - 1, 6)
  })

  it('have no meaning, NaN, where there is nothing to measure', async () => {
    const { metrics } = await engineOf(Idle, { X: daily(1) }).run()
    expect(metrics).toMatchObject({
      totalReturn: 0,
      maxDrawdown: 0,
      trades: 0,
      winRate: Number.NaN,
      sharpe: Number.NaN,
    })
  })
})

describe('the account', () => {
  class Trader extends Strategy {
    override onBar(): void {
      if (this.now === day(2)) this.target('X', 90)
      if (this.now === day(3)) this.target('X', -90)
      if (this.now === day(4)) this.sell('X', { quantity: 20 })
    }
  }
  const outcomes = async (account: object) =>
    (await engineOf(Trader, { X: daily(100, 100, 100, 100, 100) }, { account }).run()).orders.map(
      ({ quantity, status, outcome }) => `${quantity.toFixed()} ${outcome?.code ?? status}`,
    )

  it('with leverage 1 carries positions of its equity: an order that crosses zero needs capital for what it opens', async () => {
    expect(await outcomes({ capital: 10_000 })).toEqual(['90 FILLED', '180 FILLED', '20 INSUFFICIENT_CAPITAL'])
    expect(await outcomes({ capital: 8999 })).toEqual([
      '90 INSUFFICIENT_CAPITAL',
      '90 INSUFFICIENT_CAPITAL',
      '20 FILLED',
    ])
  })

  it('with more leverage carries more', async () => {
    expect(await outcomes({ capital: 5500, leverage: 2 })).toEqual(['90 FILLED', '180 FILLED', '20 FILLED'])
    expect(await outcomes({ capital: 5499, leverage: 2 })).toEqual([
      '90 FILLED',
      '180 FILLED',
      '20 INSUFFICIENT_CAPITAL',
    ])
  })

  it('counts what is held in other symbols, beside orders that work', async () => {
    class Spread extends Strategy {
      override onBar({ symbol }: Bar): void {
        if (symbol === 'Y') return
        if (this.now === day(2)) this.buy('X', { quantity: 60 })
        if (this.now === day(3)) this.buy('Y', { quantity: 1, type: 'limit', limitPrice: 1 })
        if (this.now === day(4)) this.buy('Y', { quantity: 40 })
        if (this.now === day(5)) this.buy('Y', { quantity: 39 })
      }
    }
    const flat = daily(100, 100, 100, 100, 100, 100)
    const { orders } = await engineOf(Spread, { X: flat, Y: flat }, { account: { capital: 10_000 } }).run()
    expect(orders.map(({ status, outcome }) => outcome?.message ?? status)).toEqual([
      'FILLED',
      'ACKED',
      "positions would be worth 10100 with this order in Y; the account's equity of 10000 at leverage 1 allows 10000",
      'FILLED',
    ])
  })
})
