import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { formatTime } from '@tradewright/core'
import { createBacktest, createMarket } from './backtest.js'
import { FOLLOWED_DAY, summarize } from './summary.js'
import { tokyoTime } from './tokyo-days.js'

const OUT = new URL('../out/', import.meta.url)
/** Effects that payment days are supposed to have, in yen. */
const EFFECTS = [0.02, 0.05, 0.1]

async function main(): Promise<void> {
  const result = await createBacktest().run()
  const untilFix = await createBacktest({ to: tokyoTime(FOLLOWED_DAY, '09:55') }).run()
  const byEffect = new Map([[0, result.finalEquity]])
  for (const effect of EFFECTS) byEffect.set(effect, (await createBacktest({ effect }).run()).finalEquity)
  await mkdir(OUT, { recursive: true })
  await writeFile(new URL('report.json', OUT), JSON.stringify(result, undefined, 2) + '\n')
  await writeFile(new URL('bars.csv', OUT), barsAsCsv())
  console.log(summarize(result, { atFix: untilFix.portfolio, byEffect }))
  console.log(`\nHash     ${result.hash}\nFiles    ${fileURLToPath(OUT)}`)
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
