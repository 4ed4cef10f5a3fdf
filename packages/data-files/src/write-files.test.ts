import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BAR_FILLED, createInstrument, type BarColumns, type DataGateway } from '@tradewright/core'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageOf } from '../test/read-csv.js'
import { CsvDataGateway, ParquetDataGateway, writeCsv, writeParquet } from './index.js'

const MINUTE = 60_000

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

const KINDS = [
  {
    name: 'writeCsv',
    write: writeCsv,
    file: 'x.csv',
    gateway: (path: string): DataGateway => new CsvDataGateway({ files: { X: path } }),
  },
  {
    name: 'writeParquet',
    write: writeParquet,
    file: 'x.parquet',
    gateway: (path: string): DataGateway => new ParquetDataGateway({ files: { X: path } }),
  },
]

/** Bars of minutes, whose closes come when they come, with any numbers that bars may have. */
const series: fc.Arbitrary<BarColumns> = fc
  .record({
    start: fc.integer({ min: 0, max: Date.UTC(2150, 0) }),
    bars: fc.array(
      fc.record({
        prices: fc.array(fc.double({ min: 5e-324, max: 1e300, noNaN: true }), { minLength: 5, maxLength: 5 }),
        volume: fc.oneof(fc.double({ min: 0, max: 1e300, noNaN: true }), fc.constant(-0), fc.nat()),
        length: fc.integer({ min: 1, max: MINUTE }),
      }),
      { maxLength: 40 },
    ),
    hasVolume: fc.boolean(),
    hasVwap: fc.boolean(),
  })
  .map(({ start, bars, hasVolume, hasVwap }) => {
    const column = (value: (bar: (typeof bars)[number], row: number) => number): Float64Array =>
      Float64Array.from(bars, value)
    const sorted = bars.map(({ prices }) => [...prices].sort((a, b) => a - b))
    return {
      length: bars.length,
      openTime: column((_, row) => start + row * MINUTE),
      closeTime: column(({ length }, row) => start + row * MINUTE + length),
      open: column((_, row) => sorted[row]![1]!),
      high: column((_, row) => sorted[row]![4]!),
      low: column((_, row) => sorted[row]![0]!),
      close: column((_, row) => sorted[row]![2]!),
      volume: hasVolume ? column(({ volume }) => volume) : undefined,
      ...(hasVwap ? { vwap: column((_, row) => sorted[row]![3]!) } : {}),
    }
  })

const bars = (length: number): BarColumns => {
  const prices = new Float64Array(length).fill(10)
  return {
    length,
    openTime: Float64Array.from({ length }, (_, row) => row * MINUTE),
    closeTime: Float64Array.from({ length }, (_, row) => row * MINUTE + MINUTE),
    open: prices,
    high: prices,
    low: prices,
    close: prices,
  }
}

describe.each(KINDS)('$name', ({ write, file, gateway }) => {
  const read = async (path: string): Promise<BarColumns> => {
    const request = { instrument: createInstrument({ symbol: 'X' }), timeframe: '1m' } as const
    return (await gateway(path).fetchBars(request)).columns
  }

  it('writes what is read again to the last bit', async () => {
    const path = join(folder, file)
    await fc.assert(
      fc.asyncProperty(series, async (columns) => {
        await write(path, columns, { overwrite: true })
        expect(await read(path)).toEqual(columns)
      }),
      { numRuns: 60 },
    )
  })

  it('writes more rows than are encoded at once', async () => {
    const path = join(folder, file)
    const many = bars(300_000)
    await write(path, many)
    const { openTime, closeTime, close } = await read(path)
    const digest = (...columns: readonly Float64Array[]): string =>
      columns.reduce((hash, column) => hash.update(column), createHash('sha256')).digest('hex')
    expect(digest(openTime, closeTime, close)).toBe(digest(many.openTime, many.closeTime, many.close))
  })

  it('writes what is refused when it is read as another timeframe', async () => {
    const path = join(folder, file)
    await write(path, bars(30))
    for (const timeframe of ['1h', '30s'] as const) {
      const request = { instrument: createInstrument({ symbol: 'X' }), timeframe }
      expect(await messageOf(gateway(path).fetchBars(request))).toContain(
        `TIMEFRAME_MISMATCH: ${file} has bars that are 1 m apart, read as ${timeframe}`,
      )
    }
  })

  it('leaves flags out, and rows behind the length', async () => {
    const path = join(folder, file)
    const columns = { ...bars(3), length: 2, flags: Uint8Array.of(0, BAR_FILLED, 0) }
    await write(path, columns)
    const came = await read(path)
    expect([came.length, came.flags]).toEqual([2, undefined])
  })

  it('replaces no file unless it is to', async () => {
    const path = join(folder, file)
    await writeFile(path, 'mine')
    expect(await messageOf(write(path, bars(2)))).toBe(
      `DataError FILE_EXISTS: ${path} is there already; expected none, or overwrite: true`,
    )
    expect(await readFile(path, 'utf8')).toBe('mine')
    await write(path, bars(2), { overwrite: true })
    expect((await read(path)).length).toBe(2)
    expect(await readdir(folder)).toEqual([file])
  })

  it('gives one of two that write at once the file, and the other an error', async () => {
    const path = join(folder, file)
    const results = await Promise.allSettled([write(path, bars(2)), write(path, bars(2))])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await readdir(folder)).toEqual([file])
  })

  it('leaves nothing behind where it fails', async () => {
    const taken = join(folder, 'taken')
    await mkdir(taken)
    await writeFile(join(taken, 'inside'), '')
    expect(await messageOf(write(taken, bars(2), { overwrite: true }))).toMatch(
      /^DataError FILE_NOT_WRITTEN: .*taken could not be written \((EISDIR|ENOTEMPTY|EEXIST|EPERM)\)$/,
    )
    expect(await messageOf(write(join(folder, 'none', file), bars(2)))).toContain('could not be written (ENOENT)')
    expect(await readdir(folder)).toEqual(['taken'])
    await chmod(taken, 0o755)
  })

  const second = (change: Partial<Record<keyof BarColumns, number>>): BarColumns => {
    const columns = bars(3)
    for (const [name, value] of Object.entries(change)) {
      const column = Float64Array.from(columns[name as 'open'])
      column[1] = value
      Object.assign(columns, { [name]: column })
    }
    return columns
  }

  it.each([
    ['TIME_INVALID: open time 60000.5, close time 120000; expected whole milliseconds', { openTime: 60_000.5 }],
    ['TIME_INVALID: open time -1, close time 120000', { openTime: -1 }],
    ['TIME_INVALID: open time 60000, close time NaN', { closeTime: Number.NaN }],
    ['BAR_DUPLICATE: a second bar opens at 1970-01-01T00:00:00Z; expected one', { openTime: 0 }],
    ['BAR_OVERLAP: 1970-01-01T00:01:00Z closes at 1970-01-01T00:01:00Z; expected a close after', { closeTime: 60_000 }],
    ['BAR_OVERLAP: 1970-01-01T00:00:59Z opens before the bar in front of it closes', { openTime: 59_000 }],
    ['PRICE_INVALID: the bar 1970-01-01T00:01:00Z: open is NaN; expected a positive number', { open: Number.NaN }],
    ['HIGH_BELOW_LOW: the bar 1970-01-01T00:01:00Z: open 10, high 9, low 10, close 10', { high: 9 }],
  ])('refuses what could not be read again: %s', async (message, change) => {
    const path = join(folder, file)
    const came = await messageOf(write(path, second(change)))
    expect(came).toContain(message)
    expect(came).toContain(`(row 2 of ${file})`)
    expect(await readdir(folder)).toEqual([])
  })

  it('refuses a column that is too short', async () => {
    const columns = { ...bars(3), close: new Float64Array(2) }
    expect(await messageOf(write(join(folder, file), columns))).toBe(
      `DataError COLUMN_LENGTH: ${file} was not written: 2 values came for close; expected 3`,
    )
  })
})
