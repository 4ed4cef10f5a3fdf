import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { createInstrument, xnys, type BarColumns, type BarSeries } from '@tradewright/core'
import fc from 'fast-check'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { seedFile } from '../test/parquet-mutations.js'
import { messageOf } from '../test/read-csv.js'
import { readBytes, readSeed } from '../test/read-parquet.js'
import { parquetOf } from '../test/write-parquet.js'
import { ParquetDataGateway, type ParquetDataGatewayOptions } from './index.js'

const START = Date.UTC(2024, 2, 11, 13, 30)
const MINUTE = 60_000

let plain: BarColumns
beforeAll(async () => {
  plain = (await readSeed('plain')).columns
})

describe('a file', () => {
  it('is read into columns of times, prices and volume, and says which file and row they come from', async () => {
    const { columns, source, firstRow, warnings } = await readSeed('plain')
    expect({ source, firstRow, warnings }).toEqual({ source: 'plain.parquet', firstRow: 1, warnings: [] })
    expect(columns.length).toBe(200)
    expect([columns.openTime[0], columns.closeTime[0]]).toEqual([START, START + MINUTE])
    expect([columns.openTime[199], columns.closeTime[199]]).toEqual([START + 199 * MINUTE, START + 200 * MINUTE])
    expect([columns.open[1], columns.close[0], columns.volume?.[0]]).toEqual([100, 100, 791])
  })

  it.each([
    ...['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4'].map((codec) => `codec-${codec}`),
    ...['pages-v2', 'pages-v1-many', 'groups', 'groups-without-statistics', 'checksums', 'encodings', 'required'],
    'extra',
  ])('%s has the same bars, however it is written', async (name) => {
    expect((await readSeed(name)).columns).toEqual(plain)
  })

  it.each(['codec-zstd', 'pages-v2', 'encodings', 'time-text', 'decimal-int64', 'integers'])(
    '%s has the numbers that hyparquet reads from it',
    async (name) => {
      const file = await asyncBufferFromFile(fileURLToPath(seedFile(name)))
      const rows = await parquetReadObjects({ file, compressors })
      const { columns } = await readSeed(name)
      for (const field of ['open', 'high', 'low', 'close', 'volume'] as const) {
        rows.forEach((row, at) => expect(columns[field]![at]).toBeCloseTo(Number(row[field]), 10))
      }
      expect(Array.from(columns.openTime)).toEqual(rows.map(({ time }) => new Date(time as string).getTime()))
    },
  )

  it('without a row is an empty series', async () => {
    const { columns, result } = await readSeed('empty')
    expect([columns.length, columns.volume?.length, result.range]).toEqual([0, 0, undefined])
  })

  it('has its columns named as the options say, in any case, or left out', async () => {
    const bytes = parquetOf({
      close: undefined,
      Last: { data: new Float64Array([11]) },
      high: { data: new Float64Array([12]) },
    })
    const { columns } = await readBytes(bytes, { columns: { close: 'LAST' } })
    expect(columns.close[0]).toBe(11)
    expect((await readSeed('plain', { columns: { volume: null } })).columns.volume).toBeUndefined()
  })

  it('has its prices scaled, adjusted and inverted as a CSV file has', async () => {
    expect((await readSeed('integers', { priceScale: 100 })).columns.close).toEqual(plain.close)
    const half = parquetOf({
      close: { data: new Float64Array([4]) },
      high: { data: new Float64Array([16]) },
      low: { data: new Float64Array([2]) },
      adj_close: { data: new Float64Array([2]) },
    })
    const { open, high, low, close } = (await readBytes(half, { adjust: 'adjclose', invert: true })).columns
    expect([open[0], high[0], low[0], close[0]]).toEqual([0.2, 1, 0.125, 0.5])
    expect((await readBytes(half)).warnings?.map(({ code }) => code)).toEqual(['ADJUSTED_COLUMN_UNUSED'])
  })
})

describe('numbers', () => {
  it.each(['decimal-int32', 'decimal-int64', 'decimal-fixed'])('%s are those that their digits write', async (name) => {
    expect((await readSeed(name)).columns.close).toEqual(plain.close)
  })

  it('have no dust where they are decimals', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 2 ** 50 }), { minLength: 1, maxLength: 20 }),
        async (digits) => {
          const values = digits.map((digit) => Number(`${digit}e-6`))
          const schema = [
            { name: 'root', num_children: 5 },
            { name: 'time', type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'REQUIRED' },
            ...['open', 'high', 'low', 'close'].map((name) => ({
              name,
              type: 'INT64',
              converted_type: 'DECIMAL',
              scale: 6,
              precision: 18,
              repetition_type: 'REQUIRED',
            })),
          ]
          const { parquetWriteBuffer } = await import('hyparquet-writer')
          const data = digits.map(BigInt)
          const times = digits.map((_, row) => BigInt(START + row * MINUTE))
          const columnData = [
            { name: 'time', data: times },
            ...['open', 'high', 'low', 'close'].map((name) => ({ name, data })),
          ]
          const bytes = parquetWriteBuffer({ columnData, schema: schema as never })
          expect(Array.from((await readBytes(new Uint8Array(bytes))).columns.close)).toEqual(values)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('of 32 bits are those with the fewest digits that are rounded to them', async () => {
    const price = fc
      .tuple(fc.integer({ min: 1, max: 999_999 }), fc.nat({ max: 5 }))
      .map(([digits, decimals]) => digits / 10 ** decimals)
    await fc.assert(
      fc.asyncProperty(fc.array(price, { minLength: 1, maxLength: 20 }), async (prices) => {
        const data = Float32Array.from(prices)
        const names = ['open', 'high', 'low', 'close']
        const bytes = parquetOf(Object.fromEntries(names.map((name) => [name, { data }])))
        expect([...(await readBytes(bytes)).columns.close]).toEqual(prices)
      }),
      { numRuns: 50 },
    )
    const large = { data: Float32Array.of(16_777_216) }
    const bytes = parquetOf({ open: large, high: large, low: large, close: large })
    expect((await readBytes(bytes)).columns.close[0]).toBe(16_777_216)
  })

  it('are unsigned where the schema says so', async () => {
    expect((await readSeed('integers', { priceScale: 100 })).columns.volume).toEqual(plain.volume)
  })
})

describe('times', () => {
  it.each(['time-s', 'time-us', 'time-ns', 'time-wall', 'time-int96', 'time-text'])(
    '%s say themselves what they count',
    async (name) => {
      expect((await readSeed(name)).columns).toEqual(plain)
    },
  )

  it('without a zone are those of the option zone', async () => {
    const { columns } = await readSeed('time-wall', { zone: 'America/New_York' })
    expect(columns.openTime[0]).toBe(START + 4 * 60 * MINUTE)
    expect((await readSeed('plain', { zone: 'America/New_York' })).columns.openTime[0]).toBe(START)
  })

  it('that are numbers without a type have to be told', async () => {
    expect((await readSeed('time-number', { time: 'epoch-ms' })).columns).toEqual(plain)
    expect((await readSeed('time-seconds', { time: 'epoch-s' })).columns).toEqual(plain)
    expect(await messageOf(readSeed('time-number'))).toBe(
      "DataError COLUMN_INVALID: time-number.parquet has INT64 in its column 'time'; expected a type of times, or the option time, such as 'epoch-ms', to say what its numbers count",
    )
  })

  it.each(['epoch-s', 'epoch-us', 'epoch-ns'] as const)('in milliseconds are never taken for %s', async (time) => {
    expect(await messageOf(readSeed('time-number', { time }))).toContain('TIME_INVALID: time is')
  })

  it('that are dates are sessions of the calendar', async () => {
    const { columns, result } = await readSeed('date', { timeframe: '1d', onBadRow: 'collect', calendar: xnys() })
    expect([columns.openTime[0], columns.closeTime[0]]).toEqual([START, Date.UTC(2024, 2, 11, 20)])
    expect(result.refused[0]?.code).toBe('SESSION_MISSING')
  })

  it('stamp the close where the options say so', async () => {
    const { columns } = await readSeed('plain', { timestamp: 'close' })
    expect([columns.openTime[0], columns.closeTime[0]]).toEqual([START - MINUTE, START])
  })

  it.each([
    ['before 1970', Date.UTC(1969, 11, 31), '1969-12-31T00:00:00Z'],
    ['after 2199', Date.UTC(2200, 0, 1), '2200-01-01T00:00:00Z'],
  ])('%s are refused with their row', async (_, second, text) => {
    const bytes = parquetOf({ time: { data: [new Date(START), new Date(second)] } })
    expect(await messageOf(readBytes(bytes))).toBe(
      `DataError TIME_INVALID: time is '${text}'; expected a time in whole milliseconds, from 1970 to 2199 (row 2 of spx.parquet)`,
    )
  })
})

describe('a range', () => {
  const minutes = (from: number, to: number): { from: number; to: number } => ({
    from: START + from * MINUTE,
    to: START + to * MINUTE,
  })

  it.each(['groups', 'pages-v2', 'groups-without-statistics'])(
    'of %s has the bars of the whole file that lie in it',
    async (name) => {
      const row = fc.integer({ min: -20, max: 220 })
      await fc.assert(
        fc.asyncProperty(row, row, fc.nat(120), async (one, other, barsBefore) => {
          const [first, last] = [Math.min(one, other), Math.max(one, other)]
          const { columns, firstRow } = await readSeed(name, { ...minutes(first, last), barsBefore })
          const start = Math.max(0, Math.min(first, 200) - barsBefore)
          const end = Math.max(start, Math.min(200, last))
          expect(columns.openTime).toEqual(plain.openTime.slice(start, end))
          expect(columns.close).toEqual(plain.close.slice(start, end))
          expect(firstRow).toBe(end > start ? start + 1 : undefined)
        }),
        { numRuns: 25 },
      )
    },
  )

  it('has only the row groups read that it needs, by their statistics', async () => {
    const times = Array.from({ length: 400 }, (_, row) => new Date(Date.UTC(2020, 0, 1 + row)))
    const { parquetWriteBuffer } = await import('hyparquet-writer')
    const prices = new Float64Array(400).fill(10)
    const columnData = [
      { name: 'time', data: times },
      ...['open', 'high', 'low', 'close'].map((name) => ({ name, data: prices })),
    ]
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 50 }))
    const from = Date.UTC(2020, 6, 1)
    const day = { timeframe: '1d', from, to: from + 86_400_000 } as const
    const { columns, result, firstRow } = await readBytes(bytes, day)
    expect([columns.length, columns.openTime[0], firstRow]).toEqual([1, from, 183])
    expect(result.rowsRead).toBeLessThan(100)
    expect((await readBytes(bytes, { ...day, barsBefore: 150 })).columns.length).toBe(151)
  })

  it('is not what the statistics say where they are wrong', async () => {
    const bytes = await readFile(seedFile('groups'))
    const least = Buffer.alloc(8)
    least.writeBigInt64LE(BigInt(START + 150 * MINUTE))
    const changed = Buffer.alloc(8)
    changed.writeBigInt64LE(BigInt(START + 151 * MINUTE))
    for (let at = bytes.lastIndexOf(least); at > bytes.length - 4_000; at = bytes.lastIndexOf(least, at - 1))
      changed.copy(bytes, at)
    expect(await messageOf(readBytes(bytes, minutes(0, 200)))).toBe(
      "DataError FILE_INVALID: '2024-03-11T16:00:00Z' came, and row group 3 says that it has none (row 151 of spx.parquet)",
    )
  })

  it('that ends before it begins is refused', async () => {
    expect(await messageOf(readSeed('plain', minutes(2, 1)))).toBe(
      'ConfigError RANGE_INVALID: SPX 1m: from 2024-03-11T13:32:00Z to 2024-03-11T13:31:00Z came; expected a range that does not run backwards',
    )
  })

  it('ends the reading when its signal is aborted', async () => {
    expect(await messageOf(readSeed('plain', { signal: AbortSignal.abort() }))).toContain(
      'RunError RUN_ABORTED: plain.parquet was not read',
    )
  })
})

describe('a folder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'data-files-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const copy = async (name: string, ...targets: readonly string[]): Promise<void> => {
    for (const target of targets) {
      await mkdir(dirname(join(folder, target)), { recursive: true })
      await copyFile(seedFile(name), join(folder, target))
    }
  }
  const fetch = (symbol: string, options: ParquetDataGatewayOptions = { directory: folder }): Promise<BarSeries> =>
    new ParquetDataGateway(options).fetchBars({
      instrument: { ...createInstrument({ symbol: 'SPX' }), symbol },
      timeframe: '1m',
    })

  it('has a file SYMBOL.parquet for each symbol, in any case', async () => {
    await copy('plain', 'SPX.parquet', 'ndx.PARQUET')
    expect((await fetch('SPX')).columns).toEqual(plain)
    expect((await fetch('NDX')).source).toBe('ndx.PARQUET')
  })

  it('has one file for a symbol, or none is taken', async () => {
    await copy('plain', 'SPX.parquet', 'spx.PARQUET')
    expect(await messageOf(fetch('SPX'))).toBe(
      `DataError FILE_AMBIGUOUS: ${folder}${sep} has SPX.parquet and spx.PARQUET; expected one SPX.parquet`,
    )
    expect(await messageOf(fetch('DAX'))).toContain('FILE_NOT_FOUND')
  })

  it.each(['../SPX', '/SPX', 'A/B', 'SPX\0', '..'])('gives no file to the symbol %j', async (symbol) => {
    await copy('plain', 'sub/x.parquet', 'SPX.parquet')
    expect(await messageOf(fetch(symbol, { directory: join(folder, 'sub') }))).toContain('ConfigError SYMBOL_INVALID')
  })

  it('may have one file a day', async () => {
    await copy('plain', 'SPX/20240311.parquet')
    const { columns } = await fetch('SPX', { directory: folder, files: '{symbol}/{date:yyyyMMdd}.parquet' })
    expect(columns).toEqual(plain)
  })

  it('has files that may have options of their own', async () => {
    await copy('integers', 'i.parquet')
    const files = { SPX: { path: 'i.parquet', priceScale: 100 } }
    expect((await fetch('SPX', { directory: folder, files })).columns.close).toEqual(plain.close)
    expect(await messageOf(fetch('DAX', { files }))).toContain(
      "UNKNOWN_SYMBOL: the Parquet gateway has no file for 'DAX'",
    )
  })
})

it('lists every option that cannot be used', () => {
  const options = { files: { SPX: '' }, hasHeader: true, time: 'ms', columns: ['time'], timestamp: 'close' }
  // @ts-expect-error Options may come from JavaScript.
  expect(() => new ParquetDataGateway(options)).toThrow(
    [
      "ParquetDataGateway: files.SPX is ''; expected a path or a file URL",
      "time is 'ms'; expected 'iso', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns', 'ms-of-day' or { format: 'MM/dd/yyyy' }",
      'columns is ["time"]; expected an object of fields and their column names',
    ].join('; '),
  )
})
