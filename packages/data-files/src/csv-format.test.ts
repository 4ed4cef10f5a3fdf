import { describe, expect, it } from 'vitest'
import { messageOf, readCsv, spansOf } from '../test/read-csv.js'

const HEADER = 'Date,Open,High,Low,Close,Volume'

describe('a file without a header', () => {
  const plain = { hasHeader: false } as const

  it('has time, open, high, low, close and, if there is one more, volume', async () => {
    const { columns, firstRow } = await readCsv('2024-03-11,10,12,9,11,500\n', plain)
    expect([columns.open[0], columns.high[0], columns.low[0], columns.close[0], columns.volume?.[0]]).toEqual([
      10, 12, 9, 11, 500,
    ])
    expect(firstRow).toBe(1)
    expect((await readCsv('2024-03-11,10,12,9,11\n', plain)).columns.volume).toBeUndefined()
  })

  it('has what the list of its columns says, null for what is not taken', async () => {
    const { columns } = await readCsv('x,11,9,12,10,2024-03-11\n', {
      hasHeader: false,
      columns: [null, 'close', 'low', 'high', 'open', 'time'],
    })
    expect([columns.open[0], columns.high[0], columns.low[0], columns.close[0]]).toEqual([10, 12, 9, 11])
  })

  it.each([
    [
      '2024-03-11,10,12,9,11,500,7\n',
      undefined,
      '7 cells came; expected 5 or 6 (time, open, high, low, close, volume)',
    ],
    [
      '2024-03-11,10,12,9,11,500\n',
      ['time', 'open', 'high', 'low', 'close'] as const,
      '6 cells came; expected 5 (time,',
    ],
    [
      `${HEADER}\n2024-03-11,10,12,9,11,500\n`,
      undefined,
      "a header came, 'Date', 'Open', 'High', 'Low', 'Close', 'Volume'",
    ],
  ])('is refused with %j where its columns are %j', async (text, columns, message) => {
    for (const onBadRow of ['throw', 'collect'] as const)
      expect(await messageOf(readCsv(text, { ...plain, columns, onBadRow }))).toContain(`COLUMN_MISSING: ${message}`)
  })

  it('is an empty series where it is empty', async () => {
    for (const text of ['', '\ufeff', '\n', ' \r\n\n']) expect((await readCsv(text, plain)).columns.length).toBe(0)
  })
})

describe('a header', () => {
  const bar = (day: number): string => `2024-03-${day},10,12,9,11,500`

  it('that comes again is refused, or left out where bad rows are collected', async () => {
    const text = [HEADER, bar(11), HEADER, bar(12)].join('\n')
    expect(await messageOf(readCsv(text))).toBe(
      'DataError ROW_INVALID: the header came again; expected a bar (row 3 of bars.csv)',
    )
    expect((await readCsv(text, { onBadRow: 'collect' })).columns.length).toBe(2)
  })

  it('with another order of columns is refused even where bad rows are collected', async () => {
    const text = [HEADER, bar(11), 'Date,Close,High,Low,Open,Volume', bar(12)].join('\n')
    for (const onBadRow of ['throw', 'collect'] as const) {
      expect(await messageOf(readCsv(text, { onBadRow }))).toBe(
        "DataError ROW_INVALID: a header came, 'Date', 'Close', 'High', 'Low', 'Open', 'Volume'; expected a bar (row 3 of bars.csv)",
      )
    }
  })
})

describe('thousands', () => {
  const volume = async (cell: string, thousands: ',' | ' ' | "'" | undefined): Promise<number | undefined> =>
    (await readCsv(`${HEADER}\n2024-03-11,10,12,9,11,${cell}\n`, { thousands })).columns.volume?.[0]

  it('may be separated as the options say', async () => {
    expect(await volume('"1,234,567"', ',')).toBe(1_234_567)
    expect(await volume('"1,234.5"', ',')).toBe(1_234.5)
    expect(await volume('1 234', ' ')).toBe(1_234)
    expect(await volume("1'234", "'")).toBe(1_234)
    expect(await volume('1234', ',')).toBe(1_234)
  })

  it.each(['"12,34"', '"1,2345"', '"1234,567"', '",123"', '"1,234,"', '"1,,234"', '"1.234,5"', '"1 234"'])(
    'are not %s',
    async (cell) => {
      expect(await messageOf(volume(cell, ','))).toContain('ROW_INVALID: Volume is ')
    },
  )

  it('are refused unless the options say how they are separated', async () => {
    expect(await messageOf(volume('"1,234"', undefined))).toBe(
      "DataError ROW_INVALID: Volume is '1,234'; expected a number such as 12.5; the option thousands allows a separator (row 2 of bars.csv)",
    )
  })

  it('separated by commas outside quotes make a ragged row', async () => {
    expect(await messageOf(volume('1,234', ','))).toContain('ROW_INVALID: 7 cells came; expected 6, as in the header')
  })
})

describe('prices', () => {
  it('are divided by the scale', async () => {
    const { columns } = await readCsv('2024-03-11,1674100,1674200,1672500,1672700,3197\n', {
      hasHeader: false,
      priceScale: 10_000,
    })
    expect([columns.open[0], columns.high[0], columns.low[0], columns.close[0]]).toEqual([
      167.41, 167.42, 167.25, 167.27,
    ])
    expect(columns.volume?.[0]).toBe(3197)
  })

  it('of a pair the other way round are 1 / price with high and low swapped; its volume stays', async () => {
    const { columns } = await readCsv(`${HEADER}\n2024-03-11,1.25,1.6,1,1.28,500\n`, { invert: true })
    expect([columns.open[0], columns.high[0], columns.low[0], columns.close[0]]).toEqual([0.8, 1, 0.625, 0.78125])
    expect(columns.volume?.[0]).toBe(500)
  })

  it.each([
    ['10,12,9,0', 'PRICE_INVALID', 'close is 0; expected a positive number'],
    ['10,12,-9,11', 'PRICE_INVALID', 'low is -9; expected a positive number'],
    ['10,1e999,9,11', 'PRICE_INVALID', 'high is Infinity; expected a positive number'],
    ['10,12,10.5,11', 'HIGH_BELOW_LOW', 'open 10, high 12, low 10.5, close 11; expected low <= open and close <= high'],
    ['10,9,12,11', 'HIGH_BELOW_LOW', 'open 10, high 9, low 12, close 11; expected low <= open and close <= high'],
  ])('%s are refused, outside the range as well', async (prices, code, message) => {
    expect(await messageOf(readCsv(`${HEADER}\n2024-03-11,${prices},500\n`, { to: 0 }))).toBe(
      `DataError ${code}: SPX 2024-03-11T00:00:00Z: ${message} (row 2 of bars.csv)`,
    )
  })

  it('that are no longer finite the other way round are refused', async () => {
    const text = `${HEADER}\n2024-03-11,1e-310,1e-310,1e-310,1e-310,500\n`
    expect(await messageOf(readCsv(text, { invert: true }))).toContain('PRICE_INVALID: SPX')
  })

  it('have an average that is scaled and turned round with them', async () => {
    const text = 'date,open,high,low,close,adj close,vwap\n2024-03-11,1.25,1.6,1,1.28,0.64,1.5\n'
    const vwap = async (options: Parameters<typeof readCsv>[1]) => (await readCsv(text, options)).columns.vwap?.[0]
    expect(await vwap({})).toBe(1.5)
    expect(await vwap({ priceScale: 10 })).toBe(0.15)
    expect(await vwap({ adjust: 'adjclose' })).toBe(0.75)
    expect(await vwap({ invert: true })).toBe(1 / 1.5)
  })

  it.each(['8.99', '12.01', '0', '-10'])('have an average within low and high, not %s', async (vwap) => {
    expect(await messageOf(readCsv(`date,open,high,low,close,vwap\n2024-03-11,10,12,9,11,${vwap}\n`))).toContain(
      `VWAP_INVALID: SPX 2024-03-11T00:00:00Z: vwap is ${vwap}, low 9, high 12; expected low <= vwap <= high (row 2 of bars.csv)`,
    )
  })

  it('have a volume that is not negative', async () => {
    expect(await messageOf(readCsv(`${HEADER}\n2024-03-11,10,12,9,11,-1\n`))).toContain(
      'VOLUME_INVALID: SPX 2024-03-11T00:00:00Z: volume is -1; expected a number from 0 (row 2 of bars.csv)',
    )
  })
})

describe('times', () => {
  const open = async (time: string, settings: Parameters<typeof readCsv>[1]): Promise<string> =>
    spansOf(
      await readCsv(`time,open,high,low,close\n${time},10,12,9,11\n`, { timeframe: '1m', ...settings }),
    )[0]!.slice(0, 17)

  it.each([
    ['epoch-s', '1710163800'],
    ['epoch-s', '1710163800.000'],
    ['epoch-ms', '1710163800000'],
    ['epoch-us', '1710163800000000'],
    ['epoch-ns', '1710163800000000000'],
  ] as const)('may be counted as %s: %s', async (time, text) => {
    expect(await open(text, { time })).toBe('2024-03-11T13:30Z')
  })

  it.each([
    [
      'epoch-s',
      '1710163800000',
      'seconds since 1970 such as 1710163800, to the millisecond, between the years 1970 and 2200',
    ],
    ['epoch-ms', '1710163800000.5', 'milliseconds since 1970 such as 1710163800000, to the'],
    ['epoch-us', '1710163800000001', 'microseconds since 1970'],
    ['epoch-ms', '2024-03-11', 'milliseconds since 1970'],
    ['epoch-ms', '1.7e12', 'milliseconds since 1970'],
    ['iso', '1710163800', 'a date such as 2024-03-11, a time such as'],
  ] as const)('counted as %s are not %s', async (time, text, expected) => {
    expect(await messageOf(open(text, { time }))).toContain(`TIME_INVALID: time is '${text}'; expected ${expected}`)
  })

  it("may be milliseconds of the day that the file's name has, on the clocks of the zone", async () => {
    const settings = { time: 'ms-of-day', zone: 'America/New_York' } as const
    for (const name of ['20131007.csv', '2013-10-07.csv', '20131007_spy_minute_trade.csv', 'spy-2013-10-07.csv'])
      expect(await open('34200000', { ...settings, name })).toBe('2013-10-07T13:30Z')
  })

  it.each(['prices.csv', '20131399.csv', '2013100712.csv', '20131007-20131008.csv'])(
    'in milliseconds of the day need a date in the name, which %s lacks',
    async (name) => {
      expect(await messageOf(open('34200000', { time: 'ms-of-day', name }))).toBe(
        `DataError TIME_INVALID: ${name} has no date in its name; expected one date such as 20240311 or 2024-03-11, for time: 'ms-of-day'`,
      )
    },
  )

  it.each(['-1', '86400001', '34200000.5', '09:30'])('in milliseconds of the day are not %s', async (text) => {
    expect(await messageOf(open(text, { time: 'ms-of-day', name: '20131007.csv' }))).toContain(
      `TIME_INVALID: time is '${text}'; expected milliseconds after midnight such as 34200000, at most 86400000 (row 2 of 20131007.csv)`,
    )
  })
})
