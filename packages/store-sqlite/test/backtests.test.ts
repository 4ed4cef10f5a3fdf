import { join } from 'node:path'
import {
  BacktestEngine,
  CachedDataGateway,
  compareRuns,
  MemoryDataGateway,
  SMA,
  Strategy,
  systemClock,
  type Bar,
} from '@tradewright/core'
import { expect, it } from 'vitest'
import { SqliteStore } from '../src/sqlite-store.js'
import { temporaryFolder } from './temporary-folder.js'

const DAY = 86_400_000
const BARS = Array.from({ length: 400 }, (_, day) => {
  const close = 100 + 10 * Math.sin(day / 9)
  return { openTime: Date.UTC(2022, 0, 1) + day * DAY, open: close, high: close + 1, low: close - 1, close }
})

class AboveAverage extends Strategy {
  readonly #average = this.indicator(new SMA({ period: 20 }))

  override onBar({ symbol, close }: Bar): void {
    if (close <= this.#average.value) this.close(symbol)
    else if (this.position(symbol).isFlat) this.buy(symbol)
  }
}

/** One backtest as a program of its own would do it: it opens the store, and closes it. */
async function backtest(path: string, name: string, capital = 100_000): Promise<{ hash: string; fetches: number }> {
  const store = await SqliteStore.open(path)
  const source = new MemoryDataGateway([{ symbol: 'ACME', timeframe: '1d', bars: BARS }])
  const data = new CachedDataGateway({ source, store, clock: systemClock() })
  const engine = new BacktestEngine({
    ...{ data, instruments: [{ symbol: 'ACME' }], strategies: [{ strategy: AboveAverage }], runs: store },
    ...{ from: '2022-03-01', to: '2022-12-01', account: { capital } },
  })
  const { hash } = await engine.run({ name })
  await store.close()
  return { hash, fetches: data.fetches }
}

it('a second backtest of the same range, by another program, makes no fetch and comes to the same', async () => {
  const path = join(temporaryFolder(), 'store.db')
  const first = await backtest(path, 'first')
  const second = await backtest(path, 'second')
  expect(first.fetches).toBeGreaterThan(0)
  expect(second).toEqual({ hash: first.hash, fetches: 0 })
})

it('runs are listed, compared and loaded again by another program', async () => {
  const path = join(temporaryFolder(), 'store.db')
  const { hash } = await backtest(path, 'small', 1000)
  await backtest(path, 'large', 1_000_000)
  const store = await SqliteStore.open(path, { readOnly: true })
  const listed = await store.runs()
  expect(listed.map(({ id, name, strategies }) => [id, name, strategies])).toEqual([
    [2, 'large', ['AboveAverage']],
    [1, 'small', ['AboveAverage']],
  ])
  const small = await store.loadRun(1)
  expect([small.hash, small.equityCurve.equity.at(-1)]).toEqual([hash, small.finalEquity])
  expect((small.result as { readonly fills: readonly unknown[] }).fills.length).toBeGreaterThan(10)
  const compared = compareRuns([small, await store.loadRun(2)])
  expect(JSON.stringify(compared)).toContain('account.capital')
  await store.close()
})
