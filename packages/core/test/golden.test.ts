import { describe, expect, it } from 'vitest'
import {
  basisPoints,
  BacktestEngine,
  MemoryDataGateway,
  percent,
  perShare,
  SMA,
  Strategy,
  xnys,
  type Bar,
} from '../src/index.js'
import { DiceTrader, walk } from './dice-trader.js'

const HOUR_MS = 3_600_000

/** Trades crosses of two averages at the market, each with a stop behind it, and takes profit at a limit. */
class Cross extends Strategy {
  readonly #averages = new Map(
    this.symbols.map((symbol) => [
      symbol,
      [5, 20].map((period) => this.indicator(new SMA({ period }), { symbol })) as [SMA, SMA],
    ]),
  )
  override onBar({ symbol, close }: Bar): void {
    const [fast, slow] = this.#averages.get(symbol)!
    const { isFlat, isLong } = this.position(symbol)
    const working = this.openOrders(symbol)
    if (isFlat) for (const order of working) this.cancel(order)
    if (isFlat && working.length === 0 && fast.value > slow.value) this.buy(symbol)
    if (!isLong || working.length > 0) return
    const quantity = this.position(symbol).quantity
    this.sell(symbol, { quantity, type: 'stop', stopPrice: Math.round(close * 98) / 100 })
    this.sell(symbol, { quantity, type: 'limit', limitPrice: Math.round(close * 101) / 100 })
  }
}

/** Three symbols of different hours, gaps and volume, two timeframes, two strategies, costs: what a change of any rule would show in. */
function golden() {
  const series = [
    { symbol: 'STK', timeframe: '1h', bars: walk({ seed: 11, count: 1500, gaps: true, volume: true }) },
    { symbol: 'STK', timeframe: '1d', bars: walk({ seed: 12, count: 60, stepMs: 24 * HOUR_MS }) },
    { symbol: 'BTC', timeframe: '15m', bars: walk({ seed: 13, count: 3000, stepMs: HOUR_MS / 4, volume: true }) },
    { symbol: 'FUT', timeframe: '2h', bars: walk({ seed: 14, count: 700, stepMs: 2 * HOUR_MS, gaps: true }) },
  ] as const
  return new BacktestEngine({
    data: new MemoryDataGateway(series),
    instruments: [
      { symbol: 'STK', calendar: xnys() },
      { symbol: 'BTC', assetClass: 'crypto', tickSize: '0.01' },
      { symbol: 'FUT', assetClass: 'future', multiplier: 5, zone: 'America/Chicago' },
    ],
    series: series.map(({ symbol, timeframe }) => ({ symbol, timeframe })),
    strategies: [
      { strategy: DiceTrader, name: 'dice' },
      { strategy: Cross, symbols: ['BTC', 'FUT'], allowShort: false },
    ],
    account: { capital: 250_000, leverage: 3 },
    costs: { commission: perShare('0.0035', { minimum: '0.35' }), slippage: basisPoints(1.5) },
    fills: { touch: 'fill' },
    from: '2024-01-03T10:30Z',
    warmupBars: 20,
    closeAtEnd: true,
    seed: 42,
  })
}

describe('the golden run', () => {
  it('has the committed hash, on every platform and version of Node', async () => {
    const result = await golden().run()
    const types = new Set(result.fills.map(({ order }) => result.orders[order]!.type))
    const ends = new Set(result.orders.map(({ status, timeInForce }) => `${timeInForce} ${status}`))
    expect([types.size, ends.size, result.bars]).toEqual([3, 22, 4526])
    expect([result.orders.length, result.fills.length, result.roundTrips.length]).toEqual([2848, 3032, 2819])
    expect(result.hash).toBe('940bf2aa32c616035f85ced23e55d29e4d874589a1da89909a757821ef379860')
  })

  it('of plain crosses with a percentage has the committed hash', async () => {
    const bars = walk({ seed: 21, count: 2000 })
    const result = await new BacktestEngine({
      data: new MemoryDataGateway([{ symbol: 'X', timeframe: '1h', bars }]),
      instruments: [{ symbol: 'X' }],
      series: [{ symbol: 'X', timeframe: '1h' }],
      strategies: [{ strategy: Cross }],
      costs: { commission: percent('0.001') },
    }).run()
    expect([result.orders.length, result.fills.length]).toEqual([240, 161])
    expect(result.hash).toBe('c9b241e863b82803e99d216735739970210cbaf8caf3e4a35d07aa1630da44e1')
  })
})
