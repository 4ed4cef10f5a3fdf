import { expect, it } from 'vitest'
import {
  BacktestEngine,
  CachedDataGateway,
  MemoryBarStore,
  MemoryDataGateway,
  SMA,
  Strategy,
  type Bar,
  type BarRequest,
  type DataGateway,
} from '../src/index.js'
import { VirtualClock } from '../src/testing/index.js'
import { walk } from './dice-trader.js'
import { config, day } from './engine-setup.js'

/** Trades the side of its average that the price is on. */
class Sides extends Strategy {
  readonly average = this.indicator(new SMA({ period: 12 }))
  override onBar({ close }: Bar): void {
    this.target('X', close > this.average.value ? 10 : -10)
  }
}

it('a second backtest of the same range makes no fetch and has the same warnings and the same hash', async () => {
  const memory = new MemoryDataGateway([{ symbol: 'X', timeframe: '1h', bars: walk({ seed: 4, count: 400 }) }])
  const fetched: BarRequest[] = []
  const source: DataGateway = {
    name: 'vendor',
    fetchBars: async (request) => {
      fetched.push(request)
      const unused = { code: 'ADJUSTED_COLUMN_UNUSED', message: 'adjclose was not used' } as const
      const warmup = { code: 'ROWS_REFUSED', message: '2 rows in front of the run', count: 2 } as const
      const warnings = request.to === day(5) ? [unused, warmup] : [unused]
      return { ...(await memory.fetchBars(request)), warnings }
    },
  }
  const data = new CachedDataGateway({ source, store: new MemoryBarStore(), clock: new VirtualClock(day(60)) })
  const run = () =>
    new BacktestEngine({ ...config(Sides, { 'X 1h': [] }, { data }), from: '2024-01-05', to: '2024-01-12' }).run()
  const first = await run()
  expect(fetched.map(({ from, to, barsBefore }) => [from, to, barsBefore])).toEqual([
    [day(5), day(12), 0],
    [day(5), day(5), 12],
  ])
  const second = await run()
  expect(fetched).toHaveLength(2)
  expect(first.warnings.slice(0, 2)).toEqual([
    { code: 'ADJUSTED_COLUMN_UNUSED', message: 'adjclose was not used', count: 1 },
    { code: 'ROWS_REFUSED', message: '2 rows in front of the run', count: 2 },
  ])
  expect([second.warnings, second.hash]).toEqual([first.warnings, first.hash])
  expect(first.fills.length).toBeGreaterThan(3)
})
