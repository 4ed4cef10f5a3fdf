import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal } from '../domain/decimal.js'
import { createInstrument, type Instrument } from '../domain/instrument.js'
import {
  financing,
  noFinancing,
  type FinancedPosition,
  type FinancingModel,
  type FinancingOptions,
} from './financing.js'

const stock = createInstrument({ symbol: 'ACME' })
const scarce = createInstrument({ symbol: 'GME' })
const eurusd = createInstrument({ symbol: 'EURUSD', assetClass: 'fx', currency: 'USD', multiplier: 100_000 })
const usdjpy = createInstrument({ symbol: 'USDJPY', assetClass: 'fx', currency: 'JPY', multiplier: 100_000 })
const us500 = createInstrument({ symbol: 'US500', assetClass: 'cfd', multiplier: 10 })

const position = (instrument: Instrument, quantity: number | string, price: number): FinancedPosition => ({
  instrument,
  quantity: new Decimal(quantity),
  price,
})
const interest = (model: FinancingModel, currency: string, cash: number | string) =>
  model.interest(currency, new Decimal(cash)).toFixed()
const borrowFee = (model: FinancingModel, ...asked: Parameters<typeof position>) =>
  model.borrowFee(position(...asked)).toFixed()
/** The week of Monday, 15 January 2024. */
const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ date: `2024-01-${String(14 + weekday)}`, weekday }))
const swaps = (model: FinancingModel, ...asked: Parameters<typeof position>) =>
  week.map((night) => model.swap(position(...asked), night).toFixed())

describe('interest', () => {
  const model = financing({
    interest: {
      credit: 0.036,
      debit: 0.072,
      byCurrency: {
        GBP: { dayCount: 365, credit: '0.0365' },
        JPY: { credit: 0 },
        CHF: { credit: -0.0075, debit: -0.01 },
      },
    },
  })

  it('is earned on cash above 0 and paid on cash below, by the day', () => {
    // 100,000 x 3.6 % / 360, and 50,000 x 7.2 % / 360.
    expect([interest(model, 'USD', 100_000), interest(model, 'USD', -50_000), interest(model, 'USD', 0)]).toEqual([
      '10',
      '-10',
      '0',
    ])
  })

  it('is what a currency has of its own, and of the rest what all have', () => {
    expect([interest(model, 'GBP', 20_000), interest(model, 'GBP', -73_000)]).toEqual(['2', '-14.4'])
    expect([interest(model, 'JPY', 1_000_000), interest(model, 'JPY', -1_000_000)]).toEqual(['0', '-200'])
  })

  it('may be negative: paid on cash above 0, earned on cash below', () => {
    expect([interest(model, 'CHF', 48_000), interest(model, 'CHF', -36_000)]).toEqual(['-1', '1'])
  })

  it('is exact, and is not rounded to what a ledger holds', () => {
    const exact = financing({ interest: { credit: 0.1, debit: 0.1, dayCount: 360 } })
    expect(interest(exact, 'USD', '0.00000036')).toBe('0.0000000001')
    expect(interest(exact, 'USD', '360000000.00000036')).toBe('100000.0000000001')
    expect(interest(exact, 'USD', 1)).toBe(`0.000${'2'.padEnd(59, '7')}8`)
  })

  it('is nothing where no rate is told', () => {
    for (const none of [noFinancing(), financing({}), financing({ interest: {} })]) {
      expect([interest(none, 'USD', 1e6), interest(none, 'USD', -1e6)]).toEqual(['0', '0'])
    }
    expect(interest(financing({ interest: { debit: 0.36 } }), 'USD', 1000)).toBe('0')
    expect(interest(financing({ interest: { debit: 0.36 } }), 'USD', -1000)).toBe('-1')
  })
})

describe('the borrow fee', () => {
  const model = financing({ borrow: { rate: 0.018, bySymbol: { GME: 0.9, FREE: 0 } } })

  it("is a day's part of the yearly rate of a short's value", () => {
    // 200 x 50 x 1.8 % / 360, and 40 x 20 x 90 % / 360.
    expect([borrowFee(model, stock, -200, 50), borrowFee(model, scarce, -40, 20)]).toEqual(['0.5', '2'])
    expect(borrowFee(model, createInstrument({ symbol: 'FREE' }), -200, 50)).toBe('0')
    expect(borrowFee(model, createInstrument({ symbol: 'LOT', multiplier: 100 }), -2, 50)).toBe('0.5')
  })

  it('is nothing for a long, nor where nothing is held or told', () => {
    expect([borrowFee(model, stock, 200, 50), borrowFee(model, stock, 0, 50)]).toEqual(['0', '0'])
    expect([borrowFee(noFinancing(), stock, -200, 50), borrowFee(financing({}), stock, -200, 50)]).toEqual(['0', '0'])
  })

  it('counts 365 days where it is told to', () => {
    expect(borrowFee(financing({ borrow: { rate: 0.0365, dayCount: 365 } }), stock, -100, 30.1)).toBe('0.301')
  })
})

describe('a swap in points', () => {
  const model = financing({
    swap: {
      EURUSD: { longPoints: -6.5, shortPoints: 2.5, pointSize: 0.00001 },
      USDJPY: { longPoints: 15, shortPoints: -20, pointSize: '0.001', tripleWeekday: 5 },
    },
  })

  it('is booked from Monday to Friday, three times on Wednesday', () => {
    // 2 lots of 100,000: 6.5 points are 13 dollars.
    expect(swaps(model, eurusd, 2, 1.1)).toEqual(['-13', '-13', '-39', '-13', '-13', '0', '0'])
  })

  it('has points of its own for a short', () => {
    expect(swaps(model, eurusd, -1, 1.1)).toEqual(['2.5', '2.5', '7.5', '2.5', '2.5', '0', '0'])
  })

  it('triples on the weekday that it is told', () => {
    expect(swaps(model, usdjpy, '-0.01', 150)).toEqual(['-20', '-20', '-20', '-20', '-60', '0', '0'])
  })

  it('comes to seven nights over any seven that follow each other, at any price', () => {
    const points = fc.integer({ min: -1000, max: 1000 }).map((tenths) => tenths / 10)
    const triple = fc.constantFrom(1, 2, 3, 4, 5)
    const quantity = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((hundredths) => hundredths / 100)
    fc.assert(
      fc.property(
        points,
        points,
        triple,
        quantity,
        fc.nat(6),
        (longPoints, shortPoints, tripleWeekday, held, first) => {
          const terms = { longPoints, shortPoints, pointSize: 0.00001, tripleWeekday } as const
          const { swap } = financing({ swap: { EURUSD: terms } })
          const nights = [...week.slice(first), ...week.slice(0, first)]
          const sum = nights.reduce(
            (all, night, i) => all.plus(swap(position(eurusd, held, 1 + i), night)),
            new Decimal(0),
          )
          const expected = new Decimal(held < 0 ? shortPoints : longPoints).times(Math.abs(held)).times(7)
          expect(sum.toFixed()).toBe(expected.toFixed())
        },
      ),
    )
  })
})

describe('a swap by rates', () => {
  const model = financing({ swap: { US500: { longRate: -0.072, shortRate: 0.036 } } })

  it('is a part of the yearly rate of the value, on each of seven days', () => {
    // 2 x 5,000 x 10 = 100,000: 7.2 % / 360 are 20, 3.6 % / 360 are 10.
    expect(swaps(model, us500, 2, 5000)).toEqual(['-20', '-20', '-20', '-20', '-20', '-20', '-20'])
    expect(swaps(model, us500, -2, 5000)).toEqual(['10', '10', '10', '10', '10', '10', '10'])
  })

  it('counts 365 days where it is told to', () => {
    const other = financing({ swap: { US500: { longRate: '-0.0365', shortRate: 0, dayCount: 365 } } })
    expect([swaps(other, us500, 1, 4321)[0], swaps(other, us500, -1, 4321)[0]]).toEqual(['-4.321', '0'])
  })
})

describe('a swap', () => {
  it('is nothing for what is not named, not held, or where nothing is told', () => {
    const nothing = Array<string>(7).fill('0')
    const model = financing({
      swap: {
        EURUSD: { longPoints: 1, shortPoints: 1, pointSize: 1 },
        US500: { longRate: 1, shortRate: 1 },
      },
    })
    expect([swaps(model, usdjpy, 1, 150), swaps(model, eurusd, 0, 1), swaps(model, us500, 0, 1)]).toEqual([
      nothing,
      nothing,
      nothing,
    ])
    expect(swaps(model, us500, 0, Number.NaN)).toEqual(nothing)
    expect(swaps(model, createInstrument({ symbol: 'constructor' }), 1, 1)).toEqual(nothing)
    expect([swaps(noFinancing(), eurusd, 1, 1), swaps(financing({}), eurusd, 1, 1)]).toEqual([nothing, nothing])
  })
})

describe('the spec of financing', () => {
  it('has all that was told, and the defaults of the rest', () => {
    const options: FinancingOptions = {
      interest: { credit: '0.030', byCurrency: { JPY: { dayCount: 365 }, CHF: { credit: -0.01 } } },
      borrow: { rate: 0.01, bySymbol: { GME: 0.9 } },
      swap: {
        US500: { longRate: -0.07, shortRate: 0.02 },
        EURUSD: { longPoints: -6.5, shortPoints: 2.5, pointSize: 0.00001 },
      },
    }
    expect(JSON.stringify(financing(options).spec)).toBe(
      JSON.stringify({
        financing: {
          interest: {
            credit: '0.03',
            debit: '0',
            dayCount: 360,
            byCurrency: {
              CHF: { credit: '-0.01', debit: '0', dayCount: 360 },
              JPY: { credit: '0.03', debit: '0', dayCount: 365 },
            },
          },
          borrow: { rate: '0.01', dayCount: 360, bySymbol: { GME: '0.9' } },
          swap: {
            EURUSD: { longPoints: '-6.5', shortPoints: '2.5', pointSize: '0.00001', tripleWeekday: 3 },
            US500: { longRate: '-0.07', shortRate: '0.02', dayCount: 360 },
          },
        },
      }),
    )
    expect([financing({}).spec, noFinancing().spec]).toEqual([{ financing: {} }, 'none'])
  })
})

describe('the options of financing', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, null as never])('are never %s', (value) => {
    const wrong: [string, FinancingOptions][] = [
      ['interest: credit', { interest: { credit: value } }],
      ['interest: debit', { interest: { debit: value } }],
      ['interest: JPY: debit', { interest: { byCurrency: { JPY: { debit: value } } } }],
      ['borrow: rate', { borrow: { rate: value } }],
      ['borrow: rate of GME', { borrow: { rate: 0, bySymbol: { GME: value } } }],
      ['swap: EURUSD: longPoints', { swap: { EURUSD: { longPoints: value, shortPoints: 0, pointSize: 1 } } }],
      ['swap: EURUSD: shortPoints', { swap: { EURUSD: { longPoints: 0, shortPoints: value, pointSize: 1 } } }],
      ['swap: EURUSD: pointSize', { swap: { EURUSD: { longPoints: 0, shortPoints: 0, pointSize: value } } }],
      ['swap: EURUSD: longRate', { swap: { EURUSD: { longRate: value, shortRate: 0 } } }],
      ['swap: EURUSD: shortRate', { swap: { EURUSD: { longRate: 0, shortRate: value } } }],
    ]
    for (const [option, options] of wrong) {
      expect(() => financing(options)).toThrow(
        `COST_INVALID: financing: ${option} is ${String(value)}; expected a number`,
      )
    }
  })

  const points = { longPoints: 1, shortPoints: 1, pointSize: 0.001 }
  it.each<[string, unknown]>([
    ['financing: options is undefined; expected an object with interest, borrow, swap', undefined],
    ["financing: an option is 'swaps'; expected one of interest, borrow, swap", { swaps: {} }],
    [
      'financing: interest: options is 0.03; expected an object with credit, debit, dayCount, byCurrency',
      { interest: 0.03 },
    ],
    [
      "financing: interest: an option is 'rate'; expected one of credit, debit, dayCount, byCurrency",
      { interest: { rate: 0.03 } },
    ],
    ['financing: interest: credit is 3 %; expected a number', { interest: { credit: '3 %' } }],
    ['financing: interest: dayCount is 364; expected 360 or 365', { interest: { dayCount: 364 } }],
    ['financing: interest: dayCount is 360; expected 360 or 365', { interest: { dayCount: '360' } }],
    [
      'financing: interest: byCurrency is null; expected an object of rates by currency',
      { interest: { byCurrency: null } },
    ],
    [
      "financing: interest: a currency is 'jpy'; expected a code in capitals, such as USD",
      { interest: { byCurrency: { jpy: { credit: 0 } } } },
    ],
    [
      'financing: interest: JPY: options is 0; expected an object with credit, debit, dayCount',
      { interest: { byCurrency: { JPY: 0 } } },
    ],
    [
      "financing: interest: JPY: an option is 'byCurrency'; expected one of credit, debit, dayCount",
      { interest: { byCurrency: { JPY: { byCurrency: {} } } } },
    ],
    [
      'financing: interest: JPY: dayCount is 0; expected 360 or 365',
      { interest: { byCurrency: { JPY: { dayCount: 0 } } } },
    ],
    ['financing: borrow: rate is undefined; expected a number from 0', { borrow: {} }],
    ['financing: borrow: rate is -0.01; expected a number from 0', { borrow: { rate: -0.01 } }],
    ['financing: borrow: rate of GME is -1; expected a number from 0', { borrow: { rate: 0, bySymbol: { GME: -1 } } }],
    ['financing: borrow: bySymbol is 1; expected an object of rates by symbol', { borrow: { rate: 0, bySymbol: 1 } }],
    ['financing: borrow: dayCount is 366; expected 360 or 365', { borrow: { rate: 0, dayCount: 366 } }],
    [
      "financing: borrow: an option is 'fee'; expected one of rate, dayCount, bySymbol",
      { borrow: { rate: 0, fee: 1 } },
    ],
    ['financing: swap is ; expected an object of points or rates by symbol', { swap: [] }],
    [
      'financing: swap: EURUSD: swap is -6.5; expected an object with longPoints, shortPoints and pointSize, or with longRate and shortRate',
      { swap: { EURUSD: -6.5 } },
    ],
    [
      'financing: swap: EURUSD: pointSize is undefined; expected a number',
      { swap: { EURUSD: { longPoints: 1, shortPoints: 1 } } },
    ],
    [
      'financing: swap: EURUSD: pointSize is 0; expected a positive number',
      { swap: { EURUSD: { ...points, pointSize: 0 } } },
    ],
    [
      'financing: swap: EURUSD: tripleWeekday is 6; expected 1 to 5, Monday to Friday',
      { swap: { EURUSD: { ...points, tripleWeekday: 6 } } },
    ],
    [
      'financing: swap: EURUSD: tripleWeekday is Wednesday; expected 1 to 5, Monday to Friday',
      { swap: { EURUSD: { ...points, tripleWeekday: 'Wednesday' } } },
    ],
    [
      "financing: swap: EURUSD: an option is 'long'; expected one of longPoints, shortPoints, pointSize, tripleWeekday",
      { swap: { EURUSD: { ...points, long: 1 } } },
    ],
    [
      "financing: swap: EURUSD: an option is 'longPoints'; expected one of longRate, shortRate, dayCount",
      { swap: { EURUSD: { ...points, longRate: 1 } } },
    ],
    ['financing: swap: EURUSD: longRate is undefined; expected a number', { swap: { EURUSD: { shortRate: 1 } } }],
    [
      'financing: swap: EURUSD: dayCount is 1; expected 360 or 365',
      { swap: { EURUSD: { longRate: 1, shortRate: 1, dayCount: 1 } } },
    ],
  ])('are refused with COST_INVALID: %s', (message, options) => {
    expect(() => financing(options as FinancingOptions)).toThrow(
      expect.objectContaining({ code: 'COST_INVALID', message: `COST_INVALID: ${message}` }),
    )
  })
})
