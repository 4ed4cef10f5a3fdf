import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calmarRatio, omegaRatio, sharpeRatio, sortinoRatio } from './risk-ratios.js'
import { downsideDeviation, stability, tailRatio, valueAtRisk, volatility } from './risk.js'

const of = (...values: number[]) => Float64Array.of(...values)
const daily = { periodsPerYear: 252 }
const none = Number.NaN
const infinite = Number.POSITIVE_INFINITY

describe('vectors at the edge have a stated answer', () => {
  const metrics = {
    volatility: (returns: Float64Array) => volatility(returns, daily),
    downside: (returns: Float64Array) => downsideDeviation(returns, daily),
    sharpe: (returns: Float64Array) => sharpeRatio(returns, daily),
    sortino: (returns: Float64Array) => sortinoRatio(returns, daily),
    calmar: (returns: Float64Array) => calmarRatio(returns, daily),
    omega: (returns: Float64Array) => omegaRatio(returns),
    valueAtRisk: (returns: Float64Array) => valueAtRisk(returns),
    tailRatio,
    stability,
  }
  it.each([
    ['no returns', of(), [none, none, none, none, none, none, none, none, none]],
    ['one gain', of(0.01), [none, 0, none, none, none, none, 0.01, 1, none]],
    ['one loss', of(-0.01), [none, 0.15874508, none, none, -92.05545483, none, -0.01, 1, none]],
    ['only returns that are not known', of(none, none), [none, none, none, none, none, none, none, none, none]],
    ['zeros', of(0, 0, 0), [0, 0, none, none, none, none, 0, none, none]],
    ['gains that do not vary', of(0.1, 0.1, 0.1), [0, 0, infinite, infinite, none, none, 0.1, 1, 1]],
    ['losses that do not vary', of(-0.1, -0.1), [0, 1.58745079, -infinite, -15.87450787, -5.26315789, 0, -0.1, 1, 1]],
    [
      'a total loss',
      of(0.1, -1),
      [12.34746938, 11.22497216, -9.18406813, -10.10247494, -1, 0.1, -0.945, 0.04761905, none],
    ],
    ['a gain that is infinite', of(infinite, 0.1), [none, 0, none, infinite, none, none, infinite, none, none]],
  ])('%s', (_, returns, expected) => {
    const found = Object.entries(metrics).map(([name, metric]) => [name, Number(metric(returns).toFixed(8))])
    expect(found).toEqual(Object.keys(metrics).map((name, i) => [name, expected[i]]))
  })

  it('are the same without the returns that are not known, but for Calmar, to which they are time', () => {
    const known = of(0.01, -0.02, 0.03, 0.005)
    const holes = of(none, 0.01, -0.02, none, 0.03, 0.005)
    const { calmar, ...rest } = metrics
    for (const metric of Object.values(rest)) expect(metric(holes)).toBe(metric(known))
    expect(calmar(holes)).toBeLessThan(calmar(known))
  })
})

describe('volatility', () => {
  it('is the sample deviation times the root of the periods in a year', () => {
    // Mean 0.02; squares of the deviations 0.0001, 0, 0.0001; over 2.
    expect(volatility(of(0.01, 0.02, 0.03), { periodsPerYear: 4 })).toBeCloseTo(0.02, 15)
    expect(volatility(of(0.1, -0.1), daily)).toBeCloseTo(Math.sqrt(0.02 * 252), 14)
  })
})

describe('downsideDeviation', () => {
  it('is the root of the mean square of what falls short, over all returns', () => {
    // Short by 0.03 and 0.01: (0.0009 + 0.0001) / 4, the root of it times 2.
    expect(downsideDeviation(of(0.05, -0.02, 0.01, 0), { periodsPerYear: 4, requiredReturn: 0.01 })).toBeCloseTo(
      2 * Math.sqrt(0.00025),
      14,
    )
  })
})

describe('valueAtRisk', () => {
  it.each([
    [0, -0.05],
    [0.25, -0.02],
    [0.125, -0.035],
    [0.5, 0],
    [1, 0.06],
  ])('at %d lies between the returns by rank', (cutoff, expected) => {
    expect(valueAtRisk(of(0.06, 0, -0.05, 0.01, -0.02), { cutoff })).toBeCloseTo(expected, 14)
  })

  it('is at 5 % unless told otherwise', () => {
    const returns = Float64Array.from({ length: 101 }, (_, i) => (i - 50) / 1000)
    expect(valueAtRisk(returns)).toBeCloseTo(-0.045, 14)
  })

  it('refuses a cutoff that is no fraction', () => {
    for (const cutoff of [-0.1, 5, Number.NaN]) {
      expect(() => valueAtRisk(of(0.1), { cutoff })).toThrow(
        `METRIC_INVALID: cutoff is ${String(cutoff)}; expected a fraction from 0 to 1`,
      )
    }
  })
})

describe('tailRatio', () => {
  it('is 1 where gains and losses are alike, and doubles with the gains', () => {
    const even = Float64Array.from({ length: 41 }, (_, i) => (i - 20) / 100)
    expect(tailRatio(even)).toBeCloseTo(1, 12)
    expect(tailRatio(even.map((value) => (value > 0 ? 2 * value : value)))).toBeCloseTo(2, 12)
  })
})

describe('stability', () => {
  it('is the square of the correlation of log growth with time', () => {
    // Levels 1, 3, 2 in units of log 2: correlation 0.5.
    expect(stability(of(1, 3, -0.5))).toBeCloseTo(0.25, 14)
  })
})

describe('sharpeRatio', () => {
  it('is the mean over the sample deviation times the root of the periods in a year', () => {
    expect(sharpeRatio(of(0.01, 0.02, 0.03), { periodsPerYear: 4 })).toBeCloseTo(4, 12)
    expect(sharpeRatio(of(-0.01, -0.02, -0.03), { periodsPerYear: 9 })).toBeCloseTo(-6, 12)
  })

  it('is over the riskless return, of every period or of each', () => {
    const options = { periodsPerYear: 4 }
    expect(sharpeRatio(of(0.01, 0.02, 0.03), { ...options, riskFreeReturn: 0.01 })).toBeCloseTo(2, 12)
    expect(sharpeRatio(of(0.01, 0.02, 0.03), { ...options, riskFreeReturn: of(0, 0, 0.02) })).toBeCloseTo(
      // 0.01, 0.02, 0.01: mean 0.0133…, sample deviation 0.0057735…
      (2 * 0.04) / 3 / 0.005773502692,
      9,
    )
  })

  it('takes returns that differ by the rounding of float64 for equal', () => {
    // 0.1 + 0.2 is over 0.3 by 5.6e-17: neither gain nor risk.
    expect(sharpeRatio(of(0.1 + 0.2, 0.1 + 0.2), { ...daily, riskFreeReturn: 0.3 })).toBeNaN()
    // Their mean is 0.10000000000000002.
    expect(sharpeRatio(of(0.1, 0.1, 0.1), daily)).toBe(infinite)
    const steady = Float64Array.from({ length: 50 }, (_, i) => 10_000 * 1.001 ** i)
    const returns = Float64Array.from({ length: 49 }, (_, i) => steady[i + 1]! / steady[i]! - 1)
    expect(sharpeRatio(returns, daily)).toBe(infinite)
  })
})

describe('the ratios', () => {
  // empyrical, tests/test_stats.py.
  const mixed = of(none, 0.01, 0.1, -0.04, 0.02, 0.03, 0.02, 0.01, -0.1)
  const flat = new Float64Array(9).fill(0.01)
  it.each([
    ['Sharpe', sharpeRatio(mixed, daily), 1.7238613961706866],
    ['Sortino', sortinoRatio(mixed, daily), 2.605531251673693],
    ['Sortino over another series', sortinoRatio(mixed, { ...daily, requiredReturn: flat }), -1.3934779588919977],
    ['Calmar', calmarRatio(mixed, daily), 19.135925373194233],
    ['omega over another series', omegaRatio(mixed, { requiredReturn: flat }), 0.8125],
    ['volatility', volatility(mixed, daily), 0.9136465399704637],
    ['downside deviation', downsideDeviation(mixed, daily), 0.6044832503882965],
    ['stability', stability(mixed), 0.1529973665111273],
  ])('of %s come to the reference value of empyrical', (_, found, expected) => {
    expect(found).toBeCloseTo(expected, 12)
  })

  it('do not change when all returns are scaled, where the required return is 0', () => {
    fc.assert(
      fc.property(returnVectors, fc.integer({ min: -3, max: 3 }), (returns, power) => {
        const scaled = returns.map((value) => value * 2 ** power)
        expect(sharpeRatio(scaled, daily)).toBe(sharpeRatio(returns, daily))
        expect(sortinoRatio(scaled, daily)).toBe(sortinoRatio(returns, daily))
        expect(omegaRatio(scaled)).toBe(omegaRatio(returns))
        expect(valueAtRisk(scaled)).toBe(valueAtRisk(returns) * 2 ** power)
      }),
    )
  })

  it('do not depend on the order of the returns, up to rounding', () => {
    fc.assert(
      fc.property(returnVectors, (returns) => {
        const turned = returns.slice().reverse()
        expect(valueAtRisk(turned)).toBe(valueAtRisk(returns))
        for (const metric of [sharpeRatio, sortinoRatio, volatility])
          expect(metric(turned, daily)).toBeCloseTo(metric(returns, daily), 6)
      }),
    )
  })
})

/** Returns in hundredths, some of them gains and some losses. */
const returnVectors = fc
  .array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 30 })
  .map((hundredths) => Float64Array.from([...hundredths, 5, -5, 7], (value) => value / 100))
