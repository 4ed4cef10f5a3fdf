import { describe, expect, it } from 'vitest'
import { cagr, maxDrawdown, sharpeRatio, simpleReturns, totalReturn, volatility } from './performance.js'

const YEAR_MS = 365.25 * 86_400_000
const of = (...values: number[]) => Float64Array.of(...values)

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
    expect([...simpleReturns(of(100, 110, 99))].map((value) => value.toFixed(12))).toEqual([
      '0.100000000000',
      '-0.100000000000',
    ])
  })

  it('of fewer than two values are none', () => {
    expect([simpleReturns(of()).length, simpleReturns(of(5)).length]).toEqual([0, 0])
  })

  it('are -1 at a total loss and NaN after it', () => {
    expect([...simpleReturns(of(100, 0, 50, 25))]).toEqual([-1, Number.NaN, -0.5])
  })
})

describe('volatility', () => {
  it('is the sample deviation times the root of the periods in a year', () => {
    // Mean 0.02; squares of the deviations 0.0001, 0, 0.0001; over 2.
    expect(volatility(of(0.01, 0.02, 0.03), 4)).toBeCloseTo(0.02, 15)
    expect(volatility(of(0.1, -0.1), 252)).toBeCloseTo(Math.sqrt(0.02 * 252), 14)
  })

  it('of returns that do not vary is 0 and of fewer than two NaN', () => {
    expect(volatility(of(0.1, 0.1, 0.1), 252)).toBeCloseTo(0, 12)
    expect([volatility(of(0.1), 252), volatility(of(), 252)]).toEqual([Number.NaN, Number.NaN])
  })
})

describe('sharpeRatio', () => {
  it('is the mean over the sample deviation times the root of the periods in a year', () => {
    expect(sharpeRatio(of(0.01, 0.02, 0.03), 4)).toBeCloseTo(4, 12)
    expect(sharpeRatio(of(-0.01, -0.02, -0.03), 9)).toBeCloseTo(-6, 12)
  })

  it('is NaN where returns do not vary, by more than the rounding of float64', () => {
    expect(sharpeRatio(of(0, 0, 0), 252)).toBeNaN()
    // Their mean is 0.10000000000000002.
    expect(sharpeRatio(of(0.1, 0.1, 0.1), 252)).toBeNaN()
    const steady = Float64Array.from({ length: 50 }, (_, i) => 10_000 * 1.001 ** i)
    expect(sharpeRatio(simpleReturns(steady), 252)).toBeNaN()
  })

  it('is NaN with fewer than two returns', () => {
    expect([sharpeRatio(of(), 252), sharpeRatio(of(0.1), 252)]).toEqual([Number.NaN, Number.NaN])
  })
})

describe('maxDrawdown', () => {
  it.each([
    ['the largest fall from a peak', 100, [120, 90, 130, 104, 150], 0.25],
    ['a fall from the initial value', 100, [80, 90, 85], 0.2],
    ['a fall that goes on over several values', 100, [200, 150, 160, 100, 300], 0.5],
    ['nothing where it only rises', 100, [100, 101, 102], 0],
    ['nothing of no values', 100, [], 0],
    ['all at a total loss', 100, [200, 0, 10], 1],
    ['more than all where a margin account owes', 100, [-50], 1.5],
    ['nothing while there never was anything', 0, [0, 0], 0],
  ])('is %s', (_, initial, values, expected) => {
    expect(maxDrawdown(initial, of(...values))).toBeCloseTo(expected, 15)
  })
})
