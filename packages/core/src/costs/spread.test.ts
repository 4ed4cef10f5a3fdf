import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PRICE_SIDES } from '../domain/bar-columns.js'
import { createInstrument } from '../domain/instrument.js'
import { noSpread, sideShift, spreadFraction, spreadSeries, spreadTicks, type SpreadColumns } from './spread.js'

const euro = createInstrument({ symbol: 'EURUSD', assetClass: 'fx', tickSize: '0.00001' })
const gold = createInstrument({ symbol: 'GOLD', tickSize: '0.25' })
const untouched = createInstrument({ symbol: 'FREE' })
const bar = (openTime: number, open = 100, instrument = euro) => ({ instrument, openTime, open })

describe('a spread', () => {
  it('of none is 0', () => {
    expect([noSpread().at(bar(0)), noSpread().spec]).toEqual([0, 'none'])
  })

  it('in ticks is that of each instrument', () => {
    const model = spreadTicks(3)
    expect([model.at(bar(0)), model.at(bar(0, 100, gold)), model.spec]).toEqual([0.00003, 0.75, { spreadTicks: 3 }])
    expect(() => model.at(bar(0, 100, untouched))).toThrow(
      'COST_INVALID: spreadTicks: FREE has no tickSize; expected an instrument with one',
    )
  })

  it("as a fraction is one of each bar's open", () => {
    const model = spreadFraction(0.0002)
    expect(spreadFraction(0).at(bar(0))).toBe(0)
    expect([model.at(bar(0, 100)), model.at(bar(0, 250)), model.spec]).toEqual([0.02, 0.05, { spreadFraction: 0.0002 }])
  })
})

describe('spreadSeries', () => {
  const series = {
    EURUSD: { times: [1000, 2000, 3000], spreads: [0.3, 0.1, 0.2] },
    GOLD: { times: Float64Array.of(2500), spreads: Float64Array.of(7) },
  }

  it("gives the last spread at or before a bar's open, and the first where the bar opens before that", () => {
    const { at } = spreadSeries(series)
    const spreads = [0, 999, 1000, 1999, 2000, 2999, 3000, 9e12].map((time) => at(bar(time)))
    expect(spreads).toEqual([0.3, 0.3, 0.3, 0.3, 0.1, 0.1, 0.2, 0.2])
    expect([at(bar(0, 1, gold)), at(bar(2500, 1, gold)), at(bar(1500))]).toEqual([7, 7, 0.3])
  })

  it('gives at any time, forward or back, what a search from the start gives', () => {
    const columns = fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(columns, fc.array(fc.integer({ min: -5, max: 60 })), (unsorted, asked) => {
        const times = unsorted.sort((a, b) => a - b)
        const { at } = spreadSeries({ EURUSD: { times, spreads: times.map((_, row) => row) } })
        const naive = (time: number) => Math.max(0, times.filter((other) => other <= time).length - 1)
        expect(asked.map((time) => at(bar(time)))).toEqual(asked.map(naive))
      }),
    )
  })

  it('keeps the columns as they were', () => {
    const spreads = [0.3]
    const { at } = spreadSeries({ EURUSD: { times: [0], spreads } })
    spreads[0] = 9
    expect(at(bar(0))).toBe(0.3)
  })

  it('has a spec that tells any two series apart, whatever the order of their symbols and the kind of their arrays', () => {
    const spec = (changed: object) => spreadSeries({ ...series, ...changed }).spec
    const one = spec({})
    expect(spec({ GOLD: { times: [2500], spreads: [7] } })).toEqual(one)
    expect(spreadSeries({ GOLD: series.GOLD, EURUSD: series.EURUSD }).spec).toEqual(one)
    expect(JSON.stringify(spreadSeries({ GOLD: series.GOLD, EURUSD: series.EURUSD }).spec)).toBe(JSON.stringify(one))
    expect(spec({ GOLD: { times: [2500], spreads: [7.000000000000001] } })).not.toEqual(one)
    expect(spec({ GOLD: { times: [2501], spreads: [7] } })).not.toEqual(one)
    expect(spec({ SILVER: { times: [2500], spreads: [7] } })).not.toEqual(one)
  })

  it('refuses a bar of a symbol that it does not have', () => {
    expect(() => spreadSeries(series).at(bar(0, 1, untouched))).toThrow(
      'COST_INVALID: spreadSeries: symbol is FREE; expected one of EURUSD, GOLD',
    )
  })
})

describe('sideShift', () => {
  it('takes the prices of each side to bid, ask and mid', () => {
    const shifts = PRICE_SIDES.map((side) => [
      side,
      sideShift(side, 'bid', 3),
      sideShift(side, 'ask', 3),
      sideShift(side, 'mid', 3),
    ])
    expect(shifts).toEqual([
      ['trade', -1.5, 1.5, 0],
      ['bid', 0, 3, 1.5],
      ['ask', -3, 0, -1.5],
      ['mid', -1.5, 1.5, 0],
    ])
  })
})

const columns = (changed: object) => ({ EURUSD: { times: [1, 2], spreads: [1, 1], ...changed } as SpreadColumns })

describe('the options of spread models', () => {
  it.each([
    ['spreadTicks: ticks is -1; expected a number from 0', () => spreadTicks(-1)],
    ['spreadTicks: ticks is NaN; expected a number from 0', () => spreadTicks(Number.NaN)],
    ['spreadFraction: fraction is -0.1; expected a number from 0 to below 1', () => spreadFraction(-0.1)],
    ['spreadFraction: fraction is 1; expected a number from 0 to below 1', () => spreadFraction(1)],
    ['spreadSeries: series is null; expected an object of columns by symbol', () => spreadSeries(null as never)],
    ['spreadSeries: series is empty; expected columns of one symbol at least', () => spreadSeries({})],
    [
      'spreadSeries: EURUSD: options is undefined; expected an object with times, spreads',
      () => spreadSeries({ EURUSD: undefined } as never),
    ],
    [
      "spreadSeries: EURUSD: an option is 'spread'; expected one of times, spreads",
      () => spreadSeries(columns({ spread: [1] })),
    ],
    [
      'spreadSeries: EURUSD: times is undefined; expected an array of numbers',
      () => spreadSeries(columns({ times: undefined })),
    ],
    [
      'spreadSeries: EURUSD: spreads is of 1 rows; expected as many as times, 2, and one at least',
      () => spreadSeries(columns({ spreads: [1] })),
    ],
    [
      'spreadSeries: EURUSD: spreads is of 0 rows; expected as many as times, 0, and one at least',
      () => spreadSeries(columns({ times: [], spreads: [] })),
    ],
    [
      'spreadSeries: EURUSD: spreads[1] is -1; expected a number from 0',
      () => spreadSeries(columns({ spreads: [1, -1] })),
    ],
    [
      'spreadSeries: EURUSD: spreads[0] is NaN; expected a finite number',
      () => spreadSeries(columns({ spreads: [Number.NaN, 1] })),
    ],
    [
      'spreadSeries: EURUSD: times[0] is Infinity; expected a finite number',
      () => spreadSeries(columns({ times: [Number.POSITIVE_INFINITY, 2] })),
    ],
    ['spreadSeries: EURUSD: times[1] is 1; expected a time after 1', () => spreadSeries(columns({ times: [1, 1] }))],
  ])('are refused with COST_INVALID: %s', (message, make) => {
    expect(make).toThrow(expect.objectContaining({ code: 'COST_INVALID', message: `COST_INVALID: ${message}` }))
  })
})
