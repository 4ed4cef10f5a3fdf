import { describe, expect, it } from 'vitest'
import { messageOf, readCsv } from '../test/read-csv.js'

const row = '2024-03-11,10,12,9,11,500'

describe('a header', () => {
  it.each([
    'Date,Open,High,Low,Close,Volume',
    'TIMESTAMP,OPEN,HIGH,LOW,CLOSE,VOLUME',
    'datetime,open,high,low,close,vol',
    ',Open,High,Low,Close,Volume',
    '<DATE>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>',
  ])('%s is understood', async (header) => {
    const { columns } = await readCsv(`${header}\n${row}\n`)
    expect([columns.open[0], columns.high[0], columns.low[0], columns.close[0], columns.volume?.[0]]).toEqual([
      10, 12, 9, 11, 500,
    ])
  })

  it('may have its columns in any order, others among them, and no volume', async () => {
    const { columns } = await readCsv('Close,OpenInterest,Low,High,Open,Date\n11,x,9,12,10,2024-03-11\n')
    expect([columns.open[0], columns.high[0], columns.low[0], columns.close[0]]).toEqual([10, 12, 9, 11])
    expect(columns.volume).toBeUndefined()
  })

  it('may name its columns as the options say, in any case', async () => {
    const { columns } = await readCsv(`Day,First,High,Low,Last,Close\n${row}\n`, {
      columns: { time: 'Day', open: 'FIRST', close: 'Last' },
    })
    expect([columns.openTime[0], columns.open[0], columns.close[0]]).toEqual([Date.UTC(2024, 2, 11), 10, 11])
  })

  it.each([
    ['vwap', {}],
    ['VWAP', {}],
    ['Average', { columns: { vwap: 'average' } }],
  ])('may have an average price, named %s', async (name, options) => {
    const { columns } = await readCsv(`Date,Open,High,Low,Close,${name}\n2024-03-11,10,12,9,11,10.5\n`, options)
    expect([...columns.vwap!]).toEqual([10.5])
  })

  it('may have a column that the options leave out', async () => {
    const text = 'Date,Open,High,Low,Close,Volume,VWAP,Adj Close\n2024-03-11,10,12,9,11,-1,0,5\n'
    const { columns, warnings } = await readCsv(text, { columns: { volume: null, vwap: null, adjclose: null } })
    expect([columns.close[0], columns.volume, columns.vwap, warnings]).toEqual([11, undefined, undefined, []])
    // @ts-expect-error Options may come from JavaScript.
    expect(await messageOf(readCsv(text, { columns: { close: null } }))).toContain(
      "columns.close is null; expected a column's name",
    )
  })

  it('may have its adjusted close taken for the close, without a warning', async () => {
    const { columns, warnings } = await readCsv('Date,Open,High,Low,Close,Adj Close\n2024-03-11,10,12,9,11,10.5\n', {
      columns: { close: 'Adj Close' },
    })
    expect([columns.close[0], warnings]).toEqual([10.5, []])
  })

  it.each([
    [
      'Date,Open,High,Low,Price',
      {},
      "expected a column for close, named close; found the columns 'Date', 'Open', 'High', 'Low', 'Price'",
    ],
    ['Day,Open,High,Low,Close', {}, 'expected a column for time, named time or date or datetime or timestamp; found'],
    ['Date,Open,High,Low,Close', { close: 'Last' }, "expected a column 'Last' for close; found"],
    [
      'Date,Time,Open,High,Low,Close',
      {},
      "expected one column for time, not 'Date' and 'Time': say which in columns.time; found",
    ],
    [
      'Date,Open,High,Low,Close',
      { high: 'Open', open: 'Open' },
      "expected a column of its own for high, not 'Open', which is its open; found",
    ],
  ])('%s with names %j is refused', async (header, columns, message) => {
    expect(await messageOf(readCsv(`${header}\n`, { columns }))).toContain(`DataError COLUMN_MISSING: ${message}`)
  })

  it('is needed', async () => {
    expect(await messageOf(readCsv(''))).toBe(
      'DataError COLUMN_MISSING: bars.csv is empty; expected a header with the names of its columns',
    )
    expect(await messageOf(readCsv(`${row}\n`))).toContain("found the columns '2024-03-11', '10',")
    expect(await messageOf(readCsv(`${row}\n`))).toContain('(row 1 of bars.csv)')
  })
})
