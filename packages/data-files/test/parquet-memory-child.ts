/** Writes ten million bars, or reads them, and tells its parent how many and at which peak of memory: a process of its own. */
import { createInstrument, type BarColumns } from '@tradewright/core'
import { ParquetDataGateway, writeParquet } from '../src/index.js'

const MINUTE = 60_000

const [, , task, path = '', length = '0', from, to] = process.argv

function bars(count: number): BarColumns {
  const column = (value: (row: number) => number): Float64Array => {
    const values = new Float64Array(count)
    for (let row = 0; row < count; row++) values[row] = value(row)
    return values
  }
  return {
    length: count,
    openTime: column((row) => row * MINUTE),
    closeTime: column((row) => row * MINUTE + MINUTE),
    open: column((row) => 100 + (row % 997) / 100),
    high: column((row) => 200 + (row % 991) / 100),
    low: column((row) => 50 + (row % 983) / 100),
    close: column((row) => 100 + (row % 977) / 100),
    volume: column((row) => (row * 7_919) % 100_003),
  }
}

async function read(): Promise<number> {
  const gateway = new ParquetDataGateway({ files: { SPX: path } })
  const range = from === undefined ? {} : { from: Number(from) * MINUTE, to: Number(to) * MINUTE }
  const series = await gateway.fetchBars({ instrument: createInstrument({ symbol: 'SPX' }), timeframe: '1m', ...range })
  return series.columns.length
}

if (task === 'write') await writeParquet(path, bars(Number(length)))
const rows = task === 'write' ? Number(length) : await read()
process.send!({ rows, peakMb: process.resourceUsage().maxRSS / 1024 })
