import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createInstrument } from '@tradewright/core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { barsAt, messageOf, readCsv, spansOf } from '../test/read-csv.js'
import { CsvDataGateway } from './csv-data-gateway.js'

const HEADER = 'Date,Open,High,Low,Close,Volume'

describe('CsvDataGateway', () => {
  let folder: string
  const spx = createInstrument({ symbol: 'SPX' })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'data-files-'))
    await writeFile(join(folder, 'spx 500.csv'), `${HEADER}\n2024-03-11,5111.96,5124.72,5091.14,5117.94,3896430000\n`)
  })
  afterAll(() => rm(folder, { recursive: true }))

  it('reads columns of times, prices and volume, and says which file and row they come from', async () => {
    const { columns, source, firstRow, warnings } = await new CsvDataGateway({
      files: { SPX: join(folder, 'spx 500.csv') },
    }).fetchBars({ instrument: spx, timeframe: '1d' })
    expect({ source, firstRow, warnings }).toEqual({ source: 'spx 500.csv', firstRow: 2, warnings: [] })
    expect(columns).toEqual({
      length: 1,
      openTime: Float64Array.of(Date.UTC(2024, 2, 11)),
      closeTime: Float64Array.of(Date.UTC(2024, 2, 12)),
      open: Float64Array.of(5111.96),
      high: Float64Array.of(5124.72),
      low: Float64Array.of(5091.14),
      close: Float64Array.of(5117.94),
      volume: Float64Array.of(3896430000),
    })
  })

  it('takes a file as a path, a URL or the text of a URL', async () => {
    const path = join(folder, 'spx 500.csv')
    for (const file of [path, pathToFileURL(path), pathToFileURL(path).href]) {
      const series = await new CsvDataGateway({ files: { SPX: file } }).fetchBars({ instrument: spx, timeframe: '1d' })
      expect(series.columns.length).toBe(1)
    }
  })

  it('names the symbols it has files for when asked for another', async () => {
    const gateway = new CsvDataGateway({ files: { AAPL: 'aapl.csv', MSFT: 'msft.csv' } })
    expect(await messageOf(gateway.fetchBars({ instrument: spx, timeframe: '1d' }))).toBe(
      "StrategyError UNKNOWN_SYMBOL: the CSV gateway has no file for 'SPX'; expected one of AAPL, MSFT",
    )
    const inherited = createInstrument({ symbol: 'constructor' })
    expect(await messageOf(gateway.fetchBars({ instrument: inherited, timeframe: '1d' }))).toContain('UNKNOWN_SYMBOL')
  })

  it('says which file is missing, and which is none', async () => {
    const gateway = new CsvDataGateway({ files: { SPX: join(folder, 'none.csv'), DIR: folder } })
    expect(await messageOf(gateway.fetchBars({ instrument: spx, timeframe: '1d' }))).toBe(
      `DataError FILE_NOT_FOUND: ${join(folder, 'none.csv')} does not exist; expected a CSV file`,
    )
    const directory = createInstrument({ symbol: 'DIR' })
    expect(await messageOf(gateway.fetchBars({ instrument: directory, timeframe: '1d' }))).toBe(
      `DataError FILE_NOT_FOUND: ${folder} cannot be read (EISDIR); expected a CSV file`,
    )
  })

  it('stops when its signal is aborted', async () => {
    expect(await messageOf(readCsv(barsAt('2024-03-11'), { signal: AbortSignal.abort() }))).toBe(
      'RunError RUN_ABORTED: bars.csv was not read to its end: the run was stopped through its AbortSignal',
    )
  })

  it('stops when its signal is aborted while it reads', async () => {
    const controller = new AbortController()
    const gateway = new CsvDataGateway({ files: { SPX: join(folder, 'spx 500.csv') } })
    const bars = gateway.fetchBars({ instrument: spx, timeframe: '1d', signal: controller.signal })
    controller.abort()
    expect(await messageOf(bars)).toContain('RUN_ABORTED')
  })

  it('lists every option that cannot be used', () => {
    const options = {
      files: { SPX: '', AAPL: 'https://example.com/aapl.csv', MSFT: new URL('https://example.com/msft.csv') },
      timestamp: 'start',
      zone: 'Mars/Olympus',
      adjust: true,
      columns: { price: 'Price' },
      delimiter: ';',
    }
    // @ts-expect-error Options may come from JavaScript.
    expect(() => new CsvDataGateway(options)).toThrow(
      'CONFIG_INVALID: CsvDataGateway: ' +
        [
          "files.SPX is ''; expected a path or a file URL",
          'files.MSFT is https://example.com/msft.csv; expected a path or a file URL',
          "timestamp is 'start'; expected 'open' or 'close'",
          "adjust is true; expected 'none' or 'adjclose'",
          "zone is 'Mars/Olympus'; expected an IANA zone such as America/New_York",
          'columns.price is no field; expected time, open, high, low, close, volume, vwap, adjclose, closeTime',
          'delimiter is no option; expected directory, files, hasHeader, columns, time, timestamp, zone, priceScale, thousands, adjust, invert, onBadRow',
        ].join('; '),
    )
  })

  it("refuses an instrument's zone that does not exist", async () => {
    expect(await messageOf(readCsv(barsAt('2024-03-11'), { instrumentZone: 'Mars/Olympus' }))).toBe(
      "ConfigError INSTRUMENT_INVALID: SPX: zone is 'Mars/Olympus'; expected an IANA zone such as America/New_York",
    )
  })
})

describe('a range', () => {
  const week = barsAt('2024-03-11', '2024-03-12', '2024-03-13', '2024-03-14', '2024-03-15')
  const midnight = (day: number): number => Date.UTC(2024, 2, day)
  const days = async (settings: Parameters<typeof readCsv>[1]): Promise<[number[], number | undefined]> => {
    const { columns, firstRow } = await readCsv(week, settings)
    return [Array.from(columns.openTime, (time) => new Date(time).getUTCDate()), firstRow]
  }

  it('holds the bars that open at or after from and before to', async () => {
    expect(await days({ from: midnight(12), to: midnight(14) })).toEqual([[12, 13], 3])
    expect(await days({ from: midnight(12) + 1 })).toEqual([[13, 14, 15], 4])
    expect(await days({ to: midnight(12) + 1 })).toEqual([[11, 12], 2])
  })

  it('has up to barsBefore bars in front, where there are so many', async () => {
    expect(await days({ from: midnight(14), barsBefore: 2 })).toEqual([[12, 13, 14, 15], 3])
    expect(await days({ from: midnight(12), to: midnight(13), barsBefore: 9 })).toEqual([[11, 12], 2])
    expect(await days({ from: midnight(16), barsBefore: 1 })).toEqual([[15], 6])
  })

  it('is an empty series where no bar lies in it, and where the file has none', async () => {
    expect(await days({ from: midnight(16) })).toEqual([[], undefined])
    expect((await readCsv('Date,Open,High,Low,Close\n')).columns.length).toBe(0)
  })

  it('clips its last bar by the next one, which it does not hold', async () => {
    const series = await readCsv(barsAt('2024-03-11 09:30', '2024-03-11 09:45'), {
      timeframe: '30m',
      to: Date.UTC(2024, 2, 11, 9, 45),
    })
    expect(spansOf(series)).toEqual(['2024-03-11T09:30Z/2024-03-11T09:45Z'])
  })

  it('is the same slice of the whole file, whatever is asked for', async () => {
    const minute = 60_000
    const times = Array.from({ length: 5_000 }, (_, row) => row * minute)
    const text = [
      'time,open,high,low,close',
      ...times.map((time, row) => `${new Date(time).toISOString()},${row + 1},${row + 1},${row + 1},${row + 1}`),
    ].join('\n')
    const bars = fc.integer({ min: -10, max: 5_010 })
    await fc.assert(
      fc.asyncProperty(bars, bars, fc.nat(4_000), async (one, other, barsBefore) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)]
        const request = { timeframe: '1m', from: from * minute, to: to * minute, barsBefore } as const
        const { columns, firstRow } = await readCsv(text, request)
        const start = Math.max(0, Math.min(from, 5_000) - barsBefore)
        const expected = times.slice(start, Math.max(0, to)).map((time) => time / minute + 1)
        expect(Array.from(columns.close)).toEqual(expected)
        expect(firstRow).toBe(expected.length === 0 ? undefined : start + 2)
      }),
      { numRuns: 25, seed: 13 },
    )
  })
})

describe('the order of rows', () => {
  it('has to rise', async () => {
    const text = barsAt('2024-03-11T13:32:00Z', '2024-03-11T13:31:00Z')
    expect(await messageOf(readCsv(text, { timeframe: '1m' }))).toBe(
      'DataError BAR_OUT_OF_ORDER: SPX 2024-03-11T13:31:00Z came after 2024-03-11T13:32:00Z; expected times that rise (row 3 of bars.csv)',
    )
  })

  it('has each time once', async () => {
    expect(await messageOf(readCsv(barsAt('2024-03-11', '2024-03-12', '2024-03-12')))).toBe(
      'DataError BAR_DUPLICATE: SPX has two bars that open at 2024-03-12T00:00:00Z; expected one (row 4 of bars.csv)',
    )
  })

  it('is checked outside the range asked for, too', async () => {
    const text = barsAt('2024-03-11', '2024-03-12', '2024-03-15', '2024-03-13')
    expect(await messageOf(readCsv(text, { to: Date.UTC(2024, 2, 12) }))).toContain('BAR_OUT_OF_ORDER')
  })
})

describe('adjusted closes', () => {
  const split = 'date,open,high,low,close,adj close\n2024-03-11,400,420,380,404,101\n2024-03-12,101,105,99,100,100\n'

  it('scale open, high, low and close where asked for', async () => {
    const { columns, warnings } = await readCsv(split, { adjust: 'adjclose' })
    const { open, high, low, close } = columns
    expect([open[0], high[0], low[0], close[0]]).toEqual([100, 105, 95, 101])
    expect([open[1], high[1], low[1], close[1]]).toEqual([101, 105, 99, 100])
    expect(warnings).toEqual([])
  })

  it('are named in a warning where they are not used', async () => {
    const { columns, warnings } = await readCsv(split)
    expect(Array.from(columns.close)).toEqual([404, 100])
    expect(warnings).toEqual([
      {
        code: 'ADJUSTED_COLUMN_UNUSED',
        message:
          "bars.csv has an adjusted close, 'adj close', which is not used: where it differs from the close, " +
          "splits and dividends show as price moves; adjust: 'adjclose' scales by it",
      },
    ])
  })

  it('are needed where asked for', async () => {
    expect(await messageOf(readCsv(barsAt('2024-03-11'), { adjust: 'adjclose' }))).toContain(
      'COLUMN_MISSING: expected a column for adjclose',
    )
  })

  it('keep every price on its side of the close, however they round', async () => {
    const price = fc.double({ min: 0.01, max: 1e6, noNaN: true })
    await fc.assert(
      fc.asyncProperty(price, price, fc.integer({ min: -3, max: 3 }), async (close, adjusted, steps) => {
        const other = close * (1 + steps * Number.EPSILON)
        const [low, high] = [Math.min(close, other), Math.max(close, other)]
        const row = ['2024-03-11', other, high, low, close, adjusted].join(',')
        const { columns } = await readCsv(`date,open,high,low,close,adjclose\n${row}`, { adjust: 'adjclose' })
        expect(columns.close[0]).toBe(adjusted)
        expect(columns.high[0]).toBeGreaterThanOrEqual(Math.max(columns.open[0]!, adjusted))
        expect(columns.low[0]).toBeLessThanOrEqual(Math.min(columns.open[0]!, adjusted))
      }),
      { numRuns: 200, seed: 13 },
    )
  })
})

describe('times', () => {
  it.each([
    ['1969-12-30', '1969-12-30T00:00:00Z'],
    ['2924-01-02', '2924-01-02T00:00:00Z'],
  ])('of %s are refused, as they lie before 1970 or after 2199', async (date, shown) => {
    expect(await messageOf(readCsv(`Date,Open,High,Low,Close\n${date},50,51,49,50\n`, { timeframe: '1d' }))).toContain(
      `TIME_INVALID: SPX: a bar opens at ${shown}; expected a time from 1970 to 2199 (row 2 of`,
    )
  })
})
