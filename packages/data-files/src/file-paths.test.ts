import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { createInstrument, type BarSeries, type Timeframe } from '@tradewright/core'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { messageOf } from '../test/read-csv.js'
import { CsvDataGateway, type CsvDataGatewayOptions } from './index.js'

const bar = (close: number): string => `Date,Open,High,Low,Close\n2024-03-11,1,${close},1,${close}\n`

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-files-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function write(files: Readonly<Record<string, string | Buffer>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
}

async function fetchDaily(symbol: string, options: CsvDataGatewayOptions): Promise<BarSeries> {
  return new CsvDataGateway(options).fetchBars({ instrument: createInstrument({ symbol }), timeframe: '1d' })
}

const close = async (symbol: string, options: CsvDataGatewayOptions): Promise<number | undefined> =>
  (await fetchDaily(symbol, options)).columns.close[0]

describe('a directory', () => {
  it('has a file SYMBOL.csv or SYMBOL.csv.gz for each symbol', async () => {
    await write({ 'AAPL.csv': bar(11), 'MSFT.csv.gz': gzipSync(bar(12)), 'BRK.B.csv': bar(13), 'BRKxB.csv': bar(14) })
    for (const directory of [folder, pathToFileURL(folder)]) {
      expect(await close('AAPL', { directory })).toBe(11)
      expect(await close('MSFT', { directory })).toBe(12)
      expect(await close('BRK.B', { directory })).toBe(13)
    }
  })

  it('has a file in any case', async () => {
    await write({ 'msft.CSV': bar(13) })
    expect(await close('MSFT', { directory: folder })).toBe(13)
  })

  it.each([
    ['SPY', 'FILE_NOT_FOUND', 'no SPY.csv'],
    ['AAPL', 'FILE_AMBIGUOUS', 'AAPL.csv and AAPL.csv.gz'],
    ['msft', 'FILE_AMBIGUOUS', 'MSFT.csv and Msft.csv'],
    ['MSFT', 'FILE_AMBIGUOUS', 'MSFT.csv and Msft.csv'],
  ])('has no one file for %s: %s', async (symbol, code, came) => {
    await write({ 'AAPL.csv': bar(11), 'AAPL.csv.gz': bar(11), 'MSFT.csv': bar(11), 'Msft.csv': bar(11) })
    expect(await messageOf(close(symbol, { directory: folder }))).toBe(
      `DataError ${code}: ${folder}${sep} has ${came}; expected one ${symbol}.csv, gzipped or not`,
    )
  })

  it.each(['../AAPL', '..', '.', '', '/etc/AAPL', 'EUR/USD', 'EUR\\USD', 'AAPL\0', 'AA\nPL'])(
    'gives no file to the symbol %j, which could lead out of it',
    async (symbol) => {
      await write({ 'AAPL.csv': bar(11), 'EUR/USD.csv': bar(12) })
      const spec = { ...createInstrument({ symbol: 'AAPL' }), symbol }
      for (const files of ['{symbol}.csv', '{symbol}/bars.csv', '{symbol}/{date:yyyyMMdd}.csv']) {
        const gateway = new CsvDataGateway({ directory: folder, files })
        expect(await messageOf(gateway.fetchBars({ instrument: spec, timeframe: '1d' }))).toContain(
          `ConfigError SYMBOL_INVALID: ${JSON.stringify(symbol)} came for {symbol} in the path of a file`,
        )
      }
    },
  )

  it('has to be there', async () => {
    const directory = join(folder, 'none')
    expect(await messageOf(close('SPY', { directory }))).toBe(
      `DataError FILE_NOT_FOUND: ${directory} does not exist; expected a folder`,
    )
  })

  it('is where relative paths start', async () => {
    await write({ 'us/AAPL/bars.csv': bar(11), 'us/spx.csv': bar(12) })
    expect(await close('AAPL', { directory: folder, files: 'us/{symbol}/bars.csv' })).toBe(11)
    expect(await close('SPX', { directory: folder, files: { SPX: 'us/spx.csv' } })).toBe(12)
    expect(await close('SPX', { directory: 'elsewhere', files: { SPX: join(folder, 'us/spx.csv') } })).toBe(12)
  })
})

describe('a file', () => {
  it('may be written in a way of its own', async () => {
    await write({ 'eurusd.csv': bar(2), 'jpyusd.csv': bar(4), 'lean.csv': '2024-03-11,10000,50000,10000,50000' })
    const files = {
      EURUSD: 'eurusd.csv',
      USDJPY: { path: 'jpyusd.csv', invert: true },
      SPY: { path: 'lean.csv', hasHeader: false, priceScale: 10_000 },
    }
    const options = { directory: folder, files }
    expect(await close('EURUSD', options)).toBe(2)
    expect(await close('USDJPY', options)).toBe(0.25)
    expect(await close('SPY', options)).toBe(5)
  })

  it('may be described by options that cannot be used, all of which are listed', () => {
    const options = {
      files: {
        SPY: { path: 'spy.csv', priceScale: 0, lines: 2 },
        QQQ: '{date:yy}.csv',
        DIA: '{date:yyyyMMdd}/bars.csv',
      },
      hasHeader: false,
      columns: { time: 'Date' },
      time: 'seconds',
      thousands: '.',
      onBadRow: 'skip',
    }
    // @ts-expect-error Options may come from JavaScript.
    expect(() => new CsvDataGateway(options)).toThrow(
      [
        'files.SPY.priceScale is 0; expected a positive number such as 10000',
        'files.SPY.lines is no option; expected path, hasHeader, columns, time, timestamp, zone, priceScale, thousands, adjust, invert, onBadRow',
        "files.QQQ is '{date:yy}.csv'; expected in {date:…} not 'yy': it knows yyyy, MMM, MM, M, dd, d, HH, H, hh, h, mm, ss, SSS, a",
        "files.DIA is '{date:yyyyMMdd}/bars.csv'; expected one {date:…}, in the name of the file",
        "thousands is '.'; expected ',' or ' ' or ''' or '_'",
        "onBadRow is 'skip'; expected 'throw' or 'collect'",
        "time is 'seconds'; expected 'iso', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns', 'ms-of-day' or { format: 'MM/dd/yyyy' }",
        'columns is {"time":"Date"}; expected a list of fields where hasHeader is false',
      ].join('; '),
    )
    expect(() => new CsvDataGateway({})).toThrow(
      'files is undefined; expected an object of symbols and their files, or a path',
    )
    expect(() => new CsvDataGateway({ files: 'spy.csv' })).toThrow("files is 'spy.csv'; expected an object")
    expect(() => new CsvDataGateway({ directory: '.', columns: ['time', 'open'] })).toThrow('or hasHeader: false')
    const list = { directory: '.', hasHeader: false } as const
    expect(() => new CsvDataGateway({ ...list, columns: ['time', 'open'] })).toThrow('expected high as well')
    expect(() => new CsvDataGateway({ ...list, columns: ['time', 'time'] })).toThrow('expected one "time", not two')
  })
})

describe('one file a day', () => {
  const DAY = 86_400_000
  const MINUTE = 60_000
  const start = Date.UTC(2024, 0, 1)
  const row = (ms: number, price: number): string => `${ms},${price},${price},${price},${price}`
  const options = (): CsvDataGatewayOptions => ({
    files: { SPY: join(folder, '{symbol}', '{date:yyyyMMdd}.csv') },
    hasHeader: false,
    time: 'ms-of-day',
  })
  const fetch = (request: {
    from?: number
    to?: number
    barsBefore?: number
    timeframe?: Timeframe
  }): Promise<BarSeries> =>
    new CsvDataGateway(options()).fetchBars({
      instrument: createInstrument({ symbol: 'SPY' }),
      timeframe: '1m',
      ...request,
    })

  it('is one series of all its days, from the first to the last', async () => {
    await write({
      'spy/20240102.csv': row(MINUTE, 2),
      'spy/20240101.csv.gz': gzipSync(row(0, 1)),
      'spy/notes.csv': 'x',
    })
    const { columns, source, firstRow } = await fetch({})
    expect(Array.from(columns.openTime)).toEqual([start, start + DAY + MINUTE])
    expect([source, firstRow]).toEqual(['20240101.csv.gz to 20240102.csv', undefined])
  })

  it('has only the days read that the range needs, one before and after, and those of the warm-up', async () => {
    const days = Array.from({ length: 9 }, (_, day) => [`SPY/2024010${day + 1}.csv`, row(0, day + 1)] as const)
    await write({ ...Object.fromEntries(days), 'SPY/20240101.csv': 'nonsense', 'SPY/20240109.csv': 'nonsense' })
    const range = { from: start + 4 * DAY, to: start + 5 * DAY }
    const { columns, source } = await fetch({ ...range, barsBefore: 2 })
    expect(Array.from(columns.close)).toEqual([3, 4, 5])
    expect(source).toBe('20240103.csv to 20240107.csv')
    expect(await messageOf(fetch({ ...range, barsBefore: 4 }))).toContain('(row 1 of 20240101.csv)')
    expect((await fetch({ from: start + 30 * DAY })).columns.length).toBe(0)
  })

  it('is refused with two files for a day, with none, and with a day out of order', async () => {
    expect(await messageOf(fetch({}))).toContain(`FILE_NOT_FOUND: ${folder}${sep} has no SPY; expected one SPY`)
    await write({ 'SPY/notes.txt': '' })
    expect(await messageOf(fetch({}))).toContain('has no file such as {date:yyyyMMdd}.csv; expected one a day')
    await write({ 'SPY/20240101.csv': row(DAY, 1), 'SPY/20240102.csv': row(0, 2) })
    expect(await messageOf(fetch({}))).toContain('(row 1 of 20240102.csv)')
    await write({ 'SPY/20240101.csv.gz': row(0, 1) })
    expect(await messageOf(fetch({}))).toContain('has 20240101.csv and 20240101.csv.gz; expected one file a day')
  })

  it('gives the same bars as one file of all of them, whatever is asked for', async () => {
    const times = Array.from({ length: 600 }, (_, at) => start + at * 17 * MINUTE)
    const text = (of: readonly number[]): string =>
      of.map((time) => row(time % DAY, (time - start) / MINUTE + 1)).join('\n')
    for (let day = 0; day < 8; day++) {
      const name = new Date(start + day * DAY).toISOString().slice(0, 10).replaceAll('-', '')
      await write({ [`SPY/${name}.csv`]: text(times.filter((time) => Math.floor((time - start) / DAY) === day)) })
    }
    const at = fc.integer({ min: -100, max: 700 })
    await fc.assert(
      fc.asyncProperty(at, at, fc.nat(300), async (one, other, barsBefore) => {
        const [from, to] = [Math.min(one, other) * 17, Math.max(one, other) * 17]
        const { columns } = await fetch({
          from: start + from * MINUTE,
          to: start + to * MINUTE,
          barsBefore,
          timeframe: '15m',
        })
        const first = Math.max(0, Math.min(600, from / 17) - barsBefore)
        expect(Array.from(columns.openTime)).toEqual(times.slice(first, Math.max(0, to / 17)))
      }),
      { numRuns: 30, seed: 13 },
    )
  })
})
