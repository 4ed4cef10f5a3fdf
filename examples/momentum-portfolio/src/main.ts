import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { formatTime } from '@tradewright/core'
import { createBacktest } from './backtest.js'
import { market } from './shares.js'
import { summarize } from './summary.js'

const OUT = new URL('../out/', import.meta.url)

async function main(): Promise<void> {
  const result = await createBacktest().run()
  await mkdir(OUT, { recursive: true })
  await writeFile(new URL('report.json', OUT), JSON.stringify(result, undefined, 2) + '\n')
  await writeFile(new URL('events.json', OUT), JSON.stringify(market.events, undefined, 2) + '\n')
  await writeFile(new URL('bars.csv', OUT), csvOfBars())
  console.log(summarize(result))
  console.log(`\nHash    ${result.hash}\nFiles   ${fileURLToPath(OUT)}`)
}

function csvOfBars(): string {
  const rows = [...market.bars].flatMap(([symbol, bars]) =>
    bars.map(({ openTime, open, high, low, close, volume }) =>
      [symbol, formatTime(Number(openTime)), open, high, low, close, volume].join(','),
    ),
  )
  return ['symbol,time,open,high,low,close,volume', ...rows, ''].join('\n')
}

main().catch((error: unknown) => {
  console.error(String(error))
  process.exitCode = 1
})
