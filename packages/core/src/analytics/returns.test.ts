import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  aggregateReturns,
  annualReturn,
  cagr,
  compoundReturn,
  compoundValues,
  excessReturns,
  periodReturn,
  simpleReturns,
  totalReturn,
} from './returns.js'

const YEAR_MS = 365.25 * 86_400_000
const of = (...values: number[]) => Float64Array.of(...values)
const rounded = (values: Float64Array) => Array.from(values, (value) => Number(value.toFixed(12)))

describe('totalReturn', () => {
  it.each([
    [100, 150, 0.5],
    [100, 100, 0],
    [100, 0, -1],
    [100, -50, -1.5],
    [0, 100, Number.NaN],
    [-100, 100, Number.NaN],
  ])('from %d to %d is %d', (initial, final, expected) => {
    expect(totalReturn(initial, final)).toBe(expected)
  })
})

describe('cagr', () => {
  it.each([
    ['four times as much in two years', 100, 400, 2 * YEAR_MS, 1],
    ['half in half a year', 100, 50, YEAR_MS / 2, -0.75],
    ['nothing gained', 100, 100, 3 * YEAR_MS, 0],
    ['a total loss', 100, 0, YEAR_MS, -1],
    ['more than a total loss', 100, -20, YEAR_MS, -1],
  ])('of %s: from %d to %d in %d ms is %d', (_, initial, final, ms, expected) => {
    expect(cagr(initial, final, ms)).toBeCloseTo(expected, 14)
  })

  it('is NaN where no time passed or there was nothing at first', () => {
    expect([cagr(100, 110, 0), cagr(0, 110, YEAR_MS), cagr(100, 110, Number.NaN)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ])
  })
})

describe('simpleReturns', () => {
  it('go from value to value', () => {
    expect(rounded(simpleReturns(of(100, 110, 99)))).toEqual([0.1, -0.1])
  })

  it('of fewer than two values are none', () => {
    expect([simpleReturns(of()).length, simpleReturns(of(5)).length]).toEqual([0, 0])
  })

  it('are -1 at a total loss, then infinite or NaN', () => {
    expect([...simpleReturns(of(100, 0, 50, 25))]).toEqual([-1, Number.POSITIVE_INFINITY, -0.5])
    expect([...simpleReturns(of(100, 0, 0, -50, 25))]).toEqual([-1, Number.NaN, Number.NEGATIVE_INFINITY, Number.NaN])
  })

  it('are NaN on both sides of a value that is not known', () => {
    expect([...simpleReturns(of(100, Number.NaN, 110))]).toEqual([Number.NaN, Number.NaN])
  })

  it('do not change when all values are scaled', () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: -8, max: 8 }), (values, power) => {
        expect(simpleReturns(values.map((value) => value * 2 ** power))).toEqual(simpleReturns(values))
      }),
    )
  })
})

describe('compoundValues', () => {
  it('lead from the initial value through all returns', () => {
    expect(rounded(compoundValues(of(0.1, -0.5, 1), 200))).toEqual([200, 220, 110, 220])
  })

  it('stay where a return is not known, and at 0 after a total loss', () => {
    expect([...compoundValues(of(Number.NaN, 1, Number.NaN, -1, 3))]).toEqual([1, 1, 2, 2, 0, 0])
  })

  it('of no returns are none', () => {
    expect(compoundValues(of(), 100)).toEqual(of())
  })

  it('give back the values that returns were made of', () => {
    fc.assert(
      fc.property(prices, (values) => {
        const back = compoundValues(simpleReturns(values), values[0])
        values.forEach((value, i) => {
          expect(back[i]! / value).toBeCloseTo(1, 9)
        })
      }),
    )
  })
})

describe('compoundReturn and annualReturn', () => {
  const nothing = Number.NaN
  it.each([
    ['several', of(0.1, -0.1), -0.01, -0.0199],
    ['one', of(0.1), 0.1, 0.4641],
    ['one and one that is not known', of(0.1, Number.NaN), 0.1, 0.21],
    ['none', of(), nothing, nothing],
    ['none that is known', of(Number.NaN), nothing, nothing],
    ['zeros', of(0, 0, 0), 0, 0],
    ['a total loss', of(0.5, -1, 0.5), -1, -1],
    ['more than a total loss', of(-1.5), -1.5, -1],
  ])('of %s, at four periods a year', (_, returns, total, annual) => {
    const found = of(compoundReturn(returns), annualReturn(returns, { periodsPerYear: 4 }))
    expect(rounded(found)).toEqual([total, annual])
  })

  it('come to the reference value of empyrical', () => {
    // tests/test_stats.py, mixed_returns: 9 days, of which the first has no return.
    const mixed = of(Number.NaN, 0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1)
    expect(annualReturn(mixed, { periodsPerYear: 252 })).toBeCloseTo(1.9135925373194231, 12)
  })

  it('refuse a year without periods', () => {
    for (const periodsPerYear of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => annualReturn(of(0.1), { periodsPerYear })).toThrow(
        `METRIC_INVALID: periodsPerYear is ${String(periodsPerYear)}; expected a positive number, such as 252`,
      )
    }
  })
})

describe('periodReturn', () => {
  it('compounds to the yearly rate', () => {
    expect(periodReturn(0.21, { periodsPerYear: 2 })).toBeCloseTo(0.1, 12)
    expect(periodReturn(0, { periodsPerYear: 252 })).toBe(0)
  })

  it('is NaN for a rate that loses everything', () => {
    expect(periodReturn(-1, { periodsPerYear: 252 })).toBeNaN()
  })
})

describe('excessReturns', () => {
  it('are over one return, or over one for each period', () => {
    expect(rounded(excessReturns(of(0.1, 0.2), 0.05))).toEqual([0.05, 0.15])
    expect(rounded(excessReturns(of(0.1, 0.2), of(0.1, -0.1)))).toEqual([0, 0.3])
  })

  it('refuse columns of different lengths', () => {
    expect(() => excessReturns(of(0.1, 0.2), of(0.1))).toThrow(
      'METRIC_INVALID: returns and what they are compared with have 2 and 1 numbers; expected as many of each',
    )
  })
})

describe('aggregateReturns', () => {
  const days = (...dates: string[]) => Float64Array.from(dates, (date) => Date.parse(date))
  const times = days('2024-12-29', '2024-12-30', '2024-12-31', '2025-01-01', '2025-04-01')
  const returns = of(0.1, 0.1, 0.1, 0.1, 0.5)

  it.each([
    ['week', [0.1, 0.331, 0.5], ['2024-12-29', '2024-12-30', '2025-04-01']],
    ['month', [0.331, 0.1, 0.5], ['2024-12-29', '2025-01-01', '2025-04-01']],
    ['quarter', [0.331, 0.1, 0.5], ['2024-12-29', '2025-01-01', '2025-04-01']],
    ['year', [0.331, 0.65], ['2024-12-29', '2025-01-01']],
  ] as const)('compound by %s', (period, totals, starts) => {
    const stretches = aggregateReturns(times, returns, period)
    expect(rounded(stretches.returns)).toEqual(totals)
    expect(stretches.starts).toEqual(days(...starts))
  })

  it('of none are none', () => {
    expect(aggregateReturns(of(), of(), 'month')).toEqual({ starts: of(), returns: of() })
  })
})

const prices = fc
  .array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 2, maxLength: 30 })
  .map((values) => Float64Array.from(values))
