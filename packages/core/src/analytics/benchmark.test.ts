import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alpha, beta, captureRatio, downMarket, informationRatio, upMarket } from './benchmark.js'
import { rolling } from './rolling.js'

const of = (...values: number[]) => Float64Array.of(...values)
const daily = { periodsPerYear: 252 }
const none = Number.NaN

// empyrical, tests/test_stats.py.
const mixed = of(none, 0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1)
const negative = of(0, -0.06, -0.07, -0.01, -0.09, -0.02, -0.06, -0.08, -0.05)
const positive = of(0.01, 0.02, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01)

describe('alpha and beta', () => {
  it('are the line through the returns', () => {
    // Twice the benchmark and 0.01 on top in each of two periods a year: 1.01^2 - 1.
    const benchmark = of(0.01, -0.02, 0.03)
    const returns = benchmark.map((value) => 2 * value + 0.01)
    expect(beta(returns, benchmark)).toBeCloseTo(2, 12)
    expect(alpha(returns, benchmark, { periodsPerYear: 2 })).toBeCloseTo(0.0201, 12)
  })

  it('take the riskless return off both', () => {
    const benchmark = of(0.01, -0.02, 0.03)
    const returns = benchmark.map((value) => 2 * value)
    // 2b - f - 2 (b - f) = f.
    expect(alpha(returns, benchmark, { periodsPerYear: 1, riskFreeReturn: 0.005 })).toBeCloseTo(0.005, 12)
  })

  it('come to the reference values of empyrical', () => {
    expect(beta(mixed, negative)).toBeCloseTo(-0.7129629629629631, 12)
    expect(alpha(mixed, negative, daily)).toBeCloseTo(-0.9997853834885004, 12)
  })

  it.each([
    ['no periods', of(), of()],
    ['one period', of(0.1), of(0.1)],
    ['a benchmark that does not vary', of(0.1, 0.2, 0.3), of(0.1, 0.1, 0.1)],
    ['no period in which both are known', of(0.1, none, 0.2, none), of(none, 0.1, none, 0.2)],
  ])('of %s are NaN', (_, returns, benchmark) => {
    expect([beta(returns, benchmark), alpha(returns, benchmark, daily)]).toEqual([none, none])
  })

  it('refuse columns of different lengths', () => {
    expect(() => beta(of(1, 2), of(1))).toThrow(
      'METRIC_INVALID: returns and benchmark have 2 and 1 numbers; expected as many of each',
    )
  })

  it('of the benchmark itself are 0 and 1, and beta grows with the returns', () => {
    fc.assert(
      fc.property(varied, fc.integer({ min: -5, max: 5 }), (benchmark, factor) => {
        const returns = benchmark.map((value) => factor * value)
        expect(beta(returns, benchmark)).toBeCloseTo(factor, 9)
        expect(alpha(benchmark, benchmark, daily)).toBeCloseTo(0, 9)
      }),
    )
  })
})

describe('informationRatio', () => {
  it('is the mean over the sample deviation of what is over the benchmark', () => {
    expect(informationRatio(of(0.02, 0.03, 0.04), of(0.01, 0.01, 0.01))).toBeCloseTo(2, 12)
    expect(informationRatio(mixed, 0)).toBeCloseTo(0.10859306069076737, 12)
  })

  it('of the benchmark itself is NaN', () => {
    expect(informationRatio(positive, positive)).toBeNaN()
  })
})

describe('capture', () => {
  it('is the yearly return over the yearly return of the benchmark', () => {
    expect(captureRatio(of(0.1, 0.1), of(0.2, 0.2), { periodsPerYear: 2 })).toBeCloseTo(0.21 / 0.44, 12)
    expect(captureRatio(of(), of(), daily)).toBeNaN()
  })

  it('is split by whether the benchmark gained or lost, and a period without its return is neither', () => {
    const returns = of(1, 2, 3, 4, 5)
    const benchmark = of(0.1, -0.1, 0, none, 0.2)
    expect(upMarket(returns, benchmark)).toEqual({ returns: of(1, 5), benchmark: of(0.1, 0.2) })
    expect(downMarket(returns, benchmark)).toEqual({ returns: of(2), benchmark: of(-0.1) })
  })

  it('comes to the reference values of empyrical', () => {
    const up = upMarket(positive, mixed)
    const down = downMarket(positive, mixed)
    expect(captureRatio(up.returns, up.benchmark, daily)).toBeCloseTo(0.0076167762, 9)
    expect(captureRatio(down.returns, down.benchmark, daily)).toBeCloseTo(-11.27400221, 8)
  })
})

describe('rolling', () => {
  it('gives a metric of every window, of several columns together', () => {
    const sums = rolling([of(1, 2, 3, 4), of(10, 20, 30, 40)], 3, (...parts) =>
      parts.map((part) => part.reduce((sum, value) => sum + value, 0)),
    )
    expect(sums).toEqual([
      [6, 60],
      [9, 90],
    ])
  })

  it('gives none where there are fewer periods than a window has', () => {
    expect(rolling([of(1, 2)], 3, () => 0)).toEqual([])
    expect(rolling([], 3, () => 0)).toEqual([])
  })

  it('refuses a window that is no count, and columns of different lengths', () => {
    for (const window of [0, 1.5, none])
      expect(() => rolling([of(1)], window, () => 0)).toThrow(
        `METRIC_INVALID: window is ${String(window)}; expected a count of periods`,
      )
    expect(() => rolling([of(1), of(1, 2)], 1, () => 0)).toThrow('METRIC_INVALID: columns have 1 and 2 numbers')
  })
})

/** Returns in hundredths that are not all the same. */
const varied = fc
  .array(fc.integer({ min: -20, max: 20 }), { maxLength: 20 })
  .map((hundredths) => Float64Array.from([...hundredths, 5, -5], (value) => value / 100))
