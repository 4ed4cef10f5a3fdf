/**
 * What a cache saves: a backtest over a million one-minute bars of a CSV file, and a second one of the same range by another engine, both through one cache.
 * Prints one line of JSON, in milliseconds.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BacktestEngine, CachedDataGateway, MemoryBarStore, Strategy, systemClock } from '@tradewright/core'
import { CsvDataGateway } from '../dist/index.js'
import { plainFile, ROWS } from './plain-file.mjs'

class Idle extends Strategy {}

const folder = await mkdtemp(join(tmpdir(), 'cached-bench-'))
try {
  const file = join(folder, 'plain.csv')
  await writeFile(file, plainFile())
  const times = { first: [], second: [], fetches: 0 }
  for (let round = 0; round < 5; round++) {
    const source = new CsvDataGateway({ files: { SYN: file } })
    const data = new CachedDataGateway({ source, store: new MemoryBarStore(), clock: systemClock() })
    for (const name of ['first', 'second']) {
      const engine = new BacktestEngine({
        data,
        instruments: [{ symbol: 'SYN' }],
        series: [{ symbol: 'SYN', timeframe: '1m' }],
        strategies: [{ strategy: Idle }],
        from: '2020-01-01',
        to: '2022-01-01',
      })
      const started = performance.now()
      const { bars } = await engine.run()
      times[name].push(performance.now() - started)
      if (bars !== ROWS) throw new Error(`${bars} bars came; expected ${ROWS}`)
    }
    times.fetches += data.fetches
  }
  const median = (values) => Math.round(values.sort((a, b) => a - b)[values.length >> 1])
  console.log(JSON.stringify({ firstMs: median(times.first), secondMs: median(times.second), fetches: times.fetches }))
} finally {
  await rm(folder, { recursive: true })
}
