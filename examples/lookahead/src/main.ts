import { proveNoLookahead, proveWarmup, verifyDeterminism } from '@tradewright/core/testing'
import { createBacktest, prepare, RUNS, type RunName } from './backtest.js'
import { summarize, type Proven } from './summary.js'

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]

async function main(): Promise<void> {
  const runs = await byRun(prove)
  const bySeed = new Map<number, Readonly<Record<RunName, number>>>()
  for (const seed of SEEDS)
    bySeed.set(seed, await byRun(async (name) => (await createBacktest(name, seed).run()).metrics.sharpe))
  console.log(summarize(runs, bySeed))
  console.log(['\nHashes', ...RUNS.map((name) => `  ${name.padEnd(9)}${runs[name].result.hash}`)].join('\n'))
}

async function prove(name: RunName): Promise<Proven> {
  return {
    result: await createBacktest(name).run(),
    lookahead: await proveNoLookahead(prepare(name), { cuts: 40 }),
    warmup: await proveWarmup(prepare(name)),
    determinism: await verifyDeterminism(prepare(name)),
  }
}

async function byRun<T>(of: (name: RunName) => Promise<T>): Promise<Readonly<Record<RunName, T>>> {
  return { leaking: await of('leaking'), fixed: await of('fixed') }
}

main().catch((error: unknown) => {
  console.error(String(error))
  process.exitCode = 1
})
