import { describe, expect, it } from 'vitest'
import { Lag } from './lag.js'
import { LogReturn, SimpleReturn } from './price-return.js'
import { Volatility } from './volatility.js'
import type { Indicator } from './indicator.js'

function fed(indicator: Indicator, ...values: readonly number[]): number[] {
  return values.map((value) => {
    indicator.update(value)
    return indicator.value
  })
}

describe('returns', () => {
  it('are fractions of the value so many updates before', () => {
    expect(fed(new SimpleReturn(), 100, 110, 99)).toEqual([Number.NaN, 0.1, -0.1])
    expect(fed(new SimpleReturn({ period: 2 }), 100, 110, 150)).toEqual([Number.NaN, Number.NaN, 0.5])
  })

  it('are NaN from a value of 0, and logarithmic ones where the sign changes', () => {
    expect(fed(new SimpleReturn(), 0, 1, 2)).toEqual([Number.NaN, Number.NaN, 1])
    expect(fed(new LogReturn(), 0, 1, -1, -1)).toEqual([Number.NaN, Number.NaN, Number.NaN, 0])
  })

  it('that are logarithmic add up to the one over all of them', () => {
    const [, first, second] = fed(new LogReturn(), 100, 120, 90)
    expect(first).toBeCloseTo(Math.log(1.2), 15)
    expect(first! + second!).toBeCloseTo(fed(new LogReturn({ period: 2 }), 100, 120, 90)[2]!, 15)
  })
})

it('a lag is the value of so many updates before', () => {
  expect(fed(new Lag({ period: 2 }), 1, 2, 3, 4)).toEqual([Number.NaN, Number.NaN, 1, 2])
})

describe('volatility', () => {
  it('is the sample deviation of returns times the root of the periods in a year', () => {
    // Returns of 10 %, −10 % and 20 %: mean 1/15, squares 1/900 + 25/900 + 16/900.
    const values = fed(new Volatility({ period: 3, periodsPerYear: 252 }), 100, 110, 99, 118.8)
    expect(values.slice(0, 3)).toEqual([Number.NaN, Number.NaN, Number.NaN])
    expect(values[3]).toBeCloseTo(Math.sqrt(((1 + 25 + 16) / 900 / 2) * 252), 12)
  })

  it('of a year that has one update is that of the update', () => {
    expect(fed(new Volatility({ period: 2 }), 100, 110, 99)[2]).toBeCloseTo(Math.sqrt(0.02), 14)
    const log = fed(new Volatility({ period: 2, returns: 'log' }), 100, 200, 100)[2]
    expect(log).toBeCloseTo(Math.SQRT2 * Math.LN2, 14)
  })

  it('refuses returns that it does not know, and a period of which there is no sample deviation', () => {
    expect(() => new Volatility({ period: 1 })).toThrow(
      'INDICATOR_INVALID: Volatility: period is 1; expected an integer from 2',
    )
    expect(() => new Volatility(JSON.parse('{"period":3,"returns":"daily"}') as { period: number })).toThrow(
      "INDICATOR_INVALID: Volatility: returns is daily; expected 'simple' or 'log'",
    )
  })
})
