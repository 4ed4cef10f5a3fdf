import { describe, expect, it } from 'vitest'
import { xnys } from '../calendar/xnys.js'
import { checkColumns } from '../data/check-columns.js'
import type { BarColumns } from '../domain/bar-columns.js'
import { createInstrument } from '../domain/instrument.js'
import type { BarRequest, InstrumentQuery } from '../ports/data-gateway.js'
import { MemoryDataGateway, type BarInput } from './memory-data-gateway.js'

const instrument = createInstrument({ symbol: 'X' })
const HOUR = 3_600_000
const PRICES = { open: 10, high: 11, low: 9, close: 10.5 }

function hours(...openTimes: number[]): BarInput[] {
  return openTimes.map((hour) => ({ openTime: hour * HOUR, ...PRICES }))
}

function gatewayOf(bars: BarColumns | readonly BarInput[]): MemoryDataGateway {
  return new MemoryDataGateway([{ symbol: 'X', timeframe: '1h', bars }])
}

/** Open times, in hours, of what the gateway gives, and the number of its first row. */
async function fetched(
  bars: readonly BarInput[],
  request: Partial<BarRequest>,
): Promise<[number[], number | undefined]> {
  const { columns, firstRow } = await gatewayOf(bars).fetchBars({ instrument, timeframe: '1h', ...request })
  return [[...columns.openTime.subarray(0, columns.length)].map((time) => time / HOUR), firstRow]
}

describe('MemoryDataGateway', () => {
  const bars = hours(0, 1, 2, 3, 4)

  it('gives all bars where no range is asked for', async () => {
    expect(await fetched(bars, {})).toEqual([[0, 1, 2, 3, 4], 0])
  })

  it('gives the bars that open from `from` on and before `to`', async () => {
    expect(await fetched(bars, { from: HOUR, to: 3 * HOUR })).toEqual([[1, 2], 1])
    expect(await fetched(bars, { from: HOUR + 1, to: 3 * HOUR + 1 })).toEqual([[2, 3], 2])
  })

  it('gives as many bars before `from` as were asked for, where there are so many', async () => {
    expect(await fetched(bars, { from: 2 * HOUR, to: 3 * HOUR, barsBefore: 1 })).toEqual([[1, 2], 1])
    expect(await fetched(bars, { from: 2 * HOUR, barsBefore: 10 })).toEqual([[0, 1, 2, 3, 4], 0])
    expect(await fetched(bars, { barsBefore: 3 })).toEqual([[0, 1, 2, 3, 4], 0])
  })

  it('gives an empty series for a range without bars', async () => {
    expect(await fetched(bars, { from: 9 * HOUR })).toEqual([[], 5])
    expect(await fetched(bars, { from: 3 * HOUR, to: 3 * HOUR })).toEqual([[], 3])
    expect(await fetched([], {})).toEqual([[], 0])
  })

  it('rejects with RANGE_INVALID for one that runs backwards, and TIME_INVALID for bounds that are no times', async () => {
    await expect(fetched(bars, { from: 3 * HOUR, to: HOUR })).rejects.toThrow(
      'RANGE_INVALID: X 1h: from 1970-01-01T03:00:00Z to 1970-01-01T01:00:00Z came; expected a range that does not run backwards',
    )
    await expect(fetched(bars, { to: Number.NaN })).rejects.toThrow(
      'TIME_INVALID: X 1h: to is NaN; expected UTC epoch milliseconds',
    )
  })

  it('rejects with UNKNOWN_SYMBOL for a symbol or a timeframe that it was not given', async () => {
    const other = createInstrument({ symbol: 'Y' })
    await expect(gatewayOf(bars).fetchBars({ instrument: other, timeframe: '1h' })).rejects.toThrow(
      'UNKNOWN_SYMBOL: Y 1h came; expected one of X 1h',
    )
    await expect(gatewayOf(bars).fetchBars({ instrument, timeframe: '1d' })).rejects.toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_SYMBOL',
        details: { symbol: 'X', timeframe: '1d', known: ['X 1h'] },
      }),
    )
  })

  it('hands out columns as they are, growable ones too, without copying', async () => {
    const times = Float64Array.of(0, HOUR, 0, 0)
    const columns = { length: 2, openTime: times, closeTime: times, open: times, high: times, low: times, close: times }
    const { columns: given } = await gatewayOf(columns).fetchBars({ instrument, timeframe: '1h' })
    expect(given).toBe(columns)
    const later = await gatewayOf(columns).fetchBars({ instrument, timeframe: '1h', from: HOUR })
    expect([later.columns.length, later.columns.openTime.buffer]).toEqual([1, times.buffer])
  })

  it('says where the bars are', async () => {
    const { source } = await gatewayOf(bars).fetchBars({ instrument, timeframe: '1h' })
    expect(source).toBe('X 1h in memory')
  })
})

describe('the bars that a user writes down', () => {
  async function columnsOf(bars: readonly BarInput[]): Promise<BarColumns> {
    return (await gatewayOf(bars).fetchBars({ instrument, timeframe: '1h' })).columns
  }

  it('close when their length is over, or when the next one opens before that', async () => {
    const { closeTime } = await columnsOf(hours(0, 1, 5))
    expect([...closeTime].map((time) => time / HOUR)).toEqual([1, 2, 6])
  })

  it('close when they say so', async () => {
    const [first, second] = hours(0, 5)
    const { closeTime } = await columnsOf([
      { ...first!, closeTime: HOUR },
      { ...second!, closeTime: '1970-01-01T05:30Z' },
    ])
    expect([...closeTime].map((time) => time / HOUR)).toEqual([1, 5.5])
  })

  it('last as long as their timeframe where there is only one', async () => {
    expect([...(await columnsOf(hours(3))).closeTime]).toEqual([4 * HOUR])
  })

  it('may have times as ISO 8601 texts; a date alone is its midnight in UTC', async () => {
    const texts = ['2024-03-11', '2024-03-11T09:30:00-04:00', '2024-03-11T15:30+0100', '2024-03-11T15:00:00.500Z']
    const { openTime } = await columnsOf(texts.map((text) => ({ openTime: text, ...PRICES })))
    expect([...openTime].map((time) => new Date(time).toISOString().slice(11))).toEqual([
      '00:00:00.000Z',
      '13:30:00.000Z',
      '14:30:00.000Z',
      '15:00:00.500Z',
    ])
  })

  it.each(['2024-03-11T09:30', 'noon', '2024-03-11 09:30', '2024-13-01', ''])(
    'are refused with TIME_INVALID where a time is %j, which a host would read in its own zone or not at all',
    (text) => {
      expect(() => gatewayOf([...hours(0), { openTime: text, ...PRICES }])).toThrow(
        `TIME_INVALID: X: '${text}' came; expected epoch milliseconds or an ISO 8601 time with an offset (row 1 in memory)`,
      )
    },
  )

  it('have no volume where none has one, and miss it where only some do', async () => {
    const [first, second] = hours(0, 1)
    expect((await columnsOf([first!, second!])).volume).toBeUndefined()
    expect([...(await columnsOf([first!, { ...second!, volume: 7 }])).volume!]).toEqual([Number.NaN, 7])
  })

  it('have an average price where one of them has', async () => {
    const [first, second] = hours(0, 1)
    expect((await columnsOf([first!, second!])).vwap).toBeUndefined()
    expect([...(await columnsOf([first!, { ...second!, vwap: 1.5 }])).vwap!]).toEqual([Number.NaN, 1.5])
  })

  it.each([
    ['come twice', hours(0, 1, 1, 2), 'BAR_DUPLICATE: X 1970-01-01T01:00:00Z', 'row 2'],
    ['are out of order', hours(0, 2, 1, 3), 'BAR_OUT_OF_ORDER: X 1970-01-01T01:00:00Z', 'row 2'],
    ['come twice at the end', hours(0, 1, 1), 'BAR_DUPLICATE: X 1970-01-01T01:00:00Z', 'row 2'],
    ['miss a volume', [...hours(0), { ...hours(1)[0]!, volume: 7 }], 'VOLUME_INVALID: X 1970-01-01T00:00:00Z', 'row 0'],
    ['miss an average', [...hours(0), { ...hours(1)[0]!, vwap: 1 }], 'VWAP_INVALID: X 1970-01-01T00:00:00Z', 'row 0'],
  ])('are named by the checks for what they are where they %s', async (_, bars, start, row) => {
    const columns = await columnsOf(bars)
    const check = () => {
      checkColumns(columns, { symbol: 'X', source: 'memory', firstRow: 0 })
    }
    expect(check).toThrow(start)
    expect(check).toThrow(`(${row} of memory)`)
  })
})

describe('trades in memory', () => {
  const tick = (hour: number) => ({ symbol: 'X', occurredAt: hour * HOUR, price: 10, size: 1 })
  const times = async (gateway: MemoryDataGateway, range: object): Promise<number[]> => {
    const found: number[] = []
    for await (const { occurredAt } of gateway.fetchTicks!({ instrument, ...range })) found.push(occurredAt / HOUR)
    return found
  }

  it('are given from `from` on and before `to`', async () => {
    const gateway = new MemoryDataGateway([], { ticks: { X: [0, 1, 1, 2, 3].map(tick) } })
    expect(gateway.capabilities).toEqual({ ticks: true })
    expect(await times(gateway, {})).toEqual([0, 1, 1, 2, 3])
    expect(await times(gateway, { from: HOUR, to: 3 * HOUR })).toEqual([1, 1, 2])
    await expect(times(gateway, { from: HOUR, to: 0 })).rejects.toThrow('RANGE_INVALID')
  })

  it('of a symbol that has none are UNKNOWN_SYMBOL, and out of order TIME_INVALID', async () => {
    const other = createInstrument({ symbol: 'Y' })
    const gateway = new MemoryDataGateway([], { ticks: { X: [tick(0)] } })
    await expect(times(gateway, { instrument: other })).rejects.toThrow("UNKNOWN_SYMBOL: 'Y' came; expected one of X")
    expect(() => new MemoryDataGateway([], { ticks: { X: [tick(1), tick(0)] } })).toThrow(
      'TIME_INVALID: X: trade 1 at 1970-01-01T00:00:00Z came after one at 1970-01-01T01:00:00Z; expected rising times',
    )
  })
})

describe('instruments in memory', () => {
  const calendar = xnys()
  const gateway = new MemoryDataGateway([], {
    instruments: [
      { symbol: 'USDJPY', assetClass: 'fx' },
      { symbol: 'AAPL', calendar },
      { symbol: 'SAP', currency: 'EUR' },
    ],
  })
  const found = async (query?: InstrumentQuery): Promise<string[]> =>
    (await gateway.instruments!(query)).map(({ symbol }) => symbol)

  it('are found by all that a query says, in order of their symbols', async () => {
    expect(await found()).toEqual(['AAPL', 'SAP', 'USDJPY'])
    expect(await found({ text: 'ap' })).toEqual(['AAPL', 'SAP'])
    expect(await found({ text: 'ap', currency: 'EUR' })).toEqual(['SAP'])
    expect(await found({ assetClass: 'fx' })).toEqual(['USDJPY'])
    expect(await found({ limit: 1 })).toEqual(['AAPL'])
    expect(await found({ text: 'none' })).toEqual([])
  })

  it('have the calendar that they were given with', async () => {
    expect(await gateway.calendar!(createInstrument({ symbol: 'AAPL' }))).toBe(calendar)
    expect(await gateway.calendar!(createInstrument({ symbol: 'SAP' }))).toBeUndefined()
  })
})
