import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { BacktestEngine, BacktestResult } from '@tradewright/core'
import { createBacktest } from './backtest.js'
import { SmaCross } from './sma-cross.js'
import { summarize } from './summary.js'

const OUT = new URL('../out/', import.meta.url)

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { fast: { type: 'string' }, slow: { type: 'string' } } })
  const params = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)]))
  const engine = createBacktest(params)
  const startedAt = performance.now()
  const result = await withProgress(engine)
  const seconds = (performance.now() - startedAt) / 1000
  const path = await writeReport(result)
  console.log(summarize(result, SmaCross.params.parse(params)))
  console.log(`\nTook    ${seconds.toFixed(2)} s\nHash    ${result.hash}\nReport  ${path}`)
}

/** Runs and, on a terminal, says how far it is; what it said is cleared afterwards. */
async function withProgress(engine: BacktestEngine): Promise<BacktestResult> {
  if (!process.stdout.isTTY) return engine.run()
  const show = (text: string): boolean => process.stdout.write(`\r\x1b[K${text}`)
  show('Reading bars …')
  engine.on('progress', ({ bars, barsTotal }) => show(`Running … ${String(Math.round((bars / barsTotal) * 100))} %`))
  try {
    return await engine.run()
  } finally {
    show('')
  }
}

async function writeReport(result: BacktestResult): Promise<string> {
  await mkdir(OUT, { recursive: true })
  const path = fileURLToPath(new URL('report.json', OUT))
  await writeFile(path, JSON.stringify(result, undefined, 2) + '\n')
  return path
}

main().catch((error: unknown) => {
  console.error(String(error))
  process.exitCode = 1
})
