import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barAt, feed, INDICATORS, outputs } from '../indicators/test-indicators.js'
import { FeatureCalculator } from './feature-calculator.js'
import { FEATURE_KINDS } from './feature-kinds.js'
import type { FeatureParams } from './feature-params.js'
import { columns, kindOf, paramsOf, streamed } from './test-features.js'

/** Bars with prices from pennies to 100,000 that rise, fall and stay, and now and then a NaN. */
const anyBars = fc
  .array(
    fc.record({
      close: fc.oneof(
        { weight: 9, arbitrary: fc.double({ min: 0.01, max: 1e5, noNaN: true }) },
        { weight: 3, arbitrary: fc.constantFrom(100, 101) },
        { weight: 1, arbitrary: fc.constant(Number.NaN) },
      ),
      range: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 100, noNaN: true })),
      volume: fc.integer({ min: 0, max: 1e6 }),
    }),
    { maxLength: 90 },
  )
  .map((list) => list.map(({ close, range, volume }, row) => barAt(row, close, { range, volume })))

const OPTIONS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  period: fc.integer({ min: 2, max: 30 }),
  fast: fc.integer({ min: 1, max: 5 }),
  slow: fc.integer({ min: 6, max: 30 }),
  multiplier: fc.double({ min: 0.1, max: 5, noNaN: true }),
  factor: fc.double({ min: 0.01, max: 1, noNaN: true }),
  step: fc.double({ min: 0.001, max: 0.1, noNaN: true }),
  maximum: fc.double({ min: 0.1, max: 0.5, noNaN: true }),
  periodsPerYear: fc.constantFrom(1, 12, 252),
  returns: fc.constantFrom('simple', 'log'),
  source: fc.constantFrom('open', 'high', 'low', 'close', 'volume', 'medianPrice', 'weightedClose', 'fast'),
  of: fc.constantFrom('close', 'fast', 'typicalPrice'),
  with: fc.constantFrom('low', 'fast'),
  against: fc.constantFrom('low', 'fast'),
  over: fc.oneof(fc.constantFrom('low', 'fast'), fc.constant(100)),
}
const anyCount = fc.integer({ min: 1, max: 20 })

/** The feature `x` of a kind with any options that fit each other; it may be fed by a feature `fast`. */
function featureOf(name: string): fc.Arbitrary<FeatureParams[number]> {
  const options = kindOf(name).known.map((option) => [option, OPTIONS[option] ?? anyCount] as const)
  return fc
    .record(Object.fromEntries(options))
    .map((given) => ({ name: 'x', kind: name, ...given }) as FeatureParams[number])
}

describe.each(INDICATORS.map((each) => [each.name, each] as const))('%s as a feature', (_, { make }) => {
  const params = paramsOf(make().save())

  it('is the indicator to the last bit, bar by bar and all at once, with a save and load in the middle', () => {
    fc.assert(
      fc.property(anyBars, fc.nat(), (of, cut) => {
        const indicator = make()
        const expected = of.map((bar) => {
          feed(indicator, bar)
          return outputs(indicator)
        })
        const calculator = new FeatureCalculator(params)
        const middle = of.length === 0 ? 0 : cut % of.length
        const before = streamed(calculator, of.slice(0, middle))
        const loaded = new FeatureCalculator(params)
        loaded.load(JSON.parse(JSON.stringify(calculator.save())))
        for (const name of calculator.names) expect(loaded.feature(name)).toBe(calculator.feature(name))
        const after = streamed(loaded, of.slice(middle))
        const batch = columns(params, of)
        expect(calculator.names.length).toBe(Object.keys(outputs(indicator)).length)
        for (const name of calculator.names) {
          const shown = expected.map((numbers) => numbers[name === 'x' ? 'value' : name.slice(2)])
          expect(batch[name]).toEqual(shown)
          expect([...before[name]!, ...after[name]!]).toEqual(shown)
        }
      }),
      { numRuns: 40 },
    )
  })
})

it.each(Object.keys(FEATURE_KINDS))(
  '%s is the same with any options that it may have, and never looks ahead',
  (name) => {
    const anyFeature = featureOf(name)
    fc.assert(
      fc.property(anyFeature, anyBars, fc.nat(), (feature, of, at) => {
        const features: FeatureParams = [feature, { name: 'fast', kind: 'EMA', period: 2 }]
        const whole = columns(features, of)
        expect(streamed(new FeatureCalculator(features), of)).toEqual(whole)
        const rows = of.length === 0 ? 0 : at % of.length
        const cut = columns(features, of.slice(0, rows))
        for (const [column, values] of Object.entries(cut)) expect(values).toEqual(whole[column]!.slice(0, rows))
      }),
      { numRuns: 40 },
    )
  },
)
