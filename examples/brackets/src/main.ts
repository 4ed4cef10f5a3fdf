import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { BarInput } from '@tradewright/core'
import { formatTime } from '@tradewright/core'
import { createBacktest, finer, market } from './backtest.js'
import { summarize } from './summary.js'

const OUT = new URL('../out/', import.meta.url)

async function main(): Promise<void> {
  const result = await createBacktest().run()
  const decided = await createBacktest({ fills: finer }).run()
  // Of the run that has finer series, so that all policies are in it.
  const range = await decided.equityRange()
  await mkdir(OUT, { recursive: true })
  await writeFile(new URL('report.json', OUT), JSON.stringify(result, undefined, 2) + '\n')
  await writeFile(new URL('minutes.csv', OUT), csvOf(market.minutes))
  await writeFile(new URL('quarters.csv', OUT), csvOf(market.quarters))
  console.log(summarize(result, decided, range))
  console.log(`\nHash    ${result.hash}\nFiles   ${fileURLToPath(OUT)}`)
}

function csvOf(bars: readonly BarInput[]): string {
  const rows = bars.map(({ openTime, open, high, low, close, volume }) =>
    [formatTime(Number(openTime)), open, high, low, close, volume].join(','),
  )
  return ['time,open,high,low,close,volume', ...rows, ''].join('\n')
}

main().catch((error: unknown) => {
  console.error(String(error))
  process.exitCode = 1
})
