import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { formatTime } from '@tradewright/core'
import { createBacktest, createMarket } from './backtest.js'
import { RUNS, type RunName } from './limits.js'
import { summarize, type Outcome, type Results } from './summary.js'

const OUT = new URL('../out/', import.meta.url)
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]

async function main(): Promise<void> {
  const results = await runAll()
  const bySeed = new Map<number, Readonly<Record<RunName, Outcome>>>()
  for (const seed of SEEDS) bySeed.set(seed, outcomesOf(await runAll(seed)))
  await mkdir(OUT, { recursive: true })
  for (const name of RUNS) {
    const file = `${name.replace(', ', '-').replace(' ', '-')}.json`
    await writeFile(new URL(file, OUT), JSON.stringify(results[name], undefined, 2) + '\n')
  }
  await writeFile(new URL('bars.csv', OUT), barsAsCsv())
  console.log(summarize(results, bySeed))
  const hashes = RUNS.map((name) => `  ${name.padEnd(14)}${results[name].hash}`)
  console.log(['\nHashes', ...hashes].join('\n'))
  console.log(`\nFiles    ${fileURLToPath(OUT)}`)
}

async function runAll(seed?: number): Promise<Results> {
  const runs: [RunName, Results[RunName]][] = []
  for (const name of RUNS) runs.push([name, await createBacktest(name, seed === undefined ? {} : { seed }).run()])
  return Object.fromEntries(runs) as Record<RunName, Results[RunName]>
}

function outcomesOf(results: Results): Readonly<Record<RunName, Outcome>> {
  const outcomes = RUNS.map((name): [RunName, Outcome] => {
    const { finalEquity, metrics } = results[name]
    return [name, { finalEquity, maxDrawdown: metrics.maxDrawdown }]
  })
  return Object.fromEntries(outcomes) as Record<RunName, Outcome>
}

function barsAsCsv(): string {
  const rows = createMarket().map(({ openTime, open, high, low, close }) =>
    [formatTime(Number(openTime)), open, high, low, close].join(','),
  )
  return ['time,open,high,low,close', ...rows, ''].join('\n')
}

main().catch((error: unknown) => {
  console.error(String(error))
  process.exitCode = 1
})
