/** Reads mutated files, and tells its parent of each before and after: a process of its own, which can be ended where it hangs. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInstrument, isTradewrightError, type BarColumns } from '@tradewright/core'
import { ParquetDataGateway } from '../src/index.js'
import type { FuzzMessage } from './parquet-fuzz.js'
import { mutant } from './parquet-mutations.js'

const RSS_MAX_MB = 500
const FILE = 'bars.parquet'
const HOUR_MS = 3_600_000

const [first = 0, count = 0] = process.argv.slice(2).map(Number)
const folder = mkdtempSync(join(tmpdir(), 'parquet-fuzz-'))
const path = join(folder, FILE)
const instrument = createInstrument({ symbol: 'SPX' })
const tell = (message: FuzzMessage): void => {
  process.send!(message)
}

async function outcomeOf(number: number): Promise<FuzzMessage> {
  const { seed, bytes, about, dice } = mutant(number)
  writeFileSync(path, bytes)
  const gateway = new ParquetDataGateway({
    files: { SPX: path },
    time: seed.time,
    onBadRow: dice.below(3) === 0 ? 'collect' : 'throw',
  })
  const start = Date.UTC(2024, 2, 11, 14)
  const range = dice.below(3) === 0 ? { from: start, to: start + HOUR_MS, barsBefore: dice.below(40) } : {}
  try {
    const timeframe = seed.name === 'date' ? '1d' : '1m'
    const { columns } = await gateway.fetchBars({ instrument, timeframe, ...range })
    const fault = faultOfBars(columns)
    return { number, outcome: 'read', fault: fault === undefined ? undefined : `${about}: ${fault}` }
  } catch (error) {
    if (isTradewrightError(error) && error.details.file === FILE) return { number, outcome: error.code }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { number, outcome: 'crash', fault: `${about}: ${text}` }
  }
}

/** What is wrong with bars that were read, by rules of its own. */
function faultOfBars({ length, openTime, closeTime, open, high, low, close, volume }: BarColumns): string | undefined {
  for (let row = 0; row < length; row++) {
    const prices = [open[row]!, high[row]!, low[row]!, close[row]!]
    const isBar =
      prices.every((price) => Number.isFinite(price) && price > 0) &&
      Math.max(...prices) === high[row] &&
      Math.min(...prices) === low[row] &&
      (volume === undefined || (volume[row]! >= 0 && Number.isFinite(volume[row]!)))
    const isTimed =
      openTime[row]! >= 0 &&
      closeTime[row]! > openTime[row]! &&
      closeTime[row]! < Date.UTC(2201, 0) &&
      (row === 0 || openTime[row]! >= closeTime[row - 1]!)
    if (!isBar || !isTimed)
      return `bar ${row} has ${[openTime[row], closeTime[row], ...prices, volume?.[row]].join(', ')}`
  }
  return undefined
}

try {
  for (let number = first; number < first + count; number++) {
    tell({ number })
    const message = await outcomeOf(number)
    const rssMb = process.resourceUsage().maxRSS / 1024
    tell(rssMb > RSS_MAX_MB ? { ...message, fault: `seed ${number}: ${rssMb} MB of memory` } : message)
  }
} finally {
  rmSync(folder, { recursive: true })
}
process.disconnect()
