/**
 * Measures the built package: rows a second from a plain OHLCV file of a million one-minute bars into checked columns, from CSV and from Parquet. Prints
 * one line of JSON, the sections of the benchmark.
 */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInstrument } from '@tradewright/core'
import { CsvDataGateway, ParquetDataGateway, writeParquet } from '../dist/index.js'
import { plainFile, ROWS } from './plain-file.mjs'

const WARMUP_RUNS = 3
const RUNS = 9

/** Rows a second, of the middle one of several runs, and the columns that were read. */
async function measure(gateway) {
  const request = { instrument: createInstrument({ symbol: 'SYN' }), timeframe: '1m' }
  const times = []
  let series
  for (let run = -WARMUP_RUNS; run < RUNS; run++) {
    const started = performance.now()
    series = await gateway.fetchBars(request)
    if (series.columns.length !== ROWS) throw new Error(`${series.columns.length} bars came; expected ${ROWS}`)
    if (run >= 0) times.push(performance.now() - started)
  }
  const median = times.sort((a, b) => a - b)[Math.floor(RUNS / 2)]
  return { rowsPerSecond: Math.round((ROWS / median) * 1000), columns: series.columns }
}

const folder = await mkdtemp(join(tmpdir(), 'files-bench-'))
try {
  const files = { csv: join(folder, 'plain.csv'), parquet: join(folder, 'plain.parquet') }
  await writeFile(files.csv, plainFile())
  const csv = await measure(new CsvDataGateway({ files: { SYN: files.csv } }))
  await writeParquet(files.parquet, csv.columns)
  const parquet = await measure(new ParquetDataGateway({ files: { SYN: files.parquet } }))
  const section = ({ rowsPerSecond }, required) => ({ value: rowsPerSecond, unit: 'rows/s', required })
  // In a process of its own, so that neither warms up the other.
  const cached = JSON.parse(execFileSync(process.execPath, [fileURLToPath(new URL('cached.mjs', import.meta.url))]))
  console.log(
    JSON.stringify({
      csv: section(csv, 3_000_000),
      parquet: section(parquet, 700_000),
      csvBacktest: { value: cached.firstMs, unit: 'ms', required: 0 },
      cachedBacktest: { value: cached.secondMs, unit: 'ms', required: 0 },
    }),
  )
} finally {
  await rm(folder, { recursive: true })
}
